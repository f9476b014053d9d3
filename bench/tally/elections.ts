import { BallotPacker } from '../../src/voting/domain/tally/ballot-packer.js';
import type { Election } from '../../src/voting/domain/tally/tally-method.js';

/** A random source that gives the same ballots in every run (xorshift, 32 bits). */
export function chanceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const fixed = (options: number) => ({
  mode: 'fixed_order',
  order: Array.from({ length: options }, (_, option) => option),
});
const previous = (options: number) => ({ mode: 'previous_rounds', then: fixed(options) });

interface Kind {
  readonly method: string;
  readonly ballots: 'vote' | 'option' | 'approvals' | 'scores' | 'ranking' | 'points';
  readonly seats?: number;
  /** Null where performance.md states no goal: then the growth is what is looked at. */
  readonly atMost: number | null;
  readonly options: (options: number) => Election['options'];
}

const ranked = (strength: string) => (options: number) => ({
  strength,
  unranked: 'tied_last',
  tie_break: fixed(options),
});

/** Each figure `tally-…`: its rule, the form of its ballots, and how many passes it may cost. */
export const kinds: Readonly<Record<string, Kind>> = {
  threshold: {
    method: 'threshold',
    ballots: 'vote',
    atMost: 2,
    options: () => ({ base: 'cast', fraction: '1/2', comparison: '>' }),
  },
  approval: {
    method: 'approval',
    ballots: 'approvals',
    atMost: 2,
    options: (n) => ({ tie_break: fixed(n) }),
  },
  score: {
    method: 'score',
    ballots: 'scores',
    atMost: 2,
    options: (n) => ({ aggregate: 'sum', score_range: [0, 5], blank: 'zero', tie_break: fixed(n) }),
  },
  irv: { method: 'irv', ballots: 'ranking', atMost: 4, options: (n) => ({ tie_break: fixed(n) }) },
  'stv-scottish': {
    method: 'stv',
    ballots: 'ranking',
    seats: 3,
    atMost: 8,
    options: (n) => ({ variant: 'scottish', tie_break: previous(n) }),
  },
  'stv-meek-prf': {
    method: 'stv',
    ballots: 'ranking',
    seats: 3,
    atMost: 8,
    options: (n) => ({ variant: 'meek-prf', tie_break: fixed(n) }),
  },
  schulze: { method: 'schulze', ballots: 'ranking', atMost: 10, options: ranked('winning') },
  'ranked-pairs': {
    method: 'ranked-pairs',
    ballots: 'ranking',
    atMost: 10,
    options: (n) => ({ ...ranked('winning')(n), equal_pairs: 'fixed_order' }),
  },
  minimax: { method: 'minimax', ballots: 'ranking', atMost: 10, options: ranked('winning') },
  copeland: {
    method: 'copeland',
    ballots: 'ranking',
    atMost: 10,
    options: (n) => ({ score: 'wins_minus_losses', unranked: 'tied_last', tie_break: fixed(n) }),
  },
  choice: { method: 'choice', ballots: 'option', atMost: 2, options: (n) => ({ tie_break: fixed(n) }) },
  star: {
    method: 'star',
    ballots: 'scores',
    atMost: null,
    options: (n) => ({
      scoring_tie: ['fewest_losses', 'lot_order'],
      runoff_tie: ['higher_total', 'lot_order'],
      tie_break: fixed(n),
    }),
  },
  'majority-judgment': {
    method: 'majority-judgment',
    ballots: 'scores',
    atMost: null,
    options: (n) => ({ grades: 6, tie_break: fixed(n) }),
  },
  borda: {
    method: 'borda',
    ballots: 'ranking',
    atMost: null,
    options: (n) => ({ points: 'n_to_1', unranked: 'zero', tie_break: fixed(n) }),
  },
  ...Object.fromEntries(
    ['wigm-prf', 'meek', 'warren', 'gregory-fractional'].map((variant): [string, Kind] => [
      `stv-${variant}`,
      {
        method: 'stv',
        ballots: 'ranking',
        seats: 3,
        atMost: 8,
        options: (n) => ({ variant, tie_break: fixed(n) }),
      },
    ]),
  ),
  dots: {
    method: 'dots',
    ballots: 'points',
    atMost: null,
    options: (n) => ({ points: 20, tie_break: fixed(n) }),
  },
  'weighted-split': {
    method: 'weighted-split',
    ballots: 'points',
    atMost: null,
    options: (n) => ({ tie_break: fixed(n) }),
  },
  quadratic: {
    method: 'quadratic',
    ballots: 'points',
    atMost: null,
    options: (n) => ({ credits: 400, tie_break: fixed(n) }),
  },
};

const packedForm = { option: 'choices', approvals: 'choices', scores: 'marks', ranking: 'rankings' } as const;

/** Whether the ballots of a figure are packed as the server packs those of a large poll; others stay a list. */
export const isPacked = (name: string): boolean => kinds[name]!.ballots in packedForm;

/**
 * Ballots one by one, none merged, so that what equal ballots would save is not counted; packed as the server packs
 * those of a large poll. Votes for or against stay a list.
 */
export function electionOf(name: string, ballots: number, options: number): Election {
  const { method, ballots: form, seats = 1, options: optionsOf } = kinds[name]!;
  const chance = chanceOf(20_261_101);
  const all = Array.from({ length: options }, (_, option) => option);
  const ballotOf = (): unknown => {
    if (form === 'vote') return chance(2);
    if (form === 'scores') return all.map(() => chance(6));
    // Three options, no more than 12 points: within every rule of points above.
    if (form === 'points') {
      const first = chance(options - 2);
      return [0, 1, 2].map((next) => [first + next, 1 + chance(4)]);
    }
    if (form === 'option') return [chance(options)];
    const order = [...all];
    for (let place = options - 1; place > 0; place -= 1) {
      const other = chance(place + 1);
      [order[place], order[other]] = [order[other]!, order[place]!];
    }
    return order.slice(0, form === 'approvals' ? 1 + chance(4) : options);
  };
  const election = {
    method,
    options: optionsOf(options),
    candidates: all.map((option) => `Option ${option}`),
    seats,
  };
  if (form === 'vote' || form === 'points') {
    const listed = Array.from({ length: ballots }, () => [1, ballotOf()] as const);
    return form === 'points'
      ? { ...election, ballots: listed }
      : { ...election, ballots: listed, eligibleWeight: ballots, candidates: [] };
  }
  const packer = new BallotPacker(packedForm[form]);
  for (let ballot = 0; ballot < ballots; ballot += 1) packer.add(1, ballotOf() as readonly number[]);
  return { ...election, ballots: [], packed: packer.packed(1) };
}
