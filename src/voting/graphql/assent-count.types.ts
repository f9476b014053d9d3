import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Fraction } from '../../platform/graphql/scalars.js';
import { BallotsCountedType } from './count-common.types.js';
import {
  ConsentOutcomeEnum,
  CountedObjectionStateEnum,
  QuorumKindEnum,
  ThresholdOutcomeEnum,
} from './count-enums.js';
import { BallotChoiceEnum, ComparisonEnum, ThresholdBaseEnum } from './poll-enums.js';

@ObjectType('ShareCondition', {
  description:
    'A condition to check by hand: counted, compared with fraction × base. Of an empty base nothing is met.',
})
export class ShareConditionType {
  @Field(() => Fraction, { description: 'What was counted.' })
  counted: string;
  @Field(() => Fraction, { description: 'What the fraction is of.' })
  base: string;
  @Field(() => Fraction, { description: 'The fraction that the rule names.' })
  fraction: string;
  @Field(() => ComparisonEnum, { description: 'How counted is compared with needed.' })
  comparison: string;
  @Field(() => Fraction, { description: 'Fraction × base, exact.' })
  needed: string;
  @Field(() => Boolean, { description: 'Whether it is met.' })
  met: boolean;
}

@ObjectType('MajorityCount', { description: 'A majority, of all or of one class.' })
export class MajorityCountType extends ShareConditionType {
  @Field(() => String, { nullable: true, description: 'The code of the class; null for all together.' })
  ofClass: string | null;
  @Field(() => ThresholdBaseEnum, { description: 'What the fraction is of, by name.' })
  baseName: string;
}

@ObjectType('QuorumCount', { description: 'A quorum, of all or of one class.' })
export class QuorumCountType extends ShareConditionType {
  @Field(() => String, { nullable: true, description: 'The code of the class; null for all together.' })
  ofClass: string | null;
  @Field(() => QuorumKindEnum, { description: 'What counts towards it.' })
  kind: string;
  @Field(() => [BallotChoiceEnum], {
    description: 'The choices that count, where the rule names them; else empty.',
  })
  counting: string[];
  @Field(() => Boolean, { description: 'Whether people are counted, not votes.' })
  isOfPeople: boolean;
}

@ObjectType('CapCount', {
  description: 'A class whose votes together count at most as a share of all votes cast.',
})
export class CapCountType {
  @Field(() => String, { description: 'The code of the class.' })
  ofClass: string;
  @Field(() => Fraction, { description: 'The largest share that it counts as.' })
  share: string;
  @Field(() => Fraction, { description: 'Its votes for and against, as cast.' })
  cast: string;
  @Field(() => Fraction, { description: 'What they count as.' })
  counted: string;
  @Field(() => Fraction, { description: 'What each of its votes counts; 1 where the cap does not bind.' })
  scaling: string;
}

@ObjectType('VoteCount', { description: 'What one choice received, before any cap.' })
export class VoteCountType {
  @Field(() => BallotChoiceEnum, { description: 'The choice.' })
  choice: string;
  @Field(() => Fraction, { description: 'Votes by weight.' })
  votes: string;
  @Field(() => Fraction, { description: 'People.' })
  people: string;
}

@ObjectType('ThresholdCount', { description: 'A count for or against.' })
export class ThresholdCountType {
  @Field(() => ThresholdOutcomeEnum, { description: 'What the count found.' })
  outcome: string;
  @Field(() => Boolean, {
    description: 'Whether it was decided before the close, as no ballot could change it.',
  })
  decidedEarly: boolean;
  @Field(() => [VoteCountType], { description: 'Every choice there is.' })
  votes: VoteCountType[];
  @Field(() => Fraction, { description: 'Votes of everyone entitled.' })
  eligibleVotes: string;
  @Field(() => Fraction, { description: 'Everyone entitled.' })
  eligiblePeople: string;
  @Field(() => [QuorumCountType], { description: 'The quorums; none where none is asked for.' })
  quorums: QuorumCountType[];
  @Field(() => [MajorityCountType], { description: 'The majority of all, then those of classes.' })
  majorities: MajorityCountType[];
  @Field(() => [CapCountType], { description: 'Classes whose votes are capped.' })
  caps: CapCountType[];
}

@ObjectType('CountedObjection', { description: 'An objection as it stood when it was counted.' })
export class CountedObjectionType {
  @Field(() => String, { description: 'Its reason.' })
  reason: string;
  @Field(() => CountedObjectionStateEnum, { description: 'What had become of it.' })
  state: string;
}

@ObjectType('ConsentCount', { description: 'A count by consent: passed when no objection is open.' })
export class ConsentCountType {
  @Field(() => ConsentOutcomeEnum, {
    description: 'What the count found; so named that a query may ask every family at once.',
  })
  finding: string;
  @Field(() => Fraction, { description: 'Votes consenting.' })
  consenting: string;
  @Field(() => Fraction, { description: 'Votes standing aside.' })
  standingAside: string;
  @Field(() => Fraction, { description: 'Votes objecting.' })
  objecting: string;
  @Field(() => Int, { description: 'How many objections are open.' })
  openObjections: number;
  @Field(() => [CountedObjectionType], { description: 'Every objection, by reason.' })
  objections: CountedObjectionType[];
}

@ObjectType('GradientsCount', { description: 'A count of gradients of agreement.' })
export class GradientsCountType {
  @Field(() => Boolean, { description: 'Whether enough can live with it.' })
  passed: boolean;
  @Field(() => [Fraction], { description: 'Votes per step, the fullest agreement first.' })
  votesByStep: string[];
  @Field(() => Int, { nullable: true, description: 'The step in the middle, from 0; null without ballots.' })
  median: number | null;
  @Field(() => Int, { description: 'The first so many steps can live with it.' })
  stepsOfConsent: number;
  @Field(() => ShareConditionType, {
    description: 'Those who can live with it, of all who placed themselves.',
  })
  canLiveWith: ShareConditionType;
  @Field(() => BallotsCountedType, { description: 'What became of the ballots.' })
  ballots: BallotsCountedType;
}
