import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Instant } from '../../platform/graphql/scalars.js';

@ObjectType('CooperativeFounded', {
  description: 'The cooperative exists; the second officer has been invited.',
})
export class CooperativeFoundedType {
  @Field(() => ID, { description: 'The cooperative.' })
  cooperativeId: string;
  @Field(() => String, {
    description: 'Its short name, for the `Rochdale-Cooperative` header of what follows.',
  })
  slug: string;
  @Field(() => ID, { description: 'The founder’s membership.' })
  founderMembershipId: string;
  @Field(() => ID, { description: 'The second officer’s membership, invited.' })
  secondOfficerMembershipId: string;
}

@ObjectType('InvitationSent', { description: 'The invitation is on its way.' })
export class InvitationSentType {
  @Field(() => ID, { description: 'The membership it is for.' })
  membershipId: string;
  @Field(() => Instant, { description: 'Until when it can be accepted.' })
  expiresAt: Date;
}

@ObjectType('InvitationRevoked', { description: 'No invitation of this membership is open any more.' })
export class InvitationRevokedType {
  @Field(() => ID, { description: 'The membership it was for.' })
  membershipId: string;
}

@ObjectType('InvitationAccepted', { description: 'The membership now belongs to the person signed in.' })
export class InvitationAcceptedType {
  @Field(() => ID, { description: 'The cooperative joined.' })
  cooperativeId: string;
  @Field(() => String, {
    description: 'Its short name, for the `Rochdale-Cooperative` header of what follows.',
  })
  cooperativeSlug: string;
  @Field(() => ID, { description: 'The membership.' })
  membershipId: string;
  @Field(() => Int, { description: 'The member’s number.' })
  number: number;
}

@ObjectType('MemberChanged', { description: 'The register was changed; `member` shows how it now stands.' })
export class MemberChangedType {
  @Field(() => ID, { description: 'The membership that was changed.' })
  membershipId: string;
}

@ObjectType('MembersImported', { description: 'Every line of the file is in the register.' })
export class MembersImportedType {
  @Field(() => ID, { description: 'The import.' })
  importId: string;
  @Field(() => Int, { description: 'How many members it entered.' })
  members: number;
}
