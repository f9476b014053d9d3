import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { runHashNow } from '../domain/run/run-hash.js';
import type { RunLine } from '../domain/run/run-lines.js';
import type { RunOutcome } from '../domain/run/run-outcome.js';
import type { FrozenParticipant, JsonObject } from '../domain/run/run-snapshot.js';
import type { RunRow } from './run.rows.js';

/** Rows written by one statement: enough to be quick, few enough to stay small. */
export const rowsPerStatement = 5_000;

export interface NewRun {
  readonly id: string;
  readonly periodId: string;
  readonly patronagePeriodId: string;
  readonly name: string;
  readonly mode: 'distribution' | 'scenario';
  readonly policy: JsonObject;
  readonly policyKey: string | null;
  readonly policyVersion: number | null;
  readonly policyHash: string;
  readonly figures: JsonObject;
  readonly currency: string;
  readonly corrects: string | null;
}

export const insertRun = (tx: Tx, viewer: Viewer, run: NewRun): Promise<unknown> =>
  tx.sql(
    `INSERT INTO distribution_run (cooperative_id, id, period_id, patronage_period_id, name, mode, policy, policy_key,
       policy_version, policy_hash, figures, currency, corrects, created_by, figures_entered_by, figures_entered_at)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, rochdale_now())`,
    [
      run.id,
      run.periodId,
      run.patronagePeriodId,
      run.name,
      run.mode,
      JSON.stringify(run.policy),
      run.policyKey,
      run.policyVersion,
      run.policyHash,
      JSON.stringify(run.figures),
      run.currency,
      run.corrects,
      viewer.membershipId,
      viewer.partyId,
    ],
  );

/** Takes away what an earlier computation left; its amounts are kept beside, so that a new one can be compared with it. */
export const setAsideComputation = (tx: Tx, run: RunRow): Promise<unknown> =>
  tx.sql(`SELECT set_run_computation_aside($1)`, [run.id]);

export async function insertParticipants(
  tx: Tx,
  runId: string,
  participants: readonly FrozenParticipant[],
  into: RunRows = 'run',
): Promise<void> {
  for (const batch of batches(participants))
    await tx.sql(
      `INSERT INTO ${into}_participant (cooperative_id, run_id, party_id, key, class, kind, facts, capital)
       SELECT current_cooperative_id(), $1, p.* FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[]) AS p`,
      [
        runId,
        batch.map((one) => one.partyId),
        batch.map((one) => one.key),
        batch.map((one) => one.class),
        batch.map((one) => one.kind),
        batch.map((one) => JSON.stringify(one.facts)),
        batch.map((one) => (one.capital === null ? null : JSON.stringify(one.capital))),
      ],
    );
}

/** Where a computation writes: the rows of the run, or its stage while it goes on. */
export type RunRows = 'run' | 'run_stage';
/** The party of an account key; nobody's for a line that stands for all who are not listed. */
export type PartyOf = (key: string) => string | undefined;

/** Writes lines and their forms. */
export async function insertLines(
  tx: Tx,
  runId: string,
  lines: readonly RunLine[],
  partyOf: PartyOf,
  into: RunRows = 'run',
): Promise<void> {
  for (const batch of batches(lines.filter(({ key }) => partyOf(key) !== undefined))) {
    await insertLineBatch(tx, runId, batch, partyOf, into);
    await insertFormBatch(tx, runId, batch, partyOf, into);
  }
}

