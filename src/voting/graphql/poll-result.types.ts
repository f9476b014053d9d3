import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Fraction, Instant } from '../../platform/graphql/scalars.js';
import {
  BallotChoiceEnum,
  ChangingChoiceEnum,
  ComparisonEnum,
  CountingUnitEnum,
  PollOutcomeEnum,
  ThresholdBaseEnum,
  WithholdingGroundEnum,
} from './poll-enums.js';

@ObjectType('VoteSum', { description: 'How many people, and how many votes by weight.' })
export class VoteSumType {
  @Field(() => Int, { description: 'Electors, each once.' })
  people: number;
  @Field(() => Fraction, { description: 'Votes by their weight, exact; one member one vote is `1`.' })
  votes: string;
}

@ObjectType('ChoiceSum', { description: 'What one choice received.' })
export class ChoiceSumType extends VoteSumType {
  @Field(() => BallotChoiceEnum, { description: 'The choice.' })
  choice: string;
}

@ObjectType('CountedCondition', {
  description:
    'A condition with all that is needed to check it by hand: counted, compared with fraction × of.',
})
export class CountedConditionType {
  @Field(() => Fraction, { description: 'The fraction that the rule names.' })
  fraction: string;
  @Field(() => Fraction, { description: 'What the fraction is of.' })
  of: string;
  @Field(() => Fraction, { description: 'Fraction × of, exact.' })
  needed: string;
  @Field(() => Fraction, { description: 'What was counted.' })
  counted: string;
  @Field(() => CountingUnitEnum, { description: 'Whether people or votes are counted.' })
  unit: string;
  @Field(() => ComparisonEnum, { description: 'How counted is compared with needed.' })
  comparison: string;
  @Field(() => Boolean, { description: 'Whether the condition is met.' })
  met: boolean;
}

@ObjectType('ThresholdCondition', { description: 'The majority needed.' })
export class ThresholdConditionType extends CountedConditionType {
  @Field(() => ThresholdBaseEnum, { description: 'What the fraction is of, by name.' })
  base: string;
}

@ObjectType('QuorumCondition', { description: 'The least part of the electorate that must take part.' })
export class QuorumConditionType extends CountedConditionType {
  @Field(() => [BallotChoiceEnum], {
    description: 'The choices that count as taking part; empty where every ballot does.',
  })
  counting: string[];
}

@ObjectType('SmallestChange', {
  description: 'The smallest number of further votes that would have made another outcome.',
})
export class SmallestChangeType {
  @Field(() => ChangingChoiceEnum, { description: 'What they would have had to say.' })
  choice: string;
  @Field(() => Int, { description: 'How many, of electors with one vote each.' })
  votes: number;
  @Field(() => Fraction, {
    nullable: true,
    description: 'The exact least weight; null where people are counted.',
  })
  weight: string | null;
  @Field(() => Boolean, { description: 'Whether so many had not voted.' })
  wasPossible: boolean;
}

@ObjectType('PollResult', { description: 'What the ballots say, with the arithmetic as data.' })
export class PollResultType {
  @Field(() => PollOutcomeEnum, { description: 'What was decided, or would be if the poll closed now.' })
  outcome: string;
  @Field(() => Boolean, { description: 'False for a count before the close, where the rule shows one.' })
  isFinal: boolean;
  @Field(() => ID, {
    nullable: true,
    description: 'SHA-256 of the list of counted ballots, without persons; null before the close.',
  })
  ballotsHash: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: 'When it was counted; before the close, as of when a large poll was counted, else null.',
  })
  computedAt: Date | null;
  @Field(() => WithholdingGroundEnum, {
    nullable: true,
    description:
      'Why no more than the outcome is given out, so that the vote stays confidential; null where everything is.',
  })
  withheld: string | null;
}
