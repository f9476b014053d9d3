import type { Tx } from '../../platform/database/transaction.js';
import type { RunHashVersion } from '../domain/run/run-hash.js';
import type { RunMode, RunState } from '../domain/run/run-lifecycle.js';
import type { JsonObject } from '../domain/run/run-snapshot.js';

/** One test of a run, as it is stored. */
export interface RunCheck {
  readonly id: string;
  readonly outcome: 'pass' | 'warn' | 'block';
  readonly article: string;
  readonly message: string;
  readonly detail: string;
}
/** A distribution run without its participants and lines. */
export interface RunRow {
  readonly id: string;
  readonly periodId: string;
  readonly patronagePeriodId: string;
  readonly name: string;
  readonly mode: RunMode;
  readonly state: RunState;
  readonly policy: JsonObject;
  readonly policyKey: string | null;
  readonly policyVersion: number | null;
  readonly policyHash: string;
  readonly figures: JsonObject;
  /** The party who entered them, and when; null where that was not kept. */
  readonly figuresEnteredBy: string | null;
  readonly figuresEnteredAt: Date | null;
  readonly currency: string;
  readonly snapshot: JsonObject | null;
  readonly snapshotHash: string | null;
  readonly runHash: string | null;
  readonly hashVersion: RunHashVersion;
  readonly resultMinor: bigint | null;
  readonly surplusMinor: bigint | null;
  readonly waterfall: JsonObject | null;
  readonly verdict: 'pass' | 'warn' | 'block' | null;
  readonly checks: readonly RunCheck[] | null;
  readonly computation: number;
  readonly computedAt: Date | null;
  readonly reviewUntil: Date | null;
  /** When it was first laid open, when a vote on it last ended, and when it was last taken back from before one. */
  readonly laidOpenAt: Date | null;
  readonly votedAt: Date | null;
  readonly returnedAt: Date | null;
  readonly proposalId: string | null;
  readonly decisionId: string | null;
  readonly ledgerEntryId: string | null;
  readonly reversalEntryId: string | null;
  readonly postedOn: string | null;
  readonly corrects: string | null;
  readonly createdAt: Date;
  /** Of the period: whether its records are final. */
  readonly periodState: 'open' | 'closed';
}
export const runColumns = `r.id, r.period_id AS "periodId", r.patronage_period_id AS "patronagePeriodId", r.name, r.mode, r.state,
  r.policy, r.policy_key AS "policyKey", r.policy_version AS "policyVersion", r.policy_hash AS "policyHash", r.figures,
  r.figures_entered_by AS "figuresEnteredBy", r.figures_entered_at AS "figuresEnteredAt", r.currency,
  r.snapshot, r.snapshot_hash AS "snapshotHash", r.run_hash AS "runHash", r.hash_version AS "hashVersion", r.result_minor AS "resultMinor",
  r.surplus_minor AS "surplusMinor", r.waterfall, r.verdict, r.checks, r.computation, r.computed_at AS "computedAt",
  r.review_until AS "reviewUntil", r.proposal_id AS "proposalId", r.decision_id AS "decisionId",
  r.ledger_entry_id AS "ledgerEntryId", r.reversal_entry_id AS "reversalEntryId", r.posted_on AS "postedOn", r.corrects,
  r.created_at AS "createdAt",
  r.laid_open_at AS "laidOpenAt", r.voted_at AS "votedAt", r.returned_at AS "returnedAt", p.state AS "periodState"`;
export const runTables = `distribution_run r JOIN period p ON p.cooperative_id = r.cooperative_id AND p.id = r.period_id`;
/** What `mayReadRun` says of members who are no officers, of runs `r`. */
export const seenByMembers = `(r.state NOT IN ('draft', 'computed', 'withdrawn') OR r.reversal_entry_id IS NOT NULL
  OR (r.mode = 'scenario' AND r.state = 'computed'))`;

