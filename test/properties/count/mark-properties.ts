import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { isRefusal } from '../../../src/shared/refusal.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { tallyElection } from '../../../src/voting/domain/tally/method-registry.js';
import { type RuleOptions } from '../../../src/voting/domain/tally/tally-method.js';
import { type Chance } from '../../support/generated-elections.js';
import { type CaseProperty } from '../case-property.js';

type Marks = (number | null)[];
interface MarkElection {
  readonly ballots: readonly [number, Marks][];
  readonly order: readonly number[];
  readonly seats: number;
}
/** A method whose ballots put a number beside each candidate; `least` and `most` are what is drawn. */
interface MarkRule {
  readonly method: string;
  readonly options: RuleOptions;
  readonly least: number;
  readonly most: number;
  /** Blanks and marks out of range are drawn too. */
  readonly untidy?: boolean;
  readonly oneSeat?: boolean;
  readonly noTies?: boolean;
}

const STAR = {
  scoring_tie: ['fewest_losses', 'most_five_star', 'lot_order'],
  runoff_tie: ['higher_total', 'most_five_star', 'lot_order'],
  score_range: [0, 3],
};
const marks = (
  method: string,
  options: RuleOptions,
  most: number,
  more: Partial<MarkRule> = {},
): MarkRule => ({
  ...{ method, options, least: 0, most, untidy: true },
  ...more,
});
const points = (method: string, options: RuleOptions, most: number, least = 0): MarkRule => ({
  ...{ method, options, least, most },
});
const RULES: readonly MarkRule[] = [
  marks('choice', {}, 1),
  marks('approval', { ballot: 'marks' }, 1),
  marks('score', { aggregate: 'sum', score_range: [0, 3], blank: 'zero' }, 3),
  marks('score', { aggregate: 'mean', score_range: [0, 3], blank: 'abstention' }, 3),
  marks('score', { aggregate: 'median', score_range: [0, 3], blank: 'abstention' }, 3),
  marks('majority-judgment', { grades: 4 }, 3),
  marks('star', STAR, 3, { oneSeat: true }),
  marks('gradients', { steps: 5, can_live_with: 3, fraction: '2/3', comparison: '>=' }, 4, { noTies: true }),
  points('dots', { points: 16 }, 4),
  points('quadratic', { credits: 40, against: 'allowed' }, 3, -3),
  points('weighted-split', {}, 4),
];

/** Few candidates, low marks, small weights: ties, blanks and marks out of range are frequent. */
function generated(chance: Chance, { least, most, untidy, oneSeat }: MarkRule): MarkElection {
  const candidates = Array.from({ length: 1 + chance.below(4) }, (_, candidate) => candidate);
  const mark = (): number | null => {
    if (untidy && chance.oneIn(6)) return null;
    return least + chance.below(most - least + (untidy && chance.oneIn(12) ? 2 : 1));
  };
  const ballots = Array.from({ length: chance.below(8) }, (): [number, Marks] => [
    1 + chance.below(4),
    candidates.map(mark),
  ]);
  return { ballots, order: chance.shuffled(candidates), seats: oneSeat ? 1 : 1 + chance.below(2) };
}

function count({ method, options, untidy, noTies }: MarkRule, election: MarkElection): Record<string, any> {
  const written = (given: Marks): unknown => (untidy ? given : given.map((mark, option) => [option, mark]));
  const outcome = tallyElection({
    method,
    options: {
      ...options,
      ...(noTies ? {} : { tie_break: { mode: 'fixed_order', order: [...election.order] } }),
    },
    candidates: election.order.map((candidate) => `C${candidate}`),
    seats: noTies ? 1 : election.seats,
    ballots: election.ballots.map(([weight, given]) => [weight, written(given)]),
  });
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.message}`);
  return outcome;
}

const claimOf = (
  claim: string,
  check: (rule: MarkRule, election: MarkElection, chance: Chance) => void,
): CaseProperty[] =>
  RULES.map((rule) => ({
    method: rule.method,
    rule: `${rule.method} ${JSON.stringify(rule.options)}`,
    claim,
    check: (chance) => check(rule, generated(chance, rule), chance),
  }));

/** What every method on marks or points keeps. */
export const MARK_PROPERTIES: readonly CaseProperty[] = [
  ...claimOf(
    'gives the same bytes for ballots in another order, split into ones, or counted again',
    (rule, election, chance) => {
      const outcome = JSON.stringify(count(rule, election));
      const ones = election.ballots.flatMap(([weight, given]) =>
        Array.from({ length: weight }, (): [number, Marks] => [1, given]),
      );
      for (const ballots of [election.ballots, chance.shuffled(election.ballots), ones])
        strictEqual(JSON.stringify(count(rule, { ...election, ballots })), outcome);
    },
  ),
  ...claimOf('does not care in which order the candidates are listed', (rule, election, chance) => {
    const places = chance.shuffled(election.order.map((_, at) => at));
    const moved: MarkElection = {
      ...election,
      order: election.order.map((candidate) => places.indexOf(candidate)),
      ballots: election.ballots.map(([weight, given]) => [weight, places.map((from) => given[from]!)]),
    };
    const winners = (count(rule, moved)['winners'] as number[]).map((candidate) => places[candidate]!);
    deepStrictEqual([...winners].sort(), [...(count(rule, election)['winners'] as number[])].sort());
  }),
  ...claimOf('accounts for every ballot', (rule, election) => {
    const outcome = count(rule, election);
    const kinds = ['tallied', 'abstentions', 'out_of_range', 'overvotes', 'undervotes'];
    const accounted = kinds.reduce(
      (sum, kind) => sum.plus(Ratio.parse(String(outcome[kind] ?? 0))!),
      Ratio.zero,
    );
    strictEqual(accounted.toString(), String(election.ballots.reduce((sum, [weight]) => sum + weight, 0)));
  }),
];
