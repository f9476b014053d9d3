import type { Tx } from '../../platform/database/transaction.js';

export interface SubscriptionRow {
  readonly id: string;
  readonly membershipId: string;
  readonly shares: number;
  readonly amountMinor: bigint;
  readonly subscribedOn: string;
  readonly recordedAt: Date;
}
export const subscriptionColumns = `s.id, s.membership_id AS "membershipId", s.shares, s.amount_minor AS "amountMinor",
  s.subscribed_on AS "subscribedOn", s.recorded_at AS "recordedAt"`;

export interface ShareholderRow {
  readonly partyId: string;
  readonly number: number;
  readonly standing: string | null;
  readonly today: string;
}

/** Who holds the membership, with its standing today. */
export const findShareholder = (tx: Tx, membershipId: string): Promise<ShareholderRow | null> =>
  tx.one<ShareholderRow>(
    `SELECT m.party_id AS "partyId", m.number, t.today, standing_on(m.cooperative_id, m.id, t.today) AS standing
     FROM membership m, LATERAL (SELECT today_in(m.cooperative_id) AS today) t
     WHERE m.cooperative_id = current_cooperative_id() AND m.id = $1`,
    [membershipId],
  );

/** Payments of one subscription wait for each other here; the row itself is nobody's to change, nor to lock. */
export async function lockSubscription(tx: Tx, subscriptionId: string): Promise<SubscriptionRow | null> {
  await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('shares ' || $1, 0))`, [
    subscriptionId.toLowerCase(),
  ]);
  return tx.one<SubscriptionRow>(
    `SELECT ${subscriptionColumns} FROM share_subscription s WHERE s.cooperative_id = current_cooperative_id() AND s.id = $1`,
    [subscriptionId],
  );
}

export interface PaymentRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly amountMinor: bigint;
}
/** Every payment entered for these subscriptions, those undone in the books among them. */
export const paymentsOf = (tx: Tx, subscriptionIds: readonly string[]): Promise<PaymentRow[]> =>
  tx.sql<PaymentRow>(
    `SELECT id, subscription_id AS "subscriptionId", amount_minor AS "amountMinor" FROM share_payment
     WHERE cooperative_id = current_cooperative_id() AND subscription_id = ANY($1::uuid[])`,
    [subscriptionIds],
  );

/** What was promised and is no longer owed, since its member left, by subscription. */
export async function releasedOf(
  tx: Tx,
  subscriptionIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx.sql<{ id: string; amountMinor: bigint }>(
    `SELECT subscription_id AS id, sum(amount_minor)::bigint AS "amountMinor" FROM share_release
     WHERE cooperative_id = current_cooperative_id() AND subscription_id = ANY($1::uuid[]) GROUP BY 1`,
    [subscriptionIds],
  );
  return new Map(rows.map((row) => [row.id, row.amountMinor]));
}

/** Every subscription of a membership, cancelled ones among them. */
export const subscriptionsOf = (tx: Tx, membershipId: string): Promise<SubscriptionRow[]> =>
  tx.sql<SubscriptionRow>(
    `SELECT ${subscriptionColumns} FROM share_subscription s
     WHERE s.cooperative_id = current_cooperative_id() AND s.membership_id = $1 ORDER BY s.id`,
    [membershipId],
  );
