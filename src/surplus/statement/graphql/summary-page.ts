import type { Viewer } from '../../../platform/request/viewer.js';
import { minorDigits } from '../../../shared/money.js';
import { Ratio } from '../../../shared/ratio.js';
import type { BasisTotal } from '../../surplus-reading.js';
import { fewestInATotal, mayReadAllLines } from '../../surplus.policy.js';
import { appropriationsOf, lossesOf } from '../domain/appropriations.js';
import { shownCount, shownSpread } from '../domain/shown-figures.js';
import { outcomeOf } from '../domain/stored-outcome.js';
import { policyOf } from '../statement-reading.js';
import type { RunSummary } from '../summary-reading.js';
import type { PoolSpreadRow } from '../summary.rows.js';
import type { RunSummaryType, SummaryBasisType, SummaryPoolType } from './summary.types.js';

/** The page, and what its other fields are read from. */
export type SummaryPage = RunSummaryType & { readonly source: RunSummary };

export function summaryPage(source: RunSummary): SummaryPage {
  const { run, period, last } = source;
  const { name, mode, state, currency, verdict, reviewUntil, proposalId, decisionId } = run;
  const { policyKey, policyVersion, policyHash, snapshotHash, runHash } = run;
  const outcome = outcomeOf(run.waterfall);
  const before = last && outcomeOf(last.waterfall);
  const seed = run.snapshot?.seed;
  return {
    source,
    ...{ runId: run.id, name, mode, state, currency, verdict, reviewUntil, proposalId, decisionId },
    ...{ policyKey, policyVersion, policyHash, snapshotHash, runHash },
    ...{ periodId: period.id, periodName: period.name, endsOn: period.endsOn },
    roundingDecimals: minorDigits(currency) ?? 0,
    seed: typeof seed === 'string' ? seed : null,
    ...{ resultMinor: run.resultMinor ?? 0n, surplusMinor: run.surplusMinor ?? 0n },
    ...{ lastResultMinor: last?.resultMinor ?? null, lastSurplusMinor: last?.surplusMinor ?? null },
    steps: [...appropriationsOf(outcome, before, policyOf(run))],
    losses: [...lossesOf(outcome)],
    checks: [...(run.checks ?? [])],
  };
}

/** Pools with what may be shown of their lines. */
export function poolPages(
  { run }: RunSummary,
  spreads: readonly PoolSpreadRow[],
  viewer: Viewer,
): SummaryPoolType[] {
  const seesAll = mayReadAllLines(viewer);
  const rules = policyOf(run)?.waterfall?.pools ?? [];
  return outcomeOf(run.waterfall).pools.map(({ pool, part, sizeMinor, toFundMinor }): SummaryPoolType => {
    const spread = spreads.find((one) => one.pool === pool);
    const bases = rules.find(({ id }) => id === pool)?.weighting.bases ?? new Map<string, Ratio>();
    const count = (people: number | undefined) => shownCount(people ?? 0, fewestInATotal, seesAll);
    return {
      ...{ pool, part, sizeMinor: BigInt(sizeMinor), toFundMinor: BigInt(toFundMinor) },
      weights: [...bases].map(([basis, weight]) => ({ basis, weight: weight.toString() })),
      ...{ eligible: spread?.eligible ?? 0, sharing: spread?.sharing ?? 0 },
      ...{ leftOut: count(spread?.leftOut), underMinimum: count(spread?.underMinimum) },
      ...(spread
        ? shownSpread(spread, fewestInATotal, seesAll)
        : { minMinor: null, medianMinor: null, maxMinor: null }),
    };
  });
}

export const basisPage = ({ basis, totalMillionths, participants }: BasisTotal): SummaryBasisType => ({
  ...{ basis, participants },
  total: Ratio.of(totalMillionths, 1_000_000n).toString(),
});
