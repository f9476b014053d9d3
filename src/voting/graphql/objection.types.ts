import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { Instant } from '../../platform/graphql/scalars.js';
import { VerdictType } from '../../platform/graphql/verdict.js';
import type { ObjectionEvent, ObjectionState } from '../domain/consent/objection.js';
import { ThresholdConditionType, VoteSumType } from './poll-result.types.js';

export const ObjectionStateEnum = describedEnum<ObjectionState>(
  'ObjectionState',
  'What became of an objection.',
  {
    open: 'It stands in the way.',
    integrated: 'The text was changed to meet it.',
    answered: 'The objector accepted an answer.',
    withdrawn: 'The objector gave another ballot, or left the vote.',
    overruled: 'The voices of the electors found it not valid.',
  },
);
export const ObjectionEventEnum = describedEnum<ObjectionEvent>(
  'ObjectionEventKind',
  'What happened to an objection.',
  {
    raised: 'It was raised, by a ballot.',
    answered: 'It was answered; it stays open.',
    answer_accepted: 'The objector accepted the answer.',
    integrated: 'The text was changed to meet it.',
    withdrawn: 'It was withdrawn.',
    overruled: 'It was overruled at the close.',
  },
);

@ObjectType('ObjectionEvent', { description: 'One step in the history of an objection; never changed.' })
export class ObjectionEventType {
  @Field(() => ObjectionEventEnum, { description: 'What happened.' })
  kind: string;
  @Field(() => Instant, {
    nullable: true,
    description: 'When; null for acts of an objector who is not named, whom the instant would tell.',
  })
  at: Date | null;
  @Field(() => String, { nullable: true, description: 'What was said: the answer, or why it was withdrawn.' })
  text: string | null;
  @Field(() => Int, { description: 'The version of the text that stood.' })
  textVersion: number;
}

@ObjectType('ObjectionVoices', {
  description: 'What electors find of an objection, and what it would take to overrule it.',
})
export class ObjectionVoicesType {
  @Field(() => VoteSumType, { description: 'Who finds it valid; the objector is one of them.' })
  valid: VoteSumType;
  @Field(() => VoteSumType, { description: 'Who finds it not valid.' })
  notValid: VoteSumType;
  @Field(() => ThresholdConditionType, { description: 'The majority that overrules it.' })
  condition: ThresholdConditionType;
  @Field(() => Boolean, { description: 'Whether these voices overrule it at the close.' })
  overruled: boolean;
}

@ObjectType('ObjectionViewerCan', { description: 'What the viewer may do with an objection now.' })
export class ObjectionViewerCanType {
  @Field(() => VerdictType, { description: 'Answer it.' })
  answer: VerdictType;
  @Field(() => VerdictType, { description: 'Accept an answer, and with it give another ballot.' })
  acceptAnswer: VerdictType;
  @Field(() => VerdictType, { description: 'Withdraw it by another ballot.' })
  withdraw: VerdictType;
  @Field(() => VerdictType, { description: 'Meet it by a change of the text.' })
  integrate: VerdictType;
  @Field(() => VerdictType, { description: 'Say whether it is valid.' })
  voice: VerdictType;
}

@ObjectType('Objection', { description: 'The harm that an elector sees in what is voted on by consent.' })
export class ObjectionType {
  @Field(() => ID, { description: 'The identifier of the objection.' })
  id: string;
  @Field(() => ID, { description: 'The poll it was raised in.' })
  pollId: string;
  @Field(() => String, { description: 'The harm that is seen.' })
  reason: string;
  @Field(() => String, { description: 'The agreed aim or rule by which it is harm.' })
  criteria: string;
  @Field(() => String, { nullable: true, description: 'The change that would meet it, where there is one.' })
  proposedChange: string | null;
  @Field(() => ObjectionStateEnum, { description: 'What became of it.' })
  state: string;
  @Field(() => Int, { description: 'The version of the text that it was raised against.' })
  textVersion: number;
  @Field(() => Instant, {
    nullable: true,
    description: 'When it was raised; null where the objector is not named.',
  })
  raisedAt: Date | null;
  @Field(() => Boolean, { description: 'Whether the viewer raised it.' })
  isMine: boolean;
}
export const ObjectionConnection = connectionOf(ObjectionType, 'Objection');

@ObjectType('PollTextChange', { description: 'A change of what is voted on, made while the vote was open.' })
export class PollTextChangeType {
  @Field(() => Int, { description: 'The version of the text that it made, 2 for the first change.' })
  textVersion: number;
  @Field(() => String, { description: 'What is asked since then.' })
  question: string;
  @Field(() => String, { description: 'What changed, line by line: `-` went, `+` came.' })
  summary: string;
  @Field(() => Instant, { description: 'When.' })
  changedAt: Date;
}

@InputType({ description: 'An answer to an objection.' })
export class AnswerObjectionInput {
  @Field(() => ID, { description: 'The objection.' })
  objectionId: string;
  @Field(() => String, { description: 'The answer with its reasons, in 1 to 10,000 characters.' })
  text: string;
}

@InputType({ description: 'What an elector finds of an objection.' })
export class VoiceOnObjectionInput {
  @Field(() => ID, { description: 'The objection.' })
  objectionId: string;
  @Field(() => Boolean, { description: 'Whether it is valid: it names a harm, and that harm is one.' })
  findsValid: boolean;
}

export const LettingGoEnum = describedEnum<'consent' | 'stand_aside'>(
  'PositionAfterObjecting',
  'Where an objector stands who lets an objection go.',
  { consent: 'Consents.', stand_aside: 'Does not agree, and does not stand in the way.' },
);

@InputType({ description: 'The acceptance of an answer.' })
export class AcceptAnswerInput {
  @Field(() => ID, { description: 'The objection.' })
  objectionId: string;
  @Field(() => LettingGoEnum, { description: 'What the ballot says from now on.' })
  position: 'consent' | 'stand_aside';
  @Field(() => Int, {
    description: 'The version of the text that you have read; refused when another stands.',
  })
  textVersion: number;
  @Field(() => String, { description: 'New for every request; the same key twice is done once.' })
  idempotencyKey: string;
}

@InputType({ description: 'The withdrawal of an objection.' })
export class WithdrawObjectionInput extends AcceptAnswerInput {
  @Field(() => String, { nullable: true, description: 'Why, in at most 10,000 characters; may be left out.' })
  text?: string | null;
}
