import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { CalendarDate, Instant, MinorUnits } from '../../../platform/graphql/scalars.js';
import { VerdictType } from '../../../platform/graphql/verdict.js';
import type { PayoutState } from '../payouts.rows.js';
import { keyDescription } from './capital.inputs.js';

const PayoutStateEnum = describedEnum<PayoutState>('PayoutState', 'What became of a payout.', {
  prepared: 'In the batch; the bank has not answered.',
  paid: 'It left the bank.',
  bounced: 'It came back, or never left: the money is owed again.',
  cancelled: 'The batch was cancelled.',
});
const PayoutSourceEnum = describedEnum<'member-payable' | 'redemption-payable'>(
  'PayoutSource',
  'Where the debt comes from that a payout pays.',
  {
    'member-payable': 'Surplus allocated in cash, or capital paid back.',
    'redemption-payable': 'An instalment to who left.',
  },
);

@ObjectType('Payout', { description: 'One payment to one party.' })
export class PayoutType {
  @Field(() => ID, { description: 'The identifier of this payout.' })
  id: string;
  @Field(() => String, { description: 'What the bank’s file names it by, at most 35 characters.' })
  reference: string;
  @Field(() => String, { description: 'The key of the party’s accounts, `m007` for member number 7.' })
  key: string;
  @Field(() => PayoutSourceEnum, { description: 'Where the debt comes from.' })
  source: string;
  @Field(() => ID, { nullable: true, description: 'The period whose surplus it pays.' })
  periodId: string | null;
  @Field(() => MinorUnits, { description: 'What is paid, interest included.' })
  amountMinor: bigint;
  @Field(() => MinorUnits, { description: 'How much of it is interest.' })
  interestMinor: bigint;
  @Field(() => String, { description: 'The currency.' })
  currency: string;
  @Field(() => PayoutStateEnum, { description: 'What became of it.' })
  state: string;
}
export const PayoutConnection = connectionOf(PayoutType, 'Payout');

@ObjectType('PayoutSum', { description: 'Payouts of a batch of which the same became.' })
export class PayoutSumType {
  @Field(() => PayoutStateEnum, { description: 'What became of them.' })
  state: string;
  @Field(() => Int, { description: 'How many.' })
  payouts: number;
  @Field(() => MinorUnits, { description: 'What they come to, interest included.' })
  amountMinor: string;
}

@ObjectType('PayoutTable', { description: 'What of a batch waits for the bank: all of it, or nothing.' })
export class PayoutTableType {
  @Field(() => VerdictType, {
    description:
      'Whether it could be printed: not once the batch is cancelled, not when all of it is reported.',
  })
  printable: VerdictType;
  @Field(() => String, {
    nullable: true,
    description:
      'The table: reference, account, name, amount, interest in it, currency; day and outcome to be filled in. Null when it could not be printed whole; what was printed of a cancelled batch before is void.',
  })
  content: string | null;
  @Field(() => Int, { description: 'How many payouts it has.' })
  payouts: number;
  @Field(() => MinorUnits, { description: 'What they come to, interest included.' })
  amountMinor: bigint;
  @Field(() => String, { nullable: true, description: 'SHA-256 of the table: the same file has the same.' })
  contentHash: string | null;
}

@ObjectType('PayoutBatchViewerCan', { description: 'What the viewer may do with a batch.' })
export class PayoutBatchViewerCanType {
  @Field(() => VerdictType, { description: 'The act `recordPayouts`.' })
  recordPayouts: VerdictType;
  @Field(() => VerdictType, { description: 'The act `cancelPayouts`.' })
  cancelPayouts: VerdictType;
}

@ObjectType('PayoutBatch', {
  description: 'Payments made together; one officer makes it, another says what was paid.',
})
export class PayoutBatchType {
  @Field(() => ID, { description: 'The identifier of this batch.' })
  id: string;
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => String, { description: 'The currency of its payouts.' })
  currency: string;
  @Field(() => ID, {
    nullable: true,
    description: 'The one period whose surplus it pays; null for all that was due.',
  })
  periodId: string | null;
  @Field(() => CalendarDate, { description: 'What was due by this day is in it.' })
  dueOn: string;
  @Field(() => Boolean, { description: 'Whether it was taken back before the bank answered.' })
  cancelled: boolean;
  @Field(() => ID, { description: 'The membership of who made it.' })
  preparedBy: string;
  @Field(() => Instant, { description: 'When it was made.' })
  preparedAt: Date;
}
export const PayoutBatchConnection = connectionOf(PayoutBatchType, 'PayoutBatch');

