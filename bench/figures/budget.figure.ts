import { isRefusal } from '../../src/shared/refusal.js';
import { tallyElection } from '../../src/voting/domain/tally/method-registry.js';
import type { Election } from '../../src/voting/domain/tally/tally-method.js';
import type { Figure, Measured } from '../figure.js';
import { inTurns, millisecondsOf } from '../in-turns.js';
import { chanceOf } from '../tally/elections.js';

const [projects, voters, budget] = [54, 2_468, 1_590_777n];

/** A round of the size of a city district's: 54 projects, 2,468 voters with up to ten approvals each. */
function districtRound(): Election {
  const chance = chanceOf(20_261_102);
  const costs = Array.from({ length: projects }, () => BigInt(5_000 + chance(250_000)));
  const ballots = Array.from({ length: voters }, () => {
    const approved = new Set(
      Array.from({ length: 1 + chance(10) }, () => Math.min(chance(projects), chance(projects))),
    );
    return [1, [...approved]] as const;
  });
  return {
    method: 'pb-mes',
    options: {
      ballots: 'approval',
      utility: 'cost',
      completion: 'add1 then utilitarian',
      increment_per_voter: 10,
      tie_break: ['more_votes', 'lower_cost', 'file_order'],
    },
    candidates: costs.map((_, project) => `Project ${project}`),
    ...{ seats: 1, budget, costs, ballots },
  };
}

/** One look at every approval. */
function onePass({ ballots }: Election, sums: Float64Array): void {
  for (const [weight, approved] of ballots)
    for (const project of approved as readonly number[]) sums[project]! += weight as number;
}

async function measureBudget(): Promise<Measured> {
  const election = districtRound();
  const outcome = tallyElection(election);
  if (isRefusal(outcome)) throw new Error(outcome.message);
  // A step buys one project, or raises what every voter has.
  const raises = Number((outcome as { increments?: unknown }).increments ?? 0);
  const steps = (outcome['winners'] as readonly unknown[]).length + raises;
  const sums = new Float64Array(projects);
  const pair = await inTurns(
    () => millisecondsOf(() => tallyElection(election)),
    () =>
      millisecondsOf(() => {
        for (let step = 0; step < steps; step += 1) onePass(election, sums);
      }),
  );
  return { ...pair, unit: 'ms', note: `${steps} steps` };
}

export const budgetRound: Figure = {
  name: 'budget',
  limitIs: 'one pass over the approvals a step',
  goal: { atMost: 5 },
  measure: measureBudget,
};
