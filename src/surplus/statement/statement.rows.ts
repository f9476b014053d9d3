import type { Tx } from '../../platform/database/transaction.js';
import { ofCapital } from '../capital/capital.rows.js';
import { lotOfPath } from '../capital/domain/lot.js';
import { rollForwardOf, type CapitalMovement, type RollForward } from '../capital/domain/roll-forward.js';
import { correctionClaims } from '../domain/run/run-entry.js';
import type { JsonObject } from '../domain/run/run-snapshot.js';
import { runColumns, runTables, type RunRow } from '../runs/run.rows.js';
import type { DisputesEnded, StatementForm, StatementPart } from './domain/member-figures.js';

/** Somebody who takes part in a run, as frozen. */
export interface ParticipantRow {
  readonly partyId: string;
  readonly key: string;
  readonly facts: JsonObject;
}
/** By party, or by account key. */
export const findParticipant = (
  tx: Tx,
  runId: string,
  who: { readonly partyId: string } | { readonly key: string },
): Promise<ParticipantRow | null> =>
  tx.one<ParticipantRow>(
    `SELECT t.party_id AS "partyId", t.key, t.facts FROM run_participant t
     WHERE t.cooperative_id = current_cooperative_id() AND t.run_id = $1
       AND ${'partyId' in who ? 't.party_id = $2::uuid' : 't.key = $2'}`,
    [runId, 'partyId' in who ? who.partyId : who.key],
  );

export interface PartRow extends StatementPart {
  readonly share: string;
  readonly leastMinor: bigint;
  readonly roundedUp: boolean;
  readonly lotDecided: boolean;
  readonly limitKind: 'cap' | 'floor' | 'minimum' | null;
  readonly inputs: JsonObject;
}
/** One party's lines of a run with their forms. */
export async function partsOf(tx: Tx, runId: string, partyId: string): Promise<PartRow[]> {
  const rows = await tx.sql<Omit<PartRow, 'forms'>>(
    `SELECT l.pool, l.part, l.share, l.amount_minor AS "amountMinor", l.least_minor AS "leastMinor", l.left_out AS "leftOut",
       l.rounded_up AS "roundedUp", l.lot_decided AS "lotDecided", l.limit_kind AS "limitKind", l.inputs
     FROM run_line l WHERE l.cooperative_id = current_cooperative_id() AND l.run_id = $1 AND l.party_id = $2 ORDER BY l.pool`,
    [runId, partyId],
  );
  const forms = await tx.sql<StatementForm & { pool: string }>(
    `SELECT f.pool, f.form, f.kind, f.year, f.amount_minor AS "amountMinor" FROM run_line_form f
     WHERE f.cooperative_id = current_cooperative_id() AND f.run_id = $1 AND f.pool = ANY($3) AND f.party_id = $2 ORDER BY f.pool, f.seq`,
    // By the pools, so that nobody else's forms are looked at.
    [runId, partyId, rows.map(({ pool }) => pool)],
  );
  return rows.map((row) => ({
    ...row,
    forms: forms.filter(({ pool }) => pool === row.pool).map(({ pool: _, ...form }) => form),
  }));
}

/** What the end of disputes has given one party of a run, and what disputes that are open hold of all of it. */
export async function disputesEnded(tx: Tx, runId: string, partyId: string): Promise<DisputesEnded> {
  const row = await tx.one<DisputesEnded>(
    `SELECT (SELECT coalesce(sum(i.amount_minor), 0)::bigint FROM dispute_release_line i
         WHERE i.cooperative_id = current_cooperative_id() AND i.party_id = $2
           AND i.release_id = ANY (array_agg(e.id))) AS "releasedMinor",
       min(e.held_after_minor) AS "heldOfRunMinor"
     FROM dispute_release e WHERE e.cooperative_id = current_cooperative_id() AND e.run_id = $1`,
    [runId, partyId],
  );
  return row!;
}

/** What a run and the ends of its disputes have put on the capital account of one party; null before it is booked. */
export async function capitalAdded(tx: Tx, run: RunRow, partyId: string): Promise<bigint | null> {
  if (run.ledgerEntryId === null) return null;
  const row = await tx.one<{ sum: string }>(
    `SELECT coalesce(-sum(m.amount_minor), 0)::text AS sum FROM ledger_movement m
     WHERE ${ofCapital} AND m.party_id = $3 AND (m.entry_id = $1 OR m.entry_id IN (SELECT e.ledger_entry_id
       FROM dispute_release e WHERE e.cooperative_id = current_cooperative_id() AND e.run_id = $2))`,
    [run.ledgerEntryId, run.id, partyId],
  );
  return BigInt(row!.sum);
}

export interface Vintage {
  /** Null for shares. */
  readonly year: number | null;
  /** What tells lots of one year apart, as nonqualified. */
  readonly part: string | null;
  readonly movement: RollForward;
}
/** One party's capital in an interval, shares first and then each year's, each rolled forward on its own. */
export async function vintagesRolled(tx: Tx, partyId: string, from: string, to: string): Promise<Vintage[]> {
  const rows = await tx.sql<Omit<CapitalMovement, 'amountMinor'> & { path: string; sum: string }>(
    `SELECT m.path, m.kind, m.source_type AS "sourceType", (m.amount_minor > 0) <> m.is_reversal AS took,
       m.effective_on < $2 AS "isBefore", (-sum(m.amount_minor))::text AS sum
     FROM ledger_movement m WHERE ${ofCapital} AND m.party_id = $1 AND m.effective_on <= $3 GROUP BY 1, 2, 3, 4, 5`,
    [partyId, from, to],
  );
  const byLot = new Map<string, CapitalMovement[]>();
  for (const { path, sum, ...row } of rows) {
    // What is promised and not paid lies against the shares.
    const lot = lotOfPath(path);
    const at = JSON.stringify([lot?.year ?? null, lot?.part ?? null]);
    byLot.set(at, [...(byLot.get(at) ?? []), { ...row, amountMinor: BigInt(sum) }]);
  }
  return [...byLot]
    .map(([at, movements]) => {
      const [year, part] = JSON.parse(at) as [number | null, string | null];
      return { year, part, movement: rollForwardOf(movements) };
    })
    .sort((a, b) => (a.year ?? 0) - (b.year ?? 0) || ((a.part ?? '') < (b.part ?? '') ? -1 : 1));
}

