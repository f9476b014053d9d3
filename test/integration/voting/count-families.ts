import type { MethodName, RuleOptions } from '../../../src/membership/domain/decision-rule.js';

export const labels = ['Ana', 'Berta', 'Inés'];
export const lots = { tie_break: { mode: 'fixed_order' } };
const pairwise = { ...lots, unranked: 'tied_last' };
export const at = (position: number): object => ({ position, label: labels[position] });
const ranked = (...rankings: number[][]): object[] =>
  rankings.map((ranking) => ({ ranking: ranking.map((one) => [one]) }));
/** Ana before Berta before Inés before Ana: a circle, with one more for Ana. */
const circle = ranked([0, 1, 2], [0, 1, 2], [0, 1, 2], [1, 2, 0], [1, 2, 0], [2, 0, 1]);

/** A poll of one method, its ballots as the API takes them, and what of its count and sentences is expected. */
export interface Family {
  readonly method: MethodName;
  readonly options?: RuleOptions;
  readonly seats?: number;
  readonly ballots: readonly object[];
  readonly count: object;
  readonly en: string;
  readonly es: string;
}

export const families: readonly Family[] = [
  {
    method: 'choice',
    options: lots,
    ballots: [{ option: 0 }, { option: 0 }, { option: 1 }],
    count: {
      __typename: 'MarksCount',
      elected: [at(0)],
      totals: [
        { option: at(0), amount: '2' },
        { option: at(1), amount: '1' },
        { option: at(2), amount: '0' },
      ],
      ballots: { counted: '3', blank: '0', rejected: '0' },
    },
    en: 'Ana wins by plurality (the most votes).',
    es: 'Gana Ana por mayoría simple (más votos).',
  },
  {
    method: 'approval',
    options: { tie_break: { mode: 'report_tie' } },
    ballots: [{ approved: [0, 1] }, { approved: [1, 0] }, { approved: [] }],
    count: {
      __typename: 'MarksCount',
      elected: [],
      tied: [at(0), at(1)],
      ties: [{ decides: 'ELECTION', tied: [at(0), at(1)], picked: [], by: 'REPORTED' }],
      smallestChange: { option: at(0), further: '1' },
      ballots: { counted: '2', blank: '1', rejected: '0' },
    },
    en: 'Ana and Berta are equal; the rule does not break this tie, so that nothing is decided between them.',
    es: '1 voto en papeletas en blanco',
  },
  {
    method: 'score',
    options: { ...lots, aggregate: 'mean', score_range: [0, 5], blank: 'abstention' },
    ballots: [{ scores: [5, 3, null] }, { scores: [4, 4, 4] }, { scores: [5, 3, null] }],
    count: {
      __typename: 'MarksCount',
      aggregate: 'MEAN',
      totals: [
        { option: at(0), amount: '14/3', scoredBy: '3' },
        { option: at(1), amount: '10/3', scoredBy: '3' },
        { option: at(2), amount: '4', scoredBy: '1' },
      ],
      smallestChange: null,
    },
    en: 'Scores: Ana 4 2/3, Inés 4, Berta 3 1/3.',
    es: 'Puntuaciones: Ana 4 2/3, Inés 4, Berta 3 1/3.',
  },
  {
    method: 'star',
    options: {
      ...lots,
      scoring_tie: ['fewest_losses', 'lot_order'],
      runoff_tie: ['higher_total', 'lot_order'],
    },
    ballots: [{ scores: [5, 0, 0] }, { scores: [3, 4, 0] }, { scores: [2, 3, 0] }],
    count: {
      __typename: 'StarCount',
      elected: [at(1)],
      runoff: { first: at(1), second: at(0), preferringFirst: '2', preferringSecond: '1', alike: '0' },
      options: [
        { option: at(0), total: '10', topScores: '1' },
        { option: at(1), total: '7', topScores: '0' },
        { option: at(2), total: '0', topScores: '0' },
      ],
    },
    en: 'Run-off between Berta and Ana, by who is scored higher: 2 votes to 1.',
    es: 'Puntuaciones totales: Ana 10, Berta 7, Inés 0.',
  },
  {
    method: 'majority-judgment',
    options: { ...lots, grades: 4 },
    ballots: [{ grades: [3, 2, 0] }, { grades: [2, 2, 0] }, { grades: [1, 2, null] }],
    count: {
      __typename: 'JudgmentCount',
      highestGrade: 3,
      options: [
        { option: at(0), majorityGrade: 2, votesByGrade: ['0', '1', '1', '1'] },
        { option: at(1), majorityGrade: 2, votesByGrade: ['0', '0', '3', '0'] },
        { option: at(2), majorityGrade: 0, votesByGrade: ['3', '0', '0', '0'] },
      ],
      deciding: { taken: at(1), left: at(0), removed: '1', takenGrade: 2, leftGrade: 1 },
    },
    en: 'Middle grades: Ana 2, Berta 2, Inés 0.',
    es: 'Gana Berta por juicio mayoritario (la mejor mención central).',
  },
  {
    method: 'dots',
    options: { ...lots, points: 5 },
    ballots: [{ points: [5, 0, 0] }, { points: [0, 3, 2] }],
    count: { __typename: 'PointsCount', elected: [at(0)], smallestChange: { option: at(1) } },
    en: 'Points: Ana 5, Berta 3, Inés 2.',
    es: 'Ana va por delante con 5 puntos; le sigue Berta con 3 puntos.',
  },
  {
    method: 'borda',
    options: { ...lots, points: 'n_to_1', unranked: 'share_remaining' },
    ballots: ranked([0, 1, 2], [0]),
    count: {
      __typename: 'BordaCount',
      lastPlacePoints: 1,
      totals: [{ amount: '6' }, { amount: '7/2' }, { amount: '5/2' }],
      ranking: [{ options: [at(0)] }, { options: [at(1)] }, { options: [at(2)] }],
    },
    en: 'Points: Ana 6, Berta 3.5, Inés 2.5.',
    es: 'Puntos: Ana 6, Berta 3,5, Inés 2,5.',
  },
  {
    method: 'irv',
    options: lots,
    ballots: ranked([0], [0], [1], [1], [2, 1]),
    count: {
      __typename: 'RunoffCount',
      variant: null,
      rounds: [
        {
          round: 1,
          quota: '3',
          excluded: [at(2)],
          excludedBecause: 'FEWEST_VOTES',
          transfers: {
            kind: 'EXCLUDED',
            from: [at(2)],
            to: [{ option: at(1), amount: '1' }],
            exhausted: '0',
          },
        },
        { round: 2, elected: [at(1)], transfers: null },
      ],
    },
    en: 'Round 1: Inés is excluded with 1 vote, the fewest; 1 goes to Berta.',
    es: 'Ronda 1: sale del recuento Inés, con 1 voto, la cifra más baja; 1 va a Berta.',
  },
  {
    method: 'stv',
    options: { variant: 'scottish', tie_break: { mode: 'previous_rounds', then: { mode: 'fixed_order' } } },
    seats: 2,
    ballots: ranked([0, 1], [0, 1], [0, 1], [2], [1]),
    count: {
      __typename: 'RunoffCount',
      variant: 'SCOTTISH',
      finalQuota: '2',
      elected: [at(0), at(1)],
      rounds: [
        { round: 0, elected: [at(0)] },
        {
          round: 1,
          transfers: { kind: 'SURPLUS', from: [at(0)], to: [{ option: at(1), amount: '99999/100000' }] },
        },
        {},
      ],
    },
    en: 'Round 1: the surplus of Ana passes on; 0.99999 go to Berta, 0.00001 are exhausted.',
    es: 'Cifra necesaria para obtener plaza: 2 votos.',
  },
  {
    method: 'schulze',
    options: { ...pairwise, strength: 'winning' },
    ballots: circle,
    count: {
      __typename: 'PairwiseCount',
      strength: 'WINNING',
      beatsAll: null,
      locked: [],
      leftOut: null,
      scores: [],
    },
    en: 'No option beats every other head to head.',
    es: 'Ninguna opción gana a todas las demás una a una.',
  },
  {
    method: 'ranked-pairs',
    options: { ...pairwise, strength: 'winning', equal_pairs: 'fixed_order' },
    ballots: circle,
    count: { __typename: 'PairwiseCount', locked: [{}, {}], paths: [] },
    en: 'No option beats every other head to head.',
    es: 'Ninguna opción gana a todas las demás una a una.',
  },
  {
    method: 'copeland',
    options: { ...pairwise, score: 'wins_minus_losses' },
    ballots: ranked([0, 1, 2], [0, 2, 1], [1, 0, 2]),
    count: {
      __typename: 'PairwiseCount',
      strength: null,
      copelandScore: 'WINS_MINUS_LOSSES',
      beatsAll: at(0),
      scores: [{ amount: '2' }, { amount: '0' }, { amount: '-2' }],
    },
    en: 'The closest pair: Ana against Berta, 2 votes to 1.',
    es: 'Ana gana a todas las demás opciones una a una.',
  },
  {
    method: 'gradients',
    options: { steps: 5, can_live_with: 3, fraction: '2/3', comparison: '>=' },
    ballots: [{ step: 0 }, { step: 2 }, { step: 4 }],
    count: {
      __typename: 'GradientsCount',
      passed: true,
      votesByStep: ['1', '0', '1', '0', '1'],
      median: 2,
      canLiveWith: { counted: '2', base: '3', fraction: '2/3', needed: '2', met: true },
    },
    en: 'Passed: enough can live with it.',
    es: 'Pueden vivir con ella 2 de 3 votos; se necesitaban al menos 2.',
  },
];