export const findRun = (tx: Tx, id: string): Promise<RunRow | null> =>
  tx.one<RunRow>(
    `SELECT ${runColumns} FROM ${runTables} WHERE r.cooperative_id = current_cooperative_id() AND r.id = $1`,
    [id],
  );
/** Whether another run in the books has corrected this one. */
export async function isCorrected(tx: Tx, id: string): Promise<boolean> {
  const later = await tx.sql(
    `SELECT FROM distribution_run WHERE cooperative_id = current_cooperative_id() AND corrects = $1
       AND state IN ('posted', 'paid', 'locked') LIMIT 1`,
    [id],
  );
  return later.length > 0;
}
/** As `findRun`, and nobody moves the run on until this transaction ends; others may hold it so too. */
export const holdRun = (tx: Tx, id: string): Promise<RunRow | null> =>
  tx.one<RunRow>(
    `SELECT ${runColumns} FROM ${runTables} WHERE r.cooperative_id = current_cooperative_id() AND r.id = $1 FOR SHARE OF r`,
    [id],
  );
/** As `findRun`, and nobody else changes the run until this transaction ends. */
export const lockRun = (tx: Tx, id: string): Promise<RunRow | null> =>
  tx.one<RunRow>(
    `SELECT ${runColumns} FROM ${runTables} WHERE r.cooperative_id = current_cooperative_id() AND r.id = $1 FOR NO KEY UPDATE OF r`,
    [id],
  );

export interface RunLineRow {
  readonly runId: string;
  readonly pool: string;
  readonly part: 'pool' | 'interest' | 'loss';
  readonly partyId: string;
  readonly key: string;
  readonly share: string;
  readonly weight: string;
  readonly floorMinor: bigint;
  readonly remainder: string;
  readonly remainderOf: string;
  readonly roundedUp: boolean;
  readonly lotDecided: boolean;
  readonly limitKind: 'cap' | 'floor' | 'minimum' | null;
  readonly leftOut: string | null;
  readonly amountMinor: bigint;
  readonly leastMinor: bigint;
  readonly inputs: JsonObject;
}
export const runLineColumns = `l.run_id AS "runId", l.pool, l.part, l.party_id AS "partyId", l.key, l.share, l.weight::text AS weight,
  l.floor_minor AS "floorMinor", l.remainder::text AS remainder, l.remainder_of::text AS "remainderOf",
  l.rounded_up AS "roundedUp", l.lot_decided AS "lotDecided", l.limit_kind AS "limitKind", l.left_out AS "leftOut",
  l.amount_minor AS "amountMinor", l.least_minor AS "leastMinor", l.inputs`;

export interface RunLineFormRow {
  readonly runId: string;
  readonly pool: string;
  readonly partyId: string;
  readonly seq: number;
  readonly form: string;
  readonly kind: string | null;
  readonly year: number | null;
  readonly amountMinor: bigint;
  readonly leastMinor: bigint;
}
export const runLineFormColumns = `f.run_id AS "runId", f.pool, f.party_id AS "partyId", f.seq::int AS seq, f.form, f.kind, f.year,
  f.amount_minor AS "amountMinor", f.least_minor AS "leastMinor"`;

/** How far a computation, or later the posting, has come. */
export type RunPhase =
  | 'waiting'
  | 'freezing'
  | 'computing'
  | 'writing'
  | 'publishing'
  | 'checking'
  | 'posting'
  | 'releasing'
  | 'done'
  | 'refused';
export interface RunProgressRow {
  readonly runId: string;
  readonly phase: RunPhase;
  readonly done: bigint;
  readonly total: bigint;
  readonly refusalReason: string | null;
  readonly refusalMessage: string | null;
  readonly refusalDetails: readonly string[];
  readonly changedAt: Date;
}
export const runProgressColumns = `g.run_id AS "runId", g.phase, g.done, g.total, g.refusal_reason AS "refusalReason",
  g.refusal_message AS "refusalMessage", g.refusal_details AS "refusalDetails", g.changed_at AS "changedAt"`;
