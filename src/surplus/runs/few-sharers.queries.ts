import type { Tx } from '../../platform/database/transaction.js';
import { heldBackOf } from '../domain/run/scenario-comparison.js';

/** Counted no further: enough to tell the smaller pools from the larger. */
const countedTo = 1_000;

/**
 * Of each run, the pools of which only treasurer and auditor are told rate, totals and forms: those that fewer than five
 * share in, and the smallest of the others where the difference to the whole would tell of them. Of a scenario over records
 * that are still being entered, all: two sums a record apart show that record.
 */
export async function poolsOfFew(
  tx: Tx,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await tx.sql<{ runId: string; pool: string; participants: number; isOpen: boolean }>(
    `SELECT r.id AS "runId", p.pool, c.participants, s.state = 'open' AS "isOpen" FROM distribution_run r
       JOIN period s ON s.cooperative_id = r.cooperative_id AND s.id = r.patronage_period_id,
       LATERAL jsonb_to_recordset(r.waterfall -> 'pools') AS p(pool text),
       LATERAL (SELECT count(*)::int AS participants FROM (SELECT FROM run_line l WHERE l.cooperative_id = r.cooperative_id
         AND l.run_id = r.id AND l.pool = p.pool AND (l.weight > 0 OR l.amount_minor > 0) LIMIT ${countedTo}) s) c
     WHERE r.cooperative_id = current_cooperative_id() AND r.id = ANY($1::uuid[])`,
    [runIds],
  );
  return new Map(
    runIds.map((id) => {
      const own = rows.filter(({ runId }) => runId === id);
      const hidden = own.some(({ isOpen }) => isOpen)
        ? own
        : [...heldBackOf(own, ({ participants }) => [participants])];
      return [id, new Set(hidden.map(({ pool }) => pool))];
    }),
  );
}
