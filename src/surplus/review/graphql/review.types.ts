import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '../../../platform/graphql/connection.js';
import { describedEnum } from '../../../platform/graphql/described-enum.js';
import { Instant, MinorUnits } from '../../../platform/graphql/scalars.js';
import { VerdictType } from '../../../platform/graphql/verdict.js';
import type {
  DisputeEnding,
  ResponseEnding,
  ResponseKind,
  ResponseState,
  ResponseSubject,
} from '../../domain/review/response-lifecycle.js';

export const ReviewResponseKind = describedEnum<ResponseKind>('ReviewResponseKind', 'What a response is.', {
  agreement: 'The member agrees to their line.',
  question: 'The member asks; an answer is owed.',
  objection: 'The member objects; an answer is owed, and a disputed record holds back what depends on it.',
});
export const ReviewSubject = describedEnum<ResponseSubject>('ReviewSubject', 'What a response is about.', {
  line: 'The member’s own line.',
  record: 'A record of the member’s own patronage.',
  rule: 'A rule of the policy.',
});
export const ReviewResponseState = describedEnum<ResponseState>(
  'ReviewResponseState',
  'How far a response has come.',
  {
    open: 'An answer is owed.',
    answered: 'It has been answered: the member accepts or presses.',
    pressed: 'The member was not content: an answer, or for a dispute a decision, is owed again.',
    ended: 'It has ended.',
    superseded: 'An agreement that its member took back by objecting, or whose amount has changed since.',
  },
);
export const ReviewResponseEnding = describedEnum<ResponseEnding>('ReviewResponseEnding', 'How it ended.', {
  agreed: 'The member agreed.',
  accepted: 'The member accepted the answer.',
  withdrawn: 'The member took it back.',
  upheld: 'A dispute: the record became what was claimed.',
  as_recorded: 'A dispute: the record stands.',
});
export const DisputeEndingEnum = describedEnum<DisputeEnding>('DisputeEnding', 'How a dispute ends.', {
  upheld: 'The record becomes what was claimed.',
  as_recorded: 'The record stands.',
});
const ReviewEventAct = describedEnum<'answered' | 'accepted' | 'pressed' | 'withdrawn' | 'decided'>(
  'ReviewEventAct',
  'What happened to a response.',
  {
    answered: 'An officer answered.',
    accepted: 'The member accepted the answer.',
    pressed: 'The member was not content with it.',
    withdrawn: 'The member took the response back.',
    decided: 'A second officer decided the dispute.',
  },
);

@ObjectType('ReviewEvent', { description: 'One thing that happened to a response; never changed.' })
export class ReviewEventType {
  @Field(() => ReviewEventAct, { description: 'What happened.' })
  act: string;
  @Field(() => DisputeEndingEnum, {
    nullable: true,
    description: 'How it proposes that a dispute ends, or ended it.',
  })
  proposes: string | null;
  @Field(() => String, { description: 'What was said; empty where nothing was.' })
  body: string;
  @Field(() => Instant, { description: 'When.' })
  recordedAt: Date;
}

@ObjectType('DisputeRelease', { description: 'What the end of a dispute released from a run in the books.' })
export class DisputeReleaseType {
  @Field(() => ID, { description: 'The run that had held it.' })
  runId: string;
  @Field(() => MinorUnits, { description: 'What was released.' })
  releasedMinor: bigint;
  @Field(() => MinorUnits, { description: 'What other open disputes of the run still hold.' })
  heldAfterMinor: bigint;
  @Field(() => Instant, { description: 'When.' })
  recordedAt: Date;
}

@ObjectType('ReviewResponseViewerCan', { description: 'What the viewer may do with a response.' })
export class ReviewResponseViewerCanType {
  @Field(() => VerdictType, { description: 'The act `answerReview`.' })
  answerReview: VerdictType;
  @Field(() => VerdictType, { description: 'The act `acceptReviewAnswer`.' })
  acceptReviewAnswer: VerdictType;
  @Field(() => VerdictType, { description: 'The act `pressReview`.' })
  pressReview: VerdictType;
  @Field(() => VerdictType, { description: 'The act `withdrawReviewResponse`.' })
  withdrawReviewResponse: VerdictType;
  @Field(() => VerdictType, { description: 'The act `decideDispute`.' })
  decideDispute: VerdictType;
}

@ObjectType('ReviewResponse', {
  description: 'What a member said of a run: agreement, question or objection.',
})
export class ReviewResponseType {
  @Field(() => ID, { description: 'The identifier of this response.' })
  id: string;
  @Field(() => ID, { description: 'The run.' })
  runId: string;
  @Field(() => ReviewResponseKind, { description: 'What it is.' })
  kind: string;
  @Field(() => ReviewSubject, { description: 'What it is about.' })
  about: string;
  @Field(() => String, { nullable: true, description: 'The rule, by its name in the policy.' })
  rule: string | null;
  @Field(() => String, { nullable: true, description: 'The kind of patronage disputed.' })
  basis: string | null;
  @Field(() => String, { description: 'What was said; empty for an agreement without words.' })
  body: string;
  @Field(() => Int, { description: 'The computation of the run that the member looked at, counted from 1.' })
  computation: number;
  @Field(() => ReviewResponseState, { description: 'How far it has come.' })
  state: string;
  @Field(() => ReviewResponseEnding, { nullable: true, description: 'How it ended; null before.' })
  ending: string | null;
  @Field(() => Instant, { nullable: true, description: 'By when an answer is owed; null for an agreement.' })
  answerDueAt: Date | null;
  @Field(() => Instant, { description: 'When it was said.' })
  recordedAt: Date;
  @Field(() => Instant, { nullable: true, description: 'When it ended.' })
  endedAt: Date | null;
}
export const ReviewResponseConnection = connectionOf(ReviewResponseType, 'ReviewResponse');

