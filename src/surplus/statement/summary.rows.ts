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

/** One row for each pool, interest and part of a loss of a run: one pass over its lines to sum, one to count. */
export const spreadsOf = (tx: Tx, runId: string): Promise<PoolSpreadRow[]> =>
  tx.sql<PoolSpreadRow>(
    `WITH l AS (SELECT pool, amount_minor AS amount, left_out, limit_kind, (weight > 0 OR amount_minor > 0) AS shares
                FROM run_line WHERE cooperative_id = current_cooperative_id() AND run_id = $1),
     s AS (SELECT pool, count(*) FILTER (WHERE left_out IS NULL)::int AS eligible, count(*) FILTER (WHERE left_out IS NOT NULL)::int AS left_out,
             count(*) FILTER (WHERE shares)::int AS sharing, count(*) FILTER (WHERE limit_kind = 'minimum')::int AS under_minimum,
             min(amount) FILTER (WHERE shares) AS min, max(amount) FILTER (WHERE shares) AS max,
             percentile_disc(0.5) WITHIN GROUP (ORDER BY amount) FILTER (WHERE shares) AS median FROM l GROUP BY pool)
     SELECT s.pool, s.eligible, s.left_out AS "leftOut", s.sharing, s.under_minimum AS "underMinimum",
       coalesce(s.min, 0) AS min, coalesce(s.median, 0) AS median, coalesce(s.max, 0) AS max,
       count(*) FILTER (WHERE l.shares AND l.amount = s.min)::int AS "atMin", count(*) FILTER (WHERE l.shares AND l.amount = s.max)::int AS "atMax",
       count(*) FILTER (WHERE l.shares AND l.amount <= s.median)::int AS "upToMedian",
       count(*) FILTER (WHERE l.shares AND l.amount >= s.median)::int AS "fromMedian"
     FROM s JOIN l ON l.pool = s.pool GROUP BY s.pool, s.eligible, s.left_out, s.sharing, s.under_minimum, s.min, s.median, s.max
     ORDER BY s.pool`,
    [runId],
  );
