import { Chance } from '../../../../../test/support/generated-elections.js';
import {
  fundElection,
  generatedFund,
  type GeneratedFund,
} from '../../../../../test/support/generated-funds.js';
import { Ratio } from '../../../../shared/ratio.js';
import { isRefusal } from '../../../../shared/refusal.js';
import { tallyElection } from '../method-registry.js';
import { type Election } from '../tally-method.js';

const ROUNDS = 300;
const METHODS = [
  ['pb-greedy', { score: 'votes' }],
  ['pb-greedy', { score: 'votes/cost' }],
  ['pb-mes', { utility: 'cost', completion: 'none' }],
  ['pb-mes', { utility: 'cardinality', completion: 'add1 then utilitarian' }],
  ['pb-phragmen', {}],
] as const;

const count = (election: Election): Record<string, unknown> => {
  const outcome = tallyElection(election);
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome;
};
const each = (check: (fund: GeneratedFund, chance: Chance) => void): void => {
  const chance = new Chance(2021);
  for (let round = 0; round < ROUNDS; round++) check(generatedFund(chance), chance);
};
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

for (const [method, options] of METHODS) {
  describe(`${method} ${JSON.stringify(options)}`, () => {
    const allocate = (fund: GeneratedFund): Record<string, unknown> =>
      count(fundElection(fund, method, options));

    it('never exceeds the budget', () => {
      each((fund) => {
        const winners = allocate(fund)['winners'] as number[];
        expect(sum(winners.map((project) => fund.costs[project]!))).toBeLessThanOrEqual(fund.budget);
      });
    });

    it('says the same, byte for byte, for the same ballots in another order or split into ones', () => {
      each((fund, chance) => {
        const outcome = JSON.stringify(allocate(fund));
        expect(JSON.stringify(allocate({ ...fund, ballots: chance.shuffled(fund.ballots) }))).toBe(outcome);
        const ones = fund.ballots.flatMap(([weight, given]) =>
          Array.from({ length: weight }, (): [number, [number, number][]] => [1, given]),
        );
        expect(JSON.stringify(allocate({ ...fund, ballots: ones }))).toBe(outcome);
      });
    });

    it('does not care in which order the projects are listed', () => {
      each((fund, chance) => {
        const places = chance.shuffled(fund.costs.map((_, project) => project));
        const at = (project: number): number => places.indexOf(project);
        const moved: GeneratedFund = {
          ...fund,
          costs: places.map((project) => fund.costs[project]!),
          order: fund.order.map(at),
          ballots: fund.ballots.map(([weight, given]) => [
            weight,
            given.map(([project, points]) => [at(project), points]),
          ]),
        };
        const winners = (allocate(moved)['winners'] as number[]).map((project) => places[project]!);
        expect(winners.sort((a, b) => a - b)).toEqual(allocate(fund)['winners']);
      });
    });

    it('funds everything with support when everything is affordable', () => {
      each((fund) => {
        const rich = { ...fund, budget: sum(fund.costs) };
        const supported = new Set(fund.ballots.flatMap(([, given]) => given.map(([project]) => project)));
        expect(allocate(rich)['winners']).toEqual(expect.arrayContaining([...supported]));
      });
    });
  });
}

describe('equal shares', () => {
  const options = { utility: 'cardinality', completion: 'none' };
  const run = (fund: GeneratedFund): Record<string, unknown> => count(fundElection(fund, 'pb-mes', options));

  it('takes from nobody more than their share, and spends exactly the cost of what was bought', () => {
    each((fund) => {
      const outcome = run(fund);
      const shares = outcome['voter_shares'] as {
        weight: number;
        left: string;
        paid: { amount: string }[];
      }[];
      const voters = sum(fund.ballots.map(([weight]) => weight));
      const left = shares.reduce((rest, share) => {
        const held = Ratio.parse(share.left)!;
        expect(held.isNegative()).toBe(false);
        return rest.plus(held.times(Ratio.of(BigInt(share.weight))));
      }, Ratio.zero);
      const bought = (outcome['projects'] as { project: number; funded_by: string | null }[]).filter(
        ({ funded_by }) => funded_by === 'equal_shares',
      );
      const spent = sum(bought.map(({ project }) => fund.costs[project]!));
      const difference = Ratio.of(BigInt(voters === 0 ? 0 : fund.budget - spent)).minus(left);
      // Amounts are shown to six places, cut: together they lack less than one unit of the last place each.
      expect(difference.isNegative()).toBe(false);
      expect(difference.isLessThan(Ratio.of(BigInt(voters + 1), 1_000_000n))).toBe(true);
    });
  });

  it('never buys a project that nobody supports', () => {
    each((fund) => {
      const projects = run(fund)['projects'] as { supporters: number; funded_by: string | null }[];
      for (const { supporters, funded_by } of projects) if (supporters === 0) expect(funded_by).toBeNull();
    });
  });

  it('keeps its word: with that many more supporters, or at that cost, the project would have been funded', () => {
    each((fund) => {
      const outcome = run(fund);
      const projects = outcome['projects'] as {
        project: number;
        enough_more_supporters?: number;
        enough_at_cost?: number;
      }[];
      for (const { project, enough_at_cost } of projects) {
        if (enough_at_cost === undefined || enough_at_cost === 0) continue;
        const costs = fund.costs.map((cost, one) => (one === project ? enough_at_cost : cost));
        expect(run({ ...fund, costs })['winners']).toContain(project);
      }
      for (const { project, enough_more_supporters: more } of projects) {
        const endowment = Ratio.parse(String(outcome['final_endowment']))!;
        if (!more || endowment.denominator !== 1n) continue;
        const ballots: GeneratedFund['ballots'] = [...fund.ballots, [more, [[project, 1]]]];
        const budget = fund.budget + more * Number(endowment.numerator);
        expect(run({ ...fund, ballots, budget })['winners']).toContain(project);
      }
    });
  });

  it('counts a vote of weight one half as half a share', () => {
    const halves = {
      ...fundElection({ costs: [30, 50], budget: 80, ballots: [], order: [0, 1] }, 'pb-mes', options),
    };
    const half = Ratio.of(1n, 2n);
    const outcome = count({
      ...halves,
      budget: 79n,
      ballots: [
        [half, [0]],
        [half, [0]],
        [1, [1]],
      ],
    });
    expect(outcome['first_endowment']).toBe('79/2');
    expect(outcome['winners']).toEqual([0]);
  });
});
