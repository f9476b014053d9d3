import type { Tx } from '../../platform/database/transaction.js';

export interface BatchRow {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly periodId: string | null;
  readonly dueOn: string;
  readonly cancelled: boolean;
  readonly preparedBy: string;
  readonly preparedByPerson: string;
  readonly preparedAt: Date;
}
export const batchColumns = `b.id, b.name, b.currency, b.period_id AS "periodId", b.due_on AS "dueOn", b.cancelled,
  b.prepared_by AS "preparedBy", b.prepared_by_person AS "preparedByPerson", b.prepared_at AS "preparedAt"`;

export type PayoutState = 'prepared' | 'paid' | 'bounced' | 'cancelled';
export interface PayoutRow {
  readonly id: string;
  readonly batchId: string;
  readonly reference: string;
  readonly partyId: string;
  readonly key: string;
  readonly source: 'member-payable' | 'redemption-payable';
  readonly periodId: string | null;
  readonly instalmentId: string | null;
  readonly principalMinor: bigint;
  readonly interestMinor: bigint;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly state: PayoutState;
}
export const payoutColumns = `o.id, o.batch_id AS "batchId", o.reference, o.party_id AS "partyId", o.key, o.source,
  o.period_id AS "periodId", o.instalment_id AS "instalmentId", o.principal_minor AS "principalMinor",
  o.interest_minor AS "interestMinor", o.principal_minor + o.interest_minor AS "amountMinor", b.currency, o.state`;
export const payoutTables = `payout o JOIN payout_batch b ON b.cooperative_id = o.cooperative_id AND b.id = o.batch_id`;

export const findBatch = (tx: Tx, id: string, lock = false): Promise<BatchRow | null> =>
  tx.one<BatchRow>(
    `SELECT ${batchColumns} FROM payout_batch b WHERE b.cooperative_id = current_cooperative_id() AND b.id = $1
     ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  );

/** What is paid out, and what waits to be, is decided one after the other in a cooperative. */
export const holdPayouts = (tx: Tx): Promise<unknown> =>
  tx.sql(
    `SELECT pg_advisory_xact_lock(hashtextextended('payouts of ' || current_cooperative_id()::text, 0))`,
  );

export interface DueRow {
  readonly partyId: string;
  readonly key: string;
  readonly source: 'member-payable' | 'redemption-payable';
  readonly periodId: string | null;
  readonly instalmentId: string | null;
  readonly dueOn: string | null;
  readonly principalMinor: bigint;
  readonly interestMinor: bigint;
}

/**
 * What is owed and may be paid by a day, less what stands in a batch: allocations and redemptions at once, by the period
 * they came from. `$1` the day, `$2` one period or null, `$3` the currency.
 */
export const dueStatement = `
  SELECT d.party_id, substr(d.path, char_length('liabilities:member-payable:') + 1) AS key, 'member-payable'::text AS source,
    d.period_id, NULL::uuid AS instalment_id, NULL::date AS due_on, (d.owed - coalesce(w.waiting, 0))::bigint AS principal_minor, 0::bigint AS interest_minor
  FROM (SELECT m.party_id, m.path, m.period_id, -sum(m.amount_minor) AS owed FROM ledger_movement m
        WHERE m.cooperative_id = current_cooperative_id() AND starts_with(m.path, 'liabilities:member-payable:')
          AND m.party_id IS NOT NULL AND m.currency = $3 AND m.effective_on <= $1 AND ($2::uuid IS NULL OR m.period_id = $2)
        GROUP BY 1, 2, 3) d
  LEFT JOIN (SELECT o.party_id, o.period_id, sum(o.principal_minor) AS waiting FROM payout o
        WHERE o.cooperative_id = current_cooperative_id() AND o.state = 'prepared' AND o.source = 'member-payable'
        GROUP BY 1, 2) w ON w.party_id = d.party_id AND w.period_id IS NOT DISTINCT FROM d.period_id
  WHERE d.owed - coalesce(w.waiting, 0) > 0
  UNION ALL
  SELECT i.party_id, i.key, 'redemption-payable', NULL, i.id, i.due_on, i.principal_minor, i.interest_minor
  FROM exit_instalment i JOIN exit_settlement s ON s.cooperative_id = i.cooperative_id AND s.id = i.settlement_id
  WHERE i.cooperative_id = current_cooperative_id() AND s.state = 'settled' AND NOT s.stopped AND NOT i.replaced
    AND s.currency = $3 AND i.due_on <= $1 AND $2::uuid IS NULL
    AND NOT EXISTS (SELECT FROM payout o WHERE o.cooperative_id = i.cooperative_id AND o.instalment_id = i.id AND o.state IN ('prepared', 'paid'))`;

/** Whether money of a period stands in a batch or has left: its posting can no longer be undone by its mirror. */
export async function isPaidOut(tx: Tx, periodId: string): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT FROM payout o WHERE o.cooperative_id = current_cooperative_id() AND o.period_id = $1 AND o.state IN ('prepared', 'paid') LIMIT 1`,
    [periodId],
  );
  return rows.length > 0;
}

/** What a period still owes in money and no batch is about to pay, by account key. */
export async function unpaidOfPeriod(tx: Tx, periodId: string): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx.sql<{ key: string; unpaid: string }>(
    `SELECT d.key, (d.owed - coalesce(w.waiting, 0))::text AS unpaid FROM (
       SELECT m.party_id, substr(m.path, char_length('liabilities:member-payable:') + 1) AS key, -sum(m.amount_minor) AS owed
       FROM ledger_movement m WHERE m.cooperative_id = current_cooperative_id() AND m.period_id = $1
         AND starts_with(m.path, 'liabilities:member-payable:') GROUP BY 1, 2) d
     LEFT JOIN (SELECT o.party_id, sum(o.principal_minor) AS waiting FROM payout o
       WHERE o.cooperative_id = current_cooperative_id() AND o.state = 'prepared' AND o.source = 'member-payable' AND o.period_id = $1
       GROUP BY 1) w ON w.party_id = d.party_id`,
    [periodId],
  );
  return new Map(rows.map(({ key, unpaid }) => [key, BigInt(unpaid)]));
}

/** What is still owed of a period to anybody, with what disputes hold: whose that is, is not known yet. */
export async function owedOfPeriod(tx: Tx, periodId: string): Promise<bigint> {
  const row = await tx.one<{ owed: string }>(
    `SELECT coalesce(-sum(m.amount_minor), 0)::text AS owed FROM ledger_movement m
     WHERE m.cooperative_id = current_cooperative_id() AND m.period_id = $1
       AND (starts_with(m.path, 'liabilities:member-payable:') OR m.path = 'liabilities:contested')`,
    [periodId],
  );
  return BigInt(row?.owed ?? 0);
}
