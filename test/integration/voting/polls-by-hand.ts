import type { MethodName, RuleOptions } from '../../../src/membership/domain/decision-rule.js';

/** A poll whose result was worked out from the rule's text with pencil and paper; the working stands beside it. */
export interface PollByHand {
  readonly title: string;
  readonly method: MethodName;
  readonly options?: RuleOptions;
  readonly seats?: number;
  readonly isQuestion?: true;
  readonly ballots: readonly object[];
  readonly outcome: 'PASSED' | 'FAILED' | 'DECIDED' | 'TIE';
  /** In the order in which the count chose. */
  readonly winners?: readonly string[];
  /** What of the count is compared. */
  readonly count: object;
}

export const trees = ['Oak', 'Elm', 'Ash'];
const at = (position: number): object => ({ position, label: trees[position] });
const totals = (...amounts: string[]): object[] =>
  amounts.map((amount, option) => ({ option: at(option), amount }));
const lots = { tie_break: { mode: 'fixed_order' } };
const reported = { tie_break: { mode: 'report_tie' } };
const times = (count: number, ...order: number[]): object[] =>
  Array.from({ length: count }, () => ({ ranking: order.map((option) => [option]) }));
const given = (form: string, ...ballots: unknown[]): object[] =>
  ballots.map((ballot) => ({ [form]: ballot }));

/** First preferences Oak 2, Elm 2, Ash 1; Elm beats Oak 3 to 2 and Ash 4 to 1; Ash beats Oak 3 to 2. */
const elmBeatsAll = [...times(2, 0, 1, 2), ...times(2, 1, 2, 0), ...times(1, 2, 1, 0)];
/** Oak beats Elm 5 to 2, Elm beats Ash 5 to 2, Ash beats Oak 4 to 3: a circle, weakest against Oak. */
const circle = [...times(3, 0, 1, 2), ...times(2, 1, 2, 0), ...times(2, 2, 0, 1)];
const pairwise = { ...lots, unranked: 'tied_last' };

/** Oak has 3 of 5, the quota is 2 of droop (or 5/3): what is above goes to Elm, who has 1 alone, as Ash has. */
const twoSeats = [...times(3, 0, 1), ...times(1, 1), ...times(1, 2)];
const bySeats = (variant: string, count: object = {}): PollByHand => ({
  title: `stv, ${variant}`,
  method: 'stv',
  options: { ...lots, variant },
  seats: 2,
  ballots: twoSeats,
  outcome: 'DECIDED',
  winners: ['Oak', 'Elm'],
  count,
});

