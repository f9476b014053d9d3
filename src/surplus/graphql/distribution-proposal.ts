import { Inject } from '@nestjs/common';
import { Args, Field, ID, InputType, Int, ObjectType, Resolver } from '@nestjs/graphql';
import { MemberRegister } from '../../membership/member-register.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ActMutation, defineAct, keyedReasons } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import { MinorUnits } from '../../platform/graphql/scalars.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { mayDraftProposal, mayEditProposal } from '../../proposals/proposals.policy.js';
import type { ProposalDraft } from '../../proposals/proposal-draft.js';
import { Proposals } from '../../proposals/proposals.service.js';

@InputType({ description: 'A proposal to share surplus by patronage.' })
export class DraftDistributionInput {
  @Field(() => String, { description: 'One line, at most 200 characters.' })
  title: string;
  @Field(() => String, { description: 'The text, at most 50,000 characters; may be empty.' })
  body: string;
  @Field(() => ID, { description: 'The period whose surplus is shared.' })
  periodId: string;
  @Field(() => String, { description: 'The patronage it is shared by, as `purchases`.' })
  basis: string;
  @Field(() => MinorUnits, { description: 'What is shared, more than zero.' })
  amountMinor: bigint;
  @Field(() => Int, {
    description: 'Of each share, the part paid out, in hundredths of a per cent: 0 to 10,000.',
  })
  cashBasisPoints: number;
}
@InputType({ description: 'A new version of a proposal to share surplus.' })
export class EditDistributionInput extends DraftDistributionInput {
  @Field(() => ID, { description: 'The proposal.' })
  proposalId: string;
}

@ObjectType({ description: 'The proposal to share surplus was written.' })
export class DistributionDrafted {
  @Field(() => ID, { description: 'The proposal.' })
  proposalId: string;
}
@ObjectType({ description: 'The new version of the proposal to share surplus stands.' })
export class DistributionEdited {
  @Field(() => ID, { description: 'The proposal.' })
  proposalId: string;
}

const EFFECT_IMPOSSIBLE = 'What the proposal would do cannot be done; the message says why.';

export const draftDistributionAct = defineAct({
  name: 'draftDistribution',
  description: 'Writes a proposal whose adoption shares surplus by recorded patronage.',
  done: DistributionDrafted,
  reasons: { ...keyedReasons, EFFECT_IMPOSSIBLE },
  who: mayDraftProposal,
  whoInWords: 'Current members.',
});
export const editDistributionAct = defineAct({
  name: 'editDistribution',
  description: 'Writes a new version of a proposal to share surplus; the notice begins again.',
  done: DistributionEdited,
  reasons: {
    EFFECT_IMPOSSIBLE,
    TEXT_IS_FROZEN: 'The vote has opened, or the proposal has ended.',
    EFFECT_KIND_IS_FIXED: 'The proposal does something else; it takes a new proposal.',
  },
  who: mayEditProposal,
  whoInWords: 'Its author, until the vote opens.',
});

@Resolver()
export class DistributionProposalResolver {
  constructor(
    @Inject(Proposals) private readonly proposals: Proposals,
    @Inject(MemberRegister) private readonly register: MemberRegister,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  @ActMutation(draftDistributionAct)
  async draftDistribution(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'What is proposed.' }) input: DraftDistributionInput,
    @Args('idempotencyKey', { description: 'New for every request, 8 to 200 characters.' })
    idempotencyKey: string,
  ): Promise<unknown> {
    return this.proposals.draft(scope, draftOf(input, await this.currency(scope)), idempotencyKey);
  }

  @ActMutation(editDistributionAct)
  async editDistribution(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'What is proposed now.' }) input: EditDistributionInput,
  ): Promise<unknown> {
    return this.proposals.edit(scope, input.proposalId, draftOf(input, await this.currency(scope)));
  }

  /** Voters read amounts in their currency, so that it is part of what they decide. */
  private async currency(scope: RequestScope): Promise<string | null> {
    if (scope.viewer.cooperativeId === null) return null;
    return (await this.register.cooperative(await this.work.read(scope)))?.currency ?? null;
  }
}

/** The typed input as the plain data that is voted on; amounts are text, since JSON has no exact large numbers. */
const draftOf = (input: DraftDistributionInput, currency: string | null): ProposalDraft => ({
  title: input.title,
  body: input.body,
  effect: {
    kind: 'post-distribution',
    payload: {
      periodId: input.periodId,
      basis: input.basis,
      amountMinor: input.amountMinor.toString(),
      cashBasisPoints: input.cashBasisPoints,
      currency,
    },
  },
});
