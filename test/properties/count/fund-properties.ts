import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { Ratio } from '../../../src/shared/ratio.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { tallyElection } from '../../../src/voting/domain/tally/method-registry.js';
import { type Election, type RuleOptions } from '../../../src/voting/domain/tally/tally-method.js';
import { type Chance } from '../../support/generated-elections.js';
import { fundElection, generatedFund, type GeneratedFund } from '../../support/generated-funds.js';
import { type CaseProperty } from '../case-property.js';

const RULES: readonly (readonly [string, RuleOptions])[] = [
  ['pb-greedy', { score: 'votes' }],
  ['pb-greedy', { score: 'votes/cost' }],
  ['pb-mes', { utility: 'cost', completion: 'none' }],
  ['pb-mes', { utility: 'cardinality', completion: 'add1 then utilitarian' }],
  ['pb-phragmen', {}],
];

const count = (election: Election): Record<string, any> => {
  const outcome = tallyElection(election);
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.message}`);
  return outcome;
};
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
type Allocate = (fund: GeneratedFund) => Record<string, any>;

const claimOf = (
  claim: string,
  check: (allocate: Allocate, fund: GeneratedFund, chance: Chance) => void,
): CaseProperty[] =>
  RULES.map(([method, options]) => ({
    method,
    rule: `${method} ${JSON.stringify(options)}`,
    claim,
    check: (chance) =>
      check((fund) => count(fundElection(fund, method, options)), generatedFund(chance), chance),
  }));

const equalShares = (fund: GeneratedFund): Record<string, any> =>
  count(fundElection(fund, 'pb-mes', { utility: 'cardinality', completion: 'none' }));
const claimOfEqualShares = (claim: string, check: (fund: GeneratedFund) => void): CaseProperty => ({
  method: 'pb-mes',
  rule: 'pb-mes without completion',
  claim,
  check: (chance) => check(generatedFund(chance)),
});

/** Money and projects: the budget, the order of lists, and what equal shares owe to everybody. */
export const FUND_PROPERTIES: readonly CaseProperty[] = [
  ...claimOf('never exceeds the budget', (allocate, fund) => {
    const winners = allocate(fund)['winners'] as number[];
    ok(sum(winners.map((project) => fund.costs[project]!)) <= fund.budget);
  }),
  ...claimOf(
    'gives the same bytes for the same ballots in another order or split into ones',
    (allocate, fund, chance) => {
      const outcome = JSON.stringify(allocate(fund));
      const ones = fund.ballots.flatMap(([weight, given]) =>
        Array.from({ length: weight }, (): [number, [number, number][]] => [1, given]),
      );
      for (const ballots of [chance.shuffled(fund.ballots), ones])
        strictEqual(JSON.stringify(allocate({ ...fund, ballots })), outcome);
    },
  ),
  ...claimOf('does not care in which order the projects are listed', (allocate, fund, chance) => {
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
    deepStrictEqual(
      winners.sort((a, b) => a - b),
      allocate(fund)['winners'],
    );
  }),
  ...claimOf('funds everything with support when everything is affordable', (allocate, fund) => {
    const winners = new Set(allocate({ ...fund, budget: sum(fund.costs) })['winners'] as number[]);
    for (const [, given] of fund.ballots) for (const [project] of given) ok(winners.has(project));
  }),
  claimOfEqualShares(
    'takes from nobody more than their share, and spends exactly what was bought',
    (fund) => {
      const { voter_shares: shares, projects } = equalShares(fund);
      const voters = sum(fund.ballots.map(([weight]) => weight));
      let left = Ratio.zero;
      for (const share of shares as { weight: number; left: string }[]) {
        const held = Ratio.parse(share.left)!;
        ok(!held.isNegative());
        left = left.plus(held.times(Ratio.of(BigInt(share.weight))));
      }
      const bought = (projects as { project: number; funded_by: string | null }[]).filter(
        ({ funded_by }) => funded_by === 'equal_shares',
      );
      const spent = sum(bought.map(({ project }) => fund.costs[project]!));
      const difference = Ratio.of(BigInt(voters === 0 ? 0 : fund.budget - spent)).minus(left);
      // Amounts are shown to six places, cut: together they lack less than one unit of the last place each.
      ok(!difference.isNegative());
      ok(difference.isLessThan(Ratio.of(BigInt(voters + 1), 1_000_000n)));
    },
  ),
  claimOfEqualShares('never buys a project that nobody supports', (fund) => {
    for (const { supporters, funded_by } of equalShares(fund)['projects'])
      if (supporters === 0) strictEqual(funded_by, null);
  }),
  claimOfEqualShares(
    'keeps its word: with that many more supporters, or at that cost, the project is funded',
    (fund) => {
      const { projects, final_endowment } = equalShares(fund);
      const endowment = Ratio.parse(String(final_endowment))!;
      for (const { project, enough_at_cost, enough_more_supporters: more } of projects) {
        if (enough_at_cost) {
          const costs = fund.costs.map((cost, one) => (one === project ? (enough_at_cost as number) : cost));
          ok(equalShares({ ...fund, costs })['winners'].includes(project), `at ${enough_at_cost}`);
        }
        if (!more || endowment.denominator !== 1n) continue;
        const ballots: GeneratedFund['ballots'] = [...fund.ballots, [more, [[project, 1]]]];
        const budget = fund.budget + more * Number(endowment.numerator);
        ok(equalShares({ ...fund, ballots, budget })['winners'].includes(project), `with ${more} more`);
      }
    },
  ),
];
