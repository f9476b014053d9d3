import { Ratio } from '../../../../shared/ratio.js';
import { tallyElection } from '../method-registry.js';
import type { Election } from '../tally-method.js';

function stv(
  count: number,
  seats: number,
  ballots: [number, unknown[]][],
  options: Record<string, any>,
): any {
  const candidates = Array.from({ length: count }, (_, index) => `C${index}`);
  const order = candidates.map((_, index) => index);
  const tie_break = { mode: 'fixed_order', order };
  return tallyElection({ method: 'stv', candidates, ballots, seats, options: { tie_break, ...options } });
}

/** Four candidates, two seats: the first is far above the quota of 34. */
const SURPLUS: [number, unknown[]][] = [
  [52, [0, 1]],
  [18, [0, 2]],
  [20, [2]],
  [10, [3, 1]],
];

describe('the Scottish single transferable vote', () => {
  it('passes the surplus on at value × surplus ÷ votes, cut once to five decimals', () => {
    const outcome = stv(4, 2, SURPLUS, { variant: 'scottish' });
    // 36 of 70 votes are surplus: 0.51428 each; 52 papers carry 26.74256, 18 carry 9.25704.
    expect(outcome.rounds.map((stage: any) => [Object.values(stage.votes), stage.non_transferable])).toEqual([
      [['70.00000', '0.00000', '20.00000', '10.00000'], '0.00000'],
      [['34.00000', '26.74256', '29.25704', '10.00000'], '0.00040'],
      [['34.00000', '36.74256', '29.25704', '0.00000'], '0.00040'],
    ]);
    expect(outcome).toMatchObject({ winners: [0, 1], quota_final: '34.00000' });
  });

  it('has no stage for a surplus of nothing', () => {
    const outcome = stv(
      3,
      2,
      [
        [3, [0]],
        [2, [1]],
        [2, [2]],
      ],
      { variant: 'scottish' },
    );
    expect(outcome.rounds.map((stage: any) => stage.transferred)).toEqual([null, null]);
    expect(outcome.rounds[1].eliminated).toEqual([2]);
  });

  it('ends a ballot at a number left out', () => {
    const outcome = stv(
      3,
      1,
      [
        [4, [0]],
        [3, [1]],
        [2, [2, null, 1]],
      ],
      { variant: 'scottish' },
    );
    expect(outcome.rounds[1]).toMatchObject({ eliminated: [2], non_transferable: '2.00000' });
  });

  it('decides equal candidates by the latest earlier stage at which they differ', () => {
    const then = { mode: 'fixed_order', order: [0, 2, 1, 3] };
    const ballots: [number, unknown[]][] = [
      [9, [0]],
      [5, [1]],
      [4, [2]],
      [1, [3, 2]],
    ];
    const outcome = stv(4, 1, ballots, { variant: 'scottish', tie_break: { mode: 'previous_rounds', then } });
    expect(outcome.ties).toEqual([{ round: 2, tied: [1, 2], picked: 2, for: 'exclusion', by: 'history' }]);
  });

  it('elects everyone where there are more seats than candidates', () => {
    expect(stv(2, 5, [[1, [1]]], { variant: 'scottish' })).toMatchObject({
      winners: [1, 0],
      rounds: [{ round: 0 }],
    });
  });
});

