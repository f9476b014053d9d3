import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { Fraction, MinorUnits } from '../../../platform/graphql/scalars.js';
import type { WhyNoClass } from '../comparison-reading.js';

@ObjectType('AmountBefore', { description: 'What the viewer got of an earlier period, over all pools.' })
export class AmountBeforeType {
  @Field(() => ID, { description: 'The run.' })
  runId: string;
  @Field(() => String, { description: 'The name of the period.' })
  periodName: string;
  @Field(() => MinorUnits, { description: 'The amount.' })
  amountMinor: bigint;
}

@ObjectType('ClassComparison', {
  description:
    'What everybody of a class gets; told only where it says nothing of fewer than five, and never the highest or lowest.',
})
export class ClassComparisonType {
  @Field(() => String, { description: 'The class, by its code.' })
  className: string;
  @Field(() => Int, { description: 'How many are in it.' })
  people: number;
  @Field(() => Fraction, { description: 'The mean, in minor units, exact.' })
  meanMinor: string;
  @Field(() => MinorUnits, { description: 'The middle amount; of an even number the lower of the two.' })
  medianMinor: bigint;
}

export const WhyNoClassEnum = describedEnum<WhyNoClass>('WhyNoClass', 'Why nothing is told of a class.', {
  none: 'The viewer has no class in this run.',
  few: 'Fewer than five of it get something, or subtracting it from the whole would tell of so few others.',
});

@ObjectType('FormChange', { description: 'What the last computation of a run changed in one form.' })
export class FormChangeType {
  @Field(() => String, { description: 'The form, as of a line.' })
  form: string;
  @Field(() => String, { nullable: true, description: 'Its kind, as qualified.' })
  kind: string | null;
  @Field(() => Int, { nullable: true, description: 'The year it is kept under, where the policy says one.' })
  year: number | null;
  @Field(() => MinorUnits, { description: 'Before.' })
  beforeMinor: bigint;
  @Field(() => MinorUnits, { description: 'After.' })
  afterMinor: bigint;
}

@ObjectType('AmountChange', { description: 'What the last computation of a run changed for somebody.' })
export class AmountChangeType {
  @Field(() => ID, { description: 'Whose.' })
  partyId: string;
  @Field(() => String, { description: 'The key of their accounts, as `m007`.' })
  key: string;
  @Field(() => MinorUnits, { description: 'Before.' })
  beforeMinor: bigint;
  @Field(() => MinorUnits, { description: 'After.' })
  afterMinor: bigint;
  @Field(() => MinorUnits, { description: 'What was borne of a loss before.' })
  borneBeforeMinor: bigint;
  @Field(() => MinorUnits, { description: 'What is borne of a loss after.' })
  borneAfterMinor: bigint;
  @Field(() => MinorUnits, {
    nullable: true,
    description: 'What was posted however disputes end, before; null where it was not kept.',
  })
  leastBeforeMinor: bigint | null;
  @Field(() => MinorUnits, { description: 'What is posted however disputes end, after.' })
  leastAfterMinor: bigint;
  @Field(() => [FormChangeType], { description: 'Form by form; empty where those of before were not kept.' })
  forms: FormChangeType[];
}
export const AmountChangeConnection = connectionOf(AmountChangeType, 'AmountChange');
