import { isRefusal } from '../../../../shared/refusal.js';
import { Chance } from '../../../../../test/support/generated-elections.js';
import { compareByMajorityGrade, majorityGrade } from '../marks/majority-judgment.js';
import { tallyElection } from '../method-registry.js';
import { type Election, type RuleOptions } from '../tally-method.js';

const NAMES = ['A', 'B', 'C', 'D'];
type Ballots = Election['ballots'];

function count(method: string, options: RuleOptions, ballots: Ballots, seats = 1, candidates = 3) {
  const outcome = tallyElection({ method, options, ballots, seats, candidates: NAMES.slice(0, candidates) });
  return isRefusal(outcome)
    ? { refused: outcome.reason, message: outcome.message }
    : (outcome as Record<string, unknown>);
}

describe('majority judgment', () => {
  it('elects the higher median, not the higher mean', () => {
    const ballots: Ballots = [
      [3, [3, 5]],
      [2, [3, 0]],
      [2, [3, 2]],
    ];
    expect(count('majority-judgment', { grades: 6 }, ballots, 1, 2)).toMatchObject({
      majority_grades: [3, 2],
      winners: [0],
    });
  });
  it('takes the lower of the middle two, and a blank as the lowest grade', () => {
    expect(
      count(
        'majority-judgment',
        { grades: 6 },
        [
          [1, [4, null]],
          [1, [2, 5]],
        ],
        1,
        2,
      ),
    ).toMatchObject({
      majority_grades: [2, 0],
    });
  });
  it('is not consistent: one option may lose in both districts and win in both together', () => {
    const options = { grades: 5 };
    const north: Ballots = [
      [1, [3, 4]],
      [1, [3, 4]],
      [1, [3, 2]],
    ];
    const south: Ballots = [
      [1, [1, 2]],
      [1, [4, 1]],
      [1, [0, 4]],
    ];
    const winnersOf = (ballots: Ballots) => count('majority-judgment', options, ballots, 1, 2);
    expect(winnersOf(north)).toMatchObject({ winners: [1] });
    expect(winnersOf(south)).toMatchObject({ winners: [1] });
    expect(winnersOf([...north, ...south])).toMatchObject({ winners: [0] });
  });

  /** The rule by its text: take one middle grade after the other away and compare. */
  function compareOneByOne(a: number[], b: number[]): number {
    const [left, right] = [a, b].map((grades) => [...grades].sort((x, y) => x - y)) as [number[], number[]];
    while (left.length > 0) {
      const middle = Math.ceil(left.length / 2) - 1;
      const difference = left.splice(middle, 1)[0]! - right.splice(middle, 1)[0]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  it('compares as if the middle grades were taken away one by one', () => {
    const chance = new Chance(7);
    for (let round = 0; round < 2000; round++) {
      const ballots = chance.below(12);
      const [a, b] = [0, 1].map(() => Array.from({ length: ballots }, () => chance.below(4))) as [
        number[],
        number[],
      ];
      const profile = (grades: number[]) => {
        const counts = new Float64Array(4);
        for (const grade of grades) counts[grade]! += 1;
        return counts;
      };
      const difference = compareByMajorityGrade(profile(a), profile(b));
      expect(Math.sign(difference)).toBe(Math.sign(compareOneByOne(a, b)));
      if (ballots > 0) expect(majorityGrade(profile(a))).toBe([...a].sort()[Math.ceil(ballots / 2) - 1]);
    }
  });
});

describe('gradients of agreement', () => {
  const rule = { steps: 6, can_live_with: 4, fraction: '2/3', comparison: '>=' };
  it('shows the distribution, the median and whether enough can live with it', () => {
    const ballots: Ballots = [
      [3, [0]],
      [3, [3]],
      [3, [5]],
      [1, [null]],
    ];
    expect(count('gradients', rule, ballots, 1, 1)).toMatchObject({
      winners: [0],
      proposals: [
        {
          distribution: [3, 0, 0, 3, 0, 3],
          median: 3,
          can_live_with: { counted: 6, base: 9, needed: 6, met: true },
        },
      ],
      abstentions: 1,
    });
  });
  it('of an even number of marks takes the less agreeing of the middle two', () => {
    expect(
      count(
        'gradients',
        rule,
        [
          [1, [0]],
          [1, [5]],
        ],
        1,
        1,
      ),
    ).toMatchObject({ proposals: [{ median: 5 }] });
  });
  it('passes nothing without marks, and refuses scales outside five to eight steps', () => {
    expect(count('gradients', rule, [], 1, 1)).toMatchObject({ winners: [], proposals: [{ median: null }] });
    expect(count('gradients', { ...rule, steps: 4 }, [], 1, 1)).toMatchObject({
      refused: 'UNKNOWN_OPTION_VALUE',
    });
  });
});
