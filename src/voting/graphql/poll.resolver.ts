import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { storedPolicy } from '../../membership/domain/decision-policy.js';
import { checkedPage } from '../../platform/graphql/connection.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import { shown } from '../../platform/graphql/verdict.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isRefusal, type Verdict } from '../../shared/refusal.js';
import { closingAfterExclusion } from '../domain/option-exclusion.js';
import type { SentenceLanguage } from '../domain/outcome-sentences.js';
import type { PollState } from '../domain/poll-lifecycle.js';
import { secrecySentence } from '../domain/sentences/secrecy-sentences.js';
import type { PollCard } from '../poll-card.js';
import { PollReading } from '../poll-reading.js';
import { PollNotes } from '../poll-notes.js';
import { PollResults } from '../poll-results.js';
import type { MyBallotRow, PollRow } from '../poll.rows.js';
import {
  extensionIsTimely,
  mayCastBallot,
  mayExcludeOption,
  mayExtendPoll,
  mayRecordDissent,
  mayWithdrawFromPoll,
} from '../voting.policy.js';
import { MyBallotType } from './ballot.types.js';
import { PollResultType } from './poll-result.types.js';
import { votesOf } from './poll-result.resolver.js';
import {
  EligibilityType,
  PollConnection,
  PollOptionType,
  PollsArgs,
  PollTurnoutType,
  PollType,
  PollViewerCanType,
  SentencesArgs,
} from './poll.types.js';

@Resolver(() => PollType)
export class PollResolver {
  constructor(
    @Inject(PollReading) private readonly reading: PollReading,
    @Inject(PollNotes) private readonly notes: PollNotes,
    @Inject(PollResults) private readonly results: PollResults,
  ) {}

  @Query(() => PollType, { nullable: true, description: 'One poll, for members and for its electors.' })
  poll(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The poll.' }) id: string,
  ): Promise<PollRow | null> {
    return this.reading.poll(scope, id);
  }

  @Query(() => PollConnection, {
    nullable: true,
    description: 'Polls, the latest opened first; for members, and for electors of them.',
  })
  polls(
    @Scope() scope: RequestScope,
    @Args(checkedPage) args: PollsArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.page(scope, args, (args.state ?? null) as PollState | null, counted);
  }

  @ResolveField(() => PollTurnoutType, { description: 'How many have taken part.' })
  async turnout(@Scope() scope: RequestScope, @Parent() poll: PollRow | PollCard): Promise<unknown> {
    const people =
      'turnoutPeople' in poll ? poll.turnoutPeople : await this.reading.turnout(scope).load(poll.id);
    return {
      people: Number(people),
      eligiblePeople: Number(poll.eligiblePeople),
      eligibleVotes: votesOf(poll.eligibleWeightMillionths),
    };
  }

  @ResolveField(() => [PollOptionType], {
    description: 'What can be chosen, in the order in which it is shown; empty where a question is answered.',
  })
  options(@Scope() scope: RequestScope, @Parent() poll: PollRow): unknown {
    return this.reading.options(scope).load(poll.id);
  }

  @ResolveField(() => PollResultType, {
    nullable: true,
    description:
      'The result; null before the close, unless the rule shows it as things stand. Of a large poll it may be half a minute old, and null while it is counted for the first time.',
  })
  result(@Scope() scope: RequestScope, @Parent() poll: PollRow): unknown {
    return this.results.result(scope, poll);
  }

  @ResolveField(() => MyBallotType, { nullable: true, description: 'The viewer’s ballot; null without one.' })
  async myBallot(@Scope() scope: RequestScope, @Parent() poll: PollRow | PollCard): Promise<unknown> {
    if ('myBallotNow' in poll) return poll.myBallotNow && ballotShown(poll.myBallotNow);
    const found = await this.reading.myBallot(scope).load(poll.id);
    return found && ballotShown(found);
  }

  @ResolveField(() => EligibilityType, { description: 'Whether the viewer votes here, and why.' })
  async myEligibility(@Scope() scope: RequestScope, @Parent() poll: PollRow): Promise<unknown> {
    const found = await this.reading.myEligibility(scope).load(poll.id);
    return { ...found, votes: votesOf(found.weightMillionths) };
  }

  @ResolveField(() => String, {
    description:
      'Who will see how somebody voted, in a sentence to be read before voting; it says so where the vote is held openly though its rule asks for a confidential one.',
  })
  ballotSecrecy(@Args() { language }: SentencesArgs, @Parent() { rule, visibility }: PollRow): string {
    return secrecySentence(visibility, storedPolicy(rule).visibility, language as SentenceLanguage);
  }

  @ResolveField(() => PollViewerCanType, {
    description: 'What the viewer may do, by the rules the acts ask.',
  })
  async viewerCan(@Scope() scope: RequestScope, @Parent() poll: PollRow): Promise<unknown> {
    const { eligible } = await this.reading.myEligibility(scope).load(poll.id);
    const noted = await this.notes.facts(scope).load(poll.id);
    if (!noted) throw new Error('a poll was shown that is not there');
    const { hasWithdrawn } = noted;
    const facts = { state: poll.state, hasOpened: true, isElector: eligible, isWithdrawn: hasWithdrawn };
    const leaving = { ...facts, hasWithdrawn, isForAnother: false, memberHasAccount: true };
    return {
      poll,
      castBallot: shown(mayCastBallot(scope.viewer, facts)),
      extendPoll: shown(mayExtendPollNow(scope, poll)),
      excludeOption: shown(mayExcludeOptionNow(scope, poll, noted.now)),
      withdrawFromPoll: shown(mayWithdrawFromPoll(scope.viewer, leaving)),
      recordDissent: shown(mayRecordDissent(scope.viewer, noted)),
    };
  }
}

/** The marks in the field of their form; the others are null. */
const ballotShown = ({ marks, ...ballot }: MyBallotRow): object => ({ ...ballot, ...marks });

function mayExcludeOptionNow(scope: RequestScope, poll: PollRow, now: Date): Verdict {
  const policy = storedPolicy(poll.rule);
  const permission = mayExcludeOption(scope.viewer, { openedBy: poll.openedBy, policy });
  const open = permission === true ? extensionIsTimely(poll.state) : permission;
  if (open !== true) return open;
  const closing = closingAfterExclusion(policy, poll, now);
  return isRefusal(closing) ? closing : true;
}

/** The permission, then the one condition of time that the viewer cannot mend by another date. */
function mayExtendPollNow(scope: RequestScope, poll: PollRow): Verdict {
  const permission = mayExtendPoll(scope.viewer, {
    openedBy: poll.openedBy,
    policy: storedPolicy(poll.rule),
  });
  return permission === true ? extensionIsTimely(poll.state) : permission;
}
