import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { ActMutation, defineAct, keyedReasons } from '../../../platform/graphql/act.js';
import { checkedPage, PageArgs } from '../../../platform/graphql/connection.js';
import { Scope, Wants } from '../../../platform/graphql/decorators.js';
import { MinorUnits } from '../../../platform/graphql/scalars.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { shareReasons } from '../domain/share-subscription.js';
import type { SubscriptionRow } from '../share.queries.js';
import { SharesReading } from '../shares-reading.js';
import { mayEnterShares } from '../shares.policy.js';
import { Shares } from '../shares.service.js';
import {
  PaySharesInput,
  ShareSubscriptionConnection,
  ShareSubscriptionType,
  SharesPaid,
  SharesSubscribed,
  SubscribeSharesInput,
} from './shares.types.js';

const { MEMBERSHIP_ENDED, DATE_IN_THE_FUTURE, SUBSCRIPTION_CANCELLED, PAID_TOO_MUCH } = shareReasons;
const whoInWords = 'a steward or a treasurer';

export const subscribeSharesAct = defineAct({
  name: 'subscribeShares',
  description: 'Enters shares that a member has subscribed; they are booked as owed.',
  done: SharesSubscribed,
  reasons: { ...keyedReasons, MEMBERSHIP_ENDED, DATE_IN_THE_FUTURE },
  who: mayEnterShares,
  whoInWords,
});
export const paySharesAct = defineAct({
  name: 'payShares',
  description: 'Enters an instalment paid on subscribed shares.',
  done: SharesPaid,
  reasons: { ...keyedReasons, DATE_IN_THE_FUTURE, SUBSCRIPTION_CANCELLED, PAID_TOO_MUCH },
  who: mayEnterShares,
  whoInWords,
});

@Resolver(() => ShareSubscriptionType)
export class SharesResolver {
  constructor(
    @Inject(SharesReading) private readonly reading: SharesReading,
    @Inject(Shares) private readonly shares: Shares,
  ) {}

  @Query(() => ShareSubscriptionConnection, {
    nullable: true,
    description:
      'Subscriptions of shares, of one membership or of all; for treasurer and auditor, and for oneself.',
  })
  shareSubscriptions(
    @Scope() scope: RequestScope,
    @Args('membershipId', { type: () => ID, nullable: true, description: 'Only of this membership.' })
    membershipId: string | null,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.subscriptions(scope, page, membershipId ?? null, counted);
  }

  @ResolveField(() => MinorUnits, { description: 'What has been paid on it and stands in the books.' })
  async paidMinor(@Scope() scope: RequestScope, @Parent() subscription: SubscriptionRow): Promise<bigint> {
    return (await this.reading.paid(scope, subscription)).paidMinor;
  }

  @ResolveField(() => MinorUnits, { description: 'What is still owed on it.' })
  async outstandingMinor(
    @Scope() scope: RequestScope,
    @Parent() subscription: SubscriptionRow,
  ): Promise<bigint> {
    return (await this.reading.paid(scope, subscription)).outstandingMinor;
  }

  @ResolveField(() => Boolean, { description: 'Whether it was undone in the books.' })
  async cancelled(@Scope() scope: RequestScope, @Parent() subscription: SubscriptionRow): Promise<boolean> {
    return (await this.reading.paid(scope, subscription)).cancelled;
  }

  @ActMutation(subscribeSharesAct)
  subscribeShares(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'Who takes how many shares.' }) input: SubscribeSharesInput,
  ): unknown {
    return this.shares.subscribeShares(scope, input);
  }

  @ActMutation(paySharesAct)
  payShares(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'What was paid on which subscription.' }) input: PaySharesInput,
  ): unknown {
    return this.shares.payShares(scope, input);
  }
}
