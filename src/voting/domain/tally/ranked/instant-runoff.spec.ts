import { Ratio } from '../../../../shared/ratio.js';
import { tallyElection } from '../method-registry.js';

const order = [0, 1, 2, 3, 4];
/** Counts ballots over the candidates 0, 1, 2, ...; ties by that order unless said otherwise. */
function irv(count: number, ballots: [number, unknown[]][], options: Record<string, any> = {}): any {
  const candidates = Array.from({ length: count }, (_, index) => `C${index}`);
  const tie_break = { mode: 'fixed_order', order: order.slice(0, count) };
  return tallyElection({ method: 'irv', candidates, ballots, seats: 1, options: { tie_break, ...options } });
}
const tallies = (outcome: any): string[][] => outcome.rounds.map((round: any) => Object.values(round.tally));

describe('instant run-off, by the paradoxes it is known for', () => {
  it('lets a compromise fall first though it would beat everyone (centre squeeze)', () => {
    const outcome = irv(3, [
      [40, [0, 1, 2]],
      [25, [1, 2, 0]],
      [35, [2, 1, 0]],
    ]);
    expect(outcome.rounds[0].eliminated).toEqual([1]);
    expect(outcome.winners).toEqual([2]);
  });

  it('may turn a winner into a loser who gains votes (not monotonic)', () => {
    const before = irv(3, [
      [39, [0, 1, 2]],
      [35, [1, 2, 0]],
      [26, [2, 0, 1]],
    ]);
    const after = irv(3, [
      [49, [0, 1, 2]],
      [25, [1, 2, 0]],
      [26, [2, 0, 1]],
    ]);
    expect([before.winners, after.winners]).toEqual([[0], [2]]);
  });

  it('may serve voters better who stay at home (no show)', () => {
    const rest: [number, unknown[]][] = [
      [36, [0, 1, 2]],
      [15, [1, 0, 2]],
      [9, [1, 2, 0]],
      [15, [2, 1, 0]],
    ];
    const all = irv(3, [...rest, [10, [2, 1, 0]]]);
    const someAtHome = irv(3, rest);
    expect(all.winners).toEqual([0]);
    expect(someAtHome.winners).toEqual([1]);
  });
});

