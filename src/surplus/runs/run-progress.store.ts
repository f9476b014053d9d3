import type { Tx } from '../../platform/database/transaction.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import type { RunProgressRow } from './run.rows.js';

export type RunStep = Pick<RunProgressRow, 'phase'> & { readonly done: number; readonly total: number };

/** How far a run has come, for whoever asks. */
export async function writeProgress(tx: Tx, runId: string, { phase, done, total }: RunStep): Promise<void> {
  await tx.sql(
    `INSERT INTO run_progress (cooperative_id, run_id, phase, done, total) VALUES (current_cooperative_id(), $1, $2, $3, $4)
     ON CONFLICT (cooperative_id, run_id) DO UPDATE SET phase = EXCLUDED.phase, done = EXCLUDED.done, total = EXCLUDED.total,
       refusal_reason = NULL, refusal_message = NULL, refusal_details = '{}', changed_at = rochdale_now()`,
    [runId, phase, done, total],
  );
}

/** Held while a run is computed or checked, and gone with the process that does it. False when somebody else does. */
export async function holdComputation(tx: Tx, runId: string): Promise<boolean> {
  const row = await tx.one<{ held: boolean }>(`SELECT hold_run_computation($1) AS held`, [runId]);
  return row!.held;
}

/** What it has come to: done, or refused with the reason. */
export async function finishProgress(tx: Tx, runId: string, answer: object | Refusal): Promise<void> {
  if (isRefusal(answer)) {
    await tx.sql(
      `UPDATE run_progress SET phase = 'refused', refusal_reason = $2, refusal_message = $3, refusal_details = $4,
         changed_at = rochdale_now() WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
      [runId, answer.reason, answer.message, answer.details.slice(0, 100)],
    );
    return;
  }
  await tx.sql(
    `UPDATE run_progress SET phase = 'done', done = total, changed_at = rochdale_now()
     WHERE cooperative_id = current_cooperative_id() AND run_id = $1`,
    [runId],
  );
}
