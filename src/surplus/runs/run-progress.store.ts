import type { Tx } from '../../platform/database/transaction.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import type { RunProgressRow } from './run.rows.js';

export type RunStep = Pick<RunProgressRow, 'phase'> & { readonly done: number; readonly total: number };

/** How far a run has come, for whoever asks, and the job of it that has not ended, if it is one. */
export async function writeProgress(
  tx: Tx,
  runId: string,
  { phase, done, total }: RunStep,
  task: string | null = null,
): Promise<void> {
  await tx.sql(
    `INSERT INTO run_progress (cooperative_id, run_id, phase, done, total, task, task_since)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5::text, CASE WHEN $5::text IS NOT NULL THEN rochdale_now() END)
     ON CONFLICT (cooperative_id, run_id) DO UPDATE SET phase = EXCLUDED.phase, done = EXCLUDED.done, total = EXCLUDED.total,
       task = EXCLUDED.task, refusal_reason = NULL, refusal_message = NULL, refusal_details = '{}', changed_at = rochdale_now(),
       task_since = CASE WHEN run_progress.task = EXCLUDED.task THEN run_progress.task_since ELSE EXCLUDED.task_since END`,
    [runId, phase, done, total, task],
  );
}

/** How far a job has come, unless another one of the run has been asked for meanwhile, which is told of then. */
export async function tellProgress(
  tx: Tx,
  runId: string,
  { phase, done, total }: RunStep,
  task: string,
): Promise<void> {
  await tx.sql(
    `UPDATE run_progress SET phase = $2, done = $3, total = $4, changed_at = rochdale_now(),
       refusal_reason = NULL, refusal_message = NULL, refusal_details = '{}'
     WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND task = $5`,
    [runId, phase, done, total, task],
  );
}

/** Held while a job is at a run, and gone with the process that does it. False when another has it. */
export async function holdComputation(tx: Tx, runId: string): Promise<boolean> {
  const row = await tx.one<{ held: boolean }>(`SELECT hold_run_computation($1) AS held`, [runId]);
  return row!.held;
}

/** What it has come to: done, or refused with the reason; of a job that is tried again the job stays. Not where another job is told of. */
export async function finishProgress(
  tx: Tx,
  runId: string,
  answer: true | Refusal,
  { task = null, isTriedAgain = false }: { task?: string | null; isTriedAgain?: boolean } = {},
): Promise<void> {
  const refusal = isRefusal(answer) ? answer : null;
  await tx.sql(
    `UPDATE run_progress SET phase = $2, done = CASE WHEN $2 = 'done' THEN total ELSE done END,
       refusal_reason = $3, refusal_message = $4, refusal_details = $5, changed_at = rochdale_now(),
       task = CASE WHEN $7 THEN task END, task_since = CASE WHEN $7 THEN task_since END
     WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND task IS NOT DISTINCT FROM $6`,
    [
      ...[runId, refusal ? 'refused' : 'done', refusal?.reason ?? null, refusal?.message ?? null],
      ...[refusal?.details.slice(0, 100) ?? [], task, isTriedAgain],
    ],
  );
}
