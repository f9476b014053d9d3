import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '../../platform/graphql/connection.js';
import { CalendarDate, Fraction, Instant } from '../../platform/graphql/scalars.js';
import { SentenceLanguageEnum } from '../../platform/graphql/sentence-language.js';
import { VerdictType } from '../../platform/graphql/verdict.js';
import {
  BallotChannelEnum,
  BallotChoiceEnum,
  EligibilityGroundEnum,
  PollStateEnum,
  PollVisibilityEnum,
} from './poll-enums.js';

@ObjectType('Poll', { description: 'A question put to the vote, with its rule, electorate and window.' })
export class PollType {
  @Field(() => ID, { description: 'The identifier of the poll.' })
  id: string;
  @Field(() => String, { description: 'The kind of thing voted on.' })
  subjectType: string;
  @Field(() => ID, { description: 'The thing voted on.' })
  subjectId: string;
  @Field(() => ID, { description: 'The body that decides.' })
  bodyId: string;
  @Field(() => String, { description: 'The name of the body that decides.' })
  bodyName: string;
  @Field(() => String, { description: 'What is asked.' })
  question: string;
  @Field(() => Int, { description: 'The version of what is voted on: 1, then one more for each change.' })
  textVersion: number;
  @Field(() => String, { description: 'The method of counting, by name.' })
  method: string;
  @Field(() => Int, { description: 'The version of the method.' })
  methodVersion: number;
  @Field(() => String, { description: 'The rule of the bylaws under which the poll was called.' })
  ruleKey: string;
  @Field(() => Int, { description: 'The version of the rule, whatever the bylaws say later.' })
  ruleVersion: number;
  @Field(() => String, { description: 'The article of the bylaws.' })
  ruleArticle: string;
  @Field(() => String, { description: 'The rule in words, as the bylaws have it.' })
  ruleText: string;
  @Field(() => String, { description: 'The language of `ruleText`.' })
  ruleLanguage: string;
  @Field(() => PollVisibilityEnum, { description: 'Who can see how somebody voted.' })
  visibility: string;
  @Field(() => CalendarDate, { description: 'The day whose register decided who votes.' })
  recordOn: string;
  @Field(() => Instant, { description: 'When it opened.' })
  opensAt: Date;
  @Field(() => Instant, { description: 'From this instant on no ballot is taken.' })
  closesAt: Date;
  @Field(() => Instant, { nullable: true, description: 'When the count was carried out; null before.' })
  closedAt: Date | null;
  @Field(() => PollStateEnum, { description: 'Where it is in its life, at this instant.' })
  state: string;
}
export const PollConnection = connectionOf(PollType, 'Poll');

@ObjectType('PollTurnout', { description: 'How many of the electorate have taken part.' })
export class PollTurnoutType {
  @Field(() => Int, { description: 'People who have cast a ballot.' })
  people: number;
  @Field(() => Int, { description: 'People who may.' })
  eligiblePeople: number;
  @Field(() => Fraction, { description: 'Votes that the electorate holds, by weight.' })
  eligibleVotes: string;
}

@ObjectType('MyBallot', { description: 'The viewer’s ballot that counts as things stand.' })
export class MyBallotType {
  @Field(() => BallotChoiceEnum, { description: 'What it says.' })
  choice: string;
  @Field(() => Int, { description: 'How often it was cast: 1, or more after changes.' })
  revision: number;
  @Field(() => Instant, { description: 'When it was cast.' })
  castAt: Date;
  @Field(() => BallotChannelEnum, { description: 'How it reached us.' })
  channel: string;
  @Field(() => String, { description: 'The code under which it stands in the list of counted ballots.' })
  checkCode: string;
}

@ObjectType('Eligibility', { description: 'Whether the viewer votes in a poll, and why.' })
export class EligibilityType {
  @Field(() => Boolean, { description: 'Whether the viewer is in the electorate.' })
  eligible: boolean;
  @Field(() => EligibilityGroundEnum, { description: 'Why, for programs.' })
  ground: string;
  @Field(() => String, { description: 'Why, for people.' })
  explanation: string;
  @Field(() => String, { description: 'What would have to change.' })
  whatWouldChangeIt: string;
  @Field(() => Fraction, { description: 'The votes that the viewer holds in this poll.' })
  votes: string;
  @Field(() => String, { nullable: true, description: 'The class that counted, on the record date.' })
  className: string | null;
  @Field(() => CalendarDate, { description: 'The record date.' })
  recordOn: string;
}

@ObjectType('PollViewerCan', { description: 'What the viewer may do with a poll.' })
export class PollViewerCanType {
  @Field(() => VerdictType, { description: 'Cast or change a ballot.' })
  castBallot: VerdictType;
  @Field(() => VerdictType, { description: 'Give the poll more time.' })
  extendPoll: VerdictType;
  @Field(() => VerdictType, { description: 'Leave it for a conflict of interest.' })
  withdrawFromPoll: VerdictType;
  @Field(() => VerdictType, { description: 'Have dissent from what was decided recorded.' })
  recordDissent: VerdictType;
}

@ArgsType()
export class PollsArgs extends PageArgs {
  @Field(() => PollStateEnum, { nullable: true, description: 'Only polls in this state.' })
  state?: string | null;
}

@ArgsType()
export class SentencesArgs {
  @Field(() => SentenceLanguageEnum, { description: 'The language of the sentences.' })
  language: string;
}

@InputType({ description: 'A ballot.' })
export class CastBallotInput {
  @Field(() => ID, { description: 'The poll.' })
  pollId: string;
  @Field(() => BallotChoiceEnum, { description: 'What the ballot says.' })
  choice: string;
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

@InputType({ description: 'More time for a poll.' })
export class ExtendPollInput {
  @Field(() => ID, { description: 'The poll.' })
  pollId: string;
  @Field(() => Instant, { description: 'The new closing instant, later than the one announced.' })
  closesAt: Date;
  @Field(() => String, { description: 'Why, in 1 to 1,000 characters; it stays with the poll.' })
  reason: string;
  @Field(() => String, { description: 'New for every request; the same key twice is done once.' })
  idempotencyKey: string;
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
      'With it the check code can be recomputed from poll, membership, revision and choice; keep it to yourself.',
  })
  secret: string;
}

@ObjectType({ description: 'The poll has more time.' })
export class PollExtended {
  pollId: string;
}
