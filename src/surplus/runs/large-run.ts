import type { Tx } from '../../platform/database/transaction.js';

/**
 * Up to so many participants what a run takes is done while the caller waits: computed, held against its hash, given free.
 * Above, each is a job that tells how far it has come.
 */
export const mostAtOnce = 5_000;

/** The same in this database: a small server says fewer (`ALTER DATABASE … SET rochdale.most_at_once = '1000'`). */
const here = `coalesce(nullif(current_setting('rochdale.most_at_once', true), '')::int, ${mostAtOnce})`;

/** Up to so many are computed while the caller waits. */
export const mostAtOnceHere = async (tx: Tx): Promise<number> =>
  (await tx.one<{ most: number }>(`SELECT ${here} AS most`))!.most;

/** Whether a run that has been computed is of more. */
export async function isLargeRun(tx: Tx, runId: string): Promise<boolean> {
  const row = await tx.one<{ isLarge: boolean }>(
    `SELECT EXISTS (SELECT FROM run_participant WHERE cooperative_id = current_cooperative_id() AND run_id = $1 OFFSET ${here}) AS "isLarge"`,
    [runId],
  );
  return row!.isLarge;
}