describe('the other variants', () => {
  it('wigm-prf cuts product and quotient, each to four decimals', () => {
    const outcome = stv(4, 2, SURPLUS, { variant: 'wigm-prf' });
    expect(outcome.quota_final).toBe('33.3334');
    // 36.6666 ÷ 70 is 0.5238 when cut: 52 papers carry 27.2376.
    expect(outcome.rounds[1].votes['1']).toBe('27.2376');
  });

  it('gregory-fractional cuts the fraction and then the value, and shows the last surpluses', () => {
    const outcome = stv(4, 2, SURPLUS, { variant: 'gregory-fractional' });
    expect(outcome.rounds.map((round: any) => round.tally)).toEqual([
      { 0: '70', 1: '0', 2: '20', 3: '10' },
      { 0: '34', 1: '26.7384', 2: '29.2556', 3: '10' },
      { 0: '34', 1: '36.7384', 2: '29.2556' },
      { 0: '34', 1: '34', 2: '29.2556' },
    ]);
    expect(outcome.rounds.at(-1).inactive.finalRoundSurplus).not.toBe('0');
  });

  it('gregory-fractional in exact arithmetic loses nothing', () => {
    const outcome = stv(4, 2, SURPLUS, {
      variant: 'gregory-fractional',
      arithmetic: 'exact',
      quota: 'hagenbach-bischoff',
    });
    expect(outcome.quota).toBe('100/3');
    expect(outcome.rounds[1].tally['1']).toBe('572/21');
    expect(outcome.rounds.every((round: any) => round.residual_surplus === '0')).toBe(true);
  });

  it.each([
    ['droop', '34'],
    ['hare', '50'],
    ['hagenbach-bischoff', '34'],
    ['imperiali', '25'],
  ])('gregory-fractional takes the %s quota', (quota, votes) => {
    expect(stv(4, 2, SURPLUS, { variant: 'gregory-fractional', quota }).quota).toBe(votes);
  });

  it('gregory-fractional elects only the highest in a round where the rule says one at a time', () => {
    const ballots: [number, unknown[]][] = [
      [40, [0]],
      [45, [1]],
      [15, [2]],
    ];
    const together = stv(3, 2, ballots, { variant: 'gregory-fractional' });
    const one = stv(3, 2, ballots, { variant: 'gregory-fractional', one_winner_per_round: true });
    expect([together, one].map((outcome) => outcome.rounds.map((round: any) => round.elected))).toEqual([
      [[1, 0], []],
      [[1], [0], []],
    ]);
  });

  it("Meek's rule keeps for a winner just the quota, which falls as ballots run out", () => {
    const outcome = stv(
      3,
      2,
      [
        [60, [0]],
        [25, [1]],
        [15, [2]],
      ],
      { variant: 'meek' },
    );
    const quotas = outcome.rounds.map((round: any) => round.quota);
    expect(quotas[0]).toBe('33.333333333333333333');
    // What the first does not keep has nowhere to go: the quota falls until the second's 25 votes exceed it.
    expect(Number(quotas.at(-1))).toBeLessThan(25);
    expect(outcome.winners).toEqual([0, 1]);
  });

  it('Meek splits equal ranks equally; the Scottish rule refuses them, naming the mark', () => {
    const ballots: [number, unknown[]][] = [
      [4, [[0, 1], 2]],
      [1, [2]],
    ];
    expect(stv(3, 1, ballots, { variant: 'meek' }).rounds[0].votes).toEqual({
      0: '2.000000000000000000',
      1: '2.000000000000000000',
      2: '1.000000000000000000',
    });
    expect(stv(3, 1, ballots, { variant: 'scottish' })).toMatchObject({
      reason: 'INVALID_BALLOT',
      message: 'Ballot 0, rank 1: [0,1] ranks several candidates equal, which this rule does not allow.',
    });
  });

  it('refuses a variant, an option and a value that it does not know, by name', () => {
    expect(stv(2, 1, [], { variant: 'australian-senate' }).message).toContain('"australian-senate"');
    expect(stv(2, 1, [], { variant: 'scottish', quota: 'hare' }).message).toBe(
      'The method "stv" has no option "quota".',
    );
    expect(stv(2, 1, [], { variant: 'gregory-fractional', quota: 'largest' }).reason).toBe(
      'UNKNOWN_OPTION_VALUE',
    );
  });
});

describe('weights that are no whole votes', () => {
  const rule = (variant: string) => ({ variant, tie_break: { mode: 'fixed_order', order: [0, 1, 2] } });
  it.each(['scottish', 'wigm-prf', 'meek-prf', 'meek', 'warren', 'gregory-fractional'])(
    'count the same in %s, whether equal ballots come merged or split',
    (variant) => {
      const third = Ratio.of(1n, 3n);
      const half = Ratio.of(1n, 2n);
      const count = (ballots: Election['ballots']) =>
        tallyElection({
          ...{ method: 'stv', options: rule(variant), candidates: ['A', 'B', 'C'], seats: 2 },
          ballots,
        });
      const split: Election['ballots'] = [
        ...Array.from({ length: 9 }, () => [third, [0, 1]] as const),
        ...Array.from({ length: 5 }, () => [half, [1, 2]] as const),
        [half, [2, 0]],
        [third, []],
      ];
      const merged: Election['ballots'] = [
        [3, [0, 1]],
        [Ratio.of(5n, 2n), [1, 2]],
        [half, [2, 0]],
        [third, []],
      ];
      expect(count(split)).toEqual(count(merged));
    },
  );
});
