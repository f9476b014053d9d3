import { Ratio } from '../../../../shared/ratio.js';
import { type BallotWeights, readWeights } from '../ballot-weights.js';
import { FundBallotReader, type FundBallotForm } from './fund-ballots.js';
import { type FundPrecedence } from './fund-precedence.js';
import { refuseTally, type Election, type TallyRefusal } from '../tally-method.js';

/**
 * A fund allocation in exact form: what each project costs, what may be spent, and who supports what.
 * Supports are grouped by project (`start[p]` to `start[p + 1] - 1`), the most points first, so that a rule
 * reads one project in one pass. Equal ballots are one group, in an order that their order does not change.
 */
export interface FundElection {
  readonly names: readonly string[];
  /** Minor units. */
  readonly costs: readonly bigint[];
  readonly budget: bigint;
  /** n of the rule B/n, in votes. */
  readonly voters: Ratio;
  /** How many units of weight one vote has; all weights below are in these units. */
  readonly perVote: number;
  readonly groupUnits: Float64Array;
  readonly start: Int32Array;
  readonly supporter: Int32Array;
  readonly points: Float64Array;
  /** Units of weight of each project's supporters. */
  readonly votes: Float64Array;
  /** Points given to each project, times weight. */
  readonly pointTotals: Float64Array;
}

const MOST_PROJECTS = 5000;
const MOST_MONEY = 9_007_199_254_740_991n;

/** Reads projects, costs, budget and ballots; refuses each by name. Every ballot is read before anything is counted. */
export function readFundElection(election: Election, form: FundBallotForm): FundElection | TallyRefusal {
  const projects = election.candidates.length;
  const wrongMoney = refuseMoney(election);
  if (wrongMoney) return wrongMoney;
  const weights = readWeights(election.ballots);
  if ('reason' in weights) return weights;
  const reader = new FundBallotReader(projects, form);
  for (let group = 0; group < election.ballots.length; group++) {
    const refusal = reader.read(election.ballots[group]![1], group, weights.units[group]!);
    if (refusal) return refusal;
  }
  const voters = countVoters(election, weights);
  if ('reason' in voters) return voters;
  const supports = reader.byProject();
  if (!Number.isSafeInteger(supports.pointTotals.reduce((sum, points) => sum + points, 0))) {
    return refuseTally('INVALID_BALLOT', 'The points are too many to be added exactly (more than 2^53).');
  }
  return {
    names: election.candidates,
    costs: election.costs ?? [],
    budget: election.budget ?? 0n,
    voters,
    perVote: weights.perVote,
    ...supports,
  };
}

function refuseMoney(election: Election): TallyRefusal | null {
  const projects = election.candidates.length;
  const costs = election.costs ?? [];
  if (projects < 1 || projects > MOST_PROJECTS) {
    return refuseTally(
      'INVALID_CANDIDATES',
      `A fund has 1 to ${MOST_PROJECTS} projects; this one has ${projects}.`,
    );
  }
  const { budget } = election;
  if (budget === undefined || budget < 0n || budget > MOST_MONEY) {
    return refuseTally('INVALID_BUDGET', `The budget is an amount from 0 to ${MOST_MONEY} minor units.`);
  }
  if (costs.length !== projects) {
    return refuseTally('INVALID_BUDGET', `${projects} projects need as many costs, not ${costs.length}.`);
  }
  const wrong = costs.findIndex((cost) => cost < 0n || cost > MOST_MONEY);
  if (wrong < 0) return null;
  return refuseTally(
    'INVALID_BUDGET',
    `Project ${wrong} (${election.candidates[wrong]}) costs ${costs[wrong]}: a cost is 0 to ${MOST_MONEY} minor units.`,
    [`projects[${wrong}].cost`],
  );
}

/** Everyone who cast a ballot shares the budget; a stated number of voters may be larger, never smaller. */
function countVoters(election: Election, weights: BallotWeights): Ratio | TallyRefusal {
  const cast = Ratio.of(BigInt(weights.total), BigInt(weights.perVote));
  if (election.voters === undefined) return cast;
  if (!Number.isSafeInteger(election.voters) || election.voters < 0) {
    return refuseTally('INVALID_ELECTORATE', `${election.voters} is not a number of voters.`);
  }
  const stated = Ratio.of(BigInt(election.voters));
  if (!stated.isLessThan(cast)) return stated;
  return refuseTally(
    'INVALID_ELECTORATE',
    `The ballots weigh ${cast.toString()} votes, more than the ${election.voters} voters.`,
  );
}

/** Whether the whole list fits the budget: then there is nothing to choose. */
export const everythingIsAffordable = (fund: FundElection): boolean =>
  fund.costs.reduce((sum, cost) => sum + cost, 0n) <= fund.budget;

export const totalCost = (fund: FundElection, projects: readonly number[]): bigint =>
  projects.reduce((sum, project) => sum + fund.costs[project]!, 0n);

/** Adds the projects, best first, that still fit; what does not fit is skipped. */
export function fillBudget(
  fund: FundElection,
  chosen: readonly number[],
  bestFirst: readonly number[],
): number[] {
  let left = fund.budget - totalCost(fund, chosen);
  const taken = new Set(chosen);
  const added: number[] = [];
  for (const project of bestFirst) {
    if (taken.has(project) || fund.costs[project]! > left) continue;
    left -= fund.costs[project]!;
    added.push(project);
  }
  return added;
}

/** Projects by an exact score, the highest first; equal scores by the named precedence. */
export function byScore(
  fund: FundElection,
  precedence: FundPrecedence,
  scores: readonly bigint[],
  perCost: boolean,
): number[] {
  const ahead = (a: number, b: number): bigint => {
    if (!perCost) return scores[b]! - scores[a]!;
    // A project without cost and with support is worth infinitely much per unit of cost.
    const [freeA, freeB] = [fund.costs[a] === 0n && scores[a]! > 0n, fund.costs[b] === 0n && scores[b]! > 0n];
    if (freeA !== freeB) return freeA ? -1n : 1n;
    if (freeA) return 0n;
    const [costA, costB] = [fund.costs[a]! || 1n, fund.costs[b]! || 1n];
    return scores[b]! * costA - scores[a]! * costB;
  };
  return fund.costs
    .map((_, project) => project)
    .sort((a, b) => Number(signOf(ahead(a, b))) || precedence[a]! - precedence[b]!);
}

const signOf = (value: bigint): bigint => (value > 0n ? 1n : value < 0n ? -1n : 0n);
