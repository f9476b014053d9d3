import { Ratio } from '../../../../shared/ratio.js';
import { tallyElection } from '../method-registry.js';

const tie_break = { mode: 'report_tie' };
const irv = (change: Record<string, any>): any =>
  tallyElection({
    method: 'irv',
    candidates: ['A', 'B'],
    seats: 1,
    options: { tie_break },
    ballots: [[1, [0]]],
    ...change,
  } as any);

describe('what cannot be counted is refused, and the refusal names what is wrong', () => {
  it.each([
    ['a method unknown', { method: 'coin-toss' }, 'UNKNOWN_METHOD', '"coin-toss"'],
    ['a version unknown', { version: 99 }, 'UNKNOWN_VERSION', '99'],
    ['an option unknown', { options: { tie_break, luck: true } }, 'UNKNOWN_OPTION', '"luck"'],
    ['a value unknown', { options: { tie_break, overvote: 'guess' } }, 'UNKNOWN_OPTION_VALUE', '"guess"'],
    [
      'a name inherited from every object',
      { options: { tie_break, constructor: 1 } },
      'UNKNOWN_OPTION',
      '"constructor"',
    ],
    ['no tie-break', { options: {} }, 'MISSING_OPTION', '"tie_break"'],
    ['no candidates', { candidates: [] }, 'INVALID_CANDIDATES', '0'],
    [
      'everyone excluded',
      { options: { tie_break, excluded: [0, 1] } },
      'CONTRADICTORY_OPTIONS',
      'no candidate',
    ],
    ['two seats', { seats: 2 }, 'INVALID_SEATS', '2'],
    [
      'a mark out of range',
      { ballots: [[1, [0, 7]]] },
      'INVALID_BALLOT',
      'Ballot 0, rank 2: 7 is not a candidate (0 to 1).',
    ],
    ['a mark that is half', { ballots: [[1, [0.5]]] }, 'INVALID_BALLOT', '0.5'],
    ['a mark that is text', { ballots: [[1, ['0']]] }, 'INVALID_BALLOT', '"0"'],
    ['a ballot that is no list', { ballots: [[1, 'A']] }, 'INVALID_BALLOT', 'Ballot 0 is not a list'],
    ['someone twice at one rank', { ballots: [[1, [[0, 0]]]] }, 'INVALID_BALLOT', 'twice'],
    ['a weight below zero', { ballots: [[-1, [0]]] }, 'INVALID_WEIGHT', '-1'],
    ['a weight that is a float', { ballots: [[0.5, [0]]] }, 'INVALID_WEIGHT', '0.5'],
    ['a weight that is text', { ballots: [['3', [0]]] }, 'INVALID_WEIGHT', '"3"'],
    ['weights beyond exact sums', { ballots: [[2n ** 80n, [0]]] }, 'INVALID_WEIGHT', 'too large'],
    ['weights too fine', { ballots: [[Ratio.of(1n, 10n ** 15n), [0]]] }, 'INVALID_WEIGHT', 'too fine'],
  ])('%s', (_, change, reason, words) => {
    const refusal = irv(change);
    expect(refusal).toMatchObject({ reason });
    expect(refusal.message).toContain(words);
  });

  it('a ballot may weigh nothing, and huge weights are counted exactly as long as they add up exactly', () => {
    expect(
      irv({
        ballots: [
          [0, [1]],
          [1, [0]],
        ],
      }).winners,
    ).toEqual([0]);
    const ballots = [
      [4_000_000_000_000_001, [1]],
      [4_000_000_000_000_000, [0]],
    ];
    expect(irv({ ballots })).toMatchObject({ winners: [1], rounds: [{ tally: { 1: '4000000000000001' } }] });
  });

  it.each([
    ['irv', {}],
    ['stv', { variant: 'scottish' }],
    ['stv', { variant: 'wigm-prf' }],
    ['stv', { variant: 'gregory-fractional' }],
    ['stv', { variant: 'meek' }],
    ['stv', { variant: 'meek-prf' }],
    ['stv', { variant: 'warren' }],
    ['schulze', { strength: 'ratio', unranked: 'tied_last' }],
    ['ranked-pairs', { strength: 'margin', equal_pairs: 'all_orders', unranked: 'tied_last' }],
    ['minimax', { strength: 'ratio', unranked: 'tied_last' }],
    ['copeland', { score: 'half_per_tie', unranked: 'tied_last' }],
    ['borda', { points: 'n_to_1', unranked: 'zero' }],
  ])(
    '%s %j has an outcome without ballots, with empty ballots, with one candidate and with all tied',
    (method, options) => {
      const count = (candidates: string[], ballots: any[]): any =>
        tallyElection({ method, candidates, seats: 1, ballots, options: { ...options, tie_break } });
      for (const candidates of [['A'], ['A', 'B', 'C']]) {
        const tied = candidates.map((_, candidate) => [2, [candidate]]);
        for (const ballots of [[], [[5, []]], [[0, [0]]], tied]) {
          const outcome = count(candidates, ballots);
          expect(outcome.reason).toBeUndefined();
          expect(Array.isArray(outcome.winners)).toBe(true);
        }
      }
    },
  );
});
