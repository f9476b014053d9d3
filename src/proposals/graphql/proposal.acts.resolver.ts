import { Inject } from '@nestjs/common';
import { Args, ID, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { Decisions } from '../decisions.service.js';
import { ObjectionIntegration } from '../objection-integration.service.js';
import { Proposals } from '../proposals.service.js';
import { VoteOpening } from '../vote-opening.service.js';
import { EffectPayloads } from './effect-payload.js';
import {
  commentOnProposalAct,
  draftProposalAct,
  editProposalAct,
  integrateObjectionsAct,
  openVoteAct,
  publishProposalAct,
  retryEffectAct,
  withdrawProposalAct,
} from './proposal.acts.js';
import {
  CommentOnProposalInput,
  DraftProposalInput,
  EditProposalInput,
  IntegrateObjectionsInput,
  OpenVoteInput,
} from './proposal.inputs.js';

const key = {
  name: 'idempotencyKey',
  type: () => String,
  description:
    'A new text for every request, 8 to 200 characters; the same one again gives the same answer, once.',
};
const proposalId = { name: 'proposalId', type: () => ID, description: 'The proposal.' };
const input = { name: 'input', description: 'What is asked.' };

@Resolver()
export class ProposalActsResolver {
  constructor(
    @Inject(Proposals) private readonly proposals: Proposals,
    @Inject(VoteOpening) private readonly votes: VoteOpening,
    @Inject(Decisions) private readonly decisions: Decisions,
    @Inject(EffectPayloads) private readonly payloads: EffectPayloads,
    @Inject(ObjectionIntegration) private readonly integration: ObjectionIntegration,
  ) {}

  @ActMutation(draftProposalAct)
  async draftProposal(
    @Scope() scope: RequestScope,
    @Args(input) draft: DraftProposalInput,
    @Args(key) idempotencyKey: string,
  ): Promise<unknown> {
    return this.whenDrafted(scope, draft, (checked) => this.proposals.draft(scope, checked, idempotencyKey));
  }

  @ActMutation(editProposalAct)
  async editProposal(@Scope() scope: RequestScope, @Args(input) edit: EditProposalInput): Promise<unknown> {
    return this.whenDrafted(scope, edit, (checked) => this.proposals.edit(scope, edit.proposalId, checked));
  }

  @ActMutation(publishProposalAct)
  publishProposal(@Scope() scope: RequestScope, @Args(proposalId) id: string): Promise<unknown> {
    return this.proposals.publish(scope, id);
  }

  @ActMutation(withdrawProposalAct)
  withdrawProposal(@Scope() scope: RequestScope, @Args(proposalId) id: string): Promise<unknown> {
    return this.proposals.withdraw(scope, id);
  }

  @ActMutation(commentOnProposalAct)
  commentOnProposal(
    @Scope() scope: RequestScope,
    @Args(input) comment: CommentOnProposalInput,
  ): Promise<unknown> {
    return this.proposals.comment(scope, comment);
  }

  @ActMutation(openVoteAct)
  openVote(
    @Scope() scope: RequestScope,
    @Args(input) opening: OpenVoteInput,
    @Args(key) idempotencyKey: string,
  ): Promise<unknown> {
    return this.votes.open(scope, opening, idempotencyKey);
  }

  @ActMutation(integrateObjectionsAct)
  async integrateObjections(
    @Scope() scope: RequestScope,
    @Args(input) asked: IntegrateObjectionsInput,
    @Args(key) idempotencyKey: string,
  ): Promise<unknown> {
    const { objectionIds, title, body, effect, askEverybodyAgain, askClassesAgain } = asked;
    const draft = await this.payloads.draftOf(scope, { title, body, effect: effect ?? null });
    if (isRefusal(draft)) return draft;
    const again = { everybody: askEverybodyAgain ?? false, classCodes: askClassesAgain ?? [] };
    const text = { title, body, effect: draft.effect };
    return this.integration.integrate(scope, { objectionIds, asked: again, ...text }, idempotencyKey);
  }

  @ActMutation(retryEffectAct)
  retryEffect(
    @Scope() scope: RequestScope,
    @Args({ name: 'decisionId', type: () => ID, description: 'The decision.' }) decisionId: string,
    @Args(key) idempotencyKey: string,
  ): Promise<unknown> {
    return this.decisions.retryEffect(scope, decisionId, idempotencyKey);
  }

  private async whenDrafted(
    scope: RequestScope,
    draft: DraftProposalInput,
    act: (checked: Exclude<Awaited<ReturnType<EffectPayloads['draftOf']>>, Refusal>) => Promise<unknown>,
  ): Promise<unknown> {
    const checked = await this.payloads.draftOf(scope, draft);
    return isRefusal(checked) ? checked : act(checked);
  }
}
