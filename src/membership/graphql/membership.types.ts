import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { CalendarDate, Instant } from '../../platform/graphql/scalars.js';
import { VerdictType } from '../../platform/graphql/verdict.js';
import type { MemberRole, Standing } from '../../platform/request/viewer.js';
import type { CooperativeKind } from '../domain/cooperative-charter.js';
import type { BodyKind, PartyKind } from '../membership.rows.js';
import {
  BodyKindEnum,
  CooperativeKindEnum,
  PartyKindEnum,
  RoleEnum,
  StandingEnum,
} from './membership.enums.js';

@ObjectType('Cooperative', { description: 'The cooperative that the request is about.' })
export class CooperativeType {
  @Field(() => ID, { description: 'Its identifier.' })
  id: string;
  @Field(() => String, {
    description: 'Its short name, for addresses and for the `Rochdale-Cooperative` header.',
  })
  slug: string;
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => CooperativeKindEnum, { description: 'Whom it serves.' })
  kind: CooperativeKind;
  @Field(() => String, { description: 'The currency of its books, ISO 4217.' })
  currency: string;
  @Field(() => String, { description: 'Its language and conventions, BCP 47.' })
  locale: string;
  @Field(() => String, { description: 'The time zone of its dates, IANA.' })
  timeZone: string;
  @Field(() => Instant, { description: 'When it was founded here.' })
  foundedAt: Date;
  @Field(() => CalendarDate, { description: 'The date it is now in its time zone.' })
  today: string;
}

@ObjectType('MemberClass', { description: 'A class of members, with its vote.' })
export class MemberClassType {
  @Field(() => ID, { description: 'Its identifier.' })
  id: string;
  @Field(() => String, { description: 'Its short code, as in imported lists.' })
  code: string;
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => Boolean, { description: 'Whether its members vote.' })
  mayVote: boolean;
}

@ObjectType('MemberContact', { description: 'One way to reach a member.' })
export class MemberContactType {
  @Field(() => String, { description: 'The channel: email, telephone, post or in_person.' })
  channel: string;
  @Field(() => String, { description: 'The address or number.' })
  value: string;
}

@ObjectType('StandingChange', { description: 'A standing with its two times.' })
export class StandingChangeType {
  @Field(() => StandingEnum, { description: 'The standing that began.' })
  standing: Standing;
  @Field(() => CalendarDate, { description: 'The first day on which it holds.' })
  effectiveOn: string;
  @Field(() => Instant, { description: 'When it was recorded; of two for one day, the later holds.' })
  recordedAt: Date;
}

@ObjectType('RoleTerm', { description: 'An office held by a member for a time.' })
export class RoleTermType {
  @Field(() => ID, { description: 'Its identifier.' })
  id: string;
  @Field(() => RoleEnum, { description: 'The office.' })
  role: MemberRole;
  @Field(() => CalendarDate, { description: 'The first day.' })
  effectiveFrom: string;
  @Field(() => CalendarDate, { nullable: true, description: 'The first day on which it is no longer held.' })
  effectiveUntil: string | null;
  @Field(() => ID, { nullable: true, description: 'The decision it came from; null for founding officers.' })
  decisionId: string | null;
}

@ObjectType('MemberViewerCan', { description: 'What the viewer may do with this member.' })
export class MemberViewerCanType {
  @Field(() => VerdictType, { description: 'See contacts, legal name and reference.' })
  seeContacts: VerdictType;
  @Field(() => VerdictType, { description: 'Change the member’s class, or invite them again.' })
  keep: VerdictType;
  @Field(() => VerdictType, { description: 'Suspend or reinstate the member.' })
  suspend: VerdictType;
  @Field(() => VerdictType, { description: 'Record that the member leaves.' })
  recordLeaving: VerdictType;
}

@ObjectType('Member', { description: 'A membership, as it stood on the day asked about.' })
export class MemberType {
  @Field(() => ID, { description: 'The identifier of the membership.' })
  id: string;
  @Field(() => Int, { description: 'The member’s number; never given to another.' })
  number: number;
  @Field(() => String, { description: 'The chosen name; the number where no name is kept.' })
  name: string;
  @Field(() => PartyKindEnum, { description: 'Whether a person, a household or an organisation.' })
  kind: PartyKind;
  @Field(() => CalendarDate, { description: 'The day the membership began.' })
  joinedOn: string;
  @Field(() => StandingEnum, { nullable: true, description: 'How it stands; null before it began.' })
  standing: Standing | null;
  @Field(() => [RoleEnum], { description: 'The offices held on that day.' })
  roles: readonly MemberRole[];
  @Field(() => CalendarDate, { description: 'The day this describes.' })
  asOf: string;
}
export const MemberConnection = connectionOf(MemberType, 'Member');

@ObjectType('Seat', { description: 'A place on a body, held for a time.' })
export class SeatType {
  @Field(() => ID, { description: 'Its identifier.' })
  id: string;
  @Field(() => String, { description: 'The title that goes with it; carries no rights of its own.' })
  title: string;
  @Field(() => CalendarDate, { description: 'The first day.' })
  effectiveFrom: string;
  @Field(() => CalendarDate, { nullable: true, description: 'The first day on which it is no longer held.' })
  effectiveUntil: string | null;
}

@ObjectType('Body', {
  description: 'What decides: the assembly, the board, a committee, a circle, an officer.',
})
export class BodyType {
  @Field(() => ID, { description: 'Its identifier.' })
  id: string;
  @Field(() => BodyKindEnum, { description: 'What kind of body it is.' })
  kind: BodyKind;
  @Field(() => String, { description: 'Its short code, as rules of decision name it.' })
  code: string;
  @Field(() => String, { description: 'Its name.' })
  name: string;
}
