import { Inject } from '@nestjs/common';
import { Args, Resolver } from '@nestjs/graphql';
import { ActMutation, defineAct, keyedReasons } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { ProposalDrafted, ProposalEdited } from '../../proposals/graphql/proposal.acts.js';
import { mayDraftProposal, mayEditProposal } from '../../proposals/proposals.policy.js';
import { Proposals } from '../../proposals/proposals.service.js';
import { DistributionProposals } from '../distribution-proposals.js';
import {
  DraftDistributionProposalInput,
  EditDistributionProposalInput,
} from './distribution-proposal.inputs.js';

const EFFECT_IMPOSSIBLE = 'Surplus cannot be shared like this; the message says why.';

export const draftDistributionProposalAct = defineAct({
  name: 'draftDistributionProposal',
  description: 'Writes the first version of a proposal whose adoption shares surplus by recorded patronage.',
  done: ProposalDrafted,
  reasons: { ...keyedReasons, EFFECT_IMPOSSIBLE },
  who: mayDraftProposal,
  whoInWords: 'Current members.',
});
export const editDistributionProposalAct = defineAct({
  name: 'editDistributionProposal',
  description: 'Writes a new version, text and terms; after publication the notice begins again.',
  done: ProposalEdited,
  reasons: {
    EFFECT_IMPOSSIBLE,
    TEXT_IS_FROZEN: 'The vote has opened, or the proposal has ended.',
    EFFECT_KIND_IS_FIXED: 'The proposal does something else than sharing surplus.',
  },
  who: mayEditProposal,
  whoInWords: 'Its author, until the vote opens.',
});

@Resolver()
export class DistributionProposalResolver {
  constructor(
    @Inject(DistributionProposals) private readonly distributions: DistributionProposals,
    @Inject(Proposals) private readonly proposals: Proposals,
  ) {}

  @ActMutation(draftDistributionProposalAct)
  async draftDistributionProposal(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'What is asked.' }) input: DraftDistributionProposalInput,
    @Args('idempotencyKey', {
      type: () => String,
      description:
        'A new text for every request, 8 to 200 characters; the same one again gives the same answer, once.',
    })
    idempotencyKey: string,
  ): Promise<unknown> {
    return this.proposals.draft(scope, await this.distributions.draftOf(scope, input), idempotencyKey);
  }

  @ActMutation(editDistributionProposalAct)
  async editDistributionProposal(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'What is asked.' }) input: EditDistributionProposalInput,
  ): Promise<unknown> {
    return this.proposals.edit(scope, input.proposalId, await this.distributions.draftOf(scope, input));
  }
}
