import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { CalendarDate, Instant, MinorUnits } from '../../platform/graphql/scalars.js';
import type { AccountSense } from '../domain/natural-balance.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { VerdictType } from '../../platform/graphql/verdict.js';

export const AccountSenseEnum = describedEnum<AccountSense>(
  'AccountSense',
  'How whoever an account belongs to reads it.',
  {
    capital: 'Their capital in the cooperative.',
    owed_to_holder: 'What the cooperative owes them.',
    owed_by_holder: 'What they owe the cooperative.',
    other: 'An account of the cooperative itself.',
  },
);

@ObjectType('LedgerAccount', { description: 'An account of the books, named by the chart of accounts.' })
export class LedgerAccountType {
  @Field(() => ID, { description: 'The identifier of this account.' })
  id: string;
  @Field(() => String, { description: 'Its name in the chart, such as `equity:share-capital:m001`.' })
  path: string;
  @Field(() => String, { description: 'Its one currency, ISO 4217.' })
  currency: string;
  @Field(() => ID, { nullable: true, description: 'The party whose account it is, if it is one party’s.' })
  partyId: string | null;
  @Field(() => Int, { nullable: true, description: 'The year in which what it holds was allocated.' })
  year: number | null;
  @Field(() => Boolean, { description: 'False for a reserve that can never be shared out among members.' })
  divisible: boolean;
  @Field(() => Instant, { description: 'When it was first used.' })
  openedAt: Date;
}
export const LedgerAccountConnection = connectionOf(LedgerAccountType, 'LedgerAccount');

@ObjectType('LedgerLine', { description: 'One side of an entry: an amount on an account.' })
export class LedgerLineType {
  @Field(() => Int, { description: 'Its place in the entry, from 1.' })
  seq: number;
  @Field(() => ID, { description: 'The account’s identifier.' })
  accountId: string;
  @Field(() => String, { description: 'The account’s name in the chart.' })
  path: string;
  @Field(() => String, { description: 'The currency, ISO 4217.' })
  currency: string;
  @Field(() => MinorUnits, { description: 'Debits are positive, credits negative.' })
  amountMinor: bigint;
  @Field(() => ID, { nullable: true, description: 'The party it concerns.' })
  partyId: string | null;
  @Field(() => ID, { nullable: true, description: 'The period of the surplus it belongs to.' })
  periodId: string | null;
  @Field(() => String, { nullable: true, description: 'The fund it belongs to.' })
  fund: string | null;
  @Field(() => String, { nullable: true, description: 'The purpose it is bound to.' })
  restriction: string | null;
}
export const LedgerLineConnection = connectionOf(LedgerLineType, 'LedgerLine');

@ObjectType('LedgerEntryViewerCan', { description: 'What the viewer may do with an entry.' })
export class LedgerEntryViewerCanType {
  @Field(() => VerdictType, { description: 'The act `reverseEntry`.' })
  reverseEntry: VerdictType;
}

@ObjectType('LedgerEntry', {
  description: 'One event, booked with debits equal to credits; never changed afterwards.',
})
export class LedgerEntryType {
  @Field(() => ID, { description: 'The identifier of this entry.' })
  id: string;
  @Field(() => String, { description: 'The kind of event, such as `distribution-posted`.' })
  kind: string;
  @Field(() => String, { description: 'What happened, in a line.' })
  narration: string;
  @Field(() => CalendarDate, { description: 'The day on which it takes effect.' })
  effectiveOn: string;
  @Field(() => Instant, { description: 'When it was written, by the database’s clock.' })
  recordedAt: Date;
  @Field(() => String, { description: 'The kind of thing that was booked.' })
  sourceType: string;
  @Field(() => ID, { description: 'The thing that was booked.' })
  sourceId: string;
}
export const LedgerEntryConnection = connectionOf(LedgerEntryType, 'LedgerEntry');

@ObjectType('TrialBalanceLine', {
  description: 'A family of accounts with all its debits and credits in one currency.',
})
export class TrialBalanceLineType {
  @Field(() => String, { description: 'Root and family, such as `equity:share-capital`.' })
  family: string;
  @Field(() => String, { description: 'The currency, ISO 4217.' })
  currency: string;
  @Field(() => Int, { description: 'How many accounts of the family were used by then.' })
  accounts: number;
  @Field(() => String, { description: 'Sum of all debits in minor units; a sum has no upper bound.' })
  debitMinor: string;
  @Field(() => String, { description: 'Sum of all credits in minor units, as a positive number.' })
  creditMinor: string;
  @Field(() => String, {
    description: 'Debits less credits. Over all families of a currency they sum to zero.',
  })
  balanceMinor: string;
}

@InputType({ description: 'Which entry to undo, and why.' })
export class ReverseEntryInput {
  @Field(() => ID, { description: 'The entry.' })
  entryId: string;
  @Field(() => String, {
    description: 'Why, in one line of 1 to 250 characters; every reader of the books sees it.',
  })
  reason: string;
  @Field(() => CalendarDate, { nullable: true, description: 'From which day; today when absent.' })
  effectiveOn?: string | null;
  @Field(() => String, {
    description: 'New for every request: the same key twice is the same reversal, once.',
  })
  idempotencyKey: string;
}

@ObjectType('EntryReversed', { description: 'The entry has been undone by its mirror.' })
export class EntryReversed {
  @Field(() => ID, { description: 'The entry that undoes.' })
  reversalId: string;
  @Field(() => ID, { description: 'The entry that is undone.' })
  entryId: string;
}
