import type { Json } from '../../../shared/canonical-json.js';
import { isRefusal } from '../../../shared/refusal.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { readRunPolicy, type RunPolicy } from '../../domain/run/run-policy.js';
import type { JsonObject, RunFigures } from '../../domain/run/run-snapshot.js';
import type { PeriodRow } from '../../surplus.rows.js';

interface SharedYear {
  readonly year: number;
  readonly surplusMinor: bigint;
  readonly policy: JsonObject;
  readonly entries: readonly { readonly id: string; readonly kind: string; readonly amount: string }[];
}

/** The years before, where a loss is to be borne by their average; none in the books is no average of nothing. */
export async function historyOf(
  tx: Tx,
  period: PeriodRow,
  { full: { loss } }: RunPolicy,
  { figures }: RunFigures,
): Promise<readonly Json[] | undefined> {
  const asked = loss?.some(({ average }) => average !== undefined) && figures.history === undefined;
  if (!asked || !hasLoss(figures.result ?? `${period.resultMinor ?? 0n}`)) return undefined;
  const years = await yearsBefore(tx, period);
  return years.length === 0 ? undefined : years;
}

/** Whether any amount of a result is below zero. */
const hasLoss = (result: Json): boolean =>
  typeof result === 'object' && result !== null
    ? Object.values(result).some(hasLoss)
    : `${result}`.startsWith('-');

/**
 * What the runs in the books gave each fund of every surplus before a period, by year: several periods of one year are
 * one, and of a run that was corrected the correction counts. Of a year without a surplus its loss stands, so that it is
 * known to have had none.
 */
async function yearsBefore(tx: Tx, { startsOn }: PeriodRow): Promise<readonly Json[]> {
  const rows = await tx.sql<SharedYear>(
    `SELECT extract(year FROM p.ends_on)::int AS year, r.policy, COALESCE(r.waterfall->'entries', '[]') AS entries,
       CASE WHEN r.surplus_minor > 0 THEN r.surplus_minor ELSE r.result_minor END AS "surplusMinor"
     FROM distribution_run r JOIN period p ON p.cooperative_id = r.cooperative_id AND p.id = r.period_id
     WHERE r.cooperative_id = current_cooperative_id() AND r.mode = 'distribution'
       AND r.state IN ('posted', 'paid', 'locked') AND p.ends_on < $1
       AND NOT EXISTS (SELECT FROM distribution_run c WHERE c.cooperative_id = r.cooperative_id AND c.corrects = r.id
         AND c.state IN ('posted', 'paid', 'locked'))
     ORDER BY p.ends_on, r.id`,
    [startsOn],
  );
  const years = new Map<number, { surplus: bigint; given: Map<string, bigint> }>();
  for (const row of rows) {
    const one = years.get(row.year) ?? { surplus: 0n, given: new Map<string, bigint>() };
    one.surplus += row.surplusMinor;
    for (const [fund, amount] of givenBy(row)) one.given.set(fund, (one.given.get(fund) ?? 0n) + amount);
    years.set(row.year, one);
  }
  return [...years].map(([year, { surplus, given }]) => ({
    year,
    surplus: surplus.toString(),
    given: Object.fromEntries([...given].map(([fund, amount]) => [fund, amount.toString()])),
  }));
}

/** By fund, what appropriations gave it; what was restored to it is of the years before. */
function givenBy({ policy, entries }: SharedYear): readonly (readonly [string, bigint])[] {
  const read = readRunPolicy(policy);
  const rules = isRefusal(read) ? [] : (read.full.waterfall?.appropriations ?? []);
  const fundOf = new Map(rules.map(({ id, fund }) => [id, fund ?? id]));
  return entries.flatMap(({ id, kind, amount }) =>
    kind === 'redirected'
      ? [[id, BigInt(amount)] as const]
      : fundOf.has(id) && kind === rules.find((rule) => rule.id === id)!.kind
        ? [[fundOf.get(id)!, BigInt(amount)] as const]
        : [],
  );
}