@ObjectType('ReviewSummary', { description: 'How a review stands, in numbers.' })
export class ReviewSummaryType {
  @Field(() => Int, { description: 'Members who agree.' })
  agreements: number;
  @Field(() => Int, { description: 'Questions not ended.' })
  questionsOpen: number;
  @Field(() => Int, { description: 'Objections to rules and lines that have not ended.' })
  objectionsToRules: number;
  @Field(() => Int, {
    description:
      'Disputes about records of the period that have not ended, whichever run they were raised in.',
  })
  disputesOpen: number;
  @Field(() => Int, { description: 'Answers that are owed and late.' })
  answersOverdue: number;
  @Field(() => MinorUnits, { description: 'What ended disputes have released so far.' })
  releasedMinor: bigint;
}

@ObjectType('RunReview', { description: 'The members’ review of a run.' })
export class RunReviewType {
  @Field(() => ID, { description: 'The run.' })
  runId: string;
  @Field(() => Instant, { nullable: true, description: 'Until when responses are taken.' })
  reviewUntil: Date | null;
  @Field(() => Int, { description: 'How often the run has been computed.' })
  computation: number;
  @Field(() => VerdictType, { description: 'The act `respondToRun`, now.' })
  viewerCanRespond: VerdictType;
  @Field(() => VerdictType, { description: 'The act `retryRelease`, now.' })
  viewerCanRetryRelease: VerdictType;
}

@ArgsType()
export class ResponsesArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: 'Only what the viewer said.' })
  mine?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Only what has not ended.' })
  open?: boolean | null;
}

const key = { description: 'New for every request: the same key twice is done once.' };
@InputType({ description: 'What a member says of a run.' })
export class RespondToRunInput {
  @Field(() => ID, { description: 'The run.' })
  runId: string;
  @Field(() => ReviewResponseKind, { description: 'What it is.' })
  kind: ResponseKind;
  @Field(() => ReviewSubject, { description: 'What it is about; an agreement is about the line.' })
  about: ResponseSubject;
  @Field(() => String, { description: 'In words, up to 5,000 characters; an agreement may be without.' })
  body: string;
  @Field(() => String, {
    nullable: true,
    description: 'The rule, by its name in the policy, where one is meant.',
  })
  rule?: string | null;
  @Field(() => String, { nullable: true, description: 'The kind of patronage, where a record is meant.' })
  basis?: string | null;
  @Field(() => String, { nullable: true, description: 'What the record should be, decimal text.' })
  claimedQuantity?: string | null;
  @Field(() => String, key)
  idempotencyKey: string;
}
@InputType({ description: 'An answer to a response.' })
export class AnswerReviewInput {
  @Field(() => ID, { description: 'The response.' })
  responseId: string;
  @Field(() => String, { description: 'The answer, in 1 to 5,000 characters.' })
  body: string;
  @Field(() => DisputeEndingEnum, {
    nullable: true,
    description: 'For a dispute, and only there: how it should end.',
  })
  proposes?: DisputeEnding | null;
}
@InputType({ description: 'Why an answer does not content.' })
export class PressReviewInput {
  @Field(() => ID, { description: 'The response.' })
  responseId: string;
  @Field(() => String, { description: 'What is still missing, in 1 to 5,000 characters.' })
  body: string;
}
@InputType({ description: 'The end of a dispute.' })
export class DecideDisputeInput {
  @Field(() => ID, { description: 'The response.' })
  responseId: string;
  @Field(() => DisputeEndingEnum, { description: 'How it ends.' })
  ending: DisputeEnding;
  @Field(() => String, { description: 'The reasons, in 1 to 5,000 characters.' })
  body: string;
  @Field(() => String, key)
  idempotencyKey: string;
}

@ObjectType({ description: 'The response was taken.' })
export class RunResponded {
  @Field(() => ID, { description: 'The response.' })
  responseId: string;
}
@ObjectType({ description: 'The answer was given.' })
export class ReviewAnswered {
  @Field(() => ID, { description: 'The response.' })
  responseId: string;
}
@ObjectType({ description: 'The answer was accepted.' })
export class ReviewAnswerAccepted {
  @Field(() => ID, { description: 'The response.' })
  responseId: string;
}
@ObjectType({ description: 'An answer is owed again.' })
export class ReviewPressed {
  @Field(() => ID, { description: 'The response.' })
  responseId: string;
}
@ObjectType({ description: 'The response was taken back.' })
export class ReviewResponseWithdrawn {
  @Field(() => ID, { description: 'The response.' })
  responseId: string;
}
@ObjectType({ description: 'The dispute has ended.' })
export class DisputeDecided {
  @Field(() => ID, { description: 'The response.' })
  responseId: string;
}
@ObjectType({
  description: 'What ended disputes hold is released, or will be soon: the run’s progress says.',
})
export class ReleaseRetried {
  @Field(() => ID, { description: 'The run.' })
  runId: string;
}
