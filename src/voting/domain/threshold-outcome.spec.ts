import fc from 'fast-check';
import type { BallotChoice, QuorumRule, ThresholdRule } from '../../membership/domain/decision-rule.js';
import { Ratio } from '../../shared/ratio.js';
import { thresholdOutcome, votesOf } from '../../../test/support/threshold-polls.js';
import { oneVote, type Sum } from './threshold-outcome.js';

const rule = (
  fraction: string,
  comparison: '>' | '>=',
  base: ThresholdRule['base'],
  quorum: Partial<QuorumRule> = {},
): { threshold: ThresholdRule; quorum: QuorumRule } => ({
  threshold: { fraction: Ratio.parse(fraction)!, comparison, base },
  quorum: { measure: 'people', fraction: Ratio.zero, counting: ['for', 'against', 'abstain'], ...quorum },
});
const members = (count: number): Sum => ({
  people: BigInt(count),
  weightMillionths: BigInt(count) * oneVote,
});
const votes = (inFavour: number, against: number, abstain = 0) => [
  votesOf('for', inFavour),
  votesOf('against', against),
  votesOf('abstain', abstain),
];
const outcomeOf = (...given: Parameters<typeof thresholdOutcome>) => thresholdOutcome(...given).outcome;

describe('a poll for or against', () => {
  it('tells "more than half" from "at least half" on an exact half', () => {
    expect(outcomeOf(rule('1/2', '>', 'cast'), members(10), votes(3, 3))).toBe('tie');
    expect(outcomeOf(rule('2/3', '>', 'cast'), members(10), votes(4, 2))).toBe('failed');
    expect(outcomeOf(rule('1/2', '>=', 'cast'), members(10), votes(3, 3))).toBe('passed');
  });

  it('counts abstentions in the base only where the base says so', () => {
    const sums = votes(4, 3, 2);
    expect(outcomeOf(rule('1/2', '>', 'cast'), members(20), sums)).toBe('passed');
    expect(outcomeOf(rule('1/2', '>', 'valid'), members(20), sums)).toBe('failed');
    expect(outcomeOf(rule('1/2', '>', 'eligible'), members(20), sums)).toBe('failed');
  });

  it('reaches two thirds exactly, without rounding', () => {
    expect(outcomeOf(rule('2/3', '>=', 'cast'), members(100), votes(2, 1))).toBe('passed');
    expect(outcomeOf(rule('2/3', '>=', 'cast'), members(100), votes(66, 34))).toBe('failed');
    expect(thresholdOutcome(rule('2/3', '>=', 'cast'), members(100), votes(66, 34)).threshold.needed).toEqual(
      Ratio.of(200_000_000n, 3n),
    );
  });

  it('lets the quorum count only the choices it names', () => {
    const named = { fraction: Ratio.parse('1/5')!, counting: ['for', 'against'] as BallotChoice[] };
    expect(outcomeOf(rule('1/2', '>', 'cast', named), members(20), votes(3, 0, 5))).toBe('no_quorum');
    expect(outcomeOf(rule('1/2', '>', 'cast', named), members(20), votes(4, 0, 0))).toBe('passed');
  });

  it('measures a quorum in weight where the rule says so', () => {
    const byWeight = { measure: 'weight' as const, fraction: Ratio.parse('1/2')! };
    const heavy = [votesOf('for', 1, 5n * oneVote)];
    expect(outcomeOf(rule('1/2', '>', 'cast', byWeight), members(10), heavy)).toBe('passed');
    expect(outcomeOf(rule('1/2', '>', 'cast', { ...byWeight, measure: 'people' }), members(10), heavy)).toBe(
      'no_quorum',
    );
  });

  it('does not pass what nobody votes for', () => {
    expect(outcomeOf(rule('1/2', '>=', 'cast'), members(3), votes(0, 0, 3))).toBe('failed');
    expect(outcomeOf(rule('0', '>=', 'cast'), members(3), votes(0, 3))).toBe('failed');
  });

  it('says how many further votes would have changed it', () => {
    const changed = (...given: Parameters<typeof thresholdOutcome>) =>
      thresholdOutcome(...given).smallestChange;
    expect(changed(rule('1/2', '>', 'cast'), members(10), votes(3, 3))).toEqual({
      choice: 'for',
      votes: 1n,
      weightMillionths: 1n,
      wasPossible: true,
    });
    expect(changed(rule('2/3', '>=', 'cast'), members(10), votes(4, 2))).toMatchObject({
      choice: 'against',
      votes: 1n,
    });
    expect(
      changed(rule('1/2', '>', 'cast', { fraction: Ratio.parse('1/2')! }), members(9), votes(2, 1)),
    ).toEqual({
      choice: 'any_counted',
      votes: 2n,
      weightMillionths: null,
      wasPossible: true,
    });
    expect(changed(rule('1/2', '>', 'eligible'), members(4), votes(3, 0))).toBeNull();
    expect(changed(rule('1', '>=', 'cast'), members(4), votes(2, 1))).toBeNull();
    expect(changed(rule('1/2', '>', 'cast'), members(6), votes(1, 4))).toMatchObject({ wasPossible: false });
  });
});

