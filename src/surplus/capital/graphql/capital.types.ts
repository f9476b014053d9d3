import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '../../../platform/graphql/connection.js';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { CalendarDate, Instant, MinorUnits } from '../../../platform/graphql/scalars.js';
import { VerdictType } from '../../../platform/graphql/verdict.js';
import type { LotKind } from '../domain/lot.js';

export const CapitalLotKindEnum = describedEnum<LotKind>('CapitalLotKind', 'What a lot of capital is.', {
  shares: 'Share capital, paid in or contributed.',
  retained: 'Surplus allocated to the member and retained, of one year.',
});

@ObjectType('CapitalLotViewerCan', { description: 'What the viewer may do with a lot.' })
export class CapitalLotViewerCanType {
  @Field(() => VerdictType, { description: 'The act `requestRedemption`.' })
  requestRedemption: VerdictType;
  @Field(() => VerdictType, { description: 'The act `transferCapital`.' })
  transferCapital: VerdictType;
  @Field(() => VerdictType, { description: 'The act `markCapitalLot`.' })
  markCapitalLot: VerdictType;
}

@ObjectType('CapitalLot', { description: 'Capital of one member, one kind and one year.' })
export class CapitalLotType {
  @Field(() => ID, { description: 'The identifier of this lot; it is an account of the books.' })
  id: string;
  @Field(() => String, { description: 'The account’s path in the books.' })
  path: string;
  @Field(() => CapitalLotKindEnum, { description: 'Share capital, or retained surplus.' })
  kind: LotKind;
  @Field(() => Int, { nullable: true, description: 'The year it was retained of; null for shares.' })
  year: number | null;
  @Field(() => String, {
    nullable: true,
    description: 'What tells it from others of its kind and year, as `voluntary`.',
  })
  part: string | null;
  @Field(() => String, { description: 'The currency of its amounts.' })
  currency: string;
  @Field(() => MinorUnits, { description: 'What it holds, paid up.' })
  balanceMinor: bigint;
  @Field(() => MinorUnits, { description: 'Shares promised and not paid: no capital yet.' })
  unpaidMinor: bigint;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Taxed when it was allocated (true) or when it is paid back (false); null where there is no difference.',
  })
  qualified: boolean | null;
  @Field(() => Boolean, { description: 'Whether the bylaws ask this contribution of every member.' })
  mandatory: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'Who holds it in pledge; it cannot be moved meanwhile.',
  })
  pledgedTo: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The day on which repayment was asked for.' })
  requestedOn: string | null;
}
export const CapitalLotConnection = connectionOf(CapitalLotType, 'CapitalLot');

@ObjectType('CapitalRollForward', {
  description: 'Opening + paid in + allocated − paid out − losses ± transfers = closing, from the books.',
})
export class CapitalRollForwardType {
  @Field(() => MinorUnits, {
    description: 'What there was before the interval, and balances brought in from before day one.',
  })
  openingMinor: bigint;
  @Field(() => MinorUnits, { description: 'Paid in on shares.' })
  paidInMinor: bigint;
  @Field(() => MinorUnits, { description: 'Surplus allocated and retained, or taken as shares.' })
  allocatedMinor: bigint;
  @Field(() => MinorUnits, { description: 'Redeemed, or settled on leaving.' })
  paidOutMinor: bigint;
  @Field(() => MinorUnits, { description: 'Losses borne.' })
  lossesMinor: bigint;
  @Field(() => MinorUnits, {
    description: 'Taken over from other members less passed on to them; may be negative.',
  })
  transfersMinor: bigint;
  @Field(() => MinorUnits, { description: 'What the books hold at the end.' })
  closingMinor: bigint;
}

@ObjectType('CapitalVintage', {
  description: 'What was retained of one year, and what of it is still there.',
})
export class CapitalVintageType {
  @Field(() => Int, { description: 'The year.' })
  year: number;
  @Field(() => String, { description: 'The currency of its amounts.' })
  currency: string;
  @Field(() => MinorUnits, { description: 'What was retained of the year.' })
  retainedMinor: string;
  @Field(() => MinorUnits, { description: 'What is still to be paid back.' })
  remainingMinor: string;
  @Field(() => Int, { description: 'How many still hold something of it.' })
  holders: number;
}

@ObjectType('CapitalAccount', { description: 'The capital of one member or former member.' })
export class CapitalAccountType {
  @Field(() => ID, { description: 'The party whose capital it is.' })
  partyId: string;
}
export const CapitalAccountConnection = connectionOf(CapitalAccountType, 'CapitalAccount');

const interval = {
  from: 'The first day; from the beginning when absent.',
  to: 'The last day; up to the latest entry when absent.',
  knownAt: 'As far as it was recorded by this instant; everything when absent.',
};
@ArgsType()
export class IntervalArgs {
  @Field(() => CalendarDate, { nullable: true, description: interval.from })
  from?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: interval.to })
  to?: string | null;
  @Field(() => Instant, { nullable: true, description: interval.knownAt })
  knownAt?: Date | null;
}
@ArgsType()
export class CalendarArgs {
  @Field(() => CalendarDate, { nullable: true, description: interval.to })
  effectiveOn?: string | null;
  @Field(() => Instant, { nullable: true, description: interval.knownAt })
  knownAt?: Date | null;
}
@ArgsType()
export class AsOfPageArgs extends PageArgs {
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'What is effective by this day; everything when absent.',
  })
  effectiveOn?: string | null;
  @Field(() => Instant, { nullable: true, description: interval.knownAt })
  knownAt?: Date | null;
}
