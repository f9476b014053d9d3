import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { storedPolicy } from '../../membership/domain/decision-policy.js';
import { ActMutation, defineAct } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import { shown, VerdictType } from '../../platform/graphql/verdict.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { PollRow } from '../poll.rows.js';
import { PollReading } from '../poll-reading.js';
import { askingTerms, PollRecounts } from '../poll-recounts.js';
import { mayAskForRecount } from '../voting.policy.js';
import {
  AskForRecountInput,
  PollRecountType,
  RecountAsked,
  RecountTermsType,
} from './asked-recount.types.js';
import { PollType, PollViewerCanType } from './poll.types.js';

export const askForRecountAct = defineAct({
  name: 'askForRecount',
  description:
    'Asks that a closed poll be counted again from its stored ballots. With as many electors as the rule names it is done, and what it finds is shown beside the result.',
  done: RecountAsked,
  reasons: {
    NOT_ELECTOR: 'The viewer is not in the electorate of this poll.',
    NOT_CLOSED: 'There is no result yet.',
    RECOUNT_NOT_PROVIDED: 'The rule of this poll does not provide for it.',
    RECOUNT_TOO_LATE: 'The days in which it can be asked for are over.',
    NOT_RECOUNTABLE: 'The result was recorded before counts were kept.',
    ALREADY_ASKED: 'The viewer has asked for a recount of this poll, which each elector may once.',
    RECOUNT_UNDER_WAY: 'A recount is ordered that has not been carried out.',
  },
  who: mayAskForRecount,
  whoInWords: 'Electors of the poll, within the days that its rule gives.',
});

@Resolver(() => PollType)
class AskedRecountsResolver {
  constructor(@Inject(PollRecounts) private readonly recountsOf: PollRecounts) {}

  @ActMutation(askForRecountAct)
  askForRecount(
    @Scope() scope: RequestScope,
    @Args({ name: 'input', description: 'What is asked.' }) asked: AskForRecountInput,
  ): unknown {
    return this.recountsOf.ask(scope, asked);
  }

  @ResolveField(() => [PollRecountType], {
    description: 'Recounts that electors asked for, in their order; the last may still want some who ask.',
  })
  async recounts(@Scope() scope: RequestScope, @Parent() { id }: { id: string }): Promise<unknown> {
    const rows = await this.recountsOf.of(scope).load(id);
    return rows.map((row) => ({ ...row, asked: Number(row.asked) }));
  }

  @ResolveField(() => RecountTermsType, {
    nullable: true,
    description:
      'What it takes to have it counted again; null before the close, and where its rule does not provide for it.',
  })
  async recountTerms(@Scope() scope: RequestScope, @Parent() { id }: { id: string }): Promise<unknown> {
    const facts = await this.recountsOf.facts(scope).load(id);
    const terms = facts && askingTerms(facts);
    return terms && { needed: Number(terms.needed), asked: Number(terms.asked), until: terms.until };
  }
}

/** Beside the other verdicts, and read only where it is asked for: it takes a statement of its own. */
@Resolver(() => PollViewerCanType)
class RecountVerdictResolver {
  constructor(@Inject(PollRecounts) private readonly recounts: PollRecounts) {}

  @ResolveField(() => VerdictType, { description: 'Ask that it be counted again.' })
  async askForRecount(@Scope() scope: RequestScope, @Parent() { poll }: { poll: PollRow }): Promise<unknown> {
    const facts = await this.recounts.facts(scope).load(poll.id);
    if (!facts) throw new Error('a poll was shown that is not there');
    return shown(mayAskForRecount(scope.viewer, { ...facts, policy: storedPolicy(poll.rule) }));
  }
}

/** The answer carries identifiers; what a client asks beyond them is read after the commit. */
@Resolver(() => RecountAsked)
class RecountAskedResolver {
  constructor(@Inject(PollReading) private readonly reading: PollReading) {}

  @ResolveField(() => PollType, { nullable: true, description: 'The poll as it stands.' })
  poll(@Scope() scope: RequestScope, @Parent() { pollId }: RecountAsked): unknown {
    return this.reading.poll(scope, pollId);
  }
}

export const askedRecountResolvers = [AskedRecountsResolver, RecountVerdictResolver, RecountAskedResolver];
