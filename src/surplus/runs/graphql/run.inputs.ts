import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { CalendarDate, Instant, MinorUnits } from '../../../platform/graphql/scalars.js';
import { RunModeEnum } from './run-enums.js';

@InputType({ description: 'A policy: exactly one of a rule of the bylaws and a text of its own.' })
export class RunPolicyInput {
  @Field(() => String, { nullable: true, description: 'The key of a rule in force, `surplus-policy/…`.' })
  bylaw?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'JSON as the page of the surplus module documents it; at most 100,000 characters.',
  })
  text?: string | null;
}
@InputType({ description: 'The result of an allocation unit that is kept apart.' })
export class RunUnitResultInput {
  @Field(() => String, { description: 'Its name.' })
  id: string;
  @Field(() => MinorUnits, { description: 'Its result; negative for a loss.' })
  amountMinor: bigint;
}
@InputType({ description: 'The result of the period by where it comes from; before tax.' })
export class RunResultInput {
  @Field(() => MinorUnits, { nullable: true, description: 'From business with members.' })
  memberMinor?: bigint | null;
  @Field(() => MinorUnits, { nullable: true, description: 'From business with others.' })
  nonMemberMinor?: bigint | null;
  @Field(() => MinorUnits, { nullable: true, description: 'Extraordinary: capital gains, side business.' })
  extraordinaryMinor?: bigint | null;
  @Field(() => MinorUnits, { nullable: true, description: 'From agreements with other cooperatives.' })
  interCooperativeMinor?: bigint | null;
  @Field(() => MinorUnits, { nullable: true, description: 'All of it, when a ratio splits it.' })
  totalMinor?: bigint | null;
  @Field(() => String, { nullable: true, description: 'Members’ units of the ratio: turnover, hours.' })
  memberUnits?: string | null;
  @Field(() => String, { nullable: true, description: 'Everybody’s units of the ratio.' })
  totalUnits?: string | null;
  @Field(() => [RunUnitResultInput], { nullable: true, description: 'Units that are kept apart.' })
  units?: RunUnitResultInput[] | null;
}
@InputType({ description: 'A loss of an earlier year.' })
export class RunOldLossInput {
  @Field(() => Int, { description: 'Its year.' })
  year: number;
  @Field(() => MinorUnits, { description: 'What is left of it.' })
  amountMinor: bigint;
  @Field(() => CalendarDate, { nullable: true, description: 'The day after which it is no longer set off.' })
  expiresOn?: string | null;
}
@InputType({ description: 'An amount by name: a balance of the accounts, or a reserve to restore.' })
export class RunAmountInput {
  @Field(() => String, { description: 'The name that the policy uses.' })
  name: string;
  @Field(() => MinorUnits, { description: 'The amount.' })
  amountMinor: bigint;
}
@InputType({ description: 'A rate by name.' })
export class RunRateInput {
  @Field(() => String, { description: 'The name that the policy uses, as legalInterest.' })
  name: string;
  @Field(() => String, { description: 'Exact: `3.25%`, `1/3`, `0.04`.' })
  rate: string;
}
@InputType({ description: 'A year before, for a loss that a reserve bears by its average part.' })
export class RunPastYearInput {
  @Field(() => Int, { description: 'The year.' })
  year: number;
  @Field(() => MinorUnits, { description: 'Its surplus; zero or negative where it had none.' })
  surplusMinor: bigint;
  @Field(() => [RunAmountInput], { description: 'What of it each fund was given, by the name of the fund.' })
  given: RunAmountInput[];
}
@InputType({ description: 'A yes-or-no fact that a rule asks for.' })
export class RunFactInput {
  @Field(() => String, { description: 'The name that the policy uses.' })
  name: string;
  @Field(() => Boolean, { description: 'Whether it holds.' })
  holds: boolean;
}
@InputType({ description: 'What a member chose, where the policy offers a choice.' })
export class RunChoiceInput {
  @Field(() => String, {
    description: 'The pool by its id, or `loss:` and the step of a loss, as `loss:members`.',
  })
  of: string;
  @Field(() => String, {
    description: 'One of those on offer; of a loss contributions, payment or returns.',
  })
  choice: string;
}
@InputType({
  description: 'What only the accounts know of one participant; it goes over what the records say.',
})
export class RunParticipantInput {
  @Field(() => String, { description: 'The key of their accounts, as `m007`.' })
  key: string;
  @Field(() => String, {
    nullable: true,
    description: 'member, employee, nonMember, estate or organisation.',
  })
  kind?: string | null;
  @Field(() => String, { nullable: true, description: 'Their class.' })
  class?: string | null;
  @Field(() => Int, { nullable: true, description: 'Completed years.' })
  seniorityYears?: number | null;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'Debts due, to be set off: at most what the books know of, which is taken when absent.',
  })
  debtsMinor?: bigint | null;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'The unpaid part of their shares: at most what the books say.',
  })
  unpaidSharesMinor?: bigint | null;
  @Field(() => String, {
    nullable: true,
    description: 'The activity they are bound to; a loss is shared by it.',
  })
  minimumActivity?: string | null;
  @Field(() => MinorUnits, { nullable: true, description: 'Capital against which a loss may be booked.' })
  balanceMinor?: bigint | null;
  @Field(() => MinorUnits, { nullable: true, description: 'Paid-up capital on the first day, for interest.' })
  capitalOpeningMinor?: bigint | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether they are suspended.' })
  suspended?: boolean | null;
  @Field(() => [RunChoiceInput], { nullable: true, description: 'What they chose.' })
  choices?: RunChoiceInput[] | null;
}
@InputType({
  description: 'The figures that only the accounts know. What is absent is taken from the records.',
})
export class RunFiguresInput {
  @Field(() => RunResultInput, {
    nullable: true,
    description: 'The result; the recorded one, of members’ business, when absent.',
  })
  result?: RunResultInput | null;
  @Field(() => MinorUnits, { nullable: true, description: 'Tax on the result.' })
  taxMinor?: bigint | null;
  @Field(() => [RunOldLossInput], { nullable: true, description: 'Losses of earlier years.' })
  oldLosses?: RunOldLossInput[] | null;
  @Field(() => [RunAmountInput], { nullable: true, description: 'Reserves to be restored.' })
  restore?: RunAmountInput[] | null;
  @Field(() => [RunAmountInput], { nullable: true, description: 'Balances of reserves and capital.' })
  balances?: RunAmountInput[] | null;
  @Field(() => [RunFactInput], { nullable: true, description: 'Facts that rules ask for.' })
  facts?: RunFactInput[] | null;
  @Field(() => [RunRateInput], { nullable: true, description: 'Rates that rules ask for.' })
  rates?: RunRateInput[] | null;
  @Field(() => [RunPastYearInput], {
    nullable: true,
    description: 'Years before; those that runs have shared here, when absent and the policy asks for them.',
  })
  history?: RunPastYearInput[] | null;
  @Field(() => [RunParticipantInput], { nullable: true, description: 'Facts of single participants.' })
  participants?: RunParticipantInput[] | null;
}
@InputType({ description: 'A run as it shall stand.' })
export class EditRunInput {
  @Field(() => ID, { description: 'The run.' })
  runId: string;
  @Field(() => String, { description: 'Its name: one line of 1 to 100 characters.' })
  name: string;
  @Field(() => RunPolicyInput, { description: 'Its policy.' })
  policy: RunPolicyInput;
  @Field(() => RunFiguresInput, {
    nullable: true,
    description: 'Figures of the accounts, instead of all that stand; absent, these stay.',
  })
  figures?: RunFiguresInput | null;
}
@InputType({ description: 'A run to write down.' })
export class DraftRunInput {
  @Field(() => ID, { description: 'The period whose result is shared.' })
  periodId: string;
  @Field(() => String, { description: 'Its name: one line of 1 to 100 characters.' })
  name: string;
  @Field(() => RunModeEnum, { nullable: true, description: 'What it is for; a distribution when absent.' })
  mode?: string | null;
  @Field(() => RunPolicyInput, { description: 'Its policy.' })
  policy: RunPolicyInput;
  @Field(() => RunFiguresInput, {
    nullable: true,
    description: 'Figures of the accounts; of a correction, when absent, those of the run that it corrects.',
  })
  figures?: RunFiguresInput | null;
  @Field(() => ID, {
    nullable: true,
    description: 'For a scenario: the period whose patronage stands for it.',
  })
  patronagePeriodId?: string | null;
  @Field(() => ID, { nullable: true, description: 'The run in the books that this one corrects.' })
  corrects?: string | null;
}
@InputType({ description: 'A run to lay open.' })
export class OpenRunReviewInput {
  @Field(() => ID, { description: 'The run.' })
  runId: string;
  @Field(() => Instant, { description: 'Until when members review it.' })
  until: Date;
}
@InputType({ description: 'A run to take back to review.' })
export class ReturnRunInput {
  @Field(() => ID, { description: 'The run.' })
  runId: string;
  @Field(() => String, { description: 'Why: one line of 1 to 500 characters; it stands on record.' })
  reason: string;
}
@InputType({ description: 'A proposal about a run.' })
export class ProposeRunInput {
  @Field(() => ID, { description: 'The run.' })
  runId: string;
  @Field(() => String, { description: 'One line, at most 200 characters.' })
  title: string;
  @Field(() => String, { description: 'The text, at most 50,000 characters; may be empty.' })
  body: string;
}

