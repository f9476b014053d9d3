import type { Ledger } from '../../ledger/ledger.service.js';
import type { Tx } from '../../platform/database/transaction.js';
import { standingOfSubscriptions, type SubscriptionStanding } from './domain/share-subscription.js';
import { paidFromSurplus, paymentsOf, releasedOf, subscriptionsOf } from './share.queries.js';

/** How every subscription of these memberships stands: payments, releases, and what the surplus has paid up. */
export async function standingOf(
  tx: Tx,
  ledger: Ledger,
  membershipIds: readonly string[],
): Promise<ReadonlyMap<string, SubscriptionStanding>> {
  const subscriptions = await subscriptionsOf(tx, membershipIds);
  const ids = subscriptions.map(({ id }) => id);
  const paid = await standingPayments(tx, ledger, ids);
  const cancelled = await ledger.reversedSources(tx, 'share-subscription', ids);
  const released = await releasedOf(tx, ids);
  const fromSurplus = await paidFromSurplus(tx, membershipIds);
  const own = subscriptions.map(({ id, membershipId, amountMinor }) => ({
    ...{ id, membershipId, amountMinor, cancelled: cancelled.has(id) },
    ...{ paidMinor: paid.get(id) ?? 0n, releasedMinor: released.get(id) ?? 0n },
  }));
  return new Map(
    membershipIds.flatMap((id) => [
      ...standingOfSubscriptions(
        own.filter(({ membershipId }) => membershipId === id),
        fromSurplus.get(id) ?? 0n,
      ),
    ]),
  );
}

/** What members have paid on each subscription and still stands in the books. */
async function standingPayments(
  tx: Tx,
  ledger: Ledger,
  subscriptionIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const payments = await paymentsOf(tx, subscriptionIds);
  const undone = await ledger.reversedSources(
    tx,
    'share-payment',
    payments.map(({ id }) => id),
  );
  const paid = new Map<string, bigint>();
  for (const { id, subscriptionId, amountMinor } of payments)
    if (!undone.has(id)) paid.set(subscriptionId, (paid.get(subscriptionId) ?? 0n) + amountMinor);
  return paid;
}
