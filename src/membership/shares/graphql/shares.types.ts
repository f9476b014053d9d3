import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/connection.js';
import { CalendarDate, MinorUnits } from '../../../platform/graphql/scalars.js';

@ObjectType('ShareSubscription', { description: 'Shares that a member has promised to pay in.' })
export class ShareSubscriptionType {
  @Field(() => ID, { description: 'The identifier of this subscription.' })
  id: string;
  @Field(() => ID, { description: 'The membership that holds the shares.' })
  membershipId: string;
  @Field(() => Int, { description: 'How many shares.' })
  shares: number;
  @Field(() => MinorUnits, { description: 'What they cost together.' })
  amountMinor: bigint;
  @Field(() => CalendarDate, { description: 'The day of the promise.' })
  subscribedOn: string;
}
export const ShareSubscriptionConnection = connectionOf(ShareSubscriptionType, 'ShareSubscription');

@InputType({ description: 'Which member takes how many shares at which price.' })
export class SubscribeSharesInput {
  @Field(() => ID, { description: 'The membership.' })
  membershipId: string;
  @Field(() => Int, { description: 'How many shares, 1 to 1,000,000.' })
  shares: number;
  @Field(() => MinorUnits, { description: 'The price of one share.' })
  amountPerShareMinor: bigint;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The day of the promise; today when absent, never later.',
  })
  subscribedOn?: string | null;
  @Field(() => String, {
    description: 'New for every request: the same key twice is the same subscription, once.',
  })
  idempotencyKey: string;
}
@InputType({ description: 'An instalment that has been paid.' })
export class PaySharesInput {
  @Field(() => ID, { description: 'The subscription it is for.' })
  subscriptionId: string;
  @Field(() => MinorUnits, { description: 'What was paid; at most what is owed.' })
  amountMinor: bigint;
  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The day of payment; today when absent, never later.',
  })
  paidOn?: string | null;
  @Field(() => String, {
    description: 'New for every request: the same key twice is the same payment, once.',
  })
  idempotencyKey: string;
}

@ObjectType('SharesSubscribed', { description: 'The shares are subscribed, and booked as owed.' })
export class SharesSubscribed {
  @Field(() => ID, { description: 'The subscription.' })
  subscriptionId: string;
}
@ObjectType('SharesPaid', { description: 'The instalment is booked.' })
export class SharesPaid {
  @Field(() => ID, { description: 'The payment.' })
  paymentId: string;
  @Field(() => ID, { description: 'The subscription it was for.' })
  subscriptionId: string;
}
