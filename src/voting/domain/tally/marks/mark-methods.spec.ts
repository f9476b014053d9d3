import { isRefusal } from '../../../../shared/refusal.js';
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

describe('choice', () => {
  it('elects the most votes even when most would rather have anybody else', () => {
    expect(
      count('choice', {}, [
        [4, 0],
        [3, 1],
        [3, 2],
      ]),
    ).toMatchObject({ winners: [0], scores: { 0: 4, 1: 3, 2: 3 } });
  });
  it('reports a tie, or takes the earliest of the drawn order', () => {
    const even: Ballots = [
      [2, 0],
      [2, 2],
      [1, 1],
    ];
    expect(count('choice', {}, even)).toMatchObject({ winners: [], tie: [0, 2] });
    const drawn = { tie_break: { mode: 'fixed_order', order: [2, 1, 0] } };
    expect(count('choice', drawn, even)).toMatchObject({
      winners: [2],
      ties: [{ tied: [0, 2], seats: 1, taken: [2] }],
    });
  });
  it('fills several seats, ties that all fit included, and names "none of these" when it is taken', () => {
    expect(
      count(
        'choice',
        {},
        [
          [2, 0],
          [2, 1],
          [1, 2],
        ],
        2,
      ),
    ).toMatchObject({ winners: [0, 1], ties: [] });
    expect(
      count('choice', { none_of_these: 2 }, [
        [1, 0],
        [5, 2],
      ]),
    ).toMatchObject({ none_of_these_chosen: true });
  });
  it('ends with "none of these": whatever comes after it is not taken, and equals are told apart by the rule', () => {
    const ballots: Ballots = [
      [5, 0],
      [3, 3],
      [2, 1],
    ];
    const none = { none_of_these: 3 };
    expect(count('choice', none, ballots, 3, 4)).toMatchObject({ winners: [0, 3], ties: [], seats: 3 });
    const level: Ballots = [
      [3, 0],
      [3, 3],
      [2, 1],
    ];
    expect(count('choice', none, level, 2, 4)).toMatchObject({ winners: [], tie: [0, 3] });
    const drawn = (order: number[]) => ({ ...none, tie_break: { mode: 'fixed_order', order } });
    expect(count('choice', drawn([3, 0, 1, 2]), level, 2, 4)).toMatchObject({ winners: [3], tie_break: {} });
    expect(count('choice', drawn([0, 3, 1, 2]), level, 2, 4)).toMatchObject({ winners: [0, 3] });
  });
  it('fills no seat with an option without a vote, where the rule says so', () => {
    const lone: Ballots = [[2, 0]];
    const drawn = { tie_break: { mode: 'fixed_order', order: [2, 1, 0] } };
    const never = { ...drawn, without_votes: 'never' };
    expect(count('choice', drawn, lone, 2)).toMatchObject({ winners: [0, 2] });
    expect(count('choice', never, lone, 2)).toMatchObject({ winners: [0], ties: [] });
    expect(count('choice', never, [[1, null]], 2)).toMatchObject({ winners: [], ties: [] });
    const scale = { aggregate: 'sum', score_range: [0, 5], blank: 'abstention' };
    expect(count('score', { ...never, ...scale }, [[1, [4, null, 0]]], 3)).toMatchObject({ winners: [0, 2] });
  });
  it('accounts for every ballot', () => {
    const ballots: Ballots = [
      [3, [1, 0, 0]],
      [1, [1, 1, 0]],
      [2, [null, null, null]],
      [1, [0, 9, 0]],
      [1, [0, 0, 0]],
    ];
    expect(count('choice', {}, ballots)).toMatchObject({
      tallied: 3,
      overvotes: 1,
      abstentions: 3,
      out_of_range: 1,
    });
  });
  it('counts halves and large weights exactly', () => {
    expect(
      count('choice', {}, [
        [9_000_000_000_000_000n, 0],
        [1, 1],
      ]),
    ).toMatchObject({ scores: { 0: 9_000_000_000_000_000 } });
    expect(count('choice', {}, [[2 ** 53, 0]])).toMatchObject({ refused: 'INVALID_WEIGHT' });
  });
});

