import type { Tx } from '../../platform/database/transaction.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { headerAfter, participantAfter, type EndedDispute } from '../domain/review/disputed-records.js';
import { layOut, partForRuns } from '../domain/run/run-outcome.js';
import { readRunPolicy } from '../domain/run/run-policy.js';
import type { JsonObject } from '../domain/run/run-snapshot.js';
import { computeStreamed } from '../domain/streamed/compute-streamed.js';
import { FrozenParticipants } from '../runs/computing/frozen-participants.js';
import { clearStage } from '../runs/computing/run-stage.js';
import { lineOf } from '../runs/computing/run-streaming.js';
import { insertLines } from '../runs/run.store.js';
import type { RunRow } from '../runs/run.rows.js';
import { yearOf, type PeriodRow } from '../surplus.rows.js';
import { noLongerComputes } from './dispute-endings.queries.js';

/** Told how many participants have been passed. */
type Passed = (done: number, total: number) => Promise<void>;

/**
 * Computes a run of very many, which is in the books, as it would have been had these disputes ended before it was
 * frozen, in passes over its frozen participants; its lines go to the stage of the run, in the caller's transaction, and
 * its outcome is answered. What was computed when the run was frozen is computed again; rules that have become stricter
 * since may refuse it.
 */
export async function settleOnStage(
  tx: Tx,
  run: RunRow,
  period: PeriodRow,
  ended: readonly EndedDispute[],
  passed: Passed,
): Promise<JsonObject | Refusal> {
  const policy = readRunPolicy(run.policy);
  if (isRefusal(policy)) return noLongerComputes();
  if (run.snapshot === null) throw new Error(`run ${run.id} has no snapshot`);
  await clearStage(tx, run.id);
  const header = headerAfter(run.snapshot, ended);
  const withCapital = policy.full.waterfall?.capitalInterest !== undefined;
  const people = await countPeople(tx, run.id);
  const kept = { in: 'run', as: participantAfter(ended) } as const;
  const participants = new FrozenParticipants(tx, run.id, header, withCapital, people, kept);
  participants.onBatch = (seen) => passed(seen, people);
  const input = { policy: partForRuns(policy.text as JsonObject), snapshot: header };
  const computed = await computeStreamed(input, participants, async (batch) => {
    const partyOf = participants.partiesNow();
    await insertLines(tx, run.id, batch.map(lineOf), partyOf, 'run_stage');
  });
  if (isRefusal(computed)) return noLongerComputes();
  if ('needs' in computed) throw new Error(`a run has no ${computed.needs}`);
  const laidOut = layOut(
    computed,
    {
      ...{ periodId: run.periodId, year: yearOf(period), policy, recordedResultMinor: run.resultMinor },
      ...{ currency: run.currency, corrects: run.corrects, hashVersion: run.hashVersion, isScenario: false },
    },
    null,
  );
  return isRefusal(laidOut) ? noLongerComputes() : laidOut.outcome;
}

async function countPeople(tx: Tx, runId: string): Promise<number> {
  const row = await tx.one<{ people: number }>(
    `SELECT count(*)::int AS people FROM run_participant WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
    [runId],
  );
  return row!.people;
}

/** Whether the lines on the stage are those of the run, form by form: it computes today to what was voted on. */
export async function isAsOnStage(tx: Tx, runId: string): Promise<boolean> {
  const row = await tx.one<{ differs: boolean }>(
    `SELECT EXISTS (SELECT FROM (${linesOf('run')}) r FULL JOIN (${linesOf('run_stage')}) s ON s.pool = r.pool AND s.party_id = r.party_id
       WHERE (r.amount_minor, r.least_minor) IS DISTINCT FROM (s.amount_minor, s.least_minor))
     OR EXISTS (SELECT FROM (${formsOf('run')}) r FULL JOIN (${formsOf('run_stage')}) s ON s.pool = r.pool AND s.party_id = r.party_id AND s.seq = r.seq
       WHERE (r.form, r.kind, r.year, r.amount_minor, r.least_minor) IS DISTINCT FROM (s.form, s.kind, s.year, s.amount_minor, s.least_minor)) AS differs`,
    [runId],
  );
  return !row!.differs;
}
const rowsOf = (columns: string, table: string): string =>
  `SELECT ${columns} FROM ${table} WHERE cooperative_id = current_cooperative_id() AND run_id = $1`;
const linesOf = (kept: string): string => rowsOf('pool, party_id, amount_minor, least_minor', `${kept}_line`);
const formsOf = (kept: string): string =>
  rowsOf('pool, party_id, seq, form, kind, year, amount_minor, least_minor', `${kept}_line_form`);