function insertLineBatch(
  tx: Tx,
  runId: string,
  batch: readonly RunLine[],
  partyOf: PartyOf,
  into: RunRows,
): Promise<unknown> {
  const column = <Value>(pick: (line: RunLine) => Value): Value[] => batch.map(pick);
  return tx.sql(
    `INSERT INTO ${into}_line (cooperative_id, run_id, pool, part, party_id, key, share, weight, floor_minor, remainder, remainder_of,
       rounded_up, lot_decided, limit_kind, left_out, amount_minor, least_minor, inputs)
     SELECT current_cooperative_id(), $1, l.*
     FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::numeric[], $8::bigint[], $9::numeric[], $10::numeric[],
         $11::boolean[], $12::boolean[], $13::text[], $14::text[], $15::bigint[], $16::bigint[], $17::jsonb[]) AS l`,
    [
      runId,
      column((line) => line.pool),
      column((line) => line.part),
      column((line) => partyOf(line.key)),
      column((line) => line.key),
      column((line) => line.share.toString()),
      column((line) => line.weight.toString()),
      column((line) => line.floorMinor.toString()),
      column((line) => line.remainder.toString()),
      column((line) => line.remainderOf.toString()),
      column((line) => line.roundedUp),
      column((line) => line.lotDecided),
      column((line) => line.limitKind),
      column((line) => line.leftOut),
      column((line) => line.amountMinor.toString()),
      column((line) => line.leastMinor.toString()),
      column((line) => JSON.stringify(line.inputs)),
    ],
  );
}

async function insertFormBatch(
  tx: Tx,
  runId: string,
  batch: readonly RunLine[],
  partyOf: PartyOf,
  into: RunRows,
): Promise<void> {
  const forms = batch.flatMap(({ pool, key, forms }) =>
    forms.map((form, index) => ({ pool, partyId: partyOf(key), seq: index + 1, ...form })),
  );
  if (forms.length === 0) return;
  const column = <Value>(pick: (form: (typeof forms)[number]) => Value): Value[] => forms.map(pick);
  await tx.sql(
    `INSERT INTO ${into}_line_form (cooperative_id, run_id, pool, party_id, seq, form, kind, year, amount_minor, least_minor)
     SELECT current_cooperative_id(), $1, f.*
     FROM unnest($2::text[], $3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::int[], $8::bigint[], $9::bigint[]) AS f`,
    [
      runId,
      column((form) => form.pool),
      column((form) => form.partyId),
      column((form) => form.seq),
      column((form) => form.form),
      column((form) => form.kind),
      column((form) => form.year),
      column((form) => form.amountMinor.toString()),
      column((form) => form.leastMinor.toString()),
    ],
  );
}

/** The run takes what was computed. A run in review stays in review: the members see what changed. */
export async function keepOutcome(
  tx: Tx,
  viewer: Viewer,
  run: RunRow,
  header: JsonObject,
  outcome: Omit<RunOutcome, 'lines'>,
): Promise<void> {
  const number = run.computation + 1;
  await tx.sql(
    `UPDATE distribution_run SET state = CASE WHEN state = 'in_review' AND $9 <> 'block' THEN state ELSE 'computed' END, snapshot = $2, snapshot_hash = $3,
       run_hash = $4, result_minor = $5, surplus_minor = $6, waterfall = $7, checks = $8, verdict = $9, computation = $10,
       hash_version = ${runHashNow}, computed_at = rochdale_now()
     WHERE cooperative_id = current_cooperative_id() AND id = $1`,
    [
      run.id,
      JSON.stringify(header),
      outcome.snapshotHash,
      outcome.runHash,
      outcome.resultMinor.toString(),
      outcome.surplusMinor.toString(),
      JSON.stringify(outcome.outcome),
      JSON.stringify(outcome.checks),
      outcome.verdict,
      number,
    ],
  );
  await tx.sql(
    `INSERT INTO run_computation (cooperative_id, run_id, number, policy_hash, snapshot_hash, run_hash, verdict, surplus_minor, entries, computed_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      run.id,
      number,
      run.policyHash,
      outcome.snapshotHash,
      outcome.runHash,
      outcome.verdict,
      outcome.surplusMinor.toString(),
      JSON.stringify(outcome.outcome.entries),
      viewer.membershipId,
    ],
  );
}

function* batches<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    yield rows.slice(from, from + rowsPerStatement);
  }
}
