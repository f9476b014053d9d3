import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Fraction } from '../../platform/graphql/scalars.js';
import { RankingLevelType } from './choosing-count.types.js';
import { BallotsCountedType, ChoosingCountType, OptionAmountType } from './count-common.types.js';
import {
  CopelandScoreEnum,
  ExclusionReasonEnum,
  PairwiseStrengthEnum,
  StvVariantEnum,
  TransferKindEnum,
} from './count-enums.js';
import { PollOptionType } from './poll.types.js';

@ObjectType('ExhaustedVotes', { description: 'Votes that count for nobody any more, by cause, so far.' })
export class ExhaustedVotesType {
  @Field(() => Fraction, { description: 'No choice is left on the ballot.' })
  choicesUsedUp: string;
  @Field(() => Fraction, { description: 'Several options at one rank.' })
  overvoted: string;
  @Field(() => Fraction, { description: 'An option named again.' })
  repeated: string;
  @Field(() => Fraction, { description: 'More ranks skipped than the rule allows.' })
  skipped: string;
  @Field(() => Fraction, { description: 'All of them, where the rule does not tell causes apart.' })
  other: string;
}

@ObjectType('RoundTransfers', { description: 'Votes that passed on in a round.' })
export class RoundTransfersType {
  @Field(() => TransferKindEnum, { description: 'Which votes.' })
  kind: string;
  @Field(() => [PollOptionType], { description: 'Whose.' })
  from: PollOptionType[];
  @Field(() => [OptionAmountType], { description: 'To whom, and how many.' })
  to: OptionAmountType[];
  @Field(() => Fraction, { description: 'Votes that found nobody, with what rounding cut off.' })
  exhausted: string;
}

@ObjectType('RunoffRound', { description: 'One round of a run-off, as its rule shows it.' })
export class RunoffRoundType {
  @Field(() => Int, { description: 'From 1; or from 0, where first preferences are shown as round 0.' })
  round: number;
  @Field(() => Fraction, {
    nullable: true,
    description: 'Votes that elect; null where the rule has no such number.',
  })
  quota: string | null;
  @Field(() => [OptionAmountType], { description: 'The votes of each option in the round.' })
  votes: OptionAmountType[];
  @Field(() => [PollOptionType], { description: 'Who is elected in it.' })
  elected: PollOptionType[];
  @Field(() => [PollOptionType], { description: 'Who is excluded in it.' })
  excluded: PollOptionType[];
  @Field(() => ExclusionReasonEnum, {
    nullable: true,
    description: 'Why; null where nobody is, or the rule excludes the lowest alone.',
  })
  excludedBecause: string | null;
  @Field(() => RoundTransfersType, {
    nullable: true,
    description: 'What passed on; null where nothing did, or where all ballots are shared out anew.',
  })
  transfers: RoundTransfersType | null;
  @Field(() => ExhaustedVotesType, { description: 'Votes exhausted up to this round.' })
  exhausted: ExhaustedVotesType;
  @Field(() => [OptionAmountType], {
    description: 'The part of its votes that each option keeps, for Meek and Warren.',
  })
  keepFactors: OptionAmountType[];
}

@ObjectType('RunoffCount', { description: 'A count of `irv` or `stv`, round by round.' })
export class RunoffCountType extends ChoosingCountType {
  @Field(() => StvVariantEnum, { nullable: true, description: 'The rule of `stv`; null for `irv`.' })
  variant: string | null;
  @Field(() => Fraction, { nullable: true, description: 'The quota at the end of an `stv`; null for `irv`.' })
  finalQuota: string | null;
  @Field(() => Fraction, { description: 'Votes on ballots that rank nobody who stands; they never counted.' })
  blank: string;
  @Field(() => [RunoffRoundType], { description: 'The rounds in order.' })
  rounds: RunoffRoundType[];
  @Field(() => [PollOptionType], {
    description: 'Options taken out before the count, and skipped on every ballot.',
  })
  takenOut: PollOptionType[];
  @Field(() => Int, {
    nullable: true,
    description:
      'The round after which the rule ended the count with places still empty; null where none were.',
  })
  stoppedAfterRound: number | null;
  @Field(() => [RankingLevelType], {
    description: 'The whole field in order, where the rule ranks it; else empty.',
  })
  ranking: RankingLevelType[];
}

@ObjectType('PairwiseRow', { description: 'An option against another; every pair is there both ways.' })
export class PairwiseRowType {
  @Field(() => PollOptionType, { description: 'The one.' })
  option: PollOptionType;
  @Field(() => PollOptionType, { description: 'The other.' })
  other: PollOptionType;
  @Field(() => Fraction, { description: 'Votes that prefer the one.' })
  preferring: string;
  @Field(() => Fraction, { description: 'Votes that prefer the other.' })
  preferringOther: string;
}

@ObjectType('PathStrength', { description: 'The strongest path of victories from an option to another.' })
export class PathStrengthType {
  @Field(() => PollOptionType, { description: 'Where it begins.' })
  from: PollOptionType;
  @Field(() => PollOptionType, { description: 'Where it ends.' })
  to: PollOptionType;
  @Field(() => Fraction, {
    nullable: true,
    description: 'Its weakest victory, 0 without a path; null for a quotient with nobody against.',
  })
  strength: string | null;
}

@ObjectType('PairwiseVictory', { description: 'A pairwise victory.' })
export class PairwiseVictoryType {
  @Field(() => PollOptionType, { description: 'Who wins.' })
  winner: PollOptionType;
  @Field(() => PollOptionType, { description: 'Who loses.' })
  loser: PollOptionType;
}

@ObjectType('PairwiseCount', {
  description: 'A count of `schulze`, `ranked-pairs`, `minimax` or `copeland`.',
})
export class PairwiseCountType extends ChoosingCountType {
  @Field(() => PairwiseStrengthEnum, {
    nullable: true,
    description: 'What makes a victory strong; null for `copeland`.',
  })
  strength: string | null;
  @Field(() => CopelandScoreEnum, {
    nullable: true,
    description: 'How victories are scored; null but for `copeland`.',
  })
  copelandScore: string | null;
  @Field(() => [PairwiseRowType], { description: 'The matrix, row by row.' })
  pairs: PairwiseRowType[];
  @Field(() => PollOptionType, {
    nullable: true,
    description: 'The option that beats every other; null without one.',
  })
  beatsAll: PollOptionType | null;
  @Field(() => [RankingLevelType], {
    description: 'The options, the best first; empty where equal victories leave it open.',
  })
  ranking: RankingLevelType[];
  @Field(() => [PathStrengthType], { description: 'For `schulze`: between every two options, both ways.' })
  paths: PathStrengthType[];
  @Field(() => [PairwiseVictoryType], { description: 'For `ranked-pairs`: what was locked, in order.' })
  locked: PairwiseVictoryType[];
  @Field(() => [PairwiseVictoryType], {
    nullable: true,
    description: 'For `ranked-pairs`: what would have closed a circle; null where it is not recorded.',
  })
  leftOut: PairwiseVictoryType[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'For `ranked-pairs`: whether another order of equal victories elects others; null where that is not known.',
  })
  tieSensitive: boolean | null;
  @Field(() => [OptionAmountType], {
    description:
      'For `minimax` the worst defeat, for `copeland` the score; null for a quotient with nobody against.',
  })
  scores: OptionAmountType[];
  @Field(() => BallotsCountedType, { description: 'What became of the ballots.' })
  ballots: BallotsCountedType;
}
