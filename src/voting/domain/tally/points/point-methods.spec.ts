import { isRefusal } from '../../../../shared/refusal.js';
import { tallyElection } from '../method-registry.js';
import { type Election, type RuleOptions } from '../tally-method.js';

function count(method: string, options: RuleOptions, ballots: Election['ballots'], seats = 1) {
  const outcome = tallyElection({ method, options, ballots, seats, candidates: ['A', 'B', 'C'] });
  return isRefusal(outcome)
    ? { refused: outcome.reason, message: outcome.message }
    : (outcome as Record<string, unknown>);
}

describe('dots', () => {
  const rule = { points: 10, per_option: 6 };
  it('adds up the points: the most win', () => {
    const outcome = count('dots', rule, [
      [2, { 0: 6, 1: 4 }],
      [1, { 1: 5, 2: 5 }],
      [1, {}],
    ]);
    expect(outcome).toMatchObject({
      winners: [1],
      scores: { 0: 12, 1: 13, 2: 5 },
      tallied: 3,
      abstentions: 1,
    });
  });
  const table: readonly [string, RuleOptions, unknown, string | null][] = [
    ['all ten on two options', rule, { 0: 6, 1: 4 }, null],
    ['fewer than ten', rule, { 0: 3 }, null],
    ['eleven', rule, { 0: 6, 1: 5 }, 'Ballot 0 gives 11 points of 10.'],
    ['seven on one option', rule, { 0: 7 }, 'Ballot 0 gives option 0 7, not a whole number from 0 to 6.'],
    ['half a point', rule, { 0: 0.5 }, 'Ballot 0 gives option 0 0.5, not a whole number from 0 to 6.'],
    ['an unknown option', rule, { 3: 1 }, 'Ballot 0 names 3, which is not an option (0 to 2).'],
    [
      'fewer than ten, where all are to be spent',
      { ...rule, spend: 'all' },
      { 0: 3 },
      'Ballot 0 gives only 3 of its 10 points.',
    ],
    ['nothing, where all are to be spent', { ...rule, spend: 'all' }, {}, null],
  ];
  for (const [what, options, ballot, refusal] of table) {
    it(`${refusal === null ? 'takes' : 'refuses'} ${what}`, () => {
      const outcome = count('dots', options, [[1, ballot]]);
      expect('message' in outcome ? outcome.message : null).toBe(refusal);
    });
  }
  it('refuses a rule that nobody could follow', () => {
    expect(count('dots', { points: 10, per_option: 3, spend: 'all' }, [])).toMatchObject({
      refused: 'CONTRADICTORY_OPTIONS',
    });
  });
});

describe('quadratic', () => {
  // Votes per option, what they cost together, and whether nine credits pay for it.
  const table: readonly [Record<number, number>, number, boolean][] = [
    [{ 0: 3 }, 9, true],
    [{ 0: 2, 1: 2, 2: 1 }, 9, true],
    [{ 0: 3, 1: 1 }, 10, false],
    [{ 0: 1, 1: 1, 2: 1 }, 3, true],
    [{}, 0, true],
  ];
  for (const [ballot, credits, allowed] of table) {
    it(`${JSON.stringify(ballot)} costs ${credits} of 9 credits`, () => {
      const outcome = count('quadratic', { credits: 9 }, [[1, ballot]]);
      expect('message' in outcome ? outcome.message : null).toBe(
        allowed ? null : `Ballot 0 costs ${credits} credits of 9.`,
      );
    });
  }
  it('lets many who care a little outweigh one who cares a lot', () => {
    const outcome = count('quadratic', { credits: 9 }, [
      [1, { 0: 3 }],
      [4, { 1: 1 }],
    ]);
    expect(outcome).toMatchObject({ winners: [1], scores: { 0: 3, 1: 4, 2: 0 } });
  });
  it('counts votes against where they are allowed, at the same price', () => {
    const against = { credits: 9, against: 'allowed' };
    expect(count('quadratic', against, [[1, { 0: -3 }]])).toMatchObject({ scores: { 0: -3 } });
    expect(count('quadratic', { credits: 9 }, [[1, { 0: -3 }]])).toMatchObject({ refused: 'INVALID_BALLOT' });
  });
});

