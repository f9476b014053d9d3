import fc from 'fast-check';
import { isRefusal } from '../../../shared/refusal.js';
import { cases } from '../../../../test/support/generated-cases.js';
import { BallotPacker, type WrittenBallot } from './ballot-packer.js';
import { tallyElection } from './method-registry.js';
import type { PackedForm } from './packed-ballots.js';
import type { Election } from './tally-method.js';

const order = [2, 0, 3, 1];
const fixed = { mode: 'fixed_order', order };
const previous = { mode: 'previous_rounds', then: fixed };
const pairwise = { strength: 'winning', unranked: 'tied_last', tie_break: fixed };

type Rule = readonly [method: string, form: PackedForm, seats: number, options: Election['options']];
const rules: readonly Rule[] = [
  ['irv', 'rankings', 1, { tie_break: fixed }],
  [
    'irv',
    'rankings',
    1,
    { tie_break: fixed, overvote: 'skip', max_skipped_ranks: 1, continue_until_two: true },
  ],
  ['stv', 'rankings', 2, { variant: 'scottish', tie_break: previous }],
  ['stv', 'rankings', 2, { variant: 'meek-prf', tie_break: fixed }],
  ['stv', 'rankings', 2, { variant: 'meek', tie_break: fixed }],
  ['stv', 'rankings', 2, { variant: 'warren', tie_break: fixed }],
  ['stv', 'rankings', 2, { variant: 'gregory-fractional', tie_break: fixed }],
  ['schulze', 'rankings', 1, pairwise],
  ['ranked-pairs', 'rankings', 1, { ...pairwise, unranked: 'no_preference', equal_pairs: 'fixed_order' }],
  ['minimax', 'rankings', 1, pairwise],
  ['borda', 'rankings', 1, { points: 'n_to_1', unranked: 'share_remaining', tie_break: fixed }],
  ['choice', 'choices', 1, { tie_break: fixed }],
  ['approval', 'choices', 2, { min: 1, max: 3, tie_break: fixed }],
  ['score', 'marks', 1, { aggregate: 'sum', score_range: [0, 5], blank: 'zero', tie_break: fixed }],
  ['score', 'marks', 1, { aggregate: 'median', score_range: [1, 4], blank: 'abstention', tie_break: fixed }],
  ['majority-judgment', 'marks', 1, { grades: 5, tie_break: fixed }],
];

const candidate = fc.integer({ min: 0, max: 3 });
const ranking = fc
  .shuffledSubarray([0, 1, 2, 3])
  .chain((ranked) => fc.array(fc.constant(null), { maxLength: 2 }).map((blanks) => [...blanks, ...ranked]));
const equalRanks = fc
  .shuffledSubarray([0, 1, 2, 3])
  .map(([first, second, ...rest]) =>
    first === undefined || second === undefined ? [] : [[first, second], ...rest],
  );
const writtenIn: Readonly<Record<PackedForm, fc.Arbitrary<WrittenBallot>>> = {
  rankings: fc.oneof(ranking, fc.shuffledSubarray([0, 1, 2, 3])),
  choices: fc.uniqueArray(candidate),
  marks: fc.array(fc.option(fc.integer({ min: -1, max: 6 })), { minLength: 4, maxLength: 4 }),
};
const ballotsIn = (ballot: fc.Arbitrary<WrittenBallot>) =>
  fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), ballot), { maxLength: 25 });

function bothWays(
  [method, form, seats, options]: Rule,
  ballots: readonly (readonly [number, WrittenBallot])[],
) {
  const election = { method, options, seats, candidates: ['A', 'B', 'C', 'D'] };
  const packer = new BallotPacker(form);
  for (const [weight, ballot] of ballots) packer.add(weight, ballot);
  const written = ballots.map(
    ([weight, ballot]) => [weight, method === 'choice' ? (ballot[0] ?? null) : ballot] as const,
  );
  return {
    packed: tallyElection({ ...election, ballots: [], packed: packer.packed(1) }),
    listed: tallyElection({ ...election, ballots: written }),
  };
}

describe('packed ballots', () => {
  it.each(rules)('%s counts them exactly as it counts the same ballots listed (%#)', (...rule) => {
    const [method, form] = rule;
    const one = method === 'choice' ? fc.array(candidate, { maxLength: 1 }) : writtenIn[form];
    fc.assert(
      fc.property(ballotsIn(one), (ballots) => {
        const { packed, listed } = bothWays(rule, ballots);
        expect(packed).toEqual(listed);
      }),
      cases(150),
    );
  });

  it.each(['irv', 'meek', 'schulze'])('%s reads equal ranks in them', (name) => {
    const rule: Rule =
      name === 'irv'
        ? ['irv', 'rankings', 1, { tie_break: fixed, overvote: 'exhaust_if_multiple_continuing' }]
        : name === 'meek'
          ? ['stv', 'rankings', 2, { variant: 'meek', tie_break: fixed }]
          : ['schulze', 'rankings', 1, pairwise];
    fc.assert(
      fc.property(ballotsIn(fc.oneof(equalRanks, ranking)), (ballots) => {
        const { packed, listed } = bothWays(rule, ballots);
        expect(packed).toEqual(listed);
      }),
      cases(150),
    );
  });

  const reasonOf = (rule: Rule, ballots: readonly (readonly [number, WrittenBallot])[]): string | null => {
    const { packed } = bothWays(rule, ballots);
    return isRefusal(packed) ? packed.reason : null;
  };
  it('are refused with an unknown candidate, a candidate twice, a part of a vote', () => {
    expect(reasonOf(rules[0]!, [[1, [4]]])).toBe('INVALID_BALLOT');
    expect(reasonOf(rules[7]!, [[1, [1, 1]]])).toBe('INVALID_BALLOT');
    expect(reasonOf(rules[0]!, [[1, [70_000]]])).toBe('INVALID_BALLOT');
    expect(reasonOf(rules[12]!, [[1, [1, 1]]])).toBe('INVALID_BALLOT');
    expect(reasonOf(rules[0]!, [[0.5, [1]]])).toBe('INVALID_WEIGHT');
    expect(reasonOf(rules[0]!, [[-1, [1]]])).toBe('INVALID_WEIGHT');
  });

  it('are refused where they do not say where each begins, or a row is too short', () => {
    const election = {
      method: 'irv',
      options: { tie_break: fixed },
      seats: 1,
      candidates: ['A', 'B', 'C', 'D'],
    };
    const units = Float64Array.of(1, 1);
    const marks = Int16Array.of(0, 1, 2);
    for (const start of [
      [0, 3],
      [0, 2, 1],
      [1, 2, 3],
      [0, 4, 3],
    ])
      expect(
        tallyElection({
          ...election,
          ballots: [],
          packed: { form: 'rankings', start: Int32Array.from(start), marks, units, perVote: 1 },
        }),
      ).toMatchObject({ reason: 'INVALID_BALLOT' });
    const [method, , seats, options] = rules[13]!;
    const packed = {
      form: 'marks',
      marks: Int32Array.of(1, 2, 3),
      units: Float64Array.of(1),
      perVote: 1,
    } as const;
    expect(tallyElection({ ...election, method, seats, options, ballots: [], packed })).toMatchObject({
      reason: 'INVALID_BALLOT',
    });
  });

  it('are refused by a method that does not count their form', () => {
    expect(reasonOf(['irv', 'marks', 1, { tie_break: fixed }], [[1, [1, 2, 3, 4]]])).toBe('INVALID_BALLOT');
  });
});
