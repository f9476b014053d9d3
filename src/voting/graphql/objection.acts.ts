import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { defineAct, keyedReasons } from '../../platform/graphql/act.js';
import {
  mayAcceptAnswer,
  mayAnswerObjection,
  mayVoiceOnObjection,
  mayWithdrawObjection,
} from '../consent/consent.policy.js';
import { ObjectionType } from './objection.types.js';

@ObjectType({ description: 'The answer stands in the history of the objection.' })
export class ObjectionAnswered {
  @Field(() => ID, { description: 'The objection.' })
  objectionId: string;
  @Field(() => ObjectionType, { nullable: true, description: 'The objection as it stands.' })
  objection?: unknown;
}
@ObjectType({ description: 'The voice counts, unless it is changed before the close.' })
export class ObjectionVoiced extends ObjectionAnswered {}

@ObjectType({ description: 'The objection was answered, and the objector has another ballot.' })
export class AnswerAccepted extends ObjectionAnswered {
  @Field(() => Int, { description: 'The revision of the ballot.' })
  revision: number;
  @Field(() => String, {
    description: 'The code under which the ballot will stand in the list of counted ballots.',
  })
  checkCode: string;
  @Field(() => String, { description: 'With it the check code can be recomputed; keep it to yourself.' })
  secret: string;
}
@ObjectType({ description: 'The objection was withdrawn, and the objector has another ballot.' })
export class ObjectionWithdrawn extends AnswerAccepted {}

const openObjectionReasons = {
  OBJECTION_HAS_ENDED: 'The objection is no longer open.',
  POLL_CLOSED: 'The closing instant has come.',
} as const;

export const answerObjectionAct = defineAct({
  name: 'answerObjection',
  description: 'Answers an open objection with reasons. It stays open until the objector accepts the answer.',
  done: ObjectionAnswered,
  reasons: openObjectionReasons,
  who: mayAnswerObjection,
  whoInWords: 'Who put forward what is voted on, who opened the poll, and facilitators.',
});
export const voiceOnObjectionAct = defineAct({
  name: 'voiceOnObjection',
  description:
    'Says whether the viewer finds an objection valid. The last voice of each elector counts; at the close the rule’s majority may overrule the objection.',
  done: ObjectionVoiced,
  reasons: {
    ...openObjectionReasons,
    OVERRULING_NOT_PROVIDED: 'By the rule of this poll no objection is overruled.',
    NOT_ELECTOR: 'The viewer is not in the electorate of this poll.',
    WITHDRAWN_FROM_POLL: 'The viewer left this poll for a conflict of interest.',
    OWN_OBJECTION: 'The objection is its objector’s voice.',
  },
  who: mayVoiceOnObjection,
  whoInWords: 'Electors of the poll other than the objector, where the rule lets objections be overruled.',
});

const castingReasons = {
  ...openObjectionReasons,
  NOT_ELECTOR: 'The viewer is not in the electorate of this poll.',
  POLL_NOT_OPEN: 'The poll has not begun, or was cancelled.',
  TEXT_HAS_CHANGED: 'Another version of the text stands than the one that was read; the details say which.',
  WITHDRAWN_FROM_POLL: 'The viewer left this poll for a conflict of interest.',
  ...keyedReasons,
};
export const acceptAnswerAct = defineAct({
  name: 'acceptAnswer',
  description:
    'Accepts an answer to one’s objection: it is answered, and the ballot consents or stands aside from now on.',
  done: AnswerAccepted,
  reasons: { ...castingReasons, NOT_ANSWERED: 'There is no answer yet.' },
  who: mayAcceptAnswer,
  whoInWords: 'The objector.',
});
export const withdrawObjectionAct = defineAct({
  name: 'withdrawObjection',
  description: 'Withdraws one’s objection: the ballot consents or stands aside from now on.',
  done: ObjectionWithdrawn,
  reasons: castingReasons,
  who: mayWithdrawObjection,
  whoInWords: 'The objector.',
});
