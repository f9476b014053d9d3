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
  return findSubscription(tx, subscriptionId);
}
export const findSubscription = (tx: Tx, subscriptionId: string): Promise<SubscriptionRow | null> =>
  tx.one<SubscriptionRow>(
    `SELECT ${subscriptionColumns} FROM share_subscription s WHERE s.cooperative_id = current_cooperative_id() AND s.id = $1`,
    [subscriptionId],
  );

/**
 * What lessens what members owe (a payment, a release, a debt taken back) goes beside others of its kind, `shared`; what
 * first looks at how much everybody owes and then pays it off, as a run of the surplus does, waits for all of them and
 * they for it, `alone`. Held until the transaction ends.
 */
export const holdClaims = (tx: Tx, how: 'shared' | 'alone'): Promise<unknown> =>
  tx.sql(
    `SELECT ${how === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared'}(
       hashtextextended('claims on members of ' || current_cooperative_id()::text, 0))`,
  );

/** By membership, what the surplus has paid up of shares: by runs, by disputes that ended, less what was undone of them. */
export async function paidFromSurplus(
  tx: Tx,
  membershipIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx.sql<{ id: string; amountMinor: bigint }>(
    `SELECT m.id, -sum(v.amount_minor)::bigint AS "amountMinor" FROM membership m
     JOIN ledger_movement v ON v.cooperative_id = m.cooperative_id AND v.party_id = m.party_id
       AND starts_with(v.path, 'assets:receivable:share-subscription:') AND v.source_type IN ${surplusSources}
     WHERE m.cooperative_id = current_cooperative_id() AND m.id = ANY($1::uuid[]) GROUP BY m.id`,
    [membershipIds],
  );
  return new Map(rows.map((row) => [row.id, row.amountMinor]));
}
/** Entries that pay up shares out of the surplus come from these. */
export const surplusSources = `('distribution-run', 'dispute-release')`;

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

/** Every subscription of some memberships, the oldest first, cancelled ones among them. */
export const subscriptionsOf = (tx: Tx, membershipIds: readonly string[]): Promise<SubscriptionRow[]> =>
  tx.sql<SubscriptionRow>(
    `SELECT ${subscriptionColumns} FROM share_subscription s
     WHERE s.cooperative_id = current_cooperative_id() AND s.membership_id = ANY($1::uuid[]) ORDER BY s.id`,
    [membershipIds],
  );
