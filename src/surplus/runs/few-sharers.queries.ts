import type { Json } from '../../shared/canonical-json.js';
import type { Tx } from '../../platform/database/transaction.js';
import { fewestInAGroup, isFew } from '../domain/run/scenario-comparison.js';
import { basesOfFew, poolsOfFew, type Alike, type SharedBy } from '../domain/run/pools-of-few.js';
import { basesOfPools } from '../domain/run/run-policy.js';
import type { WhyHidden } from '../surplus.policy.js';
import { seenByMembers } from './run.rows.js';

interface Told {
  readonly id: string;
  readonly patronagePeriodId: string;
  readonly policy: Json;
  readonly pools: readonly { readonly pool: string }[];
  readonly recordsAreOpen: boolean;
}
const told = (condition: string): string =>
  `SELECT r.id, r.patronage_period_id AS "patronagePeriodId", r.policy, coalesce(r.waterfall -> 'pools', '[]') AS pools, s.state = 'open' AS "recordsAreOpen"
   FROM distribution_run r JOIN period s ON s.cooperative_id = r.cooperative_id AND s.id = r.patronage_period_id
   WHERE r.cooperative_id = current_cooperative_id() AND ${condition}`;

const sharedBy = ({ policy, pools }: Told): readonly SharedBy[] => {
  const bases = basesOfPools(policy);
  return pools.map(({ pool }) => ({ pool, bases: bases.get(pool) ?? [] }));
};

/**
 * Of each run, the pools of which only treasurer and auditor are told rate, totals and forms, and why: those that tell of
 * fewer than five (`poolsOfFew`), and of a scenario over records that are still being entered all: two sums a record apart
 * show that record. Where it is not known who shares in what, nothing is told.
 */
export async function hiddenPoolsOf(
  tx: Tx,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, WhyHidden>>> {
  const runs = await tx.sql<Told>(told('r.id = ANY($1::uuid[])'), [runIds]);
  const alike = await alikeOf(tx, runIds);
  return new Map(
    runs.map((run) => {
      const { id, pools, recordsAreOpen } = run;
      const people = alike.filter(({ runId }) => runId === id);
      const few = poolsOfFew(sharedBy(run), people);
      const hidden = pools.filter(({ pool }) => recordsAreOpen || people.length === 0 || few.has(pool));
      return [id, new Map(hidden.map(({ pool }) => [pool, recordsAreOpen ? 'records_open' : 'few']))];
    }),
  );
}

/**
 * Of each period, the bases whose total members are not told because pools of a run that they see would leave that of few
 * (`basesOfFew`); none of a period of which they see no run: whom rules leave out is not known yet.
 */
export async function hiddenBasesOf(
  tx: Tx,
  periodIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const runs = await tx.sql<Told>(told(`r.patronage_period_id = ANY($1::uuid[]) AND ${seenByMembers}`), [
    periodIds,
  ]);
  const alike = await alikeOf(
    tx,
    runs.map(({ id }) => id),
  );
  const hidden = new Map<string, Set<string>>();
  for (const run of runs) {
    const few = basesOfFew(
      sharedBy(run),
      alike.filter(({ runId }) => runId === run.id),
    );
    hidden.set(run.patronagePeriodId, new Set([...(hidden.get(run.patronagePeriodId) ?? []), ...few]));
  }
  return hidden;
}

/** How many people of each run, as it was last computed, are alike. */
export const alikeOf = (tx: Tx, runIds: readonly string[]): Promise<(Alike & { runId: string })[]> =>
  tx.sql<Alike & { runId: string }>(
    `SELECT a.run_id AS "runId", a.class, a.bases, a.pools, a.gets, a.people FROM run_alike a
     JOIN distribution_run r ON r.cooperative_id = a.cooperative_id AND r.id = a.run_id AND r.computation = a.computation
     WHERE a.cooperative_id = current_cooperative_id() AND a.run_id = ANY($1::uuid[])`,
    [runIds],
  );

/** Whether fewer than five have something of a pool in a form; each asked for as run, pool and form. */
export async function areOfFew(tx: Tx, asked: readonly (readonly string[])[]): Promise<boolean[]> {
  const rows = await tx.sql<{ people: number }>(
    `SELECT (SELECT count(*) FROM (SELECT DISTINCT f.party_id FROM run_line_form f WHERE f.cooperative_id = current_cooperative_id()
         AND f.run_id = w.run_id AND f.pool = w.pool AND f.form = w.form AND f.amount_minor > 0 LIMIT ${fewestInAGroup}) s)::int AS people
     FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS w(run_id, pool, form, place) ORDER BY place`,
    [0, 1, 2].map((place) => asked.map((one) => one[place])),
  );
  return rows.map(({ people }) => isFew(people));
}
