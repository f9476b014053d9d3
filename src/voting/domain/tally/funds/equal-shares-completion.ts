import { Ratio } from '../../../../shared/ratio.js';
import { type EqualShares, type EqualSharesRun } from './equal-shares.js';
import { type FundElection } from './fund-election.js';

/**
 * How the budget is used up after equal shares: not at all; by votes; by raising every endowment step by step
 * and running again; or the last, then by votes.
 */
export const COMPLETIONS_BY_NAME = ['none', 'utilitarian', 'add1', 'add1 then utilitarian'] as const;
export type Completion = (typeof COMPLETIONS_BY_NAME)[number];

export interface RaisingRule {
  /** By how many minor units each endowment rises per step. */
  readonly increment: bigint;
  /** Stop as soon as no project left fits the budget, and not only before the budget is exceeded. */
  readonly stopWhenExhaustive: boolean;
  /** Whether a project without support, if it fits, keeps the outcome from being exhaustive. */
  readonly exhaustiveConsidersUnsupported: boolean;
}

export interface RaisedRun {
  readonly run: EqualSharesRun;
  readonly steps: number;
}

/** More steps than this are refused before the count begins: the increment is too small for the costs. */
export const MOST_STEPS = 100_000n;

/**
 * Raises every endowment by the increment and runs again, while the outcome stays within the budget. Stops
 * before the budget would be exceeded, when everything with support is bought, or as soon as the outcome is
 * exhaustive, if the rule says so. The last run that stayed within the budget counts.
 */
export function raiseEndowments(
  fund: FundElection,
  shares: EqualShares,
  start: EqualSharesRun,
  rule: RaisingRule,
): RaisedRun {
  const supported = fund.costs.reduce((count, _, project) => count + (shares.hasSupport(project) ? 1 : 0), 0);
  const increment = Ratio.of(rule.increment);
  let [run, steps] = [start, 0];
  for (;;) {
    if (run.purchases.length === supported) return { run, steps };
    if (rule.stopWhenExhaustive && isExhaustive(fund, shares, run, rule)) return { run, steps };
    const next = shares.run(run.endowment.plus(increment), fund.budget);
    if (next === null) return { run, steps };
    [run, steps] = [next, steps + 1];
  }
}

function isExhaustive(
  fund: FundElection,
  shares: EqualShares,
  run: EqualSharesRun,
  rule: RaisingRule,
): boolean {
  const bought = new Set(run.purchases.map(({ project }) => project));
  return !fund.costs.some(
    (cost, project) =>
      !bought.has(project) &&
      (rule.exhaustiveConsidersUnsupported || shares.hasSupport(project)) &&
      run.cost + cost <= fund.budget,
  );
}

/**
 * The most steps that raising can take: once an endowment covers an equal share of every project at the
 * highest points anybody gave, nobody falls out and everything with support is bought.
 */
export function mostSteps(fund: FundElection, endowment: Ratio, increment: bigint): bigint {
  let enough = 0n;
  fund.costs.forEach((cost, project) => {
    const points = fund.pointTotals[project]!;
    if (points === 0) return;
    const highest = BigInt(fund.points[fund.start[project]!]!);
    enough += Ratio.of(cost * BigInt(fund.perVote) * highest, BigInt(points)).ceil();
  });
  const missing = Ratio.of(enough).minus(endowment);
  return missing.isNegative() ? 0n : missing.dividedBy(Ratio.of(increment)).ceil();
}
