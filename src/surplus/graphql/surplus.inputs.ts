import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { CalendarDate, MinorUnits } from '../../platform/graphql/scalars.js';

@InputType({ description: 'A period to open.' })
export class OpenPeriodInput {
  @Field(() => String, { description: 'Its name, unique; 1 to 100 characters.' })
  name: string;
  @Field(() => String, {
    nullable: true,
    description: 'A business line that shares apart; `all` when absent.',
  })
  businessLine?: string | null;
  @Field(() => CalendarDate, { description: 'Its first day.' })
  startsOn: string;
  @Field(() => CalendarDate, { description: 'Its last day.' })
  endsOn: string;
}
@InputType({ description: 'The audited result of a period.' })
export class RecordResultInput {
  @Field(() => ID, { description: 'The period.' })
  periodId: string;
  @Field(() => MinorUnits, { description: 'The result; negative for a loss.' })
  resultMinor: bigint;
  @Field(() => String, { description: 'New for every request: the same key twice is booked once.' })
  idempotencyKey: string;
}
@InputType({ description: 'Patronage of one party.' })
export class RecordPatronageInput {
  @Field(() => ID, { description: 'The period, still open.' })
  periodId: string;
  @Field(() => String, { description: 'The party’s reference, or the member’s number as `m007`.' })
  ref: string;
  @Field(() => String, { description: 'What is counted, as `purchases` or `hours`.' })
  basis: string;
  @Field(() => String, {
    description: 'How much: decimal text with a point, at most six decimals, more than zero.',
  })
  quantity: string;
  @Field(() => String, { description: 'Where it comes from; unique in the period.' })
  sourceRef: string;
  @Field(() => String, { description: 'New for every request: the same key twice is recorded once.' })
  idempotencyKey: string;
}
@InputType({ description: 'A record to take back, and what it should have been.' })
export class CorrectPatronageInput {
  @Field(() => ID, { description: 'The record.' })
  recordId: string;
  @Field(() => String, {
    nullable: true,
    description: 'What it should have been; absent when it should not have been.',
  })
  quantity?: string | null;
  @Field(() => String, { description: 'Where the correction comes from; unique in the period.' })
  sourceRef: string;
  @Field(() => String, { description: 'New for every request: the same key twice is corrected once.' })
  idempotencyKey: string;
}
@InputType({ description: 'A file of patronage.' })
export class ImportPatronageInput {
  @Field(() => ID, { description: 'The period, still open.' })
  periodId: string;
  @Field(() => String, {
    description: 'The file’s text: columns ref, basis, quantity and, if kept, source_ref.',
  })
  content: string;
  @Field(() => String, { description: 'New for every request: the same key twice is imported once.' })
  idempotencyKey: string;
}

@ObjectType('PeriodOpened', { description: 'The period is open for records.' })
export class PeriodOpened {
  @Field(() => ID, { description: 'The period.' })
  periodId: string;
}
@ObjectType('PeriodClosed', { description: 'The records are final and the seed is drawn.' })
export class PeriodClosed {
  @Field(() => ID, { description: 'The period.' })
  periodId: string;
}
@ObjectType('ResultRecorded', { description: 'The result is booked as surplus to appropriate.' })
export class ResultRecorded {
  @Field(() => ID, { description: 'The period.' })
  periodId: string;
}
@ObjectType('PatronageRecorded', { description: 'The patronage is recorded.' })
export class PatronageRecorded {
  @Field(() => ID, { description: 'The record.' })
  recordId: string;
}
@ObjectType('PatronageCorrected', {
  description: 'The record is taken back, and replaced where a quantity was given.',
})
export class PatronageCorrected {
  @Field(() => ID, { description: 'The record that takes back.' })
  counterRecordId: string;
  @Field(() => ID, { nullable: true, description: 'The record that replaces it.' })
  recordId: string | null;
}
@ObjectType('PatronageImported', { description: 'Every line of the file is recorded.' })
export class PatronageImported {
  @Field(() => ID, { description: 'The import.' })
  importId: string;
  @Field(() => ID, { description: 'The period.' })
  periodId: string;
  @Field(() => Int, { description: 'How many records it has.' })
  lines: number;
}
