import { type Election } from '../../src/voting/domain/tally/tally-method.js';
import { type Chance } from './generated-elections.js';

export interface GeneratedFund {
  costs: number[];
  budget: number;
  ballots: [number, [number, number][]][];
  order: number[];
}

/** Small funds: few costs, so that ties, projects for nothing, and projects nobody supports or can pay occur. */
export function generatedFund(chance: Chance, mostPoints = 1): GeneratedFund {
  const count = 1 + chance.below(7);
  const projects = Array.from({ length: count }, (_, project) => project);
  const dear = chance.oneIn(2);
  const costs = projects.map(() => (chance.oneIn(9) ? 0 : 1 + chance.below(dear ? 97 : 12)));
  const ballots = Array.from({ length: chance.below(7) }, (): [number, [number, number][]] => [
    1 + chance.below(chance.oneIn(4) ? 9 : 2),
    chance
      .shuffled(projects)
      .slice(0, chance.below(count + 1))
      .map((project) => [project, 1 + chance.below(mostPoints)]),
  ]);
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  return { costs, budget: chance.below(total + 3), ballots, order: chance.shuffled(projects) };
}

/** The fund as an election, with ties by votes, cost and the drawn order. */
export function fundElection(
  fund: GeneratedFund,
  method: string,
  options: Election['options'],
  ballots: 'approval' | 'points' = 'approval',
): Election {
  return {
    method,
    options: {
      ballots,
      tie_break: ['more_votes', 'lower_cost', { mode: 'fixed_order', order: fund.order }],
      ...options,
    },
    candidates: fund.costs.map((_, project) => `P${project}`),
    seats: 1,
    budget: BigInt(fund.budget),
    costs: fund.costs.map(BigInt),
    ballots: fund.ballots.map(([weight, given]) => [
      weight,
      ballots === 'points' ? given : given.map(([project]) => project),
    ]),
  };
}
