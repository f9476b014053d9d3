import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ActMutation } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { MemberKeeping } from '../member-keeping.js';
import { memberships } from '../member-register.js';
import { maySeeRegister } from '../membership.policy.js';
import { Representatives } from '../representatives.js';
import { Seats } from '../seats.js';
import { StandingChanges } from '../standing-changes.js';
import {
  addMember,
  appointRepresentative,
  appointToSeat,
  changeMemberClass,
  endRole,
  endSeat,
  leaveCooperative,
  reinstateMember,
  suspendMember,
} from './membership.acts.js';
import { InvitationSentType, MemberChangedType } from './membership.done.js';
import {
  AddMemberInput,
  AppointRepresentativeInput,
  AppointToSeatInput,
  ChangeMemberClassInput,
  DatedChangeInput,
  EndRoleInput,
  EndSeatInput,
} from './membership.inputs.js';
import { MemberType } from './membership.types.js';

const input = (type: () => unknown) => ({
  type: type as () => typeof AddMemberInput,
  description: 'What is asked.',
});

@Resolver()
export class MemberKeepingResolver {
  constructor(
    @Inject(MemberKeeping) private readonly keeping: MemberKeeping,
    @Inject(StandingChanges) private readonly standings: StandingChanges,
    @Inject(Seats) private readonly seats: Seats,
    @Inject(Representatives) private readonly representatives: Representatives,
  ) {}

  @ActMutation(addMember)
  addMember(
    @Scope() scope: RequestScope,
    @Args('input', input(() => AddMemberInput)) asked: AddMemberInput,
  ): unknown {
    return this.keeping.addMember(scope, { ...asked, kind: asked.kind ?? 'person' });
  }

  @ActMutation(changeMemberClass)
  changeMemberClass(
    @Scope() scope: RequestScope,
    @Args('input', input(() => ChangeMemberClassInput)) asked: ChangeMemberClassInput,
  ): unknown {
    return this.keeping.changeClass(scope, asked);
  }

  @ActMutation(suspendMember)
  suspendMember(
    @Scope() scope: RequestScope,
    @Args('input', input(() => DatedChangeInput)) asked: DatedChangeInput,
  ): unknown {
    return this.standings.suspend(scope, asked);
  }

  @ActMutation(reinstateMember)
  reinstateMember(
    @Scope() scope: RequestScope,
    @Args('input', input(() => DatedChangeInput)) asked: DatedChangeInput,
  ): unknown {
    return this.standings.reinstate(scope, asked);
  }

  @ActMutation(leaveCooperative)
  leaveCooperative(
    @Scope() scope: RequestScope,
    @Args('input', input(() => DatedChangeInput)) asked: DatedChangeInput,
  ): unknown {
    return this.standings.leave(scope, asked);
  }

  @ActMutation(endRole)
  endRole(
    @Scope() scope: RequestScope,
    @Args('input', input(() => EndRoleInput)) asked: EndRoleInput,
  ): unknown {
    return this.keeping.endRole(scope, asked);
  }

  @ActMutation(appointToSeat)
  appointToSeat(
    @Scope() scope: RequestScope,
    @Args('input', input(() => AppointToSeatInput)) asked: AppointToSeatInput,
  ): unknown {
    return this.seats.appoint(scope, asked);
  }

  @ActMutation(endSeat)
  endSeat(
    @Scope() scope: RequestScope,
    @Args('input', input(() => EndSeatInput)) asked: EndSeatInput,
  ): unknown {
    return this.seats.end(scope, asked);
  }

  @ActMutation(appointRepresentative)
  appointRepresentative(
    @Scope() scope: RequestScope,
    @Args('input', input(() => AppointRepresentativeInput)) asked: AppointRepresentativeInput,
  ): unknown {
    return this.representatives.appoint(scope, asked);
  }
}

/** The member as they now stand, for whoever may see them. */
function memberNow(scope: RequestScope, work: UnitOfWork, membershipId: string): unknown {
  const isOwn = scope.viewer.membershipId === membershipId;
  return isOwn || maySeeRegister(scope.viewer) === true ? memberships(scope, work).load(membershipId) : null;
}

@Resolver(() => MemberChangedType)
export class MemberChangedResolver {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @ResolveField(() => MemberType, { nullable: true, description: 'The member as they now stand.' })
  member(@Parent() done: MemberChangedType, @Scope() scope: RequestScope): unknown {
    return memberNow(scope, this.work, done.membershipId);
  }
}

@Resolver(() => InvitationSentType)
export class InvitationSentResolver {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @ResolveField(() => MemberType, { nullable: true, description: 'The member invited.' })
  member(@Parent() done: InvitationSentType, @Scope() scope: RequestScope): unknown {
    return memberNow(scope, this.work, done.membershipId);
  }
}
