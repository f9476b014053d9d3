import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import { CalendarDate, Instant } from '../../platform/graphql/scalars.js';
import { shown } from '../../platform/graphql/verdict.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { MemberStanding } from '../domain/standing.js';
import { contacts, legalNames, representatives, roleTerms, standingChanges } from '../member-details.js';
import { MemberReading } from '../member-reading.js';
import { memberClasses, memberships } from '../member-register.js';
import { mayKeepRegister, mayRecordLeaving, maySeeContacts, maySuspend } from '../membership.policy.js';
import type { MembershipRow } from '../membership.rows.js';
import { StandingEnum } from './membership.enums.js';
import {
  MemberClassType,
  MemberConnection,
  MemberContactType,
  MemberType,
  MemberViewerCanType,
  RoleTermType,
  StandingChangeType,
} from './membership.types.js';

@ArgsType()
class AsOfArgs {
  @Field(() => CalendarDate, { nullable: true, description: 'The day to describe; today when absent.' })
  asOf?: string | null;
  @Field(() => Instant, {
    nullable: true,
    description: 'Only what had been recorded by then; everything when absent.',
  })
  knownAt?: Date | null;
}

@ArgsType()
class RegisterArgs extends AsOfArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Part of a name, whatever its accents and case, or a member’s number.',
  })
  search?: string | null;
  @Field(() => [StandingEnum], { nullable: true, description: 'Only these standings; all when absent.' })
  standings?: MemberStanding[] | null;
  @Field(() => String, { nullable: true, description: 'Only the class with this code.' })
  classCode?: string | null;
}

@Resolver(() => MemberType)
export class MemberResolver {
  constructor(
    @Inject(MemberReading) private readonly reading: MemberReading,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  @Query(() => MemberConnection, {
    nullable: true,
    description: 'The register of members by number, as of a day and as known at an instant; for members.',
  })
  members(
    @Scope() scope: RequestScope,
    @Args() query: RegisterArgs,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.page(scope, query, page, counted);
  }

  @Query(() => MemberType, { nullable: true, description: 'One member; for members.' })
  member(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The identifier of the membership.' }) id: string,
    @Args() at: AsOfArgs,
  ): unknown {
    return this.reading.member(scope, id, at);
  }

  @Query(() => MemberType, {
    nullable: true,
    description: 'The viewer’s own membership in this cooperative, whatever its standing.',
  })
  myMembership(@Scope() scope: RequestScope): unknown {
    return this.reading.own(scope);
  }

  @ResolveField(() => MemberClassType, { nullable: true, description: 'The class on the day asked about.' })
  memberClass(@Parent() member: MembershipRow, @Scope() scope: RequestScope): unknown {
    return member.classId === null ? null : memberClasses(scope, this.work).load(member.classId);
  }

  @ResolveField(() => [MemberContactType], {
    nullable: true,
    description: 'How to reach the member; for the member and who keeps the register.',
  })
  contacts(@Parent() member: MembershipRow, @Scope() scope: RequestScope): unknown {
    return maySeeContacts(scope.viewer, member) === true
      ? contacts(scope, this.work).load(member.partyId)
      : null;
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'The legal name where it is another; for the member and who keeps the register.',
  })
  async legalName(@Parent() member: MembershipRow, @Scope() scope: RequestScope): Promise<string | null> {
    if (maySeeContacts(scope.viewer, member) !== true) return null;
    return (await legalNames(scope, this.work).load(member.partyId))[0]?.name ?? null;
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'The reference in imported lists; for the member and who keeps the register.',
  })
  reference(@Parent() member: MembershipRow, @Scope() scope: RequestScope): string | null {
    return maySeeContacts(scope.viewer, member) === true ? member.externalRef : null;
  }

  @ResolveField(() => [StandingChangeType], {
    nullable: true,
    description:
      'Every standing with its two times, in order of record; for the member and who keeps the register.',
  })
  standingChanges(@Parent() member: MembershipRow, @Scope() scope: RequestScope): unknown {
    return maySeeContacts(scope.viewer, member) === true
      ? standingChanges(scope, this.work).load(member.id)
      : null;
  }

  @ResolveField(() => [RoleTermType], { description: 'Every term of office, oldest first.' })
  roleTerms(@Parent() member: MembershipRow, @Scope() scope: RequestScope): unknown {
    return roleTerms(scope, this.work).load(member.id);
  }

  @ResolveField(() => MemberType, {
    nullable: true,
    description: 'Who acts today for a household or an organisation; null for a person.',
  })
  async representative(@Parent() member: MembershipRow, @Scope() scope: RequestScope): Promise<unknown> {
    if (member.kind === 'person') return null;
    const found = (await representatives(scope, this.work).load(member.partyId))[0];
    return found ? memberships(scope, this.work).load(found.membershipId) : null;
  }

  @ResolveField(() => MemberViewerCanType, { description: 'What the viewer may do with this member.' })
  viewerCan(@Parent() member: MembershipRow, @Scope() { viewer }: RequestScope): MemberViewerCanType {
    const facts = { membershipId: member.id, standing: member.standing, roles: member.roles };
    return {
      seeContacts: shown(maySeeContacts(viewer, member)),
      keep: shown(mayKeepRegister(viewer)),
      suspend: shown(maySuspend(viewer, facts)),
      recordLeaving: shown(mayRecordLeaving(viewer, facts)),
    };
  }
}
