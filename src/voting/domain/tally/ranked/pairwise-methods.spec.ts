import { tallyElection } from '../method-registry.js';

function count(
  method: string,
  candidates: number,
  ballots: [number, unknown[]][],
  options: Record<string, any>,
): any {
  const names = Array.from({ length: candidates }, (_, index) => `C${index}`);
  const own: Record<string, string> = method === 'borda' ? {} : { unranked: 'tied_last' };
  const tie_break = { mode: 'report_tie' };
  return tallyElection({
    method,
    candidates: names,
    ballots,
    seats: 1,
    options: { tie_break, ...own, ...options },
  });
}
const rankedPairs = { strength: 'margin', equal_pairs: 'all_orders' };

/** Rock, paper, scissors: 0 beats 1 by 20, 1 beats 2 by 40, 2 beats 0 by 10 or so. */
const CYCLE: [number, unknown[]][] = [
  [40, [0, 1, 2]],
  [35, [1, 2, 0]],
  [25, [2, 0, 1]],
];

describe('pairwise methods, by what they are known for', () => {
  it('elects the compromise that beats everyone, whom a run-off drops first', () => {
    const ballots: [number, unknown[]][] = [
      [40, [0, 1, 2]],
      [25, [1, 2, 0]],
      [35, [2, 1, 0]],
    ];
    for (const [method, options] of [
      ['schulze', { strength: 'winning' }],
      ['ranked-pairs', rankedPairs],
      ['minimax', { strength: 'margin' }],
      ['copeland', { score: 'half_per_tie' }],
    ] as const) {
      expect([method, count(method, 3, ballots, options).winners]).toEqual([method, [1]]);
    }
  });

  it('breaks a circle at its weakest victory, and Copeland reports it as a tie of all', () => {
    // 0 over 1 by 65 to 35, 1 over 2 by 75 to 25, 2 over 0 by 60 to 40.
    expect(count('schulze', 3, CYCLE, { strength: 'margin' }).winners).toEqual([0]);
    expect(count('ranked-pairs', 3, CYCLE, rankedPairs).winners).toEqual([0]);
    expect(count('minimax', 3, CYCLE, { strength: 'margin' }).scores).toEqual({ 0: '20', 1: '30', 2: '50' });
    expect(count('copeland', 3, CYCLE, { score: 'wins_minus_losses' }).winners).toEqual([0, 1, 2]);
  });

  it('lets minimax elect who loses to everyone, if by little; Schulze never does', () => {
    const ballots: [number, unknown[]][] = [
      [20, [3, 0, 1, 2]],
      [18, [3, 1, 2, 0]],
      [17, [3, 2, 0, 1]],
      [20, [0, 1, 2, 3]],
      [18, [1, 2, 0, 3]],
      [19, [2, 0, 1, 3]],
    ];
    const outcome = count('minimax', 4, ballots, { strength: 'margin' });
    expect([0, 1, 2].map((other) => outcome.pairwise[3][other])).toEqual(['55', '55', '55']);
    expect(outcome.winners).toEqual([3]);
    expect(count('schulze', 4, ballots, { strength: 'margin' }).ranking.at(-1)).toEqual([3]);
  });

  it('changes the winner with the strength of a victory', () => {
    // 1 over 0 by 40 to 39, 2 over 1 by 30 to 10, 0 over 2 by 50 to 5.
    const ballots: [number, unknown[]][] = [
      [40, [1, 0]],
      [39, [0, 1]],
      [30, [2, 1]],
      [10, [1, 2]],
      [50, [0, 2]],
      [5, [2, 0]],
    ];
    for (const method of ['minimax', 'schulze']) {
      const winners = (strength: string): number[] =>
        count(method, 3, ballots, { strength, unranked: 'no_preference' }).winners;
      expect([method, winners('winning'), winners('margin')]).toEqual([method, [1], [0]]);
    }
  });

  it('tells the unranked last from no preference', () => {
    const ballots: [number, unknown[]][] = [
      [6, [0]],
      [5, [1, 0]],
      [2, [1]],
    ];
    expect(count('schulze', 2, ballots, { strength: 'winning' }).winners).toEqual([1]);
    const silent = count(
      'schulze',
      2,
      [
        [6, [0]],
        [1, [1, 0]],
      ],
      { strength: 'winning', unranked: 'no_preference' },
    );
    expect(silent.winners).toEqual([1]);
  });

  it('gives path strengths as the widest path, not the shortest', () => {
    const outcome = count('schulze', 3, CYCLE, { strength: 'winning' });
    expect(outcome.path_strengths).toEqual({
      0: { 1: '65', 2: '65' },
      1: { 0: '60', 2: '75' },
      2: { 0: '60', 1: '60' },
    });
  });

  it('names everyone who wins under some order of equal victories, and says that the order mattered', () => {
    const ballots: [number, unknown[]][] = [
      [1, [0, 1, 2]],
      [1, [1, 2, 0]],
      [1, [2, 0, 1]],
    ];
    expect(count('ranked-pairs', 3, ballots, rankedPairs)).toMatchObject({
      winners: [0, 1, 2],
      tie_sensitive: true,
    });
    const named = {
      strength: 'margin',
      equal_pairs: 'fixed_order',
      tie_break: { mode: 'fixed_order', order: [1, 0, 2] },
    };
    expect(count('ranked-pairs', 3, ballots, named)).toMatchObject({
      winners: [0],
      locked: [
        [1, 2],
        [0, 1],
      ],
      tie_sensitive: true,
    });
    const together = { ...rankedPairs, equal_pairs: 'together' };
    expect(count('ranked-pairs', 3, ballots, together).ranking).toEqual([[0, 1, 2]]);
  });

  it('refuses an order of equal victories without an order, and a candidate ranked twice', () => {
    expect(count('ranked-pairs', 2, [], { strength: 'margin', equal_pairs: 'fixed_order' }).reason).toBe(
      'CONTRADICTORY_OPTIONS',
    );
    expect(count('schulze', 2, [[1, [0, 1, 0]]], { strength: 'margin' }).message).toBe(
      'Ballot 0, rank 3: 0 was already ranked higher on this ballot.',
    );
  });

  it('lets Borda be changed by a clone who cannot win', () => {
    const points = { points: 'n_minus_1_to_0', unranked: 'zero' };
    const alone = count(
      'borda',
      2,
      [
        [3, [0, 1]],
        [2, [1, 0]],
      ],
      points,
    );
    const cloned = count(
      'borda',
      3,
      [
        [3, [0, 1, 2]],
        [2, [1, 2, 0]],
      ],
      points,
    );
    expect([alone.winners, cloned.winners]).toEqual([[0], [1]]);
  });

  it('gives Borda points by average place, and shares or withholds what is left for the unranked', () => {
    const ballots: [number, unknown[]][] = [
      [1, [[0, 1], 2]],
      [1, [3]],
    ];
    const shared = count('borda', 4, ballots, { points: 'n_to_1', unranked: 'share_remaining' });
    expect(shared.scores).toEqual({ 0: '5.5', 1: '5.5', 2: '4', 3: '5' });
    const withheld = count('borda', 4, ballots, { points: 'n_minus_1_to_0', unranked: 'zero' });
    expect(withheld.scores).toEqual({ 0: '2.5', 1: '2.5', 2: '1', 3: '3' });
  });
});