describe('instant run-off, choice by choice', () => {
  it('recomputes the threshold from the ballots still active', () => {
    const outcome = irv(3, [
      [5, [0]],
      [4, [1]],
      [2, [2]],
    ]);
    expect(outcome.rounds.map((round: any) => [round.threshold, round.inactive.exhaustedChoices])).toEqual([
      ['6', '0'],
      ['5', '2'],
    ]);
    expect(outcome.winners).toEqual([0]);
  });

  it('keeps the threshold of the first round where the rule says so, and then elects the higher of the last two', () => {
    const outcome = irv(
      3,
      [
        [5, [0]],
        [4, [1]],
        [2, [2]],
      ],
      { first_round_threshold: true },
    );
    expect(outcome.rounds.map((round: any) => round.threshold)).toEqual(['6', '6']);
    expect(outcome.winners).toEqual([0]);
  });

  it('reads an overvote by the named rule', () => {
    const ballots: [number, unknown[]][] = [
      [5, [0]],
      [4, [1]],
      [3, [[1, 2], 1]],
      [1, [2]],
    ];
    const winner = (overvote: string): any => irv(3, ballots, { overvote });
    expect(winner('exhaust').winners).toEqual([0]);
    expect(winner('skip').winners).toEqual([1]);
    expect(winner('exhaust_if_multiple_continuing').rounds[0].inactive.overvotes).toBe('3');
  });

  it('counts an overvote for the one who is still in, when the others had fallen before it was reached', () => {
    const ballots: [number, unknown[]][] = [
      [5, [0]],
      [4, [1]],
      [1, [3]],
      [2, [2, [3, 1]]],
    ];
    const outcome = irv(4, ballots, { overvote: 'exhaust_if_multiple_continuing' });
    expect(tallies(outcome)).toEqual([
      ['5', '4', '2', '1'],
      ['5', '4', '2'],
      ['5', '6'],
    ]);
  });

  it('exhausts a ballot at more blanks than allowed before a mark, and never for blanks at its end', () => {
    const ballots: [number, unknown[]][] = [
      [3, [0, null, null]],
      [2, [null, null, 1]],
      [2, [null, 1]],
    ];
    const inactive = (max_skipped_ranks: number | null): any =>
      irv(2, ballots, { max_skipped_ranks }).rounds[0].inactive;
    expect([inactive(0), inactive(1), inactive(null)].map((by) => by.skippedRankings)).toEqual([
      '4',
      '2',
      '0',
    ]);
  });

  it('exhausts a ballot that names someone twice only where the rule says so', () => {
    const ballots: [number, unknown[]][] = [
      [2, [2, 2, 0]],
      [3, [0]],
      [4, [1]],
    ];
    expect(irv(3, ballots).winners).toEqual([0]);
    const strict = irv(3, ballots, { exhaust_on_duplicate: true });
    expect(strict.rounds[1].inactive.repeatedRankings).toBe('2');
    expect(strict.winners).toEqual([1]);
  });

  it('drops together all who cannot catch up even together, and says so', () => {
    const outcome = irv(
      4,
      [
        [10, [0]],
        [8, [1]],
        [4, [2]],
        [3, [3]],
      ],
      { batch_elimination: true },
    );
    expect(outcome.rounds[0].eliminated.sort()).toEqual([2, 3]);
    expect(outcome.rounds[0].eliminated_because).toBe('cannot_catch_up_together');
    const equal = irv(
      4,
      [
        [10, [0]],
        [7, [1]],
        [4, [2]],
        [3, [3]],
      ],
      { batch_elimination: true },
    );
    expect(equal.rounds[0].eliminated).toEqual([3]);
  });

  it('goes on to the last two with the winner still receiving and the threshold frozen', () => {
    const outcome = irv(
      3,
      [
        [6, [0]],
        [3, [1, 0]],
        [2, [2, 0]],
      ],
      { continue_until_two: true },
    );
    expect(outcome.winners).toEqual([0]);
    expect(outcome.rounds.map((round: any) => [round.threshold, Object.values(round.tally)])).toEqual([
      ['6', ['6', '3', '2']],
      ['6', ['6', '3', '2']],
      ['6', ['8', '3']],
    ]);
  });

  it('drops the undeclared write-ins first, whatever they have', () => {
    const outcome = irv(
      3,
      [
        [9, [0, 2]],
        [3, [1]],
        [2, [2]],
      ],
      { undeclared_write_in: 0 },
    );
    expect(outcome.rounds[0]).toMatchObject({
      elected: [],
      eliminated: [0],
      eliminated_because: 'undeclared_write_in',
    });
    expect(outcome.winners).toEqual([2]);
  });

  it('stops after the named round without a winner', () => {
    expect(
      irv(
        3,
        [
          [4, [0]],
          [3, [1]],
          [2, [2]],
        ],
        { stop_after_round: 1 },
      ),
    ).toMatchObject({ winners: [], rounds: [{}], stopped_after_round: 1 });
    const won = irv(2, [[4, [0]]], { stop_after_round: 1 });
    expect(won.winners).toEqual([0]);
    expect(won.stopped_after_round).toBeUndefined();
  });

  it('elects nobody without a vote, though all who want an unlisted one have no other choice', () => {
    const outcome = irv(3, [[4, [2]]], { undeclared_write_in: 2 });
    expect(outcome.winners).toEqual([]);
    expect(outcome.rounds).toHaveLength(2);
  });

  it('breaks a tie by previous rounds before the drawn order, and reports it where it may not pick', () => {
    const ballots: [number, unknown[]][] = [
      [4, [0]],
      [3, [1]],
      [2, [2]],
      [1, [3, 2]],
    ];
    const then = { mode: 'fixed_order', order: [0, 2, 1, 3] };
    const looking = irv(4, ballots, { tie_break: { mode: 'previous_rounds', then } });
    expect(looking.ties[0]).toEqual({ round: 2, tied: [1, 2], picked: 2, for: 'lose', by: 'history' });
    expect(irv(4, ballots, { tie_break: then }).ties[0]).toMatchObject({ picked: 1, by: 'order' });
    const reported = irv(4, ballots, { tie_break: { mode: 'report_tie' } });
    expect(reported).toMatchObject({ winners: [], ties: [{ tied: [1, 2], picked: null, by: 'reported' }] });
  });

  it('never counts an empty ballot as active, and elects nobody when nobody voted', () => {
    expect(
      irv(2, [
        [3, [0]],
        [9, []],
      ]),
    ).toMatchObject({ undervotes: '9', winners: [0], rounds: [{ threshold: '2' }] });
    expect(irv(2, [])).toMatchObject({ winners: [], ties: [] });
  });

  it('counts weights that are fractions of a vote exactly', () => {
    const tenth = Ratio.of(1n, 10n);
    const outcome = tallyElection({
      method: 'irv',
      candidates: ['A', 'B'],
      seats: 1,
      options: { tie_break: { mode: 'report_tie' } },
      ballots: [
        [tenth, [0]],
        [Ratio.of(2n, 10n), [0]],
        [Ratio.of(3n, 10n), [1]],
      ],
    });
    expect(outcome).toMatchObject({
      winners: [],
      rounds: [{ tally: { 0: '0.3', 1: '0.3' } }],
      ties: [{ tied: [0, 1] }],
    });
  });
});
