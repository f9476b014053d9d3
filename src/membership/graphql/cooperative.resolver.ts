import { Inject } from '@nestjs/common';
import { Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { seatsOfBodies, type SeatRow } from '../member-details.js';
import { MemberReading } from '../member-reading.js';
import { memberships } from '../member-register.js';
import type { BodyRow, MemberClassRow } from '../membership.rows.js';
import { BodyType, CooperativeType, MemberClassType, MemberType, SeatType } from './membership.types.js';

@Resolver(() => CooperativeType)
export class CooperativeResolver {
  constructor(@Inject(MemberReading) private readonly reading: MemberReading) {}

  @Query(() => CooperativeType, {
    nullable: true,
    description: 'The cooperative that the request names; for whoever has a membership in it.',
  })
  cooperative(@Scope() scope: RequestScope): unknown {
    return this.reading.cooperative(scope);
  }

  @Query(() => [MemberClassType], { nullable: true, description: 'The classes of members; for members.' })
  memberClasses(@Scope() scope: RequestScope): unknown {
    return this.reading.classes(scope);
  }

  @Query(() => [BodyType], { nullable: true, description: 'The bodies that decide; for members.' })
  bodies(@Scope() scope: RequestScope): unknown {
    return this.reading.bodies(scope);
  }
}

@Resolver(() => BodyType)
export class BodyResolver {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @ResolveField(() => [SeatType], {
    description: 'Who sits on it today or is to; empty for the general assembly.',
  })
  seats(@Parent() body: BodyRow, @Scope() scope: RequestScope): unknown {
    return seatsOfBodies(scope, this.work).load(body.id);
  }
}

@Resolver(() => SeatType)
export class SeatResolver {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @ResolveField(() => MemberType, { nullable: true, description: 'Who holds it.' })
  member(@Parent() seat: SeatRow, @Scope() scope: RequestScope): unknown {
    return memberships(scope, this.work).load(seat.membershipId);
  }
}

@Resolver(() => MemberClassType)
export class MemberClassResolver {
  /** Weights are exact integers inside and text in the API, which has no integers of this size. */
  @ResolveField(() => String, {
    description: 'The weight of one member’s vote in millionths, as text: `"1000000"` is one vote.',
  })
  voteWeightMillionths(@Parent() memberClass: MemberClassRow): string {
    return memberClass.voteWeightMillionths.toString();
  }
}
