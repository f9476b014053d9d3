import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import { shown, type VerdictType } from '../../platform/graphql/verdict.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { firstRefusal, Refusal } from '../../shared/refusal.js';
import { PollType } from '../../voting/graphql/poll.types.js';
import { PollReading } from '../../voting/poll-reading.js';
import { ProposalEffects } from '../proposal-effects.js';
import type { DecisionRow } from '../proposal.rows.js';
import { ProposalQueries } from '../proposals.queries.js';
import { mayRetryEffect } from '../proposals.policy.js';
import {
  DecisionAttemptType,
  DecisionConnection,
  DecisionType,
  DecisionViewerCanType,
} from './decision.types.js';
import { ProposalEffectType, ProposalType } from './proposal.types.js';

@Resolver(() => DecisionType)
export class DecisionResolver {
  constructor(
    @Inject(ProposalQueries) private readonly queries: ProposalQueries,
    @Inject(ProposalEffects) private readonly effects: ProposalEffects,
    @Inject(PollReading) private readonly polls: PollReading,
  ) {}

  @Query(() => DecisionConnection, { description: 'The register of decisions, newest first.' })
  decisions(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.queries.decisions(scope, page, counted);
  }

  @Query(() => DecisionType, { nullable: true, description: 'One decision.' })
  decision(
    @Scope() scope: RequestScope,
    @Args({ name: 'id', type: () => ID, description: 'The decision.' }) id: string,
  ): unknown {
    return this.queries.decision(scope, id);
  }

  @ResolveField(() => ProposalType, { nullable: true, description: 'The proposal it came from.' })
  proposal(@Scope() scope: RequestScope, @Parent() decision: DecisionRow): unknown {
    return decision.proposalId === null ? null : this.queries.find(scope, decision.proposalId);
  }

  @ResolveField(() => PollType, {
    nullable: true,
    description: 'The vote it came from, with its arithmetic.',
  })
  poll(@Scope() scope: RequestScope, @Parent() decision: DecisionRow): unknown {
    return decision.pollId === null ? null : this.polls.poll(scope, decision.pollId);
  }

  @ResolveField(() => ProposalEffectType, {
    nullable: true,
    description: 'What it does; null when people carry it out.',
  })
  effect(@Parent() decision: DecisionRow): ProposalEffectType | null {
    if (decision.effectKind === null || decision.effect === null) return null;
    return {
      kind: decision.effectKind,
      sentence: this.effects.named(decision.effectKind).describe(decision.effect),
    };
  }

  @ResolveField(() => [DecisionAttemptType], { description: 'Every attempt to carry it out, oldest first.' })
  async attempts(@Scope() scope: RequestScope, @Parent() decision: DecisionRow): Promise<unknown> {
    const attempts = await this.queries.attempts(scope, decision.id);
    return attempts.map((attempt) => ({ ...attempt, carriedOut: attempt.result === 'carried_out' }));
  }

  @ResolveField(() => DecisionViewerCanType, { description: 'What the viewer may do with it now.' })
  async viewerCan(
    @Scope() scope: RequestScope,
    @Parent() decision: DecisionRow,
  ): Promise<{ retryEffect: VerdictType }> {
    const proposal =
      decision.proposalId === null ? null : await this.queries.loader(scope).load(decision.proposalId);
    return {
      retryEffect: shown(
        firstRefusal<string>(
          () => mayRetryEffect(scope.viewer, proposal?.authorMembershipId ?? null),
          () =>
            decision.stage === 'blocked' ||
            new Refusal(
              'NOT_BLOCKED',
              'Only a blocked effect can be tried again; this decision is not blocked.',
            ),
        ),
      ),
    };
  }
}
