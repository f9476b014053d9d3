import type { Tx } from '../../platform/database/transaction.js';
import type { FormTotal } from '../domain/run/run-entry-outline.js';

const once = (table: string, amount: string, which: string): string =>
  `SELECT pool, party_id, form, kind, year, sum(${amount}) AS amount FROM ${table}
   WHERE cooperative_id = current_cooperative_id() AND ${which} GROUP BY pool, party_id, form, kind, year`;

/**
 * Keeps what the lines on the stage of a run give everybody, form by form, beyond what the run, its earlier releases and
 * those that `precede` this one gave them: the least of each form. False when somebody would have to give something back. Losses that members bear are
 * not disputed, and stay as they are.
 */
export async function keepReleasedForms(
  tx: Tx,
  runId: string,
  releaseId: string,
  precede: readonly string[],
): Promise<boolean> {
  // Written a moment ago, and measured by nobody: everything is read once, whatever a plan would think of it.
  await tx.sql(`SELECT set_config('enable_nestloop', 'off', true)`);
  const row = await tx.one<{ isLess: boolean }>(
    `WITH stands AS (
       SELECT pool, party_id, form, kind, year, sum(amount) AS amount FROM (
         ${once('run_line_form', 'least_minor', 'run_id = $1')} UNION ALL
         ${once('dispute_release_form', 'amount_minor', '(release_id = ANY ($3::uuid[]) OR release_id IN (SELECT id FROM dispute_release WHERE cooperative_id = current_cooperative_id() AND run_id = $1))')}
       ) each GROUP BY pool, party_id, form, kind, year
     ), settled AS (${once('run_stage_line_form', 'least_minor', 'run_id = $1')}),
     losses AS (SELECT DISTINCT pool FROM run_line WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND part = 'loss'),
     difference AS (
       SELECT coalesce(s.pool, t.pool) AS pool, coalesce(s.party_id, t.party_id) AS party_id, coalesce(s.form, t.form) AS form,
         coalesce(s.kind, t.kind) AS kind, coalesce(s.year, t.year) AS year, coalesce(s.amount, 0) - coalesce(t.amount, 0) AS amount
       FROM settled s FULL JOIN stands t ON t.pool = s.pool AND t.party_id = s.party_id AND t.form = s.form
         AND coalesce(t.kind, '') = coalesce(s.kind, '') AND coalesce(t.year, 0) = coalesce(s.year, 0)
       WHERE coalesce(s.pool, t.pool) NOT IN (SELECT pool FROM losses)),
     kept AS (INSERT INTO dispute_release_form (cooperative_id, release_id, pool, party_id, form, kind, year, amount_minor)
       SELECT current_cooperative_id(), $2, pool, party_id, form, kind, year, amount FROM difference WHERE amount > 0)
     SELECT EXISTS (SELECT FROM difference WHERE amount < 0) AS "isLess"`,
    [runId, releaseId, precede],
  );
  await tx.sql(`SELECT set_config('enable_nestloop', 'on', true)`);
  return !row!.isLess;
}

/** What a release gives in each form, of every pool and year. */
export async function releasedTotals(
  tx: Tx,
  runId: string,
  releaseId: string,
): Promise<readonly FormTotal[]> {
  const rows = await tx.sql<Omit<FormTotal, 'amountMinor'> & { amount: string }>(
    `SELECT t.pool, l.part, t.form, t.kind, t.year, t.amount::text AS amount
     FROM (SELECT pool, form, kind, year, sum(amount_minor) AS amount FROM dispute_release_form
           WHERE cooperative_id = current_cooperative_id() AND release_id = $2 GROUP BY pool, form, kind, year) t
     CROSS JOIN LATERAL (SELECT part FROM run_line WHERE cooperative_id = current_cooperative_id() AND run_id = $1
       AND pool = t.pool LIMIT 1) l
     ORDER BY l.part, t.pool, t.form, t.kind, t.year`,
    [runId, releaseId],
  );
  return rows.map(({ amount, ...row }) => ({ ...row, amountMinor: BigInt(amount) }));
}

/** What a release gives in each pool, as members and officers read it. */
export const keepReleasedLines = (tx: Tx, releaseId: string): Promise<unknown> =>
  tx.sql(
    `INSERT INTO dispute_release_line (cooperative_id, release_id, pool, party_id, amount_minor)
     SELECT cooperative_id, release_id, pool, party_id, sum(amount_minor) FROM dispute_release_form
     WHERE cooperative_id = current_cooperative_id() AND release_id = $1 GROUP BY cooperative_id, release_id, pool, party_id`,
    [releaseId],
  );
