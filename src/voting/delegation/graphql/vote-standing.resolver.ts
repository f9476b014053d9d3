import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { storedPolicy } from '../../../membership/domain/decision-policy.js';
import { MemberType } from '../../../membership/graphql/membership.types.js';
import { memberNames, memberships } from '../../../membership/member-register.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Scope } from '../../../platform/graphql/decorators.js';
import { shown } from '../../../platform/graphql/verdict.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import type { SentenceLanguage } from '../../domain/outcome-sentences.js';
import { PollType, SentencesArgs } from '../../graphql/poll.types.js';
import { votesOf } from '../../graphql/poll-result.resolver.js';
import { PollReading } from '../../poll-reading.js';
import type { PollRow } from '../../poll.rows.js';
import { mayDelegateInPoll } from '../delegation.policy.js';
import { standingSentences } from '../domain/standing-sentences.js';
import type { VoteStanding } from '../domain/vote-standing.js';
import { VoteStandingReading } from '../vote-standing-reading.js';
import { HeldVotesType, PollDelegationType, VoteStandingType } from './vote-standing.types.js';

/** What delegation adds to a poll. */
@Resolver(() => PollType)
export class PollDelegationResolver {
  constructor(
    @Inject(VoteStandingReading) private readonly standings: VoteStandingReading,
    @Inject(PollReading) private readonly polls: PollReading,
  ) {}

  @ResolveField(() => PollDelegationType, { description: 'Whether votes can be delegated here.' })
  async delegation(@Scope() scope: RequestScope, @Parent() poll: PollRow): Promise<PollDelegationType> {
    const { delegation } = storedPolicy(poll.rule);
    const { eligible } = await this.polls.myEligibility(scope).load(poll.id);
    const facts = { state: poll.state, isElector: eligible, allowed: delegation.allowed };
    return {
      allowed: delegation.allowed,
      holderCap: delegation.allowed ? delegation.holderCap : null,
      reconfirmDays: delegation.allowed ? delegation.reconfirmDays : null,
      viewerCanDelegate: shown(mayDelegateInPoll(scope.viewer, facts)),
    };
  }

  @ResolveField(() => VoteStandingType, {
    nullable: true,
    description: 'Where the viewer’s vote stands and why; null without a membership here.',
  })
  myStanding(@Scope() scope: RequestScope, @Parent() poll: { readonly id: string }): unknown {
    return this.standings.mine(scope).load(poll.id);
  }

  @ResolveField(() => HeldVotesType, {
    description: 'The votes of others that stand with the viewer’s ballot; none without one.',
  })
  async votesHeldByMe(
    @Scope() scope: RequestScope,
    @Parent() poll: { readonly id: string },
  ): Promise<HeldVotesType> {
    const { people, weightMillionths } = await this.standings.heldByMe(scope).load(poll.id);
    return { people: Number(people), votes: votesOf(weightMillionths) };
  }
}

@Resolver(() => VoteStandingType)
export class VoteStandingResolver {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @ResolveField(() => MemberType, { nullable: true, description: 'Whom the viewer chose.' })
  nextHolder(@Scope() scope: RequestScope, @Parent() { nextHolder }: VoteStanding): unknown {
    return this.member(scope, nextHolder);
  }

  @ResolveField(() => MemberType, {
    nullable: true,
    description: 'Whose ballot counts for the viewer, or would but for the cap. How it was cast is not told.',
  })
  holder(@Scope() scope: RequestScope, @Parent() { holder }: VoteStanding): unknown {
    return this.member(scope, holder);
  }

  @ResolveField(() => MemberType, {
    nullable: true,
    description:
      'Where a dead end lies, if it is the member whom the viewer chose; further on it is not told.',
  })
  deadEndAt(@Scope() scope: RequestScope, @Parent() { deadEndAt }: VoteStanding): unknown {
    return this.member(scope, deadEndAt);
  }

  @ResolveField(() => [MemberType], {
    description: 'The members of a circle that the viewer is in, from the next one on to the viewer.',
  })
  async circle(@Scope() scope: RequestScope, @Parent() { circle }: VoteStanding): Promise<unknown[]> {
    const found = await memberships(scope, this.work).loadMany([...circle]);
    return found.filter((member) => member !== null);
  }

  @ResolveField(() => [String], { description: 'The same in sentences to the viewer.' })
  async sentences(
    @Scope() scope: RequestScope,
    @Parent() standing: VoteStanding,
    @Args() { language }: SentencesArgs,
  ): Promise<string[]> {
    const { nextHolder, holder, circle, resting } = standing;
    const named = [nextHolder, holder, ...circle, ...resting.map((each) => each.holder)];
    const ids = [...new Set(named.filter((id) => id !== null))];
    const names = await memberNames(scope, this.work).loadMany(ids);
    const byId = new Map(ids.map((id, place) => [id, names[place]]));
    const nameOf = (id: string): string => {
      const name = byId.get(id);
      return typeof name === 'string' ? name : '?';
    };
    return standingSentences(standing, nameOf, language as SentenceLanguage);
  }

  private member(scope: RequestScope, id: string | null): unknown {
    return id === null ? null : memberships(scope, this.work).load(id);
  }
}
