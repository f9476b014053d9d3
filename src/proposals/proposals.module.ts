import { Inject, Module } from '@nestjs/common';
import { Bylaws } from '../membership/bylaws.js';
import { MemberRegister } from '../membership/member-register.js';
import { MembershipModule } from '../membership/membership.module.js';
import { Roles } from '../membership/roles.js';
import { RuleCheckers } from '../membership/rule-checkers.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Duties } from '../platform/duties.js';
import { PollClosedHandlers } from '../voting/poll-closed-handlers.js';
import { VotingModule } from '../voting/voting.module.js';
import { Decisions } from './decisions.service.js';
import { amendRuleEffect } from './effects/amend-rule.effect.js';
import { assignRoleEffect } from './effects/assign-role.effect.js';
import { DecisionResolver } from './graphql/decision.resolver.js';
import { EffectPayloads } from './graphql/effect-payload.js';
import { ProposalActsResolver } from './graphql/proposal.acts.resolver.js';
import { doneResolvers } from './graphql/proposal.done.resolver.js';
import {
  ProposalCommentResolver,
  ProposalResolver,
  ProposalVersionResolver,
} from './graphql/proposal.resolver.js';
import { ObjectionIntegration } from './objection-integration.service.js';
import { ProposalDrafting } from './proposal-drafting.js';
import { ProposalEffects } from './proposal-effects.js';
import { ProposalPermissions } from './proposal-permissions.js';
import { ProposalQueries } from './proposals.queries.js';
import { Proposals } from './proposals.service.js';
import { proposalSubject, VoteOpening } from './vote-opening.service.js';

/** Proposals, the register of decisions, and what decisions do. */
@Module({
  imports: [MembershipModule, VotingModule],
  providers: [
    { provide: ProposalEffects, useFactory: () => new ProposalEffects() },
    {
      provide: EffectPayloads,
      inject: [UnitOfWork, Bylaws, MemberRegister],
      useFactory: (work: UnitOfWork, bylaws: Bylaws, register: MemberRegister) =>
        new EffectPayloads(work, bylaws, register),
    },
    ProposalDrafting,
    Proposals,
    VoteOpening,
    ObjectionIntegration,
    Decisions,
    ProposalQueries,
    ProposalPermissions,
    ProposalResolver,
    ProposalVersionResolver,
    ProposalCommentResolver,
    ProposalActsResolver,
    DecisionResolver,
    ...doneResolvers,
  ],
  exports: [Proposals, ProposalEffects, Decisions, ProposalQueries],
})
export class ProposalsModule {
  constructor(
    @Inject(ProposalEffects) effects: ProposalEffects,
    @Inject(Bylaws) bylaws: Bylaws,
    @Inject(MemberRegister) register: MemberRegister,
    @Inject(Roles) roles: Roles,
    @Inject(Decisions) decisions: Decisions,
    @Inject(PollClosedHandlers) closed: PollClosedHandlers,
    @Inject(Duties) duties: Duties,
    @Inject(RuleCheckers) rules: RuleCheckers,
  ) {
    effects.register(amendRuleEffect(bylaws, rules));
    effects.register(assignRoleEffect(register, roles));
    closed.register(proposalSubject, (tx, vote) => decisions.decide(tx, vote));
    duties.register({
      name: 'let decisions take force',
      after: 'close polls that are due',
      run: () => decisions.takeForceWhereDue(),
    });
  }
}
