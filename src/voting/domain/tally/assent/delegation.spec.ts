import { isRefusal } from '../../../../shared/refusal.js';
import { resolveDelegations } from './delegation-resolution.js';
import { tallyElection } from '../method-registry.js';
import { type RuleOptions } from '../tally-method.js';

const options: RuleOptions = { scope_precedence: ['poll', 'topic', 'circle', 'whole'] };
type Passed = readonly [from: number, scope: string, to: number | null];

function resolve(
  electors: number,
  passed: readonly Passed[],
  votes: Record<number, string>,
  more: RuleOptions = {},
) {
  const outcome = tallyElection({
    ...{ method: 'delegation', candidates: [], seats: 1, options: { ...options, ...more } },
    electorWeights: Array.from({ length: electors }, () => 1),
    delegations: passed.map(([from, scope, to]) => ({ from, scope, to })),
    ballots: Object.entries(votes).map(([elector, vote]) => [1, { elector: Number(elector), vote }]),
  });
  if (isRefusal(outcome)) return { refused: outcome.reason };
  const { tally, lost_because, ends_at } = outcome as Record<string, Record<string, unknown>>;
  return { tally: Object.values(tally!).join(' '), lost: lost_because, ends: Object.values(ends_at!) };
}

describe('delegation', () => {
  // What was passed, who voted; yes, no and abstain; where each vote ends.
  const table: readonly [string, readonly Passed[], Record<number, string>, string, (number | null)[]][] = [
    [
      'an own vote overrides a delegation',
      [[0, 'poll', 1]],
      { 0: 'no', 1: 'yes', 2: 'yes' },
      '2 1 0',
      [0, 1, 2],
    ],
    [
      'the narrowest scope decides',
      [
        [0, 'whole', 1],
        [0, 'topic', 2],
      ],
      { 1: 'yes', 2: 'no' },
      '1 2 0',
      [2, 1, 2],
    ],
    [
      'nobody in a narrow scope blocks wider ones',
      [
        [0, 'whole', 1],
        [0, 'topic', null],
      ],
      { 1: 'yes', 2: 'no' },
      '1 1 0',
      [null, 1, 2],
    ],
    [
      'what was passed to a holder is passed on with theirs',
      [
        [0, 'poll', 1],
        [1, 'whole', 2],
      ],
      { 2: 'yes' },
      '3 0 0',
      [2, 2, 2],
    ],
    [
      'an abstention of the holder is an abstention of those behind',
      [[0, 'poll', 1]],
      { 1: 'abstain', 2: 'yes' },
      '1 0 2',
      [1, 1, 2],
    ],
    [
      'a circle counts nowhere',
      [
        [0, 'poll', 1],
        [1, 'poll', 0],
      ],
      { 2: 'yes' },
      '1 0 0',
      [null, null, 2],
    ],
    ['a holder who does not vote is a dead end', [[0, 'poll', 1]], { 2: 'no' }, '0 1 0', [null, null, 2]],
  ];
  for (const [what, passed, votes, tally, ends] of table) {
    it(what, () => expect(resolve(3, passed, votes)).toMatchObject({ tally, ends }));
  }

  it('says why a vote is lost', () => {
    const passed: Passed[] = [
      [0, 'poll', 1],
      [1, 'poll', 0],
      [2, 'poll', 0],
      [3, 'poll', 4],
    ];
    expect(resolve(6, passed, { 5: 'yes' }).lost).toEqual({
      0: 'cycle',
      1: 'cycle',
      2: 'cycle',
      3: 'dead_end',
      4: 'no_delegation',
    });
  });

  it('is not passed on where the rule allows one step only', () => {
    const passed: Passed[] = [
      [0, 'poll', 1],
      [1, 'poll', 2],
    ];
    expect(resolve(3, passed, { 2: 'yes' }, { transitive: false }).tally).toBe('2 0 0');
  });

  it('passes over "nobody" where the rule says so', () => {
    const passed: Passed[] = [
      [0, 'poll', null],
      [0, 'whole', 1],
    ];
    expect(resolve(2, passed, { 1: 'yes' }, { none: 'passed_over' }).tally).toBe('2 0 0');
  });

  it('stops at the cap of a holder: the nearest stand, the others are shown', () => {
    const passed: Passed[] = [
      [0, 'poll', 3],
      [1, 'poll', 4],
      [2, 'poll', 4],
      [3, 'poll', 4],
    ];
    expect(resolve(5, passed, { 4: 'yes' }, { holder_cap: 2 })).toMatchObject({
      tally: '3 0 0',
      lost: { 0: 'holder_cap', 3: 'holder_cap' },
    });
  });

  it('refuses unknown electors, scopes and votes, and two delegations in one scope', () => {
    expect(resolve(2, [[0, 'poll', 2]], {}).refused).toBe('INVALID_BALLOT');
    expect(resolve(2, [[0, 'nation', 1]], {}).refused).toBe('INVALID_BALLOT');
    expect(resolve(2, [], { 0: 'maybe' }).refused).toBe('INVALID_BALLOT');
    expect(resolve(2, [], { 7: 'yes' }).refused).toBe('INVALID_BALLOT');
    const twice: Passed[] = [
      [0, 'poll', 1],
      [0, 'poll', 1],
    ];
    expect(resolve(2, twice, {}).refused).toBe('INVALID_BALLOT');
  });

  it('follows a chain of a hundred thousand without growing with its square', () => {
    const length = 100_000;
    const chain = Array.from({ length: length - 1 }, (_, from) => ({ from, scope: 'poll', to: from + 1 }));
    const rule = { scopes: ['poll'], transitive: true, noneBlocks: true, holderCap: null };
    const standings = resolveDelegations(length, new Set([length - 1]), chain, rule);
    expect(standings.every(({ endsAt }) => endsAt === length - 1)).toBe(true);
    expect(standings[0]!.distance).toBe(length - 1);
  });
});