@ObjectType('PayoutFileFault', { description: 'Something on a line that keeps a file from being recorded.' })
export class PayoutFileFaultType {
  @Field(() => Int, { description: 'The line, counted from 1 with the header; 0 for the file as a whole.' })
  line: number;
  @Field(() => String, { description: 'What is wrong and what would be right.' })
  message: string;
}
@ObjectType('PayoutFilePreview', { description: 'What recording a file would do; nothing has been written.' })
export class PayoutFilePreviewType {
  @Field(() => Int, { description: 'How many lines could be read.' })
  lines: number;
  @Field(() => MinorUnits, { description: 'What they say was paid.' })
  paidMinor: bigint;
  @Field(() => MinorUnits, { description: 'What they say came back.' })
  bouncedMinor: bigint;
  @Field(() => [PayoutFileFaultType], { description: 'The faults by line, the first thousand.' })
  errors: readonly PayoutFileFaultType[];
  @Field(() => [String], { description: 'Columns that mean nothing here and are left out.' })
  ignoredColumns: readonly string[];
  @Field(() => Boolean, { description: 'Whether this very file is recorded already.' })
  alreadyRecorded: boolean;
}

@InputType({ description: 'A batch of everything that is due and stands in no other.' })
export class PreparePayoutsInput {
  @Field(() => String, { description: 'Its name, one line of at most 100 characters.' })
  name: string;
  @Field(() => ID, { nullable: true, description: 'Only what comes from the surplus of this period.' })
  periodId?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'What is due by this day; today when absent.' })
  dueOn?: string | null;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@InputType({ description: 'From how much on a small amount is paid.' })
export class MakeSmallAmountsDueInput {
  @Field(() => MinorUnits, {
    description: 'Who has at least this much is paid it; who has left is paid whatever it is.',
  })
  leastMinor: bigint;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@InputType({ description: 'A batch that is taken back.' })
export class CancelPayoutsInput {
  @Field(() => ID, { description: 'The batch.' })
  batchId: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}
@InputType({ description: 'What the bank did with a batch.' })
export class RecordPayoutsInput {
  @Field(() => ID, { description: 'The batch.' })
  batchId: string;
  @Field(() => String, {
    description:
      'The file’s text, with the columns `reference`, `amount`, `date` and `outcome` (`paid` or `bounced`).',
  })
  content: string;
  @Field(() => String, { description: keyDescription })
  idempotencyKey: string;
}

@ObjectType({
  description: 'The batch stands; nothing is booked before somebody else says that it was paid.',
})
export class PayoutsPrepared {
  @Field(() => ID, { description: 'The batch.' })
  batchId: string;
  @Field(() => Int, { description: 'How many payouts it holds.' })
  payouts: number;
}
@ObjectType({ description: 'It is owed in money: the next batch of payouts pays it.' })
export class SmallAmountsMadeDue {
  @Field(() => Int, { description: 'To how many.' })
  parties: number;
  @Field(() => MinorUnits, { description: 'How much.' })
  amountMinor: bigint;
  @Field(() => Int, { description: 'How many more have enough; they are of the next such act.' })
  left: number;
}
@ObjectType({ description: 'The batch is taken back; what was due is due again.' })
export class PayoutsCancelled {
  @Field(() => ID, { description: 'The batch.' })
  batchId: string;
}
@ObjectType({ description: 'What the bank did stands in the books.' })
export class PayoutsRecorded {
  @Field(() => ID, { description: 'The batch.' })
  batchId: string;
  @Field(() => ID, { description: 'The file; the same file again is the same answer.' })
  fileId: string;
  @Field(() => Int, { description: 'How many lines it had.' })
  lines: number;
}
