import { Inject, Type } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { MemberType } from '../../membership/graphql/membership.types.js';
import { memberships } from '../../membership/member-register.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ActMutation } from '../../platform/graphql/act.js';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { PollDissents } from '../poll-dissents.js';
import { PollNotes, type NoteRow, type TextChangeRow } from '../poll-notes.js';
import { PollReading } from '../poll-reading.js';
import { PollWithdrawals } from '../poll-withdrawals.js';
import { PollTextChangeType } from './objection.types.js';
import { recordDissentAct, withdrawFromPollAct } from './poll-notes.acts.js';
import {
  DissentConnection,
  DissentRecorded,
  DissentType,
  PollLeft,
  PollTextChangeConnection,
  PollWithdrawalConnection,
  PollWithdrawalType,
  RecordDissentInput,
  WithdrawFromPollInput,
} from './poll-notes.types.js';
import { PollType } from './poll.types.js';

const input = { name: 'input', description: 'What is asked.' };

@Resolver(() => PollType)
export class PollNotesResolver {
  constructor(
    @Inject(PollNotes) private readonly notes: PollNotes,
    @Inject(PollWithdrawals) private readonly leaving: PollWithdrawals,
    @Inject(PollDissents) private readonly dissenting: PollDissents,
  ) {}

  @ActMutation(withdrawFromPollAct)
  withdrawFromPoll(@Scope() scope: RequestScope, @Args(input) asked: WithdrawFromPollInput): unknown {
    return this.leaving.withdraw(scope, asked);
  }

  @ActMutation(recordDissentAct)
  recordDissent(@Scope() scope: RequestScope, @Args(input) asked: RecordDissentInput): unknown {
    return this.dissenting.record(scope, asked);
  }

  @ResolveField(() => PollWithdrawalConnection, {
    description: 'Electors who left it for a conflict of interest, out of its base and quorum.',
  })
  withdrawals(
    @Scope() scope: RequestScope,
    @Parent() { id }: { id: string },
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.notes.withdrawals(scope, id, page, counted);
  }

  @ResolveField(() => DissentConnection, { description: 'Dissent recorded from what was decided.' })
  dissents(
    @Scope() scope: RequestScope,
    @Parent() { id }: { id: string },
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.notes.dissents(scope, id, page, counted);
  }

  @ResolveField(() => PollTextChangeConnection, {
    description: 'How what is voted on was changed while the vote was open, oldest first.',
  })
  textChanges(
    @Scope() scope: RequestScope,
    @Parent() { id }: { id: string },
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.notes.textChanges(scope, id, page, counted);
  }

  @ResolveField(() => PollTextChangeType, {
    nullable: true,
    description:
      'The change about which the viewer is asked again; their earlier ballot no longer counts. Null where it stands.',
  })
  askedAgain(@Scope() scope: RequestScope, @Parent() { id }: { id: string }): unknown {
    return this.notes.askedAgain(scope).load(id);
  }
}

@Resolver(() => PollTextChangeType)
class TextChangeResolver {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @ResolveField(() => MemberType, { nullable: true, description: 'Who changed it.' })
  changedBy(@Scope() scope: RequestScope, @Parent() { changedBy }: TextChangeRow): unknown {
    return memberships(scope, this.work).load(changedBy);
  }
}

function noteOf(type: Type<unknown>): Type<unknown> {
  @Resolver(() => type)
  class NoteResolver {
    constructor(@Inject(UnitOfWork) readonly work: UnitOfWork) {}

    @ResolveField(() => MemberType, { nullable: true, description: 'The elector.' })
    member(@Scope() scope: RequestScope, @Parent() { membershipId }: NoteRow): unknown {
      return memberships(scope, this.work).load(membershipId);
    }
    @ResolveField(() => MemberType, {
      nullable: true,
      description: 'Who entered it: the elector, or an officer.',
    })
    notedBy(@Scope() scope: RequestScope, @Parent() { notedBy }: NoteRow): unknown {
      return memberships(scope, this.work).load(notedBy);
    }
  }
  return NoteResolver;
}

/** The answers carry identifiers; what a client asks beyond them is read after the commit. */
function pollOf(done: Type<unknown>): Type<unknown> {
  @Resolver(() => done)
  class DoneResolver {
    constructor(@Inject(PollReading) readonly reading: PollReading) {}

    @ResolveField(() => PollType, { nullable: true, description: 'The poll as it stands.' })
    poll(@Scope() scope: RequestScope, @Parent() { pollId }: PollLeft): unknown {
      return this.reading.poll(scope, pollId);
    }
  }
  return DoneResolver;
}

export const pollNoteResolvers = [
  PollNotesResolver,
  TextChangeResolver,
  ...[PollWithdrawalType, DissentType].map(noteOf),
  ...[PollLeft, DissentRecorded].map(pollOf),
];
