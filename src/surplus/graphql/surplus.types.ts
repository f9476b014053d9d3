import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { CalendarDate, Instant, MinorUnits } from '../../platform/graphql/scalars.js';
import { WhyHiddenEnum } from './why-hidden.js';
import { ImportPreviewFacts } from './import-preview.types.js';
import { VerdictType } from '../../platform/graphql/verdict.js';

const PeriodState = describedEnum<'open' | 'closed'>(
  'PeriodState',
  'Whether patronage can still be recorded.',
  {
    open: 'Records can be added and corrected.',
    closed: 'The records are final and the seed is drawn.',
  },
);

@ObjectType('PatronageTotal', { description: 'All patronage of one kind in a period.' })
export class PatronageTotalType {
  @Field(() => String, { description: 'What is counted, as `purchases` or `hours`.' })
  basis: string;
  @Field(() => String, {
    nullable: true,
    description:
      'The sum, as decimal text. For officers always; for members once the period has closed and a run of it is laid open, where no sum and no difference tells what fewer than five did.',
  })
  quantity: string | null;
  @Field(() => WhyHiddenEnum, { nullable: true, description: 'Why the sum is not told; null where it is.' })
  whyHidden: string | null;
  @Field(() => Int, { description: 'How many take part.' })
  participants: number;
}

@ObjectType('PeriodViewerCan', { description: 'What the viewer may do with a period.' })
export class PeriodViewerCanType {
  @Field(() => VerdictType, { description: 'Recording, correcting and importing patronage.' })
  recordPatronage: VerdictType;
  @Field(() => VerdictType, { description: 'The act `closePeriod`.' })
  closePeriod: VerdictType;
  @Field(() => VerdictType, { description: 'The act `recordResult`.' })
  recordResult: VerdictType;
}

@ObjectType('Period', { description: 'A span of days over which patronage is counted and surplus shared.' })
export class PeriodType {
  @Field(() => ID, { description: 'The identifier of this period.' })
  id: string;
  @Field(() => String, { description: 'Its name, as `2025`.' })
  name: string;
  @Field(() => String, { description: 'The business line that shares apart; `all` where there is only one.' })
  businessLine: string;
  @Field(() => CalendarDate, { description: 'Its first day.' })
  startsOn: string;
  @Field(() => CalendarDate, { description: 'Its last day.' })
  endsOn: string;
  @Field(() => PeriodState, { description: 'Whether it is open or closed.' })
  state: string;
  @Field(() => String, {
    nullable: true,
    description: 'What breaks equal remainders, drawn once when the period closed; null while it is open.',
  })
  seed: string | null;
  @Field(() => Instant, { nullable: true, description: 'When it was closed.' })
  closedAt: Date | null;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'The audited result; negative for a loss, null until recorded.',
  })
  resultMinor: bigint | null;
}
export const PeriodConnection = connectionOf(PeriodType, 'Period');

@ObjectType('PatronageRecord', {
  description: 'What a party bought, worked or delivered, as one source says.',
})
export class PatronageRecordType {
  @Field(() => ID, { description: 'The identifier of this record.' })
  id: string;
  @Field(() => String, { description: 'What is counted.' })
  basis: string;
  @Field(() => String, { description: 'How much, as decimal text; negative when it takes a record back.' })
  quantity: string;
  @Field(() => String, { description: 'Where it comes from.' })
  sourceRef: string;
  @Field(() => ID, { nullable: true, description: 'The record it takes back.' })
  corrects: string | null;
  @Field(() => Instant, { description: 'When it was recorded.' })
  recordedAt: Date;
}
export const PatronageRecordConnection = connectionOf(PatronageRecordType, 'PatronageRecord');

@ObjectType('PatronageFileTotal', { description: 'What a file holds of one kind of patronage.' })
export class PatronageFileTotalType {
  @Field(() => String, { description: 'What is counted.' })
  basis: string;
  @Field(() => String, { description: 'The sum, as decimal text.' })
  quantity: string;
  @Field(() => Int, { description: 'How many lines.' })
  lines: number;
}
@ObjectType('PatronageImportPreview', {
  description: 'What importing a file would do. Nothing has been written.',
})
export class PatronageImportPreviewType extends ImportPreviewFacts {
  @Field(() => Int, { description: 'How many parties they name.' })
  parties: number;
  @Field(() => [PatronageFileTotalType], { description: 'The sums by kind of patronage.' })
  totals: PatronageFileTotalType[];
}
