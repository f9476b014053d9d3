import { Ratio } from '../../../../shared/ratio.js';
import { EqualShares, type EqualSharesRun } from './equal-shares.js';
import { raiseEndowments, type Completion } from './equal-shares-completion.js';
import { type EqualSharesRule } from './equal-shares-rule.js';
import {
  byScore,
  everythingIsAffordable,
  fillBudget,
  totalCost,
  type FundElection,
} from './fund-election.js';
import { type FundPrecedence } from './fund-precedence.js';

export interface PreparedEqualShares {
  /** The points here are utilities: 1 each under `cost` and `cardinality`. */
  readonly fund: FundElection;
  /** Points as given, for a completion by points. */
  readonly pointsGiven: Float64Array;
  readonly rule: EqualSharesRule;
  readonly precedence: FundPrecedence;
}

/** How a project came to be funded. */
export type FundedBy = 'equal_shares' | 'everything_affordable' | 'completion';

export interface EqualSharesAllocation {
  readonly firstEndowment: Ratio;
  readonly run: EqualSharesRun;
  readonly steps: number;
  readonly order: readonly number[];
  readonly fundedBy: ReadonlyMap<number, FundedBy>;
  readonly cost: bigint;
  readonly shares: EqualShares;
}

/**
 * Allocates a fund by equal shares and completes it as the rule says. Where the whole list fits the budget,
 * everything with support is funded. Without voters nobody holds anything and nothing is bought.
 */
export function allocateByEqualShares(prepared: PreparedEqualShares): EqualSharesAllocation {
  const { fund, rule, precedence } = prepared;
  const utility = fund.costs.map((cost) => (rule.utility === 'cost' ? cost : 1n));
  const shares = new EqualShares(fund, utility, precedence);
  const firstEndowment = endowmentOf(fund, rule);
  const first = shares.run(firstEndowment)!;
  const affordable = everythingIsAffordable(fund);
  const raised =
    rule.completion.startsWith('add1') && !affordable
      ? raiseEndowments(fund, shares, first, rule.raising)
      : { run: first, steps: 0 };
  // The last run tried may be one that exceeded the budget: the purses are those of the run that counts.
  shares.run(raised.run.endowment);
  const bought = raised.run.purchases.map(({ project }) => project);
  const added = affordable
    ? byVotes(prepared, []).filter((project) => fund.votes[project]! > 0 && !bought.includes(project))
    : completes(rule.completion)
      ? fillBudget(fund, bought, byVotes(prepared, bought))
      : [];
  const order = [...bought, ...added];
  const fundedBy = new Map<number, FundedBy>(bought.map((project) => [project, 'equal_shares']));
  for (const project of added) fundedBy.set(project, affordable ? 'everything_affordable' : 'completion');
  return { firstEndowment, ...raised, order, fundedBy, cost: totalCost(fund, order), shares };
}

const completes = (completion: Completion): boolean => completion.endsWith('utilitarian');

/** B/n, exactly or rounded down to whole minor units. */
export function endowmentOf(fund: FundElection, rule: Pick<EqualSharesRule, 'endowment'>): Ratio {
  if (fund.voters.isZero()) return Ratio.zero;
  const share = Ratio.of(fund.budget).dividedBy(fund.voters);
  return rule.endowment === 'B/n' ? share : Ratio.of(share.floor());
}

function byVotes(
  { fund, pointsGiven, rule, precedence }: PreparedEqualShares,
  chosen: readonly number[],
): number[] {
  const totals = rule.completionBy === 'votes' ? fund.votes : pointsGiven;
  const scores = Array.from(totals, (total) => BigInt(total));
  return byScore(fund, precedence, scores, false).filter(
    (project) => !chosen.includes(project) && (rule.completionTakesUnsupported || fund.votes[project]! > 0),
  );
}
