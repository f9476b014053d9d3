import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { Instant } from '../../platform/graphql/scalars.js';

export type Delivery = 'cookie' | 'token';
export const DeliveryEnum = describedEnum<Delivery>(
  'SecretDelivery',
  'How the secret of a session reaches the caller.',
  {
    cookie: 'For browsers: as a cookie that scripts cannot read.',
    token: 'For programs: as a field of the answer, to be sent back as `Authorization: Bearer …`.',
  },
);

@InputType({ description: 'Where to send a one-time code.' })
export class RequestSignInCodeInput {
  @Field(() => String, { description: 'The e-mail address of the person who signs in.' })
  address: string;
  @Field(() => DeliveryEnum, { description: 'How the binding is handed over; use the same to sign in.' })
  deliverAs: Delivery;
}

@InputType({ description: 'What a person presents to sign in.' })
export class SignInInput {
  @Field(() => String, { description: 'The e-mail address that the code was sent to.' })
  address: string;
  @Field(() => String, { description: 'The eight digits of the letter; spaces and hyphens are ignored.' })
  code: string;
  @Field(() => String, {
    nullable: true,
    description:
      'For programs: the binding answered when the code was asked for. Browsers send it as a cookie.',
  })
  binding?: string | null;
  @Field(() => DeliveryEnum, { description: 'How the session is handed over.' })
  deliverAs: Delivery;
  @Field(() => String, {
    nullable: true,
    description: 'What the person calls this device in the list of sessions; at most 100 characters.',
  })
  device?: string | null;
}

@InputType({ description: 'Which session ends.' })
export class RevokeSessionInput {
  @Field(() => ID, { description: 'A session of the viewer.' })
  sessionId: string;
}

@ObjectType('SignInCodeRequested', {
  description:
    'A code is on its way, if letters reach this address. The answer is the same for every address.',
})
export class SignInCodeRequestedType {
  @Field(() => Instant, { description: 'When the code ceases to work.' })
  expiresAt: Date;
  @Field(() => String, {
    nullable: true,
    description: 'For programs: the secret to present with the code. Null when it was set as a cookie.',
  })
  binding: string | null;
}

@ObjectType('SignedIn', { description: 'The person is signed in on this device.' })
export class SignedInType {
  @Field(() => ID, { description: 'The person who signed in.' })
  personId: string;
  @Field(() => ID, { description: 'The new session, as in the list of sessions.' })
  sessionId: string;
  @Field(() => Instant, { description: 'When the session ends at the latest.' })
  expiresAt: Date;
  @Field(() => String, {
    nullable: true,
    description:
      'For programs: the secret of the session, told only this once. Null when it was set as a cookie.',
  })
  token: string | null;
}

@ObjectType('SignedOut', { description: 'The session of this request has ended.' })
export class SignedOutType {
  @Field(() => ID, { description: 'The session that ended.' })
  sessionId: string;
}

@ObjectType('SessionRevoked', { description: 'A session has ended.' })
export class SessionRevokedType {
  @Field(() => ID, { description: 'The session that ended.' })
  sessionId: string;
}

@ObjectType('OtherSessionsRevoked', { description: 'Every session of the viewer but this one has ended.' })
export class OtherSessionsRevokedType {
  @Field(() => Int, { description: 'How many sessions ended.' })
  count: number;
}

@ObjectType('Session', { description: 'A device on which the viewer is signed in.' })
export class SessionType {
  @Field(() => ID, { description: 'The identifier of the session; it opens nothing.' })
  id: string;
  @Field(() => String, { description: 'What the person called the device; empty when nothing was said.' })
  device: string;
  @Field(() => Instant, { description: 'When the person signed in.' })
  createdAt: Date;
  @Field(() => Instant, { description: 'When the session ends at the latest.' })
  expiresAt: Date;
  @Field(() => Boolean, { description: 'Whether this request came in this session.' })
  isCurrent: boolean;
}
export const SessionConnection = connectionOf(SessionType, 'Session');

@ObjectType('OwnCooperative', {
  description: 'A cooperative in which the viewer has a membership of any standing.',
})
export class OwnCooperativeType {
  @Field(() => ID, { description: 'The cooperative.' })
  cooperativeId: string;
  @Field(() => ID, { description: 'The viewer’s membership there.' })
  membershipId: string;
  @Field(() => String, { description: 'Its short name, for the header `Rochdale-Cooperative`.' })
  slug: string;
  @Field(() => String, { description: 'Its name.' })
  name: string;
}
export const OwnCooperativeConnection = connectionOf(OwnCooperativeType, 'OwnCooperative');

@ObjectType('Me', { description: 'The person who is signed in, across cooperatives; seen by nobody else.' })
export class MeType {
  @Field(() => ID, { description: 'The person.' })
  id: string;
}
