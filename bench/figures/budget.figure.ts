import { isRefusal } from '../../src/shared/refusal.js';
import { EqualShares } from '../../src/voting/domain/tally/funds/equal-shares.js';
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

/** The budget steps that a count takes: every purchase of every run, since each raise of the endowments runs anew. */
function purchasesOf(election: Election): number {
  const run = Object.getOwnPropertyDescriptor(EqualShares.prototype, 'run')!;
  const original = run.value as EqualShares['run'];
  let purchases = 0;
  EqualShares.prototype.run = function (...raised) {
    const outcome = original.apply(this, raised);
    purchases += outcome?.purchases.length ?? 0;
    return outcome;
  };
  const outcome = tallyElection(election);
  Object.defineProperty(EqualShares.prototype, 'run', run);
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return purchases;
}

async function measureBudget(): Promise<Measured> {
  const election = districtRound();
  const steps = purchasesOf(election);
  const sums = new Float64Array(projects);
  const pair = await inTurns(
    () => millisecondsOf(() => tallyElection(election)),
    () =>
      millisecondsOf(() => {
        for (let step = 0; step < steps; step += 1) onePass(election, sums);
      }),
  );
  return { ...pair, unit: 'ms', note: `${steps} purchases` };
}

export const budgetRound: Figure = {
  name: 'budget',
  limitIs: 'one pass over the approvals for each purchase',
  goal: { atMost: 5 },
  measure: measureBudget,
};