describe('weighted split', () => {
  it('splits each weight in proportion, exactly', () => {
    const outcome = count('weighted-split', {}, [
      [1, { 0: 1, 1: 2 }],
      [2, { 1: 1, 2: 6 }],
    ]);
    expect(outcome).toMatchObject({ winners: [2], scores: { 0: '1/3', 1: '20/21', 2: '12/7' }, tallied: 3 });
  });
});

describe('consent', () => {
  const object = (state?: string): unknown => ({
    object: 'It harms the workshop.',
    ...(state ? { state } : {}),
  });
  const table: readonly [string, Election['ballots'], string][] = [
    ['everybody consents', [[5, 'consent']], 'passed'],
    [
      'all but one stand aside',
      [
        [1, 'consent'],
        [9, 'stand_aside'],
      ],
      'passed',
    ],
    [
      'one objection is open',
      [
        [9, 'consent'],
        [1, object()],
      ],
      'objected',
    ],
    [
      'the objection was integrated',
      [
        [9, 'consent'],
        [1, object('integrated')],
      ],
      'passed',
    ],
    [
      'the objection was answered',
      [
        [9, 'consent'],
        [1, object('answered')],
      ],
      'passed',
    ],
    [
      'the objection was withdrawn',
      [
        [9, 'consent'],
        [1, object('withdrawn')],
      ],
      'passed',
    ],
    [
      'the objection was overruled',
      [
        [9, 'consent'],
        [1, object('overruled')],
      ],
      'passed',
    ],
    [
      'one of two objections is still open',
      [
        [8, 'consent'],
        [1, object('answered')],
        [1, object()],
      ],
      'objected',
    ],
    ['nobody has said anything', [], 'no_ballots'],
  ];
  for (const [what, ballots, outcome] of table) {
    it(`${what}: ${outcome}`, () => {
      expect(count('consent', {}, ballots)).toMatchObject({ outcome, passed: outcome === 'passed' });
    });
  }
  it('refuses an objection without a reason, and in a state that does not exist', () => {
    expect(count('consent', {}, [[1, { object: '  ' }]])).toMatchObject({
      message: 'Ballot 0 objects without a reason.',
    });
    expect(count('consent', {}, [[1, object('ignored')]])).toMatchObject({ refused: 'INVALID_BALLOT' });
    expect(count('consent', {}, [[1, 'yes']])).toMatchObject({ refused: 'INVALID_BALLOT' });
  });
});

describe('seats that nobody speaks for', () => {
  const lots = { tie_break: { mode: 'fixed_order', order: [2, 1, 0] } };
  const never = { ...lots, without_votes: 'never' };
  it('stay empty where the rule says so, and are filled by lot where it does not', () => {
    const ballots: Election['ballots'] = [[3, { 0: 2 }]];
    expect(count('dots', { ...lots, points: 5 }, ballots, 2)).toMatchObject({ winners: [0, 2] });
    expect(count('dots', { ...never, points: 5 }, ballots, 2)).toMatchObject({ winners: [0], ties: [] });
    expect(count('weighted-split', never, ballots, 3)).toMatchObject({ winners: [0] });
  });
  it('are filled by whom somebody votes for, even if more vote against', () => {
    const ballots: Election['ballots'] = [
      [1, { 0: 1 }],
      [2, { 0: -1, 1: 1 }],
    ];
    const rule = { ...never, credits: 9, against: 'allowed' };
    expect(count('quadratic', rule, ballots, 3)).toMatchObject({ winners: [1, 0] });
  });
});

describe('very fine shares', () => {
  it('are added exactly, with thousands of different denominators, in little time', () => {
    const ballots = Array.from({ length: 4_000 }, (_, n) => [1, { 0: 1, 1: 5_000 + n }] as const);
    const started = performance.now();
    const outcome = count('weighted-split', {}, ballots) as { winners: number[] };
    expect(outcome.winners).toEqual([1]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
  it('are counted as they were taken, also where no ballot so fine is taken any more', () => {
    expect(count('weighted-split', {}, [[1, { 0: 1_000_000, 1: 1 }]])).toMatchObject({ winners: [0] });
  });
});
