import { isRefusal } from '../../../../shared/refusal.js';
import { tallyElection } from '../method-registry.js';
import { type Election, type RuleOptions } from '../tally-method.js';

const rule = (options: RuleOptions = {}): RuleOptions => ({
  base: 'cast',
  fraction: '1/2',
  comparison: '>',
  ...options,
});
type Ballots = Election['ballots'];

function decide(
  options: RuleOptions,
  ballots: Ballots,
  more: Partial<Election> = {},
): Record<string, unknown> {
  const outcome = tallyElection({
    ...{ method: 'threshold', options, ballots, candidates: [], seats: 1, eligibleWeight: 100 },
    ...more,
  });
  return isRefusal(outcome) ? { refused: outcome.reason, message: outcome.message } : outcome;
}

describe('threshold: the base decides', () => {
  // 40 for, 30 against, 20 abstain, 3 blank, 2 invalid; 100 eligible, 95 voted.
  const ballots: Ballots = [
    [40, 'for'],
    [30, 'against'],
    [20, 'abstain'],
    [3, 'blank'],
    [2, 'invalid'],
  ];
  const electorate = { people: 100, weight: 100, present: { people: 96, weight: 96 } };
  const table: readonly [string, number, boolean, string][] = [
    ['cast', 70, true, '35'],
    ['valid', 90, false, '45'],
    ['eligible', 100, false, '50'],
    ['present', 96, false, '48'],
  ];
  for (const [base, size, passed, needed] of table) {
    it(`40 for of ${size} ${base}: needs more than ${needed}`, () => {
      const outcome = decide(rule({ base }), ballots, { electorate });
      expect(outcome).toMatchObject({ passed, outcome: passed ? 'passed' : 'failed' });
      expect(outcome['majorities']).toMatchObject([
        { base: size, counted: 40, needed: Number(needed), met: passed },
      ]);
    });
  }

  it('does not pass what nobody votes for, not even by at least nothing', () => {
    const nothing = rule({ fraction: '0', comparison: '>=' });
    expect(decide(nothing, [[3, 'against']])).toMatchObject({ passed: false, outcome: 'failed' });
    expect(
      decide(nothing, [
        [3, 'against'],
        [1, 'for'],
      ]),
    ).toMatchObject({ outcome: 'passed' });
  });

  it('tells abstentions, blank and invalid ballots apart', () => {
    expect(decide(rule(), ballots)['tally']).toEqual({
      for: 40,
      against: 30,
      abstain: 20,
      blank: 3,
      invalid: 2,
      block: 0,
    });
  });
});

describe('threshold: exactly on the line', () => {
  it('two thirds of 90 is 60: enough for >=, not for >', () => {
    const ballots: Ballots = [
      [60, 'for'],
      [30, 'against'],
    ];
    expect(decide(rule({ fraction: '2/3', comparison: '>=' }), ballots)['passed']).toBe(true);
    expect(decide(rule({ fraction: '2/3', comparison: '>' }), ballots)['outcome']).toBe('failed');
  });

  it('as many for as against under more than half is a tie, and nothing passes without votes', () => {
    const even: Ballots = [
      [5, 'for'],
      [5, 'against'],
    ];
    expect(decide(rule(), even)['outcome']).toBe('tie');
    expect(decide(rule({ comparison: '>=' }), [])['outcome']).toBe('failed');
    expect(decide(rule({ comparison: '>=' }), [[7, 'abstain']])['outcome']).toBe('failed');
  });
});

describe('threshold: quorum', () => {
  const ballots: Ballots = [
    [19, 'for'],
    [1, 'abstain'],
    [1, 'blank'],
  ];
  const table: readonly [string, boolean][] = [
    ['for', false],
    ['cast', false],
    ['valid', true],
    ['participating', true],
  ];
  for (const [counted, met] of table) {
    it(`20 % of the eligible, counted as ${counted}: ${met ? 'reached' : 'not reached'}`, () => {
      const quorum = { counted, fraction: '20%', comparison: '>=', measure: 'weight' };
      expect(decide(rule({ quorum }), ballots)['outcome']).toBe(met ? 'passed' : 'no_quorum');
    });
  }

  it('on people: three people with much weight are still three people', () => {
    const quorum = { counted: 'participating', fraction: '1/2', comparison: '>=', measure: 'people' };
    const heavy: Ballots = [[60, { vote: 'for', people: 3 }]];
    const electorate = { people: 10, weight: 100 };
    expect(decide(rule({ quorum }), heavy, { electorate })).toMatchObject({ outcome: 'no_quorum' });
  });
});

