import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { MemberType } from '../../membership/graphql/membership.types.js';
import { memberships } from '../../membership/member-register.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { CalendarDate } from '../../platform/graphql/scalars.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import { shown } from '../../platform/graphql/verdict.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import {
  mayAcceptAnswer,
  mayAnswerObjection,
  mayIntegrateObjection,
  mayVoiceOnObjection,
  mayWithdrawObjection,
} from '../consent/consent.policy.js';
import { ObjectionReading, type HistoryRow, type ObjectionRow } from '../consent/objection-reading.js';
import type { ObjectionState } from '../domain/consent/objection.js';
import type { OverrulingArithmetic, VoiceSum } from '../domain/consent/overruling.js';
import { oneVote } from '../domain/threshold-outcome.js';
import { Ratio } from '../../shared/ratio.js';
import { votesOf } from './poll-result.resolver.js';
import {
  ObjectionConnection,
  ObjectionEventType,
  ObjectionStateEnum,
  ObjectionType,
  ObjectionViewerCanType,
  ObjectionVoicesType,
} from './objection.types.js';
import { PollType } from './poll.types.js';

@Resolver(() => ObjectionType)
export class ObjectionResolver {
  constructor(
    @Inject(ObjectionReading) private readonly reading: ObjectionReading,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  @Query(() => ObjectionType, { nullable: true, description: 'One objection, for who may see its poll.' })
  objection(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The objection.' }) id: string,
  ): unknown {
    return this.reading.find(scope, id);
  }

  @ResolveField(() => MemberType, {
    nullable: true,
    description: 'Who raised it; null in a confidential poll unless they chose to be named.',
  })
  objector(@Scope() scope: RequestScope, @Parent() { objectorId }: ObjectionRow): unknown {
    return objectorId === null ? null : memberships(scope, this.work).load(objectorId);
  }

  @ResolveField(() => CalendarDate, {
    nullable: true,
    description:
      'The last day for an answer: the rule’s answerDays after it was raised. Null when it was answered or has ended; of an objector who is not named, told to them and to those who owe the answer.',
  })
  async answerDueOn(@Scope() scope: RequestScope, @Parent() objection: ObjectionRow): Promise<string | null> {
    if (objection.answerDueOn === null || objection.objectorId !== null) return objection.answerDueOn;
    const facts = await this.reading.facts(scope).load(objection.id);
    return facts && mayAnswerObjection(scope.viewer, facts) === true ? objection.answerDueOn : null;
  }

  @ResolveField(() => [ObjectionEventType], { description: 'What happened to it, oldest first.' })
  history(@Scope() scope: RequestScope, @Parent() { id }: ObjectionRow): unknown {
    return this.reading.history(scope).load(id);
  }

  @ResolveField(() => ObjectionVoicesType, {
    nullable: true,
    description:
      'The voices on it; null where the rule lets nothing be overruled, before the close unless the rule shows results by then, and where the count is withheld.',
  })
  async voices(@Scope() scope: RequestScope, @Parent() objection: ObjectionRow): Promise<unknown> {
    if (!(await this.reading.showsVoices(scope, objection))) return null;
    const arithmetic = await this.reading.voices(scope).load(objection.id);
    return arithmetic === null ? null : voicesShown(arithmetic);
  }

  @ResolveField(() => Boolean, {
    nullable: true,
    description: 'Whether the viewer finds it valid; null when they have not said.',
  })
  myVoice(@Scope() scope: RequestScope, @Parent() { id }: ObjectionRow): unknown {
    return this.reading.myVoice(scope).load(id);
  }

  @ResolveField(() => ObjectionViewerCanType, {
    description: 'What the viewer may do, by the rules the acts ask.',
  })
  async viewerCan(@Scope() scope: RequestScope, @Parent() { id }: ObjectionRow): Promise<unknown> {
    const facts = await this.reading.facts(scope).load(id);
    if (!facts) throw new Error('an objection was shown that is not there');
    return {
      answer: shown(mayAnswerObjection(scope.viewer, facts)),
      acceptAnswer: shown(mayAcceptAnswer(scope.viewer, facts)),
      withdraw: shown(mayWithdrawObjection(scope.viewer, facts)),
      integrate: shown(mayIntegrateObjection(scope.viewer, facts)),
      voice: shown(mayVoiceOnObjection(scope.viewer, facts)),
    };
  }
}

@Resolver(() => ObjectionEventType)
export class ObjectionEventResolver {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @ResolveField(() => MemberType, {
    nullable: true,
    description: 'Whose act it was; null at the close, and for an objector who is not named.',
  })
  by(@Scope() scope: RequestScope, @Parent() { byMembershipId: id }: HistoryRow): unknown {
    return id === null ? null : memberships(scope, this.work).load(id);
  }
}

@Resolver(() => PollType)
export class PollObjectionsResolver {
  constructor(@Inject(ObjectionReading) private readonly reading: ObjectionReading) {}

  @ResolveField(() => ObjectionConnection, {
    description: 'Objections to what is voted on, oldest first; none in a poll that is not by consent.',
  })
  objections(
    @Scope() scope: RequestScope,
    @Parent() { id }: { id: string },
    @Args(checkedPage) page: PageArgs,
    @Args({
      name: 'state',
      type: () => ObjectionStateEnum,
      nullable: true,
      description: 'Only those in this state.',
    })
    state: ObjectionState | null,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.page(scope, id, page, state ?? null, counted);
  }
}

/** The arithmetic in votes; nothing is calculated here but the unit. */
function voicesShown(found: OverrulingArithmetic): object {
  const sum = ({ people, weightMillionths }: VoiceSum): object => ({
    people: Number(people),
    votes: votesOf(weightMillionths),
  });
  return {
    valid: sum(found.valid),
    notValid: sum(found.notValid),
    overruled: found.overruled,
    condition: {
      ...{
        base: found.base,
        fraction: found.fraction.toString(),
        unit: 'weight_millionths',
        met: found.overruled,
      },
      ...{ of: votesOf(found.of), counted: votesOf(found.notValid.weightMillionths) },
      needed: found.needed.dividedBy(Ratio.of(oneVote)).toString(),
      comparison: found.comparison === '>' ? 'more_than' : 'at_least',
    },
  };
}
