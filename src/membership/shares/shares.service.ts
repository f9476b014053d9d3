import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import { Ledger } from '../../ledger/ledger.service.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId, newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { memberAccountKey } from './domain/account-key.js';
import { checkInstalment, subscribedAmount } from './domain/share-subscription.js';
import {
  findShareholder,
  holdClaims,
  lockSubscription,
  findSubscription,
  subscriptionsOf,
  type ShareholderRow,
  type SubscriptionRow,
} from './share.queries.js';
import { mayEnterShares } from './shares.policy.js';
import { standingOf } from './subscription-standing.js';

export interface SubscribeSharesRequest {
  readonly membershipId: string;
  readonly shares: number;
  readonly amountPerShareMinor: bigint;
  readonly subscribedOn?: string | null;
  readonly idempotencyKey: string;
}
export interface PaySharesRequest {
  readonly subscriptionId: string;
  readonly amountMinor: bigint;
  readonly paidOn?: string | null;
  readonly idempotencyKey: string;
}

export const bankAccount = 'assets:bank:main';
export const receivablePath = (number: number): string =>
  `assets:receivable:share-subscription:${memberAccountKey(number)}`;
export const shareCapitalPath = (number: number): string =>
  `equity:share-capital:${memberAccountKey(number)}`;

/** Shares subscribed and paid, each booked: the receivable against share capital, then the bank against the receivable. */
@Injectable()
export class Shares {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {
    ledger.guardReversals('share-subscription', {
      hold: async (tx, entry) => {
        await holdClaims(tx, 'shared');
        await lockSubscription(tx, entry.sourceId);
      },
      check: (tx, entry) => this.checkCancelling(tx, entry.sourceId),
    });
  }

  async subscribeShares(
    scope: RequestScope,
    { idempotencyKey, ...request }: SubscribeSharesRequest,
  ): Promise<{ subscriptionId: string } | Refusal> {
    return this.work.command(scope, { act: 'subscribeShares', idempotencyKey, request }, (tx, viewer) =>
      this.subscribe(tx, viewer, request),
    );
  }

  async payShares(
    scope: RequestScope,
    { idempotencyKey, ...request }: PaySharesRequest,
  ): Promise<{ paymentId: string; subscriptionId: string } | Refusal> {
    return this.work.command(scope, { act: 'payShares', idempotencyKey, request }, (tx, viewer) =>
      this.pay(tx, viewer, request),
    );
  }

  private async subscribe(
    tx: Tx,
    viewer: Viewer,
    request: Omit<SubscribeSharesRequest, 'idempotencyKey'>,
  ): Promise<{ subscriptionId: string } | Refusal> {
    const verdict = mayEnterShares(viewer);
    if (verdict !== true) return verdict;
    const amount = subscribedAmount(request.shares, request.amountPerShareMinor);
    if (isRefusal(amount)) return amount;
    const holder = isId(request.membershipId) ? await findShareholder(tx, request.membershipId) : null;
    if (!holder) return new Refusal('NOT_FOUND', 'There is no such membership.');
    if (['left', 'expelled', 'deceased'].includes(holder.standing ?? 'left')) {
      return new Refusal('MEMBERSHIP_ENDED', 'This membership has ended; it takes no new shares.');
    }
    const subscribedOn = dayOrRefusal(request.subscribedOn, holder.today);
    if (isRefusal(subscribedOn)) return subscribedOn;
    const subscriptionId = newId();
    await tx.sql(
      `INSERT INTO share_subscription (cooperative_id, id, membership_id, shares, amount_minor, subscribed_on)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5)`,
      [subscriptionId, request.membershipId, request.shares, amount.toString(), subscribedOn],
    );
    const entry = await this.book(
      tx,
      viewer,
      holder,
      'share-subscription',
      subscriptionId,
      subscribedOn,
      amount,
    );
    if (isRefusal(entry)) return entry;
    await recordAct(tx, viewer, {
      act: 'subscribeShares',
      subjectType: 'share-subscription',
      subjectId: subscriptionId,
      data: { membershipId: request.membershipId, shares: request.shares, amountMinor: amount.toString() },
    });
    return { subscriptionId };
  }

  private async pay(
    tx: Tx,
    viewer: Viewer,
    request: Omit<PaySharesRequest, 'idempotencyKey'>,
  ): Promise<{ paymentId: string; subscriptionId: string } | Refusal> {
    const verdict = mayEnterShares(viewer);
    if (verdict !== true) return verdict;
    await holdClaims(tx, 'shared');
    const found = isId(request.subscriptionId) ? await lockSubscription(tx, request.subscriptionId) : null;
    const holder = found && (await findShareholder(tx, found.membershipId));
    if (!found || !holder) return new Refusal('NOT_FOUND', 'There is no such subscription of shares.');
    const owed = await this.checkOwed(tx, found, request.amountMinor);
    if (owed !== true) return owed;
    const paidOn = dayOrRefusal(request.paidOn, holder.today);
    if (isRefusal(paidOn)) return paidOn;
    const paymentId = newId();
    const amount = request.amountMinor;
    await tx.sql(
      `INSERT INTO share_payment (cooperative_id, id, subscription_id, amount_minor, paid_on)
       VALUES (current_cooperative_id(), $1, $2, $3, $4)`,
      [paymentId, found.id, amount.toString(), paidOn],
    );
    const entry = await this.book(tx, viewer, holder, 'share-payment', paymentId, paidOn, amount);
    if (isRefusal(entry)) return entry;
    await recordAct(tx, viewer, {
      act: 'payShares',
      subjectType: 'share-payment',
      subjectId: paymentId,
      data: { subscriptionId: found.id, amountMinor: amount.toString() },
    });
    return { paymentId, subscriptionId: found.id };
  }