describe('threshold: classes', () => {
  const electorate = {
    classes: { workers: { people: 9, weight: 9 }, users: { people: 30, weight: 30 } },
  };
  const twoThirdsOfWorkers = rule({
    class_majorities: [{ class: 'workers', base: 'cast', fraction: '2/3', comparison: '>=' }],
  });
  const table: readonly [number, number, number, number, string][] = [
    // workers for, against, users for, against
    [6, 3, 10, 5, 'passed'],
    [5, 4, 20, 0, 'failed'],
    [9, 0, 5, 25, 'failed'],
    [6, 3, 9, 12, 'tie'],
  ];
  for (const [wFor, wAgainst, uFor, uAgainst, expected] of table) {
    it(`all > 1/2 and workers >= 2/3: workers ${wFor}:${wAgainst}, users ${uFor}:${uAgainst} is ${expected}`, () => {
      const ballots: Ballots = [
        [wFor, { vote: 'for', class: 'workers' }],
        [wAgainst, { vote: 'against', class: 'workers' }],
        [uFor, { vote: 'for', class: 'users' }],
        [uAgainst, { vote: 'against', class: 'users' }],
      ];
      expect(decide(twoThirdsOfWorkers, ballots, { electorate })['outcome']).toBe(expected);
    });
  }

  const investors = {
    classes: { members: { people: 90, weight: 90 }, investors: { people: 4, weight: 60 } },
  };
  const capped = rule({ class_caps: [{ class: 'investors', share: '10%' }] });
  const capTable: readonly [number, number, number, string, string][] = [
    // members for and against, investors for; what the investors count, and how each of their votes is scaled
    [40, 50, 60, '10', '1/6'],
    [44, 46, 10, '10', '1'],
    [44, 46, 5, '5', '1'],
    [0, 0, 60, '0', '0'],
  ];
  for (const [mFor, mAgainst, iFor, counted, scaling] of capTable) {
    it(`investors at most 10 % of the votes cast: ${iFor} of theirs beside ${mFor + mAgainst} count ${counted}`, () => {
      const ballots: Ballots = [
        [mFor, { vote: 'for', class: 'members' }],
        [mAgainst, { vote: 'against', class: 'members' }],
        [iFor, { vote: 'for', class: 'investors' }],
      ];
      const outcome = decide(capped, ballots, { electorate: investors });
      expect(outcome['caps']).toEqual([
        { class: 'investors', share: '1/10', cast: iFor, counted: Number(counted), scaling },
      ]);
      expect(outcome['majorities']).toMatchObject([{ counted: mFor + Number(counted) }]);
    });
  }

  it('two caps that bind leave each class exactly its share of what counts', () => {
    const electorateOfThree = {
      classes: {
        a: { people: 70, weight: 70 },
        b: { people: 50, weight: 50 },
        c: { people: 50, weight: 50 },
      },
    };
    const caps = rule({
      class_caps: [
        { class: 'b', share: '10%' },
        { class: 'c', share: '20%' },
      ],
    });
    const ballots: Ballots = [
      [70, { vote: 'against', class: 'a' }],
      [50, { vote: 'for', class: 'b' }],
      [50, { vote: 'for', class: 'c' }],
    ];
    const outcome = decide(caps, ballots, { electorate: electorateOfThree });
    expect(outcome['caps']).toMatchObject([
      { counted: 10, scaling: '1/5' },
      { counted: 20, scaling: '2/5' },
    ]);
    expect(outcome['majorities']).toMatchObject([{ base: 100, counted: 30 }]);
  });
});

describe('threshold: before the close', () => {
  const open = (options: RuleOptions, ballots: Ballots): unknown =>
    decide(rule({ early_decision: 'certain', ...options }), ballots, { closed: false })['outcome'];

  it('passes only where all the others voting against could not change it', () => {
    expect(open({}, [[50, 'for']])).toBe('open');
    expect(open({}, [[51, 'for']])).toBe('passed');
  });
  it('fails only where all the others voting in favour could not change it', () => {
    expect(open({}, [[50, 'against']])).toBe('open');
    expect(open({}, [[51, 'against']])).toBe('failed');
  });
  it('never decides early where the rule does not say so, nor passes while somebody could still block', () => {
    expect(open({ early_decision: 'never' }, [[99, 'for']])).toBe('open');
    expect(open({ block: 'veto' }, [[99, 'for']])).toBe('open');
    expect(open({ block: 'veto' }, [[100, 'for']])).toBe('passed');
  });
});

describe('threshold: blocks and refusals', () => {
  it('one block stops it under a veto, and is a vote against where it counts as one', () => {
    const ballots: Ballots = [
      [9, 'for'],
      [1, 'block'],
    ];
    expect(decide(rule({ block: 'veto' }), ballots)['outcome']).toBe('blocked');
    expect(decide(rule({ block: 'veto', blocks_needed: 2 }), ballots)['outcome']).toBe('passed');
    expect(decide(rule({ block: 'against' }), ballots)['majorities']).toMatchObject([
      { base: 10, counted: 9 },
    ]);
    expect(decide(rule(), ballots)['refused']).toBe('INVALID_BALLOT');
  });

  const refusals: readonly [string, RuleOptions, Ballots, string][] = [
    ['an unknown base', { base: 'everyone' }, [], 'UNKNOWN_OPTION_VALUE'],
    ['a fraction above one', { fraction: '3/2' }, [], 'UNKNOWN_OPTION_VALUE'],
    ['an unknown option', { majority: 'simple' }, [], 'UNKNOWN_OPTION'],
    ['attendance that nobody recorded', { base: 'present' }, [], 'INVALID_ELECTORATE'],
    ['more votes than electors', {}, [[101, 'for']], 'INVALID_ELECTORATE'],
    ['an unknown vote', {}, [[1, 'perhaps']], 'INVALID_BALLOT'],
    ['a negative weight', {}, [[-1, 'for']], 'INVALID_WEIGHT'],
    ['a class nobody belongs to', { class_caps: { class: 'x', share: '1/2' } }, [], 'INVALID_ELECTORATE'],
    [
      'caps with an early decision',
      { class_caps: { class: '', share: '1/2' }, early_decision: 'certain' },
      [],
      'CONTRADICTORY_OPTIONS',
    ],
  ];
  for (const [what, options, ballots, reason] of refusals) {
    it(`refuses ${what}`, () => expect(decide(rule(options), ballots)['refused']).toBe(reason));
  }
});