describe('every poll for or against', () => {
  const anyRule = fc
    .record({
      numerator: fc.integer({ min: 0, max: 12 }),
      denominator: fc.integer({ min: 1, max: 12 }),
      comparison: fc.constantFrom('>' as const, '>=' as const),
      base: fc.constantFrom('cast' as const, 'valid' as const, 'eligible' as const),
      measure: fc.constantFrom('people' as const, 'weight' as const),
      quorum: fc.integer({ min: 0, max: 4 }),
      counting: fc.subarray<BallotChoice>(['for', 'against', 'abstain'], { minLength: 1 }),
    })
    .filter((r) => r.numerator < r.denominator || (r.numerator === r.denominator && r.comparison === '>='))
    .map((r) =>
      rule(`${r.numerator}/${r.denominator}`, r.comparison, r.base, {
        measure: r.measure,
        fraction: Ratio.of(BigInt(r.quorum), 4n),
        counting: r.counting,
      }),
    );
  const count = fc.integer({ min: 0, max: 12 });

  it('would have changed with the number of further votes it names, and with no fewer', () => {
    fc.assert(
      fc.property(anyRule, count, count, count, count, (given, inFavour, against, abstain, absent) => {
        const eligible = members(inFavour + against + abstain + absent);
        const { outcome, smallestChange } = thresholdOutcome(
          given,
          eligible,
          votes(inFavour, against, abstain),
        );
        const withFurther = (choice: BallotChoice, more: number): string =>
          thresholdOutcome(
            given,
            eligible,
            votes(
              inFavour + (choice === 'for' ? more : 0),
              against + (choice === 'against' ? more : 0),
              abstain + (choice === 'abstain' ? more : 0),
            ),
          ).outcome;
        const choice =
          outcome === 'failed' || outcome === 'tie'
            ? 'for'
            : outcome === 'passed'
              ? 'against'
              : (given.quorum.counting[0] as BallotChoice);
        const isChanged = (further: number): boolean => {
          const then = withFurther(choice, further);
          return outcome === 'failed' || outcome === 'tie' ? then === 'passed' : then !== outcome;
        };
        // No more can vote than are entitled: what was not possible shows in all of the absent voting so.
        if (smallestChange === null) return !isChanged(absent);
        const least = Number(smallestChange.votes);
        if (least > absent) return !smallestChange.wasPossible && !isChanged(absent);
        return smallestChange.wasPossible && isChanged(least) && (least === 1 || !isChanged(least - 1));
      }),
      { numRuns: 1000 },
    );
  });

  it('depends neither on the order nor on the grouping of ballots, and a ballot of weight w equals w ballots', () => {
    const ballot = fc.record({
      choice: fc.constantFrom('for' as const, 'against' as const, 'abstain' as const),
      weight: fc.bigInt({ min: 1n, max: 5n }),
    });
    fc.assert(
      fc.property(anyRule, fc.array(ballot, { maxLength: 20 }), (given, ballots) => {
        const groups = ballots.map(({ choice, weight }) => votesOf(choice, 1, weight * oneVote));
        const split = ballots.map(({ choice, weight }) => votesOf(choice, weight));
        const byWeight = { ...given, quorum: { ...given.quorum, measure: 'weight' as const } };
        const counted = thresholdOutcome(byWeight, members(100), groups);
        expect(thresholdOutcome(byWeight, members(100), [...groups].reverse())).toEqual(counted);
        expect(thresholdOutcome(byWeight, members(100), split).outcome).toBe(counted.outcome);
      }),
      { numRuns: 300 },
    );
  });

  it('never goes from passed to failed because of one more vote for', () => {
    fc.assert(
      fc.property(anyRule, count, count, count, (given, inFavour, against, abstain) => {
        const eligible = members(40);
        const before = outcomeOf(given, eligible, votes(inFavour, against, abstain));
        return (
          before !== 'passed' ||
          outcomeOf(given, eligible, votes(inFavour + 1, against, abstain)) === 'passed'
        );
      }),
      { numRuns: 500 },
    );
  });
});
