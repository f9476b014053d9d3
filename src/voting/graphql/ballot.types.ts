import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Instant } from '../../platform/graphql/scalars.js';
import { BallotChannelEnum, BallotChoiceEnum, ConsentPositionEnum } from './poll-enums.js';

@InputType({ description: 'A ballot of a vote by consent.' })
export class ConsentBallotInput {
  @Field(() => ConsentPositionEnum, { description: 'Where you stand.' })
  position: string;
  @Field(() => String, {
    nullable: true,
    description: 'Of an objection, which needs it: the harm you see, in 1 to 4,000 characters.',
  })
  reason?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Of an objection, which needs it: the agreed aim or rule that it goes against.',
  })
  criteria?: string | null;
  @Field(() => String, { nullable: true, description: 'Of an objection: the change that would meet it.' })
  proposedChange?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Of an objection: whether a confidential poll shows your name with it; else it shows nobody’s.',
  })
  showMyName?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether you are asked again should the text change to meet an objection; true when absent. Where you say false your ballot stands on the new text, unless its title or what adoption does is another, or the change concerns you.',
  })
  askMeAgain?: boolean | null;
  @Field(() => Int, {
    description:
      'The version of the text that you have read (`Poll.textVersion`); the ballot is refused when another stands.',
  })
  textVersion: number;
}

@InputType({
  description:
    'A ballot: exactly one of these, the one of the poll’s method. Options are named by their position, from 0.',
  isOneOf: true,
})
export class BallotInput {
  @Field(() => BallotChoiceEnum, {
    nullable: true,
    description: 'For `threshold`: for, against, abstain or blank.',
  })
  choice?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'For `threshold`, where the rule knows blocks: blocks the proposal, with this reason.',
  })
  block?: string | null;
  @Field(() => ConsentBallotInput, { nullable: true, description: 'For `consent`.' })
  consent?: ConsentBallotInput | null;
  @Field(() => Int, {
    nullable: true,
    description: 'For `gradients`: a step of the scale, 0 the fullest agreement.',
  })
  step?: number | null;
  @Field(() => Int, { nullable: true, description: 'For `choice`: one option.' })
  option?: number | null;
  @Field(() => [Int], {
    nullable: true,
    description: 'For `approval`: the options approved; none is a blank ballot.',
  })
  approved?: number[] | null;
  @Field(() => [Int], {
    nullable: 'itemsAndList',
    description: 'For `score` and `star`: a mark for each option in their order, null for a blank.',
  })
  scores?: (number | null)[] | null;
  @Field(() => [Int], {
    nullable: 'itemsAndList',
    description:
      'For `majority-judgment`: a grade for each option in their order, 0 the lowest, null for a blank.',
  })
  grades?: (number | null)[] | null;
  @Field(() => [[Int]], {
    nullable: true,
    description:
      'For ranked methods: ranks, best first, each the list of options at it; several are equal, none is a rank left blank.',
  })
  ranking?: number[][] | null;
  @Field(() => [Int], {
    nullable: true,
    description:
      'For `dots`, `weighted-split` and `quadratic`: points for each option in their order, 0 for none.',
  })
  points?: number[] | null;
}

@InputType({ description: 'A ballot to be cast.' })
export class CastBallotInput {
  @Field(() => ID, { description: 'The poll.' })
  pollId: string;
  @Field(() => BallotInput, { description: 'What the ballot says.' })
  ballot: BallotInput;
  @Field(() => String, {
    description: 'New for every ballot; the same key twice is one ballot and one receipt.',
  })
  idempotencyKey: string;
  @Field(() => ID, {
    nullable: true,
    description: 'The membership for which a steward enters the ballot; absent for one’s own.',
  })
  onBehalfOf?: string | null;
  @Field(() => BallotChannelEnum, {
    nullable: true,
    description: 'How the ballot was given, when it is entered for somebody else.',
  })
  channel?: string | null;
}

@ObjectType('MyBallot', {
  description:
    'The viewer’s ballot that counts as things stand. One of the forms is there, the one of the poll’s method.',
})
export class MyBallotType {
  @Field(() => BallotChoiceEnum, { nullable: true, description: 'For `threshold`: what it says.' })
  choice?: string | null;
  @Field(() => String, { nullable: true, description: 'Of a block: its reason.' })
  reason?: string | null;
  @Field(() => ConsentPositionEnum, { nullable: true, description: 'For `consent`: the position.' })
  consent?: string | null;
  @Field(() => Int, { nullable: true, description: 'For `gradients`: the step, 0 the fullest agreement.' })
  step?: number | null;
  @Field(() => Int, { nullable: true, description: 'For `choice`: the option, by position.' })
  option?: number | null;
  @Field(() => [Int], { nullable: true, description: 'For `approval`: the options approved.' })
  approved?: number[] | null;
  @Field(() => [Int], {
    nullable: 'itemsAndList',
    description: 'For `score` and `star`: the mark of each option; null for a blank.',
  })
  scores?: (number | null)[] | null;
  @Field(() => [Int], {
    nullable: 'itemsAndList',
    description: 'For `majority-judgment`: the grade of each option; null for a blank.',
  })
  grades?: (number | null)[] | null;
  @Field(() => [[Int]], { nullable: true, description: 'For ranked methods: the ranks, best first.' })
  ranking?: number[][] | null;
  @Field(() => [Int], {
    nullable: true,
    description: 'For `dots`, `weighted-split` and `quadratic`: the points of each option.',
  })
  points?: number[] | null;
  @Field(() => Int, { description: 'How often it was cast: 1, or more after changes.' })
  revision: number;
  @Field(() => Instant, { description: 'When it was cast.' })
  castAt: Date;
  @Field(() => BallotChannelEnum, { description: 'How it reached us.' })
  channel: string;
  @Field(() => String, { description: 'The code under which it stands in the list of counted ballots.' })
  checkCode: string;
}

@ObjectType({ description: 'The ballot was taken.' })
export class BallotCast {
  pollId: string;
  @Field(() => Int, { description: '1 for a first ballot, then one more for each change.' })
  revision: number;
  @Field(() => Instant, { description: 'When it was taken, by the database’s clock.' })
  castAt: string;
  @Field(() => String, { description: 'The code under which it will stand in the list of counted ballots.' })
  checkCode: string;
  @Field(() => String, {
    description:
      'With it the check code can be recomputed from poll, membership, revision and marks; keep it to yourself.',
  })
  secret: string;
}