export const pollsByHand: readonly PollByHand[] = [
  {
    title: 'threshold',
    method: 'threshold',
    isQuestion: true,
    // 3 of 4 cast; more than half is more than 2. One abstains.
    ballots: given('choice', 'FOR', 'FOR', 'FOR', 'AGAINST', 'ABSTAIN'),
    outcome: 'PASSED',
    count: { outcome: 'PASSED', majorities: [{ counted: '3', base: '4', needed: '2', met: true }] },
  },
  {
    title: 'consent',
    method: 'consent',
    isQuestion: true,
    ballots: ['CONSENT', 'STAND_ASIDE', 'CONSENT'].map((position) => ({
      consent: { position, textVersion: 1 },
    })),
    outcome: 'PASSED',
    count: { finding: 'PASSED', consenting: '2', standingAside: '1', objecting: '0' },
  },
  {
    title: 'gradients',
    method: 'gradients',
    options: { steps: 5, can_live_with: 3, fraction: '2/3', comparison: '>=' },
    isQuestion: true,
    // Steps 0, 1 and 2 can live with it: 3 of 5, and 10/3 are needed.
    ballots: given('step', 0, 1, 2, 4, 4),
    outcome: 'FAILED',
    count: { passed: false, median: 2, canLiveWith: { counted: '3', base: '5', needed: '10/3', met: false } },
  },
  {
    title: 'choice',
    method: 'choice',
    options: lots,
    ballots: given('option', 0, 0, 1, 1, 1),
    outcome: 'DECIDED',
    winners: ['Elm'],
    count: { totals: totals('2', '3', '0') },
  },
  {
    title: 'choice, two seats of which nobody speaks for the second',
    method: 'choice',
    options: lots,
    seats: 2,
    ballots: given('option', 1, 1),
    outcome: 'DECIDED',
    winners: ['Elm'],
    count: { totals: totals('0', '2', '0'), elected: [at(1)], ties: [] },
  },
  {
    title: 'approval',
    method: 'approval',
    options: { ...lots, max: 2 },
    seats: 2,
    ballots: given('approved', [0, 1], [1], [1, 2], [2], []),
    outcome: 'DECIDED',
    winners: ['Elm', 'Ash'],
    count: { totals: totals('1', '3', '2'), ballots: { counted: '4', blank: '1', rejected: '0' } },
  },
  {
    title: 'approval, the last of two seats tied',
    method: 'approval',
    options: reported,
    seats: 2,
    ballots: given('approved', [0, 1], [0, 2]),
    outcome: 'TIE',
    winners: ['Oak'],
    count: { elected: [at(0)], tied: [at(1), at(2)] },
  },
  {
    title: 'score',
    method: 'score',
    options: { ...lots, aggregate: 'mean', score_range: [0, 10], blank: 'abstention' },
    // Oak 10 + 7 + 0 of three, Elm 0 + 3 + 10 of three, Ash 5 + 2 of two.
    ballots: given('scores', [10, 0, null], [7, 3, 5], [0, 10, 2]),
    outcome: 'DECIDED',
    winners: ['Oak'],
    count: { totals: totals('17/3', '13/3', '7/2') },
  },
  {
    title: 'star',
    method: 'star',
    options: {
      ...lots,
      scoring_tie: ['fewest_losses', 'lot_order'],
      runoff_tie: ['higher_total', 'lot_order'],
    },
    // Totals 12, 7, 5: Oak and Elm go on, and three of five score Elm higher.
    ballots: given('scores', [5, 0, 0], [5, 2, 0], [0, 1, 5], [1, 2, 0], [1, 2, 0]),
    outcome: 'DECIDED',
    winners: ['Elm'],
    count: {
      runoff: { first: at(1), second: at(0), preferringFirst: '3', preferringSecond: '2', alike: '0' },
    },
  },
  {
    title: 'majority-judgment',
    method: 'majority-judgment',
    options: { ...lots, grades: 4 },
    // In order: Oak 0 1 1 3 3, Elm 0 0 2 2 2, Ash 0 0 0 3 3.
    ballots: given('grades', [3, 2, 0], [3, 2, 0], [1, 2, 0], [1, 0, 3], [0, 0, 3]),
    outcome: 'DECIDED',
    winners: ['Elm'],
    count: { options: [{ majorityGrade: 1 }, { majorityGrade: 2 }, { majorityGrade: 0 }] },
  },
  {
    title: 'borda',
    method: 'borda',
    options: { ...lots, points: 'n_to_1', unranked: 'zero' },
    // Oak 2×3 + 2×1 + 1, Elm 2×2 + 2×3 + 2, Ash 2×1 + 2×2 + 3.
    ballots: elmBeatsAll,
    outcome: 'DECIDED',
    winners: ['Elm'],
    count: { totals: totals('9', '12', '9') },
  },
  {
    title: 'irv',
    method: 'irv',
    options: lots,
    // Nobody has 3 of 5; Ash goes out, and its ballot goes to Elm.
    ballots: elmBeatsAll,
    outcome: 'DECIDED',
    winners: ['Elm'],
    count: {
      rounds: [
        { quota: '3', votes: totals('2', '2', '1'), excluded: [at(2)] },
        { votes: totals('2', '3'), elected: [at(1)] },
      ],
    },
  },
  {
    title: 'irv that stops after its first round',
    method: 'irv',
    options: { ...lots, stop_after_round: 1 },
    ballots: elmBeatsAll,
    outcome: 'FAILED',
    count: { elected: [], rounds: [{ quota: '3' }] },
  },
  // Each of Oak's three ballots passes on 1/3 cut to five decimals: Elm has 1.99999; Ash goes out, Elm is left.
  bySeats('scottish', {
    finalQuota: '2',
    rounds: [{}, { transfers: { kind: 'SURPLUS', to: [{ option: at(1), amount: '99999/100000' }] } }, {}],
  }),
  ...['wigm-prf', 'meek-prf', 'meek', 'warren', 'gregory-fractional'].map((variant) => bySeats(variant)),
  {
    title: 'schulze',
    method: 'schulze',
    options: { ...pairwise, strength: 'winning' },
    // Oak to Elm 5, back over Ash 4; Oak over Elm to Ash 5, back 4.
    ballots: circle,
    outcome: 'DECIDED',
    winners: ['Oak'],
    count: { beatsAll: null, ranking: [{ options: [at(0)] }, { options: [at(1)] }, { options: [at(2)] }] },
  },
  {
    title: 'ranked-pairs',
    method: 'ranked-pairs',
    options: { ...pairwise, strength: 'winning', equal_pairs: 'fixed_order' },
    // The two of 5 to 2 are locked; Ash against Oak would close the circle and is left out.
    ballots: circle,
    outcome: 'DECIDED',
    winners: ['Oak'],
    count: { leftOut: [{ winner: at(2), loser: at(0) }] },
  },
  {
    title: 'minimax',
    method: 'minimax',
    options: { ...pairwise, strength: 'margin' },
    // Worst defeats: Oak by 1, Elm by 3, Ash by 3.
    ballots: circle,
    outcome: 'DECIDED',
    winners: ['Oak'],
    count: { beatsAll: null },
  },
  {
    title: 'copeland',
    method: 'copeland',
    options: { ...reported, unranked: 'tied_last', score: 'wins_minus_losses' },
    // Each wins once and loses once.
    ballots: circle,
    outcome: 'TIE',
    count: { tied: [at(0), at(1), at(2)], scores: [{ amount: '0' }, { amount: '0' }, { amount: '0' }] },
  },
  {
    title: 'dots',
    method: 'dots',
    options: { ...lots, points: 5 },
    ballots: given('points', [5, 0, 0], [0, 3, 2], [0, 4, 0]),
    outcome: 'DECIDED',
    winners: ['Elm'],
    count: { totals: totals('5', '7', '2') },
  },
  {
    title: 'weighted-split',
    method: 'weighted-split',
    options: lots,
    // Oak 1/4 + 1/2, Elm 1/2, Ash 3/4 + 1.
    ballots: given('points', [1, 0, 3], [1, 1, 0], [0, 0, 2]),
    outcome: 'DECIDED',
    winners: ['Ash'],
    count: { totals: totals('3/4', '1/2', '7/4') },
  },
  {
    title: 'quadratic',
    method: 'quadratic',
    options: { ...lots, credits: 16 },
    // The ballots cost 16, 8 and 10 credits.
    ballots: given('points', [4, 0, 0], [0, 2, 2], [0, 3, 1]),
    outcome: 'DECIDED',
    winners: ['Elm'],
    count: { totals: totals('4', '5', '3') },
  },
];
