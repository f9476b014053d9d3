import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '../../platform/graphql/connection.js';
import { CalendarDate, Fraction, Instant } from '../../platform/graphql/scalars.js';
import { SentenceLanguageEnum } from '../../platform/graphql/sentence-language.js';
import { VerdictType } from '../../platform/graphql/verdict.js';
import { EligibilityGroundEnum, PollStateEnum, PollVisibilityEnum } from './poll-enums.js';

@ObjectType('PollOption', { description: 'Something that can be chosen in a poll; frozen when it opened.' })
export class PollOptionType {
  @Field(() => Int, { description: 'Its place, from 0, by which ballots and results name it.' })
  position: number;
  @Field(() => String, { description: 'Its name on the ballot.' })
  label: string;
  @Field(() => String, {
    nullable: true,
    description: 'What choosing it means; null where the label says it.',
  })
  description: string | null;
}

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
  @Field(() => Int, { description: 'How many are to be chosen; 1 where a question is answered.' })
  seats: number;
  @Field(() => String, {
    nullable: true,
    description:
      'Where options tie by lot: SHA-256 of `tieSeed:position` of each, sorted, is the order. Drawn once, after the options were frozen.',
  })
  tieSeed: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The topic under which votes may be delegated, if any.',
  })
  topic: string | null;
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
  @Field(() => PollVisibilityEnum, {
    description:
      'Who can see how somebody voted. `OPEN` where it was opened so, also if the rule says confidential, where it could not have stayed so.',
  })
  visibility: string;
  @Field(() => CalendarDate, { description: 'The day whose register decided who votes.' })
  recordOn: string;
  @Field(() => Instant, { description: 'When it opened.' })
  opensAt: Date;
  @Field(() => Instant, { description: 'From this instant on no ballot is taken.' })
  closesAt: Date;
  @Field(() => Instant, { nullable: true, description: 'When the count was carried out; null before.' })
  closedAt: Date | null;
  @Field(() => Instant, {
    nullable: true,
    description:
      'The closing that had been announced, of a poll that ended before it since no remaining ballot could change its outcome; null of all others.',
  })
  endedEarlyFrom: Date | null;
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
  @Field(() => VerdictType, { description: 'Take an option out of it.' })
  excludeOption: VerdictType;
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

@ObjectType({ description: 'The poll has more time.' })
export class PollExtended {
  pollId: string;
}
