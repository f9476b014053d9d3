import { Ratio } from '../../../shared/ratio.js';
import { EqualShares, type EqualSharesRun } from './equal-shares.js';
import {
  mostSteps,
  MOST_STEPS,
  raiseEndowments,
  type Completion,
  type RaisingRule,
} from './equal-shares-completion.js';
import { explainEqualShares } from './equal-shares-explanation.js';
import { readEqualSharesRule, type EqualSharesRule } from './equal-shares-rule.js';
import {
  byScore,
  everythingIsAffordable,
  fillBudget,
  readFundElection,
  totalCost,
  type FundElection,
} from './fund-election.js';
import { fundPrecedence, type FundPrecedence } from './fund-precedence.js';
import { OptionReader } from './option-reader.js';
import {
  refuseTally,
  type Election,
  type Outcome,
  type TallyMethod,
  type TallyRefusal,
} from './tally-method.js';

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

/** `pb-mes`: its options are those of `readEqualSharesRule`. */
export const pbEqualShares: TallyMethod<PreparedEqualShares> = {
  name: 'pb-mes',
  version: 1,
  prepare(election: Election): PreparedEqualShares | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const rule = readEqualSharesRule(options, election.candidates.length);
    const wrong = options.refusal();
    if (wrong) return wrong;
    const fund = readFundElection(election, rule.form);
    if ('reason' in fund) return fund;
    const tooFine = refuseTooManySteps(asUtilities(fund, rule), rule);
    if (tooFine) return tooFine;
    const precedence = fundPrecedence(fund, rule.tieBreak);
    return { fund: asUtilities(fund, rule), pointsGiven: fund.pointTotals, rule, precedence };
  },
  count(prepared: PreparedEqualShares): Outcome {
    return explainEqualShares(prepared, allocateByEqualShares(prepared));
  },
};

/** Under `cost` and `cardinality` it matters only whether a voter supports a project. */
const asUtilities = (fund: FundElection, { utility }: EqualSharesRule): FundElection =>
  utility === 'cost' || utility === 'cardinality'
    ? { ...fund, points: new Float64Array(fund.points.length).fill(1), pointTotals: fund.votes }
    : fund;

function refuseTooManySteps(fund: FundElection, rule: EqualSharesRule): TallyRefusal | null {
  if (!rule.completion.startsWith('add1') || everythingIsAffordable(fund)) return null;
  const { increment }: RaisingRule = rule.raising;
  const steps = mostSteps(fund, endowmentOf(fund, rule), increment);
  if (steps <= MOST_STEPS) return null;
  const enough = (steps * increment) / MOST_STEPS + 1n;
  return refuseTally(
    'CONTRADICTORY_OPTIONS',
    `Raising every share by ${increment} at a time could take ${steps} steps; set "increment_per_voter" to ${enough} or more.`,
  );
}
