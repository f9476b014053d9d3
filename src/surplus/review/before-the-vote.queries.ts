import type { Tx } from '../../platform/database/transaction.js';
import { Refusal } from '../../shared/refusal.js';
import type { JsonObject } from '../domain/run/run-snapshot.js';
import type { RunRow } from '../runs/run.rows.js';

/** Up to so many objections are written under a proposal; the review has them all. */
const mostAttached = 20;
const longestAttached = 400;

/**
 * A run is put to the vote as the records and the disputes stand. What was disputed or settled since it was computed is
 * not in it yet: RUN_OUTDATED, until it is computed again.
 */
export async function isUpToDate(tx: Tx, run: RunRow): Promise<true | Refusal<'RUN_OUTDATED'>> {
  const frozen = ((run.snapshot?.disputes ?? []) as readonly JsonObject[]).map(({ id }) => id as string);
  // By what was frozen as well as by the hour: a dispute may have been written down while the run was computed.
  const since = await tx.one<{ count: bigint }>(
    `SELECT count(*) AS count FROM review_response s
     WHERE s.cooperative_id = current_cooperative_id() AND s.period_id = $1 AND s.kind = 'objection' AND s.about = 'record'
       AND (s.recorded_at > $2 OR s.ended_at > $2 OR (s.state <> 'ended') <> (s.id = ANY ($3::uuid[])))`,
    [run.periodId, run.computedAt, frozen],
  );
  return (
    since?.count === 0n ||
    new Refusal(
      'RUN_OUTDATED',
      'Records have been disputed or disputes have ended since this run was computed: compute it again, and look at what changed.',
    )
  );
}

/**
 * Objections to rules and lines that have not ended, as text under the proposal: they inform the vote and do not hold it
 * up. Empty where there are none.
 */
export async function objectionsAttached(tx: Tx, run: RunRow): Promise<string> {
  const rows = await tx.sql<{ rule: string | null; body: string; total: bigint }>(
    `SELECT s.rule, s.body, count(*) OVER () AS total FROM review_response s
     WHERE s.cooperative_id = current_cooperative_id() AND s.run_id = $1 AND s.kind = 'objection' AND s.about = 'rule'
       AND s.state NOT IN ('ended', 'superseded') ORDER BY s.id LIMIT $2`,
    [run.id, mostAttached],
  );
  if (rows.length === 0) return '';
  const shown = rows.map(({ rule, body }) => `- ${rule}: ${shortened(body)}`);
  const more = rows[0]!.total - BigInt(rows.length);
  return [
    'Objections to rules that had not been settled when the review ended:',
    ...shown,
    ...(more > 0n ? [`- and ${more} more, in the review.`] : []),
  ].join('\n');
}

const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= longestAttached ? line : `${line.slice(0, longestAttached)}…`;
};
