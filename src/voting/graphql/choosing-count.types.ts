import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Fraction } from '../../platform/graphql/scalars.js';
import { BallotsCountedType, ChoosingCountType, OptionAmountType } from './count-common.types.js';
import { ScoreAggregateEnum } from './count-enums.js';
import { PollOptionType } from './poll.types.js';

@ObjectType('OptionTotal', { description: 'What an option has in all.' })
export class OptionTotalType extends OptionAmountType {
  @Field(() => Fraction, {
    nullable: true,
    description: 'The votes behind a score; null where every counted ballot is.',
  })
  scoredBy: string | null;
}

@ObjectType('OptionChange', {
  description: 'The least that, given further to one option, would have made another result.',
})
export class OptionChangeType {
  @Field(() => PollOptionType, { description: 'The option.' })
  option: PollOptionType;
  @Field(() => Fraction, { description: 'Votes, approvals or points, a whole number.' })
  further: string;
}

@ObjectType('MarksCount', {
  description: 'A count of `choice`, `approval` or `score`: what was marked, added up.',
})
export class MarksCountType extends ChoosingCountType {
  @Field(() => ScoreAggregateEnum, { nullable: true, description: 'What a score is; null for votes.' })
  aggregate: string | null;
  @Field(() => [OptionTotalType], { description: 'Every option.' })
  totals: OptionTotalType[];
  @Field(() => PollOptionType, { nullable: true, description: 'The option that stands for none of them.' })
  noneOfThese: PollOptionType | null;
  @Field(() => OptionChangeType, {
    nullable: true,
    description:
      'Null where no single option could change it, or where whole ballots would have to be known.',
  })
  smallestChange: OptionChangeType | null;
  @Field(() => BallotsCountedType, { description: 'What became of the ballots.' })
  ballots: BallotsCountedType;
}

@ObjectType('PointsCount', { description: 'A count of `dots`, `weighted-split` or `quadratic`.' })
export class PointsCountType extends ChoosingCountType {
  @Field(() => [OptionTotalType], { description: 'Every option.' })
  totals: OptionTotalType[];
  @Field(() => OptionChangeType, {
    nullable: true,
    description: 'Null where no single option could change it.',
  })
  smallestChange: OptionChangeType | null;
  @Field(() => BallotsCountedType, { description: 'What became of the ballots.' })
  ballots: BallotsCountedType;
}

@ObjectType('RankingLevel', { description: 'A place in a ranking; equals share it.' })
export class RankingLevelType {
  @Field(() => [PollOptionType], { description: 'Who stands here.' })
  options: PollOptionType[];
}

@ObjectType('BordaCount', { description: 'A Borda count: points for places.' })
export class BordaCountType extends ChoosingCountType {
  @Field(() => Int, { description: 'What the last place earns: one point, or none.' })
  lastPlacePoints: number;
  @Field(() => [OptionTotalType], { description: 'Every option.' })
  totals: OptionTotalType[];
  @Field(() => [RankingLevelType], { description: 'The options, the best first.' })
  ranking: RankingLevelType[];
  @Field(() => BallotsCountedType, { description: 'What became of the ballots.' })
  ballots: BallotsCountedType;
}

@ObjectType('StarOption', { description: 'An option in the scoring round of STAR.' })
export class StarOptionType {
  @Field(() => PollOptionType, { description: 'The option.' })
  option: PollOptionType;
  @Field(() => Fraction, { description: 'Its scores, added up.' })
  total: string;
  @Field(() => Fraction, { description: 'Votes that gave it the highest score.' })
  topScores: string;
}

@ObjectType('StarRunoff', { description: 'The run-off of STAR: whom more votes score higher.' })
export class StarRunoffType {
  @Field(() => PollOptionType, { description: 'The winner, where there is one.' })
  first: PollOptionType;
  @Field(() => PollOptionType, { description: 'The other finalist.' })
  second: PollOptionType;
  @Field(() => Fraction, { description: 'Votes that score the first higher.' })
  preferringFirst: string;
  @Field(() => Fraction, { description: 'Votes that score the second higher.' })
  preferringSecond: string;
  @Field(() => Fraction, { description: 'Votes that score both alike.' })
  alike: string;
}

@ObjectType('StarCount', { description: 'A count of `star`: score, then automatic run-off.' })
export class StarCountType extends ChoosingCountType {
  @Field(() => Int, { description: 'The highest score that could be given.' })
  highestScore: number;
  @Field(() => [StarOptionType], { description: 'Every option.' })
  options: StarOptionType[];
  @Field(() => [PollOptionType], { description: 'Those who came into the run-off.' })
  finalists: PollOptionType[];
  @Field(() => StarRunoffType, { nullable: true, description: 'Null where fewer than two came so far.' })
  runoff: StarRunoffType | null;
  @Field(() => BallotsCountedType, { description: 'What became of the ballots.' })
  ballots: BallotsCountedType;
}

@ObjectType('JudgedOption', { description: 'The grades of an option.' })
export class JudgedOptionType {
  @Field(() => PollOptionType, { description: 'The option.' })
  option: PollOptionType;
  @Field(() => Int, {
    nullable: true,
    description: 'The grade in the middle, 0 the lowest; null without ballots.',
  })
  majorityGrade: number | null;
  @Field(() => [Fraction], { description: 'Votes per grade, the lowest first.' })
  votesByGrade: string[];
}

@ObjectType('DecidingGrades', { description: 'Where the last place was decided.' })
export class DecidingGradesType {
  @Field(() => PollOptionType, { description: 'The last who has a place.' })
  taken: PollOptionType;
  @Field(() => PollOptionType, { description: 'The first who has none.' })
  left: PollOptionType;
  @Field(() => Fraction, {
    description: 'Votes with equal grades taken from the middle of each before they differed.',
  })
  removed: string;
  @Field(() => Int, { description: 'The next grade of the one.' })
  takenGrade: number;
  @Field(() => Int, { description: 'The next grade of the other.' })
  leftGrade: number;
}

@ObjectType('JudgmentCount', { description: 'A count of `majority-judgment`: the best middle grade.' })
export class JudgmentCountType extends ChoosingCountType {
  @Field(() => Int, { description: 'The best grade; 0 is the lowest.' })
  highestGrade: number;
  @Field(() => [JudgedOptionType], { description: 'Every option.' })
  options: JudgedOptionType[];
  @Field(() => [RankingLevelType], { description: 'The options, the best first.' })
  ranking: RankingLevelType[];
  @Field(() => DecidingGradesType, {
    nullable: true,
    description: 'Null where everybody has a place, or the grades are equal throughout.',
  })
  deciding: DecidingGradesType | null;
  @Field(() => BallotsCountedType, { description: 'What became of the ballots.' })
  ballots: BallotsCountedType;
}
