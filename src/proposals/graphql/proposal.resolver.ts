import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { PollType } from '../../voting/graphql/poll.types.js';
import { MemberType } from '../../membership/graphql/membership.types.js';
import { memberCardCovers, type MemberCard } from '../../membership/member-card.js';
import { memberships } from '../../membership/member-register.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { Asked, Mentions, Scope, Wants } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { pollCardCovers, pollCardOf } from '../../voting/poll-card.js';
import { PollReading } from '../../voting/poll-reading.js';
import type { ProposalState } from '../domain/proposal-lifecycle.js';
import { ProposalEffects } from '../proposal-effects.js';
import { ProposalPermissions } from '../proposal-permissions.js';
import { isListed, type CommentRow, type ProposalRow, type ProposalVersionRow } from '../proposal.rows.js';
import { ProposalQueries } from '../proposals.queries.js';
import { DecisionType } from './decision.types.js';
import {
  ProposalCommentConnection,
  ProposalCommentType,
  ProposalConnection,
  ProposalEffectType,
  ProposalOptionType,
  ProposalStateEnum,
  ProposalType,
  ProposalVersionType,
  ProposalViewerCanType,
} from './proposal.types.js';

@Resolver(() => ProposalType)
export class ProposalResolver {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ProposalQueries) private readonly queries: ProposalQueries,
    @Inject(ProposalEffects) private readonly effects: ProposalEffects,
    @Inject(ProposalPermissions) private readonly permissions: ProposalPermissions,
    @Inject(PollReading) private readonly polls: PollReading,
  ) {}

  @Query(() => ProposalConnection, { description: 'Proposals, newest first; of drafts, the viewer’s own.' })
  proposals(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Args({
      name: 'state',
      type: () => ProposalStateEnum,
      nullable: true,
      description: 'Only those in this state.',
    })
    state: ProposalState | null,
    @Wants('totalCount') count: boolean,
    @Mentions('body') texts: boolean,
  ): unknown {
    return this.queries.page(scope, page, state ?? null, { count, texts });
  }

  @Query(() => ProposalType, {
    nullable: true,
    description: 'One proposal; null when there is none that the viewer may see.',
  })
  proposal(
    @Scope() scope: RequestScope,
    @Args({ name: 'id', type: () => ID, description: 'The proposal.' }) id: string,
  ): unknown {
    return this.queries.find(scope, id);
  }

  @ResolveField(() => MemberType, { nullable: true, description: 'Who wrote it.' })
  author(
    @Scope() scope: RequestScope,
    @Parent() proposal: ProposalRow,
    @Asked() asked: ReadonlySet<string>,
  ): unknown {
    const { authorMembershipId: id } = proposal;
    if (isListed(proposal) && memberCardCovers(asked)) {
      return { id, number: proposal.authorNumber, name: proposal.authorName } satisfies MemberCard;
    }
    return memberships(scope, this.work).load(id);
  }

  @ResolveField(() => ProposalEffectType, {
    nullable: true,
    description: 'What its adoption does; null for a plain resolution.',
  })
  effect(@Parent() proposal: ProposalRow): ProposalEffectType | null {
    if (proposal.effectKind === null || proposal.effect === null) return null;
    return {
      kind: proposal.effectKind,
      sentence: this.effects.named(proposal.effectKind).describe(proposal.effect),
    };
  }

  @ResolveField(() => [ProposalOptionType], {
    description: 'What can be chosen, in order; empty where its kind of decision answers one question.',
  })
  options(@Scope() scope: RequestScope, @Parent() { id, version }: ProposalRow): unknown {
    return this.queries.options(scope).load({ proposalId: id, version });
  }

  @ResolveField(() => [ProposalVersionType], { description: 'Every version, oldest first.' })
  versions(@Scope() scope: RequestScope, @Parent() proposal: ProposalRow): unknown {
    return this.queries.versions(scope, proposal.id);
  }

  @ResolveField(() => ProposalCommentConnection, { description: 'What was said about it, oldest first.' })
  comments(
    @Scope() scope: RequestScope,
    @Parent() proposal: ProposalRow,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.queries.comments(scope, proposal.id, page, counted);
  }

  @ResolveField(() => PollType, { nullable: true, description: 'Its vote, once it has opened.' })
  poll(
    @Scope() scope: RequestScope,
    @Parent() proposal: ProposalRow,
    @Asked() asked: ReadonlySet<string>,
  ): unknown {
    const { pollId } = proposal;
    if (pollId === null) return null;
    return isListed(proposal) && pollCardCovers(asked)
      ? pollCardOf(pollId, proposal)
      : this.polls.poll(scope, pollId);
  }

  @ResolveField(() => DecisionType, {
    nullable: true,
    description: 'What was decided, once the vote has closed.',
  })
  decision(@Scope() scope: RequestScope, @Parent() proposal: ProposalRow): unknown {
    return this.queries.decisionOfProposal(scope).load(proposal.id);
  }

  @ResolveField(() => ProposalViewerCanType, { description: 'What the viewer may do with it now.' })
  viewerCan(@Scope() scope: RequestScope, @Parent() proposal: ProposalRow): unknown {
    return this.permissions.of(scope, proposal);
  }
}

@Resolver(() => ProposalVersionType)
export class ProposalVersionResolver {
  constructor(@Inject(ProposalQueries) private readonly queries: ProposalQueries) {}

  @ResolveField(() => [ProposalOptionType], { description: 'What could be chosen by this version.' })
  options(@Scope() scope: RequestScope, @Parent() version: ProposalVersionRow): unknown {
    return this.queries.options(scope).load(version);
  }
}

@Resolver(() => ProposalCommentType)
export class ProposalCommentResolver {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @ResolveField(() => MemberType, { nullable: true, description: 'Who said it.' })
  author(@Scope() scope: RequestScope, @Parent() comment: CommentRow): unknown {
    return memberships(scope, this.work).load(comment.authorMembershipId);
  }
}