const run = { description: 'The run.' };
const proposal = { description: 'The proposal; its author publishes it and opens the vote.' };
@ObjectType({ description: 'The run is written down.' })
export class RunDrafted {
  @Field(() => ID, run)
  runId: string;
}
@ObjectType({ description: 'The run is changed, and waits to be computed.' })
export class RunEdited {
  @Field(() => ID, run)
  runId: string;
}
@ObjectType('RunComputationStarted', {
  description: 'The run is computed, or its computation has begun.',
})
export class RunComputationStartedType {
  @Field(() => ID, run)
  runId: string;
  @Field(() => String, {
    nullable: true,
    description: 'Its hash; null while it is computed in the background.',
  })
  runHash: string | null;
}
@ObjectType({ description: 'The run is open for review.' })
export class RunReviewOpened {
  @Field(() => ID, run)
  runId: string;
}
@ObjectType({ description: 'The run is put to the vote by a proposal.' })
export class RunPutToVote {
  @Field(() => ID, run)
  runId: string;
  @Field(() => ID, proposal)
  proposalId: string;
}
@ObjectType({ description: 'Undoing the run is proposed.' })
export class RunReversalProposed {
  @Field(() => ID, run)
  runId: string;
  @Field(() => ID, proposal)
  proposalId: string;
}
@ObjectType({ description: 'The new text of the proposal stands.' })
export class RunProposalEdited {
  @Field(() => ID, proposal)
  proposalId: string;
}
@ObjectType({ description: 'The run is back in review.' })
export class RunReturned {
  @Field(() => ID, run)
  runId: string;
}
@ObjectType({ description: 'The run is given up.' })
export class RunWithdrawn {
  @Field(() => ID, run)
  runId: string;
}
@ObjectType({ description: 'The books of the run are closed for good.' })
export class RunLocked {
  @Field(() => ID, run)
  runId: string;
}
