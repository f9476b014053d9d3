import { Module } from '@nestjs/common';
import { Bylaws } from './bylaws.js';
import { BylawsResolver } from './graphql/bylaws.resolver.js';
import { BodyResolver, CooperativeResolver, SeatResolver } from './graphql/cooperative.resolver.js';
import { MemberResolver } from './graphql/member.resolver.js';
import { MemberReading } from './member-reading.js';
import { MemberRegister } from './member-register.js';
import { Roles } from './roles.js';

/** Who belongs, by which rules, in which office. */
@Module({
  providers: [
    MemberRegister,
    MemberReading,
    Bylaws,
    Roles,
    MemberResolver,
    CooperativeResolver,
    BodyResolver,
    SeatResolver,
    BylawsResolver,
  ],
  exports: [MemberRegister, Bylaws, Roles],
})
export class MembershipModule {}
