import type { Tx } from '../../platform/database/transaction.js';
import type { Spread } from './domain/shown-figures.js';

/** How a pool came out among its participants. */
export interface PoolSpreadRow extends Spread {
  readonly pool: string;
  readonly eligible: number;
  readonly leftOut: number;
  /** Those with a weight; the figures are of them. */
  readonly sharing: number;
  readonly underMinimum: number;
}

/** One row for each pool, interest and part of a loss of a run, as kept with its computation. */
export const spreadsOf = (tx: Tx, runId: string): Promise<PoolSpreadRow[]> =>
  tx.sql<PoolSpreadRow>(
    `SELECT s.pool, s.eligible, s.left_out AS "leftOut", s.sharing, s.under_minimum AS "underMinimum", s.min_minor AS min, s.at_min AS "atMin",
       s.median_minor AS median, s.up_to_median AS "upToMedian", s.from_median AS "fromMedian", s.max_minor AS max, s.at_max AS "atMax"
     FROM run_pool_spread s JOIN distribution_run r ON r.cooperative_id = s.cooperative_id AND r.id = s.run_id AND r.computation = s.computation
     WHERE s.cooperative_id = current_cooperative_id() AND s.run_id = $1 ORDER BY s.pool`,
    [runId],
  );