export interface PaymentRow {
  readonly owedMinor: bigint;
  readonly preparedMinor: bigint;
  readonly paidMinor: bigint;
  readonly owedBackMinor: bigint;
  readonly dueOn: string | null;
  readonly lapsesOn: string | null;
}
/**
 * What of a period is owed to somebody, stands in a batch, and was paid; what of it they owe back since a correction gave
 * them less than they had got; and until when unclaimed money can be taken.
 */
export async function paymentOf(tx: Tx, periodId: string, partyId: string): Promise<PaymentRow> {
  const row = await tx.one<PaymentRow>(
    `SELECT (SELECT coalesce(-sum(m.amount_minor), 0)::bigint FROM ledger_movement m WHERE m.cooperative_id = current_cooperative_id()
         AND m.period_id = $1 AND m.party_id = $2 AND starts_with(m.path, 'liabilities:member-payable:')) AS "owedMinor",
       (SELECT coalesce(sum(m.amount_minor), 0)::bigint FROM ledger_movement m WHERE m.cooperative_id = current_cooperative_id()
         AND m.party_id = $2 AND starts_with(m.path, $3)) AS "owedBackMinor",
       coalesce(sum(o.principal_minor) FILTER (WHERE o.state = 'prepared'), 0)::bigint AS "preparedMinor",
       coalesce(sum(o.principal_minor) FILTER (WHERE o.state = 'paid'), 0)::bigint AS "paidMinor",
       (min(b.due_on) FILTER (WHERE o.state = 'prepared'))::text AS "dueOn",
       (SELECT min(u.lapses_on)::text FROM unclaimed_claim u JOIN payout w ON w.cooperative_id = u.cooperative_id AND w.id = u.payout_id
        WHERE u.cooperative_id = current_cooperative_id() AND w.period_id = $1 AND u.party_id = $2 AND u.state = 'open') AS "lapsesOn"
     FROM payout o JOIN payout_batch b ON b.cooperative_id = o.cooperative_id AND b.id = o.batch_id
     WHERE o.cooperative_id = current_cooperative_id() AND o.period_id = $1 AND o.party_id = $2`,
    [periodId, partyId, correctionClaims],
  );
  return row!;
}

export interface YearRow {
  readonly runId: string;
  readonly periodName: string;
  readonly endsOn: string;
  readonly currency: string;
  readonly resultMinor: bigint;
  readonly surplusMinor: bigint;
  readonly allocatedMinor: bigint;
  readonly borneMinor: bigint;
}
const inTheBooks = `r.mode = 'distribution' AND r.state IN ('posted', 'paid', 'locked')`;

/** Periods of the same business that ended before the one given. */
const endedBefore = (place: number): string =>
  `EXISTS (SELECT FROM period q WHERE q.cooperative_id = r.cooperative_id AND q.id = $${place}
     AND q.business_line = p.business_line AND p.ends_on < q.ends_on)`;

/** This run, and the one that stands in the books of each period before it: the latest first, with one's own part. */
export const yearsOf = (tx: Tx, run: RunRow, partyId: string, years: number): Promise<YearRow[]> =>
  tx.sql<YearRow>(
    `SELECT y.id AS "runId", y.name AS "periodName", y.ends_on AS "endsOn", y.currency, y.result AS "resultMinor", y.surplus AS "surplusMinor",
       coalesce(sum(l.amount_minor) FILTER (WHERE l.part <> 'loss'), 0)::bigint AS "allocatedMinor",
       coalesce(sum(l.amount_minor) FILTER (WHERE l.part = 'loss'), 0)::bigint AS "borneMinor"
     FROM (SELECT DISTINCT ON (p.ends_on, p.id) p.id AS period_id, r.id, p.name, p.ends_on, r.currency, coalesce(r.result_minor, 0) AS result,
             coalesce(r.surplus_minor, 0) AS surplus
           FROM ${runTables} WHERE r.cooperative_id = current_cooperative_id() AND (r.id = $1 OR (${inTheBooks}
             AND ${endedBefore(4)}))
           ORDER BY p.ends_on DESC, p.id DESC, r.posted_on DESC NULLS LAST, r.id DESC LIMIT $3) y
     LEFT JOIN run_line l ON l.cooperative_id = current_cooperative_id() AND l.run_id = y.id AND l.party_id = $2
     GROUP BY 1, 2, 3, 4, 5, 6, y.period_id ORDER BY y.ends_on DESC, y.period_id DESC`,
    [run.id, partyId, years, run.periodId],
  );

/** The run that stands in the books of the latest period before a run's own; a correction stands for what it corrects. */
export const runBefore = (tx: Tx, run: RunRow): Promise<RunRow | null> =>
  tx.one<RunRow>(
    `SELECT ${runColumns} FROM ${runTables} WHERE r.cooperative_id = current_cooperative_id() AND ${inTheBooks}
       AND ${endedBefore(1)}
     ORDER BY p.ends_on DESC, p.id DESC, r.posted_on DESC, r.id DESC LIMIT 1`,
    [run.periodId],
  );
