// No default values here: compiled queries do not apply those of input fields, so the resolvers do.
import { Field, ID, InputType } from '@nestjs/graphql';
import { CalendarDate } from '../../platform/graphql/scalars.js';
import type { MemberRole } from '../../platform/request/viewer.js';
import type { CooperativeKind } from '../domain/cooperative-charter.js';
import type { PartyKind } from '../membership.rows.js';
import { CooperativeKindEnum, PartyKindEnum, RoleEnum } from './membership.enums.js';

@InputType({ description: 'An officer appointed with the cooperative.' })
export class SecondOfficerInput {
  @Field(() => String, { description: 'Their name.' })
  name: string;
  @Field(() => String, { description: 'Their e-mail address; the invitation goes there.' })
  email: string;
  @Field(() => RoleEnum, { nullable: true, description: 'Their office; treasurer when absent.' })
  role?: MemberRole | null;
}

@InputType({ description: 'A class of members at founding.' })
export class FoundingClassInput {
  @Field(() => String, { description: 'A short code, as imported lists will name it.' })
  code: string;
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => Boolean, { nullable: true, description: 'Whether its members vote; they do when absent.' })
  mayVote?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description:
      'The weight of one member’s vote in millionths, as text; `"1000000"`, one vote, when absent.',
  })
  voteWeightMillionths?: string | null;
}

@InputType({ description: 'What a cooperative is founded with.' })
export class FoundCooperativeInput {
  @Field(() => String, { description: 'Its name.' })
  name: string;
  @Field(() => String, { description: 'Its short name: small letters, digits, hyphens.' })
  slug: string;
  @Field(() => CooperativeKindEnum, { description: 'Whom it serves.' })
  kind: CooperativeKind;
  @Field(() => String, { description: 'The currency of its books, ISO 4217.' })
  currency: string;
  @Field(() => String, { description: 'Its language, BCP 47.' })
  locale: string;
  @Field(() => String, { description: 'The time zone of its dates, IANA.' })
  timeZone: string;
  @Field(() => [FoundingClassInput], {
    nullable: true,
    description: 'Its classes; one class with one vote each when absent.',
  })
  classes?: FoundingClassInput[] | null;
  @Field(() => String, { description: 'The founder’s own name.' })
  founderName: string;
  @Field(() => SecondOfficerInput, { description: 'The second officer, invited at once.' })
  secondOfficer: SecondOfficerInput;
}

@InputType({ description: 'Somebody to be invited.' })
export class InviteMemberInput {
  @Field(() => String, { description: 'Their name.' })
  name: string;
  @Field(() => String, { description: 'Their e-mail address.' })
  email: string;
  @Field(() => String, { description: 'The code of their class.' })
  classCode: string;
  @Field(() => PartyKindEnum, {
    nullable: true,
    description: 'What will hold the membership; a person when absent.',
  })
  kind?: PartyKind | null;
}

@InputType({ description: 'A member entered by hand.' })
export class AddMemberInput {
  @Field(() => String, { description: 'The name the member goes by.' })
  name: string;
  @Field(() => String, { nullable: true, description: 'The legal name, where it is another.' })
  legalName?: string | null;
  @Field(() => String, { nullable: true, description: 'The e-mail address.' })
  email?: string | null;
  @Field(() => String, { nullable: true, description: 'The telephone number.' })
  telephone?: string | null;
  @Field(() => PartyKindEnum, {
    nullable: true,
    description: 'What holds the membership; a person when absent.',
  })
  kind?: PartyKind | null;
  @Field(() => String, { description: 'The code of the class.' })
  classCode: string;
  @Field(() => String, { nullable: true, description: 'The reference in the cooperative’s own lists.' })
  reference?: string | null;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The day the membership began; today when absent.',
  })
  joinedOn?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether it begins with a trial period.' })
  onProbation?: boolean | null;
}

@InputType({ description: 'A change of one membership from a day on.' })
export class DatedChangeInput {
  @Field(() => ID, { description: 'The membership.' })
  membershipId: string;
  @Field(() => CalendarDate, { nullable: true, description: 'The first day it holds; today when absent.' })
  effectiveOn?: string | null;
}

@InputType({ description: 'A change of class from a day on.' })
export class ChangeMemberClassInput extends DatedChangeInput {
  @Field(() => String, { description: 'The code of the new class.' })
  classCode: string;
}

@InputType({ description: 'The end of a term of office.' })
export class EndRoleInput {
  @Field(() => ID, { description: 'The term.' })
  roleTermId: string;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The first day it is no longer held; today when absent.',
  })
  effectiveUntil?: string | null;
}

@InputType({ description: 'A place on a body.' })
export class AppointToSeatInput {
  @Field(() => String, { description: 'The code of the body.' })
  bodyCode: string;
  @Field(() => ID, { description: 'The membership.' })
  membershipId: string;
  @Field(() => String, { nullable: true, description: 'A title that goes with it, as “chair”.' })
  title?: string | null;
  @Field(() => CalendarDate, { nullable: true, description: 'The first day; today when absent.' })
  effectiveFrom?: string | null;
}

@InputType({ description: 'The end of a place on a body.' })
export class EndSeatInput {
  @Field(() => ID, { description: 'The seat.' })
  seatId: string;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The first day it is no longer held; today when absent.',
  })
  effectiveUntil?: string | null;
}

@InputType({ description: 'Who acts for a household or an organisation.' })
export class AppointRepresentativeInput {
  @Field(() => ID, { description: 'The membership of the household or organisation.' })
  membershipId: string;
  @Field(() => ID, { description: 'The membership of the person who acts for it.' })
  representativeMembershipId: string;
  @Field(() => CalendarDate, { nullable: true, description: 'The first day; today when absent.' })
  effectiveFrom?: string | null;
}
