import { Inject, Type } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { ObjectionReading } from '../consent/objection-reading.js';
import { EndingObjections } from '../consent/ending-objections.js';
import { Objections } from '../consent/objections.js';
import {
  acceptAnswerAct,
  AnswerAccepted,
  answerObjectionAct,
  ObjectionAnswered,
  ObjectionVoiced,
  ObjectionWithdrawn,
  voiceOnObjectionAct,
  withdrawObjectionAct,
} from './objection.acts.js';
import {
  AcceptAnswerInput,
  AnswerObjectionInput,
  ObjectionType,
  VoiceOnObjectionInput,
  WithdrawObjectionInput,
} from './objection.types.js';

const input = { name: 'input', description: 'What is asked.' };

@Resolver()
export class ObjectionActsResolver {
  constructor(
    @Inject(Objections) private readonly objections: Objections,
    @Inject(EndingObjections) private readonly ending: EndingObjections,
  ) {}

  @ActMutation(answerObjectionAct)
  answerObjection(@Scope() scope: RequestScope, @Args(input) answer: AnswerObjectionInput): unknown {
    return this.objections.answer(scope, answer);
  }

  @ActMutation(voiceOnObjectionAct)
  voiceOnObjection(@Scope() scope: RequestScope, @Args(input) voice: VoiceOnObjectionInput): unknown {
    return this.objections.voice(scope, voice);
  }

  @ActMutation(acceptAnswerAct)
  acceptAnswer(@Scope() scope: RequestScope, @Args(input) acceptance: AcceptAnswerInput): unknown {
    return this.ending.acceptAnswer(scope, acceptance);
  }

  @ActMutation(withdrawObjectionAct)
  withdrawObjection(@Scope() scope: RequestScope, @Args(input) withdrawal: WithdrawObjectionInput): unknown {
    return this.ending.withdraw(scope, withdrawal);
  }
}

/** The answers carry identifiers; what a client asks beyond them is read after the commit. */
function objectionOf(done: Type<unknown>): Type<unknown> {
  @Resolver(() => done)
  class DoneResolver {
    constructor(@Inject(ObjectionReading) readonly reading: ObjectionReading) {}

    @ResolveField(() => ObjectionType, { nullable: true, description: 'The objection as it stands.' })
    objection(@Scope() scope: RequestScope, @Parent() answer: ObjectionAnswered): unknown {
      return this.reading.find(scope, answer.objectionId);
    }
  }
  return DoneResolver;
}

export const objectionDoneResolvers = [
  ObjectionAnswered,
  ObjectionVoiced,
  AnswerAccepted,
  ObjectionWithdrawn,
].map(objectionOf);
