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
  readonly ballots: 'vote' | 'approvals' | 'scores' | 'ranking';
  readonly seats?: number;
  readonly atMost: number;
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
};

const packedForm = { approvals: 'choices', scores: 'marks', ranking: 'rankings' } as const;

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
  if (form === 'vote') {
    const votes = Array.from({ length: ballots }, () => [1, ballotOf()] as const);
    return { ...election, ballots: votes, eligibleWeight: ballots, candidates: [] };
  }
  const packer = new BallotPacker(packedForm[form]);
  for (let ballot = 0; ballot < ballots; ballot += 1) packer.add(1, ballotOf() as readonly number[]);
  return { ...election, ballots: [], packed: packer.packed(1) };
}
