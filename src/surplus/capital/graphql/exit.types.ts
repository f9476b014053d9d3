import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { CalendarDate, Fraction, Instant, MinorUnits } from '../../../platform/graphql/scalars.js';
import { VerdictType } from '../../../platform/graphql/verdict.js';
import type { LeavingReason } from '../domain/exit-reasons.js';
import type { ExitRow, InstalmentRow } from '../exits.rows.js';
import type { ClaimRow } from '../unclaimed.rows.js';

export const LeavingReasonEnum = describedEnum<LeavingReason>('LeavingReason', 'Why a membership ended.', {
  voluntary: 'The member left as the bylaws allow.',
  unjustified: 'The member left without the cause that the bylaws ask for.',
  expulsion: 'The member was expelled.',
  death: 'The member died.',
});
const ExitStateEnum = describedEnum<ExitRow['state']>('ExitState', 'How far a settlement is.', {
  draft: 'Drawn up; a second officer approves it.',
  settled: 'Approved and booked; its instalments fall due.',
  withdrawn: 'Taken back before it was approved.',
});
const InstalmentStateEnum = describedEnum<InstalmentRow['state']>(
  'InstalmentState',
  'What became of an instalment.',
  {
    open: 'To be paid on its day.',
    in_batch: 'In a batch of payouts; the bank has not answered.',
    paid: 'It left the bank.',
    replaced: 'Payments were brought forward, or it was set aside as unclaimed.',
  },
);

@ObjectType('ExitInstalment', { description: 'What is paid to one party on one day.' })
export class ExitInstalmentType {
  @Field(() => ID, { description: 'The identifier of this instalment.' })
  id: string;
  @Field(() => String, { description: 'The key of whom it is paid to: who left, or an heir.' })
  key: string;
  @Field(() => CalendarDate, { description: 'The day on which it falls due.' })
  dueOn: string;
  @Field(() => MinorUnits, { description: 'The capital paid back.' })
  principalMinor: bigint;
  @Field(() => MinorUnits, { description: 'The interest paid with it.' })
  interestMinor: bigint;
  @Field(() => InstalmentStateEnum, { description: 'What became of it.' })
  state: string;
}
export const ExitInstalmentConnection = connectionOf(ExitInstalmentType, 'ExitInstalment');

@ObjectType('ExitSettlementViewerCan', { description: 'What the viewer may do with a settlement.' })
export class ExitSettlementViewerCanType {
  @Field(() => VerdictType, { description: 'The act `approveExit`.' })
  approveExit: VerdictType;
  @Field(() => VerdictType, { description: 'The act `withdrawExit`.' })
  withdrawExit: VerdictType;
  @Field(() => VerdictType, { description: 'The act `accelerateExit`.' })
  accelerateExit: VerdictType;
  @Field(() => VerdictType, { description: 'The act `stopExitPayments`.' })
  stopExitPayments: VerdictType;
  @Field(() => VerdictType, { description: 'The act `resumeExitPayments`.' })
  resumeExitPayments: VerdictType;
}

@ObjectType('ExitSettlement', {
  description: 'What somebody who left is due, what is kept and why, and when it is paid.',
})
export class ExitSettlementType {
  @Field(() => ID, { description: 'The identifier of this settlement.' })
  id: string;
  @Field(() => ID, { description: 'The membership that ended.' })
  membershipId: string;
  @Field(() => String, { description: 'The key of its accounts.' })
  key: string;
  @Field(() => LeavingReasonEnum, { name: 'leavingReason', description: 'Why it ended.' })
  reason: string;
  @Field(() => CalendarDate, { description: 'The day on which it ended.' })
  leftOn: string;
  @Field(() => String, { description: 'The currency.' })
  currency: string;
  @Field(() => ExitStateEnum, { description: 'How far it is.' })
  state: string;
  @Field(() => Boolean, { description: 'Whether its payments are stopped.' })
  stopped: boolean;
  @Field(() => String, { nullable: true, description: 'The rule of the bylaws; null when a text was given.' })
  policyKey: string | null;
  @Field(() => Int, { nullable: true, description: 'The version of that rule.' })
  policyVersion: number | null;
  @Field(() => MinorUnits, { description: 'The capital that was there.' })
  balanceMinor: bigint;
  @Field(() => MinorUnits, { description: 'Losses borne.' })
  lossesMinor: bigint;
  @Field(() => MinorUnits, { description: 'Kept for the reason of leaving, into the legal reserve.' })
  deductionMinor: bigint;
  @Field(() => MinorUnits, { description: 'The discount for early payment.' })
  discountMinor: bigint;
  @Field(() => MinorUnits, { description: 'Debts set off.' })
  setOffMinor: bigint;
  @Field(() => MinorUnits, { description: 'What is paid in instalments.' })
  payableMinor: bigint;
  @Field(() => MinorUnits, { description: 'What losses and debts exceed the capital by: owed by who left.' })
  owedMinor: bigint;
  @Field(() => Fraction, { description: 'The yearly rate of interest.' })
  interestRate: string;
  @Field(() => [String], { description: 'What the checks of law and bylaws warn of.' })
  warnings: readonly string[];
  @Field(() => String, {
    description:
      'Policy and figures as JSON text, as `rochdale surplus compute` reads them: the same gives the same.',
  })
  calculation: string;
  @Field(() => String, { description: 'SHA-256 of that text.' })
  calculationHash: string;
  @Field(() => ID, { description: 'The membership of who drew it up.' })
  draftedBy: string;
  @Field(() => Instant, { description: 'When it was drawn up.' })
  draftedAt: Date;
  @Field(() => ID, { nullable: true, description: 'The membership of who approved it.' })
  approvedBy: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The day on which it was approved and booked.' })
  settledOn: string | null;
}
export const ExitSettlementConnection = connectionOf(ExitSettlementType, 'ExitSettlement');

const ClaimStateEnum = describedEnum<ClaimRow['state']>(
  'UnclaimedState',
  'What became of money nobody claimed.',
  {
    open: 'It can still be claimed.',
    returned: 'It was claimed after all.',
    forfeited: 'It lapsed.',
  },
);
export const BecomesEnum = describedEnum<ClaimRow['becomes']>(
  'UnclaimedBecomes',
  'What it becomes when nobody comes.',
  {
    shares: 'Shares of who did not come.',
    reserve: 'Part of a reserve.',
    donatedCapital: 'Capital given to the cooperative.',
  },
);
@ObjectType('UnclaimedClaim', { description: 'Money that could not be paid to anybody.' })
export class UnclaimedClaimType {
  @Field(() => ID, { description: 'The identifier of this claim.' })
  id: string;
  @Field(() => String, { description: 'The key of whose it is.' })
  key: string;
  @Field(() => MinorUnits, { description: 'How much.' })
  amountMinor: bigint;
  @Field(() => String, { description: 'The currency.' })
  currency: string;
  @Field(() => CalendarDate, { description: 'The day from which it could be claimed.' })
  availableOn: string;
  @Field(() => CalendarDate, { description: 'The last day on which it can be.' })
  lapsesOn: string;
  @Field(() => BecomesEnum, { description: 'What it becomes afterwards.' })
  becomes: string;
  @Field(() => ClaimStateEnum, { description: 'What became of it.' })
  state: string;
}
export const UnclaimedClaimConnection = connectionOf(UnclaimedClaimType, 'UnclaimedClaim');
