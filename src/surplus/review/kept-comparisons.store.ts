import type { Tx } from '../../platform/database/transaction.js';
import { basesOfPools } from '../domain/run/run-policy.js';
import type { RunRow } from '../runs/run.rows.js';

/** Amounts of each party by form, kind and year of run `$1`; forms of nothing are left out. */
export const formsByName = (table: string, condition: string): string =>
  `SELECT party_id, concat_ws(':', form, coalesce(kind, ''), coalesce(year::text, '')) AS name, sum(amount_minor)::text AS amount
   FROM ${table} WHERE cooperative_id = current_cooperative_id() AND run_id = $1 ${condition} AND amount_minor <> 0 GROUP BY 1, 2`;

/** The same as one object for each party. */
const formsOf = (table: string, condition: string): string =>
  `SELECT party_id, jsonb_object_agg(name, amount) AS forms FROM (${formsByName(table, condition)}) a GROUP BY party_id`;

/** What is got, borne, and got at least; `part` says which lines are of a loss. */
export const sumsOf = (
  part: string,
): string => `coalesce(sum(amount_minor) FILTER (WHERE NOT (${part})), 0)::bigint AS amount,
     coalesce(sum(amount_minor) FILTER (WHERE ${part}), 0)::bigint AS borne,
     CASE WHEN bool_and(least_minor IS NOT NULL) THEN coalesce(sum(least_minor) FILTER (WHERE NOT (${part})), 0)::bigint END AS least`;

/**
 * Of run `$1`, everybody's amounts now and before computation `$2` was set aside: what they get and bear, the least of it,
 * and each form. Leasts and forms of before are null where they were not kept yet; who takes part no longer has no key.
 */
const amountChanges = `(SELECT coalesce(n.party_id, e.party_id) AS party_id, coalesce(n.key, k.key) AS key,
    coalesce(e.amount, 0)::bigint AS before_minor, coalesce(n.amount, 0)::bigint AS after_minor,
    coalesce(e.borne, 0)::bigint AS borne_before_minor, coalesce(n.borne, 0)::bigint AS borne_after_minor,
    e.least AS least_before_minor, coalesce(n.least, 0)::bigint AS least_after_minor,
    CASE WHEN e.party_id IS NULL OR e.least IS NOT NULL THEN coalesce(ef.forms, '{}') END AS forms_before,
    coalesce(nf.forms, '{}') AS forms_after
  FROM (SELECT party_id, min(key) AS key, ${sumsOf(`part = 'loss'`)} FROM run_line
      WHERE cooperative_id = current_cooperative_id() AND run_id = $1 GROUP BY party_id) n
  FULL JOIN (SELECT party_id, ${sumsOf(`pool LIKE 'loss:%'`)} FROM run_line_earlier
      WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND computation = $2 GROUP BY party_id) e ON e.party_id = n.party_id
  LEFT JOIN (${formsOf('run_line_form', '')}) nf ON nf.party_id = n.party_id
  LEFT JOIN (${formsOf('run_line_form_earlier', 'AND computation = $2')}) ef ON ef.party_id = e.party_id
  LEFT JOIN run_participant k ON k.cooperative_id = current_cooperative_id() AND k.run_id = $1 AND k.party_id = e.party_id)`;

/** Whether what somebody gets or bears changed, in any form, as the records stand. */
const amountsDiffer = `(c.before_minor <> c.after_minor OR c.borne_before_minor <> c.borne_after_minor
  OR coalesce(c.forms_before <> c.forms_after, false))`;
/** The same, or the least of it, which open disputes lower. */
const anythingDiffers = `(${amountsDiffer} OR coalesce(c.least_before_minor <> c.least_after_minor, false))`;

/**
 * After `run`, as it was before, has been computed: what each class gets together, how each pool came out among its
 * participants, how many are alike in what sums could tell of them, and for whom the new computation changed something. Kept, because every member who looks at the run asks
 * for it, and it takes all of its lines to tell.
 */
