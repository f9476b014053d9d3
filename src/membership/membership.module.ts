import { Module } from '@nestjs/common';
import { Bylaws } from './bylaws.js';
import { Founding } from './founding.js';
import { BylawsResolver } from './graphql/bylaws.resolver.js';
import {
  BodyResolver,
  CooperativeResolver,
  MemberClassResolver,
  SeatResolver,
} from './graphql/cooperative.resolver.js';
import { InvitationResolver } from './graphql/invitation.resolver.js';
import {
  InvitationSentResolver,
  MemberChangedResolver,
  MemberKeepingResolver,
} from './graphql/member-keeping.resolver.js';
import { MemberResolver } from './graphql/member.resolver.js';
import { MemberImportResolver } from './graphql/member-import.resolver.js';
import { InvitationMail, MailedInvitations } from './invitation-mail.js';
import { Invitations } from './invitations.js';
import { MemberImport } from './member-import.js';
import { MemberKeeping } from './member-keeping.js';
import { MemberReading } from './member-reading.js';
import { MemberRegister } from './member-register.js';
import { Representatives } from './representatives.js';
import { Roles } from './roles.js';
import { RuleCheckers } from './rule-checkers.js';
import { Seats } from './seats.js';
import { StandingChanges } from './standing-changes.js';

/** Who belongs, by which rules, in which office. */
@Module({
  providers: [
    { provide: RuleCheckers, useFactory: () => new RuleCheckers() },
    { provide: InvitationMail, useClass: MailedInvitations },
    MemberRegister,
    MemberReading,
    MemberKeeping,
    MemberImport,
    StandingChanges,
    Seats,
    Representatives,
    Invitations,
    Founding,
    Bylaws,
    Roles,
    MemberResolver,
    MemberKeepingResolver,
    MemberImportResolver,
    MemberChangedResolver,
    InvitationSentResolver,
    InvitationResolver,
    CooperativeResolver,
    MemberClassResolver,
    BodyResolver,
    SeatResolver,
    BylawsResolver,
  ],
  exports: [MemberRegister, RuleCheckers, Bylaws, Roles, Founding, MemberImport],
})
export class MembershipModule {}
