import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, PageArgs } from '../../../platform/graphql/connection.js';
import { CalendarDate, Instant } from '../../../platform/graphql/scalars.js';
import { VerdictType } from '../../../platform/graphql/verdict.js';
import { DelegationScopeEnum } from './delegation.enums.js';

@ObjectType('DelegationViewerCan', { description: 'What the viewer may do with a delegation.' })
export class DelegationViewerCanType {
  @Field(() => VerdictType, { description: 'Confirm it.' })
  confirmDelegation: VerdictType;
  @Field(() => VerdictType, { description: 'Take it back.' })
  revokeDelegation: VerdictType;
  @Field(() => VerdictType, { description: 'Refuse to hold it.' })
  declineDelegation: VerdictType;
}

@ObjectType('Delegation', {
  description:
    'A member’s standing wish that another vote for them, or that nobody does; seen by these two alone.',
})
export class DelegationType {
  @Field(() => ID, { description: 'Its identifier.' })
  id: string;
  @Field(() => DelegationScopeEnum, { description: 'What it is for.' })
  scope: string;
  @Field(() => String, { nullable: true, description: 'The topic, where it is for one.' })
  topic: string | null;
  @Field(() => ID, { nullable: true, description: 'The body that decides, where it is for a circle.' })
  bodyId: string | null;
  @Field(() => String, { nullable: true, description: 'The name of that body.' })
  bodyName: string | null;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The last day on which it counts; null for none.',
  })
  expiresOn: string | null;
  @Field(() => Instant, { description: 'When it was given.' })
  grantedAt: Date;
  @Field(() => Instant, { description: 'When it was last confirmed; when it was given, if never.' })
  confirmedAt: Date;
  @Field(() => Int, { description: 'How often it was confirmed.' })
  confirmations: number;
  @Field(() => Instant, { nullable: true, description: 'When it was replaced, taken back or refused.' })
  endedAt: Date | null;
}
export const DelegationConnection = connectionOf(DelegationType, 'Delegation');

@ArgsType()
export class DelegationsArgs extends PageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Also those that were replaced, taken back or refused.',
  })
  includeEnded?: boolean | null;
}

@InputType({ description: 'What a delegation is for: exactly one of these.', isOneOf: true })
export class DelegationScopeInput {
  @Field(() => ID, { nullable: true, description: 'One open poll whose rule allows delegation.' })
  pollId?: string | null;
  @Field(() => String, { nullable: true, description: 'Every poll of this topic.' })
  topic?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'Every poll of this body: a circle, the board, the assembly.',
  })
  bodyId?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'True: every poll of the cooperative.' })
  wholeCooperative?: boolean | null;
}

@InputType({ description: 'Who is to vote: exactly one of these.', isOneOf: true })
export class DelegationHolderInput {
  @Field(() => ID, { nullable: true, description: 'The membership of the member who is to vote.' })
  membershipId?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'True: nobody, which blocks wider scopes.' })
  nobody?: boolean | null;
}

@InputType({ description: 'A delegation.' })
export class DelegateInput {
  @Field(() => DelegationScopeInput, { description: 'What it is for.' })
  scope: DelegationScopeInput;
  @Field(() => DelegationHolderInput, { description: 'Who is to vote.' })
  to: DelegationHolderInput;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The last day on which it counts; for good when absent.',
  })
  expiresOn?: string | null;
  @Field(() => String, { description: 'New for every delegation; the same key twice is one delegation.' })
  idempotencyKey: string;
}

@ObjectType('DelegationChanged', {
  description: 'A delegation was given, confirmed, taken back or refused.',
})
export class DelegationChangedType {
  @Field(() => ID, { description: 'The delegation.' })
  delegationId: string;
}