export async function keepComparisons(tx: Tx, run: RunRow): Promise<void> {
  await tx.sql(
    `INSERT INTO run_class_total (cooperative_id, run_id, computation, class, people, total_minor, median_minor)
     SELECT current_cooperative_id(), $1, $2, class, count(*), sum(amount), percentile_disc(0.5) WITHIN GROUP (ORDER BY amount)
     FROM (SELECT p.class, coalesce(sum(l.amount_minor) FILTER (WHERE l.part <> 'loss'), 0)::bigint AS amount FROM run_participant p
       LEFT JOIN run_line l ON l.cooperative_id = p.cooperative_id AND l.run_id = p.run_id AND l.party_id = p.party_id
       WHERE p.cooperative_id = current_cooperative_id() AND p.run_id = $1 AND p.class IS NOT NULL GROUP BY p.party_id, p.class) a
     GROUP BY class`,
    [run.id, run.computation + 1],
  );
  await tx.sql(
    `INSERT INTO run_pool_spread (cooperative_id, run_id, computation, pool, eligible, left_out, sharing, under_minimum,
       min_minor, at_min, median_minor, up_to_median, from_median, max_minor, at_max)
     WITH l AS (SELECT pool, amount_minor AS amount, left_out, limit_kind, (weight > 0 OR amount_minor > 0) AS shares
                FROM run_line WHERE cooperative_id = current_cooperative_id() AND run_id = $1),
     s AS (SELECT pool, count(*) FILTER (WHERE left_out IS NULL) AS eligible, count(*) FILTER (WHERE left_out IS NOT NULL) AS left_out,
             count(*) FILTER (WHERE shares) AS sharing, count(*) FILTER (WHERE limit_kind = 'minimum') AS under_minimum,
             min(amount) FILTER (WHERE shares) AS min, max(amount) FILTER (WHERE shares) AS max,
             percentile_disc(0.5) WITHIN GROUP (ORDER BY amount) FILTER (WHERE shares) AS median FROM l GROUP BY pool)
     SELECT current_cooperative_id(), $1, $2, s.pool, s.eligible, s.left_out, s.sharing, s.under_minimum,
       coalesce(s.min, 0), count(*) FILTER (WHERE l.shares AND l.amount = s.min), coalesce(s.median, 0),
       count(*) FILTER (WHERE l.shares AND l.amount <= s.median), count(*) FILTER (WHERE l.shares AND l.amount >= s.median),
       coalesce(s.max, 0), count(*) FILTER (WHERE l.shares AND l.amount = s.max)
     FROM s JOIN l ON l.pool = s.pool
     GROUP BY s.pool, s.eligible, s.left_out, s.sharing, s.under_minimum, s.min, s.median, s.max`,
    [run.id, run.computation + 1],
  );
  // Nobody has measured what was written or set aside a moment ago: everything is read once, whatever a plan would think of it.
  await tx.sql(`SELECT set_config('enable_nestloop', 'off', true)`);
  await tx.sql(
    `INSERT INTO run_alike (cooperative_id, run_id, computation, place, class, bases, pools, gets, people)
     SELECT current_cooperative_id(), $1, $2, row_number() OVER (ORDER BY class, bases, pools, gets), class, bases, pools, gets, count(*)
     FROM (SELECT p.class,
         ARRAY(SELECT b.key FROM jsonb_each_text(coalesce(p.facts -> 'bases', '{}')) b WHERE b.value <> '0' AND b.key = ANY($3) ORDER BY 1) AS bases,
         coalesce(l.pools, '{}') AS pools, coalesce(l.gets, false) AS gets
       FROM run_participant p LEFT JOIN (SELECT party_id, array_agg(pool ORDER BY pool) FILTER (WHERE weight > 0 OR amount_minor > 0) AS pools,
           bool_or(amount_minor > 0 AND part <> 'loss') AS gets FROM run_line
         WHERE cooperative_id = current_cooperative_id() AND run_id = $1 GROUP BY party_id) l ON l.party_id = p.party_id
       WHERE p.cooperative_id = current_cooperative_id() AND p.run_id = $1) one
     GROUP BY class, bases, pools, gets`,
    [run.id, run.computation + 1, [...new Set([...basesOfPools(run.policy).values()].flat())]],
  );
  if (run.computation > 0) await keepChanges(tx, run);
  await tx.sql(`SELECT set_config('enable_nestloop', 'on', true)`);
}

async function keepChanges(tx: Tx, run: RunRow): Promise<void> {
  await tx.sql(
    `INSERT INTO run_change (cooperative_id, run_id, computation, party_id, key, before_minor, after_minor, borne_before_minor,
       borne_after_minor, least_before_minor, least_after_minor, forms_before, forms_after, amounts_differ)
     SELECT current_cooperative_id(), $1, $2 + 1, c.party_id, c.key, c.before_minor, c.after_minor, c.borne_before_minor,
       c.borne_after_minor, c.least_before_minor, c.least_after_minor, c.forms_before, c.forms_after, ${amountsDiffer}
     FROM ${amountChanges} c WHERE ${anythingDiffers}`,
    [run.id, run.computation],
  );
}
