import { type Json } from '../../../../shared/canonical-json.js';
import { Ratio } from '../../../../shared/ratio.js';
import { exactJson } from '../exact-json.js';
import { fundTheSame, opposite } from './fund-precedence.js';
import { type FundElection } from './fund-election.js';
import { allocateGreedily, unitsJson } from './pb-greedy.js';
import {
  allocateByEqualShares,
  type EqualSharesAllocation,
  type PreparedEqualShares,
} from './equal-shares-allocation.js';
import { type Outcome } from '../tally-method.js';

/** Amounts of money as people read them: exact prices do not end, so they are cut after six places. */
const MONEY_PLACES = 6;

/**
 * An allocation by equal shares as data: what was funded, in which order and how, every project with its
 * supporters, price and what was missing, what each share paid, and what greedy would have chosen.
 */
export function explainEqualShares(
  prepared: PreparedEqualShares,
  allocation: EqualSharesAllocation,
): Outcome {
  const { fund, precedence } = prepared;
  const prices = allocation.shares.pricesOfLastRun();
  const greedy = allocateGreedily(fund, 'votes', precedence);
  return {
    winners: [...allocation.order].sort((a, b) => a - b),
    order_of_selection: allocation.order,
    total_cost: exactJson(allocation.cost),
    ties_met: allocation.run.purchases.filter(({ tied }) => tied > 1).length,
    tie_sensitive: isTieSensitive(prepared, allocation),
    first_endowment: allocation.firstEndowment.toString(),
    final_endowment: allocation.run.endowment.toString(),
    steps: allocation.steps,
    projects: fund.costs.map((_, project) => explainProject(prepared, allocation, prices, project)),
    voter_shares: explainShares(fund, allocation, prices),
    greedy_instead: { winners: [...greedy.chosen].sort((a, b) => a - b), total_cost: exactJson(greedy.cost) },
  };
}

/** Whether the opposite tie-break would fund other projects; without a tie on the way it cannot. */
function isTieSensitive(prepared: PreparedEqualShares, allocation: EqualSharesAllocation): boolean {
  const metTies = allocation.run.purchases.some(({ tied }) => tied > 1);
  if (!metTies && !prepared.rule.completion.endsWith('utilitarian')) return false;
  const other = { ...prepared, precedence: opposite(prepared.precedence) };
  return !fundTheSame(allocation.order, allocateByEqualShares(other).order);
}

/**
 * One project. Bought: the price per point of utility, exactly. Not bought: what its supporters still held
 * when the count ended, what that leaves missing, and two changes, each of which is enough: that many more
 * supporters with the same share, or that cost. Both are sure, not necessarily the least.
 */
function explainProject(
  { fund }: PreparedEqualShares,
  allocation: EqualSharesAllocation,
  prices: readonly Ratio[],
  project: number,
): { readonly [field: string]: Json } {
  const common = {
    project,
    cost: exactJson(fund.costs[project]!),
    supporters: unitsJson(fund, fund.votes[project]!),
    funded_by: allocation.fundedBy.get(project) ?? null,
  };
  const bought = allocation.run.purchases.findIndex((purchase) => purchase.project === project);
  if (bought >= 0) {
    const { tied } = allocation.run.purchases[bought]!;
    return { ...common, price_per_point: prices[bought]!.toString(), tied };
  }
  const held = allocation.shares.leftWithSupportersOf(project);
  const missing = Ratio.of(fund.costs[project]!).minus(held);
  const share = allocation.run.endowment;
  return {
    ...common,
    supporters_could_pay: held.toDecimal(MONEY_PLACES),
    missing: missing.toDecimal(MONEY_PLACES),
    enough_more_supporters: share.isZero() ? null : exactJson(missing.dividedBy(share).ceil()),
    enough_at_cost: exactJson(held.floor()),
  };
}

/** What one vote with such a ballot paid, project by project, and what was left: grouped by equal support. */
function explainShares(fund: FundElection, { run }: EqualSharesAllocation, prices: readonly Ratio[]): Json[] {
  const left = Array.from(fund.groupUnits, () => run.endowment);
  const paid: { project: number; amount: string }[][] = left.map(() => []);
  const supports: number[][] = left.map(() => []);
  fund.costs.forEach((_, project) => {
    for (let entry = fund.start[project]!; entry < fund.start[project + 1]!; entry++) {
      supports[fund.supporter[entry]!]!.push(project);
    }
  });
  for (const [at, { project }] of run.purchases.entries()) {
    const price = prices[at]!;
    for (let entry = fund.start[project]!; entry < fund.start[project + 1]!; entry++) {
      const group = fund.supporter[entry]!;
      const asked = price.times(Ratio.of(BigInt(fund.points[entry]!)));
      const amount = left[group]!.isLessThan(asked) ? left[group]! : asked;
      left[group] = left[group]!.minus(amount);
      paid[group]!.push({ project, amount: amount.toDecimal(MONEY_PLACES) });
    }
  }
  return left.map((rest, group) => ({
    weight: unitsJson(fund, fund.groupUnits[group]!),
    supports: supports[group]!,
    paid: paid[group]!,
    left: rest.toDecimal(MONEY_PLACES),
  }));
}
