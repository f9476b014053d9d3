import { Inject, Type } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { ProposalQueries } from '../proposals.queries.js';
import { DecisionType } from './decision.types.js';
import {
  EffectRetried,
  ProposalCommented,
  ProposalDrafted,
  ProposalEdited,
  ProposalPublished,
  ProposalWithdrawn,
  ObjectionsIntegrated,
  VoteOpened,
} from './proposal.acts.js';
import { ProposalCommentType, ProposalType } from './proposal.types.js';

/** The answers of the acts carry identifiers; what a client asks beyond them is read after the commit. */
function proposalOf(done: Type<unknown>): Type<unknown> {
  @Resolver(() => done)
  class DoneResolver {
    constructor(@Inject(ProposalQueries) readonly queries: ProposalQueries) {}

    @ResolveField(() => ProposalType, { nullable: true, description: 'The proposal as it stands.' })
    proposal(@Scope() scope: RequestScope, @Parent() answer: ProposalDrafted): unknown {
      return this.queries.find(scope, answer.proposalId);
    }
  }
  return DoneResolver;
}

@Resolver(() => ProposalCommented)
class CommentedResolver {
  constructor(@Inject(ProposalQueries) private readonly queries: ProposalQueries) {}

  @ResolveField(() => ProposalCommentType, { nullable: true, description: 'The comment as it stands.' })
  comment(@Scope() scope: RequestScope, @Parent() answer: ProposalCommented): unknown {
    return this.queries.comment(scope, answer.commentId);
  }
}

@Resolver(() => EffectRetried)
class RetriedResolver {
  constructor(@Inject(ProposalQueries) private readonly queries: ProposalQueries) {}

  @ResolveField(() => DecisionType, { nullable: true, description: 'The decision as it stands.' })
  decision(@Scope() scope: RequestScope, @Parent() answer: EffectRetried): unknown {
    return this.queries.decision(scope, answer.decisionId);
  }
}

export const doneResolvers = [
  ...[
    ProposalDrafted,
    ProposalEdited,
    ProposalPublished,
    ProposalWithdrawn,
    ProposalCommented,
    VoteOpened,
    ObjectionsIntegrated,
  ].map(proposalOf),
  CommentedResolver,
  RetriedResolver,
];
