import { readFundBallotForm } from './fund-options.js';
import { byScore, fillBudget, readFundElection, totalCost, type FundElection } from './fund-election.js';
import {
  fundPrecedence,
  fundTheSame,
  opposite,
  readFundTieBreak,
  type FundPrecedence,
} from './fund-precedence.js';
import { OptionReader } from '../option-reader.js';
import { exactJson, type ExactJson } from '../exact-json.js';
import {
  refuseTally,
  type Election,
  type Outcome,
  type TallyMethod,
  type TallyRefusal,
} from '../tally-method.js';

const SCORES = ['votes', 'votes/cost', 'points', 'points/cost'] as const;
type GreedyScore = (typeof SCORES)[number];

interface PreparedGreedy {
  readonly fund: FundElection;
  readonly score: GreedyScore;
  readonly precedence: FundPrecedence;
}

/** Projects in the order of their score and what of it fits the budget, one after the other. */
export interface GreedyAllocation {
  readonly order: readonly number[];
  readonly chosen: readonly number[];
  readonly cost: bigint;
}

/**
 * Greedy: the project with the highest score first (votes, points, or either per unit of cost), skipping what
 * no longer fits. Ties by the named precedence. A supported project without cost comes first where the score
 * is per cost. This is what most participatory budgets do; it is also shown beside every other allocation.
 */
export function allocateGreedily(
  fund: FundElection,
  score: GreedyScore,
  precedence: FundPrecedence,
): GreedyAllocation {
  const totals = score.startsWith('votes') ? fund.votes : fund.pointTotals;
  const scores = Array.from(totals, (total) => BigInt(total));
  const order = byScore(fund, precedence, scores, score.endsWith('/cost'));
  const chosen = fillBudget(fund, [], order);
  return { order, chosen, cost: totalCost(fund, chosen) };
}

/**
 * `pb-greedy`. Options: `score` (votes, votes/cost, points, points/cost), `ballots`, `borda_top`, `tie_break`.
 * Rankings are scored by Borda points.
 */
export const pbGreedy: TallyMethod<PreparedGreedy> = {
  name: 'pb-greedy',
  version: 1,
  prepare(election: Election): PreparedGreedy | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const form = readFundBallotForm(options, election.candidates.length);
    const score = options.choice('score', SCORES);
    const tieBreak = readFundTieBreak(options, election.candidates.length);
    const wrong = options.refusal();
    if (wrong) return wrong;
    if (form.kind === 'approval' && score.startsWith('points')) {
      return refuseTally(
        'CONTRADICTORY_OPTIONS',
        `Approvals have no points: score them by votes, not "${score}".`,
      );
    }
    const fund = readFundElection(election, form);
    if ('reason' in fund) return fund;
    return { fund, score, precedence: fundPrecedence(fund, tieBreak) };
  },
  count({ fund, score, precedence }: PreparedGreedy): Outcome {
    const allocation = allocateGreedily(fund, score, precedence);
    const chosen = new Set(allocation.chosen);
    let left = fund.budget;
    const projects = allocation.order.map((project) => {
      const leftBefore = left;
      if (chosen.has(project)) left -= fund.costs[project]!;
      return {
        project,
        cost: exactJson(fund.costs[project]!),
        votes: unitsJson(fund, fund.votes[project]!),
        points: unitsJson(fund, fund.pointTotals[project]!),
        funded: chosen.has(project),
        left_before: exactJson(leftBefore),
      };
    });
    return {
      winners: [...allocation.chosen].sort((a, b) => a - b),
      order_of_selection: allocation.chosen,
      total_cost: exactJson(allocation.cost),
      tie_sensitive: !fundTheSame(
        allocation.chosen,
        allocateGreedily(fund, score, opposite(precedence)).chosen,
      ),
      projects,
    };
  },
};

/** Weights or points as votes. */
export const unitsJson = (fund: FundElection, units: number): ExactJson =>
  exactJson(BigInt(units), BigInt(fund.perVote));
