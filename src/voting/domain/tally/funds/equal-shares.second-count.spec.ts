import { Chance, ELECTIONS } from '../../../../../test/support/generated-elections.js';
import { fundElection, generatedFund } from '../../../../../test/support/generated-funds.js';
import { countEqualShares } from '../../../../../test/support/second-count/second-equal-shares.js';
import { tallyElection } from '../method-registry.js';

describe('equal shares against a second, simple count', () => {
  const completions = ['none', 'utilitarian', 'add1', 'add1 then utilitarian'];

  for (const utility of ['cost', 'cardinality', 'points'] as const) {
    it(`buys the same projects in the same order, by ${utility}`, () => {
      const chance = new Chance(utility.length);
      for (let round = 0; round < ELECTIONS; round++) {
        const fund = generatedFund(chance, utility === 'points' ? 4 : 1);
        const completion = completions[round % 4]!;
        const election = fundElection(
          fund,
          'pb-mes',
          { utility, completion, completion_by: 'votes' },
          utility === 'points' ? 'points' : 'approval',
        );
        const voters = fund.ballots.flatMap(([weight, given]) => {
          const points = new Map(given);
          const worth = fund.costs.map((cost, project) =>
            utility === 'cost' ? (points.has(project) ? cost : 0) : (points.get(project) ?? 0),
          );
          return Array.from({ length: weight }, () => worth);
        });
        const votes = (project: number): number =>
          fund.ballots.filter(([, given]) => given.some(([one]) => one === project)).length;
        // A project for nothing is worth nothing by cost; the plain count knows support by utility alone.
        if (utility === 'cost' && fund.costs.some((cost, project) => cost === 0 && votes(project) > 0))
          continue;
        const plain = countEqualShares({ ...fund, voters }, completion);
        const outcome = tallyElection(election) as unknown as Record<string, unknown>;
        expect({
          round,
          order: outcome['order_of_selection'],
          endowment: outcome['final_endowment'],
        }).toEqual({
          round,
          ...plain,
        });
      }
    });
  }
});
