import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Fraction } from '../../platform/graphql/scalars.js';
import { TieDecidesEnum, TieEndingEnum } from './count-enums.js';
import { PollOptionType } from './poll.types.js';

@ObjectType('OptionAmount', { description: 'An option with an amount: votes, points, a score.' })
export class OptionAmountType {
  @Field(() => PollOptionType, { description: 'The option.' })
  option: PollOptionType;
  @Field(() => Fraction, { nullable: true, description: 'The amount, exact; null where nobody gave any.' })
  amount: string | null;
}

@ObjectType('ResultTie', { description: 'Options that stood equal where it mattered, and how that ended.' })
export class ResultTieType {
  @Field(() => Int, { nullable: true, description: 'The round; null where the method has no rounds.' })
  round: number | null;
  @Field(() => TieDecidesEnum, { description: 'What they were equal for.' })
  decides: string;
  @Field(() => [PollOptionType], { description: 'Those who were equal.' })
  tied: PollOptionType[];
  @Field(() => [PollOptionType], { description: 'Those picked, or excluded; nobody where it is reported.' })
  picked: PollOptionType[];
  @Field(() => TieEndingEnum, { description: 'What told them apart.' })
  by: string;
}

@ObjectType('BallotsCounted', { description: 'What became of the ballots, in votes by weight.' })
export class BallotsCountedType {
  @Field(() => Fraction, { description: 'Votes on ballots that were counted.' })
  counted: string;
  @Field(() => Fraction, { description: 'Votes on ballots that say nothing.' })
  blank: string;
  @Field(() => Fraction, { description: 'Votes on ballots that the rule cannot count.' })
  rejected: string;
}

/** What every count that chooses among options has. */
@ObjectType({ isAbstract: true })
export abstract class ChoosingCountType {
  @Field(() => String, { description: 'The method of counting, by name.' })
  method: string;
  @Field(() => Int, { description: 'How many were to be chosen.' })
  seats: number;
  @Field(() => [PollOptionType], {
    description: 'Whom the count chooses, in order of election or best first.',
  })
  elected: PollOptionType[];
  @Field(() => [PollOptionType], {
    description: 'Options among which nothing decides; empty unless the rule reports a tie.',
  })
  tied: PollOptionType[];
  @Field(() => [ResultTieType], { description: 'Every tie that mattered, and how it ended.' })
  ties: ResultTieType[];
  @Field(() => [PollOptionType], {
    description: 'The order drawn before the count; empty where the rule breaks no tie by it.',
  })
  drawnOrder: PollOptionType[];
}