describe('approval', () => {
  it('may elect somebody whom nobody would have chosen first', () => {
    const ballots: Ballots = [
      [5, [0, 2]],
      [5, [1, 2]],
    ];
    expect(count('approval', {}, ballots)).toMatchObject({ winners: [2], scores: { 0: 5, 1: 5, 2: 10 } });
  });
  it('rejects ballots outside min and max, and an empty one is an abstention', () => {
    const options = { min: 2, max: 2 };
    const ballots: Ballots = [
      [1, [0]],
      [2, [0, 1]],
      [4, [0, 1, 2]],
      [8, []],
    ];
    expect(count('approval', options, ballots)).toMatchObject({
      tallied: 2,
      undervotes: 1,
      overvotes: 4,
      abstentions: 8,
    });
  });
  it('refuses what is no ballot, and contradictory limits', () => {
    expect(count('approval', {}, [[1, [3]]])).toMatchObject({
      message: 'Ballot 0: 3 is an unknown option (known are 0 to 2).',
    });
    expect(count('approval', {}, [[1, [0, 0]]])).toMatchObject({ refused: 'INVALID_BALLOT' });
    expect(count('approval', { min: 3, max: 1 }, [])).toMatchObject({ refused: 'CONTRADICTORY_OPTIONS' });
  });
});

describe('score', () => {
  const range = { score_range: [0, 5] };
  const ballots: Ballots = [
    [2, [5, 4, null]],
    [1, [0, 4, 5]],
  ];
  it('by mean, a blank is an abstention or a zero: it changes who wins', () => {
    expect(count('score', { ...range, aggregate: 'mean', blank: 'abstention' }, ballots)).toMatchObject({
      winners: [2],
    });
    expect(count('score', { ...range, aggregate: 'mean', blank: 'zero' }, ballots)).toMatchObject({
      winners: [1],
      exact_scores: { 0: '10/3', 1: '4', 2: '5/3' },
    });
  });
  it('by median of an even number: the mean of the middle two, or the lower', () => {
    const two: Ballots = [
      [1, [1, 0, 0]],
      [1, [4, 0, 0]],
    ];
    const options = { ...range, aggregate: 'median', blank: 'abstention' };
    expect(count('score', options, two)).toMatchObject({ scores: { 0: '2.5' } });
    expect(count('score', { ...options, even_median: 'lower' }, two)).toMatchObject({ scores: { 0: 1 } });
  });
  it('puts an option that nobody scored last', () => {
    const options = { score_range: [-5, 5], aggregate: 'mean', blank: 'abstention' };
    expect(count('score', options, [[1, [-5, null, -4]]], 2)).toMatchObject({
      winners: [2, 0],
      scores: { 1: 'none' },
    });
  });
});

describe('star', () => {
  const rule = { scoring_tie: ['fewest_losses', 'report'], runoff_tie: ['higher_total', 'report'] };
  it('need not elect the highest total: the run-off asks who is preferred by more', () => {
    const ballots: Ballots = [
      [3, [5, 4, 0]],
      [2, [0, 5, 0]],
    ];
    expect(count('star', rule, ballots)).toMatchObject({
      winners: [0],
      total_scores: { 0: 15, 1: 22, 2: 0 },
      runoff: [3, 2],
    });
  });
  it('breaks a scoring tie by head-to-head losses, then top scores, then the drawn order', () => {
    const even: Ballots = [[1, [5, 5, 5]]];
    const drawn = {
      scoring_tie: ['fewest_losses', 'most_five_star', 'lot_order'],
      runoff_tie: ['higher_total', 'most_five_star', 'lot_order'],
      tie_break: { mode: 'fixed_order', order: [2, 0, 1] },
    };
    expect(count('star', drawn, even)).toMatchObject({
      winners: [2],
      finalists: [2, 0],
      lots_drawn: [2, 0, 2],
    });
    expect(count('star', rule, even)).toMatchObject({ winners: [], tie: [0, 1, 2] });
  });
  it('elects the only candidate, and refuses lots without an order', () => {
    expect(count('star', rule, [[1, [3]]], 1, 1)).toMatchObject({ winners: [0] });
    const lots = { scoring_tie: ['lot_order'], runoff_tie: ['lot_order'] };
    expect(count('star', lots, [])).toMatchObject({ refused: 'MISSING_OPTION' });
    expect(count('star', { ...rule, scoring_tie: ['coin'] }, [])).toMatchObject({
      refused: 'UNKNOWN_OPTION_VALUE',
    });
  });
});