  /** Whether so much is still owed on a subscription that stands; its row is locked. */
  private async checkOwed(tx: Tx, found: SubscriptionRow, amountMinor: bigint): Promise<true | Refusal> {
    const standing = (await standingOf(tx, this.ledger, [found.membershipId])).get(found.id)!;
    if (standing.cancelled) {
      return new Refusal(
        'SUBSCRIPTION_CANCELLED',
        'This subscription was undone in the books; nothing is owed on it.',
      );
    }
    return checkInstalment(standing.outstandingMinor, amountMinor);
  }

  /**
   * Who leaves owes no more on shares: what is promised and not paid is taken back from share capital and debt alike.
   * Called where a membership that ended is settled, which answers for the right to do it.
   */
  async releaseUnpaid(tx: Tx, viewer: Viewer, membershipId: string, on: string): Promise<true | Refusal> {
    const holder = (await findShareholder(tx, membershipId))!;
    await holdClaims(tx, 'shared');
    for (const { id } of await subscriptionsOf(tx, [membershipId])) await lockSubscription(tx, id);
    for (const [id, { outstandingMinor }] of await standingOf(tx, this.ledger, [membershipId])) {
      if (outstandingMinor === 0n) continue;
      const released = await this.release(tx, viewer, holder, id, on, outstandingMinor);
      if (isRefusal(released)) return released;
    }
    return true;
  }

  private async release(
    tx: Tx,
    viewer: Viewer,
    holder: ShareholderRow,
    subscriptionId: string,
    on: string,
    amountMinor: bigint,
  ): Promise<unknown> {
    const releaseId = newId();
    await tx.sql(
      `INSERT INTO share_release (cooperative_id, id, subscription_id, amount_minor, released_on)
       VALUES (current_cooperative_id(), $1, $2, $3, $4)`,
      [releaseId, subscriptionId, amountMinor.toString(), on],
    );
    return this.ledger.post(tx, viewer, {
      kind: 'share-released',
      narration: `Shares not paid by ${memberAccountKey(holder.number)} released on leaving`,
      effectiveOn: on,
      sourceType: 'share-release',
      sourceId: releaseId,
      lines: [
        { account: { path: shareCapitalPath(holder.number), partyId: holder.partyId }, amountMinor },
        {
          account: { path: receivablePath(holder.number), partyId: holder.partyId },
          amountMinor: -amountMinor,
        },
      ],
    });
  }

  private book(
    tx: Tx,
    viewer: Viewer,
    holder: ShareholderRow,
    sourceType: 'share-subscription' | 'share-payment',
    sourceId: string,
    effectiveOn: string,
    amountMinor: bigint,
  ): Promise<{ entryId: string } | Refusal> {
    const owed = { path: receivablePath(holder.number), partyId: holder.partyId };
    const capital = { path: shareCapitalPath(holder.number), partyId: holder.partyId };
    const key = memberAccountKey(holder.number);
    const isPayment = sourceType === 'share-payment';
    return this.ledger.post(tx, viewer, {
      kind: isPayment ? 'share-paid' : 'share-subscribed',
      narration: isPayment ? `Shares paid in by ${key}` : `Shares subscribed by ${key}`,
      effectiveOn,
      sourceType,
      sourceId,
      lines: [
        { account: isPayment ? { path: bankAccount } : owed, amountMinor, partyId: holder.partyId },
        { account: isPayment ? owed : capital, amountMinor: -amountMinor },
      ],
    });
  }

  /** A subscription is undone only while nothing stands paid on it, by its member or out of the surplus. */
  private async checkCancelling(tx: Tx, subscriptionId: string): Promise<true | Refusal> {
    const found = await findSubscription(tx, subscriptionId);
    const standing = found && (await standingOf(tx, this.ledger, [found.membershipId])).get(found.id);
    return (
      standing?.paidMinor === 0n ||
      new Refusal(
        'REVERSAL_KEPT_ELSEWHERE',
        'Shares have been paid on this subscription; undo the payments first, or what the surplus paid up of it.',
      )
    );
  }
}

function dayOrRefusal(day: string | null | undefined, today: string): string | Refusal {
  if (day === null || day === undefined) return today;
  return day <= today
    ? day
    : new Refusal('DATE_IN_THE_FUTURE', `Today is ${today}; a later day is not booked yet.`);
}
