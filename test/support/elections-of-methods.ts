import { type Election } from '../../src/voting/domain/tally/tally-method.js';
import { type Chance, strictElection, untidyElection, weakElection } from './generated-elections.js';
import { IRV_RULES, OTHER_RULES, PAIRWISE_RULES, STV_RULES, type RankedRule } from './ranked-rules.js';

/** Names of options without a digit, so that every digit of a sentence is a number of the result. */
export const OPTION_NAMES = ['Ana', 'Berta', 'Carla', 'Inés', 'Óscar', 'Quim'];

/** A method under one rule, and how an election of it is made. */
export interface GeneratedMethod {
  readonly name: string;
  readonly election: (chance: Chance) => Election;
}

type Ballots = readonly [number, unknown][];

/** The rest of an election whose ballots are made one by one. */
function unranked(
  method: string,
  options: Election['options'],
  ballot: (chance: Chance, count: number) => unknown,
  rest: Partial<Election> = {},
): GeneratedMethod {
  return {
    name: `${method} ${Object.values(options)
      .filter((value) => typeof value === 'string')
      .join(' ')}`.trim(),
    election: (chance) => {
      const { candidates, order, seats } = strictElection(chance);
      const count = candidates.length;
      const ballots: Ballots = Array.from({ length: chance.below(7) }, () => [
        chance.below(4) === 0 ? 1 + chance.below(20) : 1 + chance.below(3),
        ballot(chance, count),
      ]);
      const drawn: Election['options'] =
        'tie_break' in options ? { tie_break: { mode: 'fixed_order', order } } : {};
      const one = method === 'star' ? { seats: 1 } : { seats };
      const named = candidates.map((_, at) => OPTION_NAMES[at]!);
      return { method, options: { ...options, ...drawn }, candidates: named, ballots, ...one, ...rest };
    },
  };
}

const someOf = (chance: Chance, count: number): number[] =>
  chance.shuffled(Array.from({ length: count }, (_, at) => at)).slice(0, chance.below(count + 1));
const marks =
  (highest: number) =>
  (chance: Chance, count: number): (number | null)[] =>
    Array.from({ length: count }, () => (chance.oneIn(5) ? null : chance.below(highest + 1)));
const points =
  (most: number) =>
  (chance: Chance, count: number): [number, number][] =>
    someOf(chance, count)
      .slice(0, most)
      .map((option) => [option, 1 + chance.below(2)]);

const tie_break = 'drawn';
const half = { fraction: '1/2', comparison: '>' } as const;

export const UNRANKED_METHODS: readonly GeneratedMethod[] = [
  unranked('choice', { tie_break }, (chance, count) => (chance.oneIn(9) ? null : chance.below(count))),
  unranked('choice', {}, (chance, count) => chance.below(count)),
  unranked('choice', { none_of_these: 0 }, (chance, count) => chance.below(count)),
  unranked('approval', { tie_break }, someOf),
  unranked('approval', { min: 1, max: 2 }, someOf),
  ...(['sum', 'mean', 'median'] as const).map((aggregate) =>
    unranked('score', { aggregate, score_range: [0, 5], blank: 'abstention', tie_break }, marks(6)),
  ),
  unranked('score', { aggregate: 'sum', score_range: [-2, 2], blank: 'zero' }, marks(2)),
  unranked(
    'star',
    {
      scoring_tie: ['fewest_losses', 'most_five_star', 'lot_order'],
      runoff_tie: ['higher_total', 'most_five_star', 'lot_order'],
      tie_break,
    },
    marks(5),
  ),
  unranked('star', { scoring_tie: ['fewest_losses', 'report'], runoff_tie: ['report'] }, marks(5)),
  unranked('majority-judgment', { grades: 6, tie_break }, marks(5)),
  unranked('majority-judgment', { grades: 6 }, marks(5)),
  unranked('dots', { points: 9, tie_break }, points(4)),
  unranked('weighted-split', {}, points(4)),
  unranked('quadratic', { credits: 9, tie_break }, points(2)),
  unranked('gradients', { steps: 5, can_live_with: 3, ...half }, marks(4)),
  unranked('consent', {}, (chance) =>
    chance.pick([
      'consent',
      'consent',
      'stand_aside',
      { object: 'Too dear', state: chance.pick(['open', 'integrated']) },
    ]),
  ),
  unranked(
    'threshold',
    {
      ...half,
      base: 'cast',
      quorum: { counted: 'participating', fraction: '1/4', comparison: '>=', measure: 'people' },
      class_majorities: [
        { class: 'workers', base: 'valid', fraction: '2/3', comparison: '>=', measure: 'weight' },
      ],
      class_caps: [{ class: 'investors', share: '1/10' }],
      block: 'veto',
      blocks_needed: 2,
    },
    (chance) => ({
      vote: chance.pick(['for', 'for', 'against', 'abstain', 'blank', 'block']),
      class: chance.pick(['workers', 'investors']),
      people: 1,
    }),
    {
      electorate: {
        classes: { workers: { people: 200, weight: 200 }, investors: { people: 200, weight: 200 } },
      },
    },
  ),
];

/** `report_tie` beside the drawn order, and rules that say how other ties end. */
const REPORTED = { tie_break: { mode: 'report_tie' } };
const PAIRWISE_WITHOUT_LOTS = [
  ['schulze', { strength: 'ratio', unranked: 'tied_last', ...REPORTED }],
  ['ranked-pairs', { strength: 'winning', unranked: 'tied_last', equal_pairs: 'all_orders', ...REPORTED }],
  ['ranked-pairs', { strength: 'ratio', unranked: 'tied_last', equal_pairs: 'together', ...REPORTED }],
  ['minimax', { strength: 'opposition', unranked: 'tied_last', ...REPORTED }],
  ['minimax', { strength: 'ratio', unranked: 'tied_last', ...REPORTED }],
  ['copeland', { score: 'wins_minus_losses', unranked: 'no_preference', ...REPORTED }],
  ['borda', { points: 'n_to_1', unranked: 'zero', ...REPORTED }],
  ['irv', { ranking: 'successive', ...REPORTED }],
  ['irv', REPORTED],
  ['stv', { variant: 'scottish', ...REPORTED }],
  ['stv', { variant: 'meek', ...REPORTED }],
] as const;

function ranked(rule: RankedRule): GeneratedMethod {
  const untidy = rule.method === 'irv' || rule.name.includes('gregory');
  const weak = PAIRWISE_RULES.includes(rule) || OTHER_RULES.includes(rule);
  return {
    name: rule.name,
    election: (chance) => {
      const made = untidy ? untidyElection(chance) : weak ? weakElection(chance) : strictElection(chance);
      const candidates = made.candidates.map((_, at) => OPTION_NAMES[at]!);
      const seats = rule.seats === 'one' ? 1 : made.seats;
      return { ...made, method: rule.method, options: rule.options(made.order), candidates, seats };
    },
  };
}

export const RANKED_METHODS: readonly GeneratedMethod[] = [
  ...[...IRV_RULES, ...STV_RULES, ...PAIRWISE_RULES, ...OTHER_RULES].map(ranked),
  ...PAIRWISE_WITHOUT_LOTS.map(([method, options]) => ({
    name: `${method} with ties reported ${'strength' in options ? options.strength : ''}`.trim(),
    election: (chance: Chance): Election => {
      const { candidates, ballots, seats } = strictElection(chance);
      const several = method === 'stv' ? seats : 1;
      const named = candidates.map((_, at) => OPTION_NAMES[at]!);
      return { method, options, candidates: named, ballots, seats: several };
    },
  })),
];
