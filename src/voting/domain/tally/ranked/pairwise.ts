import { BLANK, sizeOfRank, UNKNOWN_OVERVOTE, type RankedBallots } from './ranked-ballots.js';

/** What an unranked candidate means: below every ranked one, or no statement at all. */
export const UNRANKED_RULES = ['tied_last', 'no_preference'] as const;
export type UnrankedRule = (typeof UNRANKED_RULES)[number];

/** `at(a, b)`: how many units of weight prefer a to b. */
export interface PairwiseMatrix {
  readonly size: number;
  readonly preferring: Float64Array;
}

const UNRANKED = 0x7fffffff;

/** One pass over the ballots: for each, everyone against everyone ranked lower (or not at all, if `tied_last`). */
export function pairwiseMatrix(ballots: RankedBallots, unranked: UnrankedRule): PairwiseMatrix {
  const size = ballots.candidateCount;
  if (ballots.isPlain && size <= MOST_FOR_SETS) return matrixBySets(ballots, unranked);
  const preferring = new Float64Array(size * size);
  const rankOf = new Int32Array(size);
  const ranked = new Int32Array(size);
  const { start, weights } = ballots;
  for (let group = 0; group + 1 < start.length; group++) {
    const weight = weights.units[group]!;
    const count = ranksOf(ballots, group, rankOf, ranked);
    for (let i = 0; i < count; i++) {
      const row = ranked[i]! * size;
      const rank = rankOf[ranked[i]!]!;
      for (let j = i + 1; j < count; j++) {
        if (rankOf[ranked[j]!]! > rank) preferring[row + ranked[j]!]! += weight;
      }
      if (unranked === 'no_preference' || count === size) continue;
      for (let other = 0; other < size; other++) {
        if (rankOf[other] === UNRANKED) preferring[row + other]! += weight;
      }
    }
  }
  return { size, preferring };
}

/** Up to so many candidates a table of everyone by every set of the others stays small. */
const MOST_FOR_SETS = 12;

/**
 * The same for few candidates and plain ballots: what a ballot says of a candidate is the set of those it puts below
 * them. Each ballot adds one number a candidate; the pairs are taken out of the sets once, at the end.
 */
function matrixBySets(ballots: RankedBallots, unranked: UnrankedRule): PairwiseMatrix {
  const { candidateCount: size, start, marks, weights } = ballots;
  const everybody = 2 ** size - 1;
  const above = new Float64Array(size << size);
  for (let group = 0; group + 1 < start.length; group++) {
    const weight = weights.units[group]!;
    const [first, end] = [start[group]!, start[group + 1]!];
    let below = everybody;
    if (unranked === 'no_preference') {
      below = 0;
      for (let at = first; at < end; at++) below |= 1 << marks[at]!;
    }
    for (let at = first; at < end; at++) {
      const candidate = marks[at]!;
      below &= ~(1 << candidate);
      above[(candidate << size) | below]! += weight;
    }
  }
  const preferring = new Float64Array(size * size);
  for (const [cell, weight] of above.entries()) {
    if (weight === 0) continue;
    const row = (cell >> size) * size;
    for (let other = 0; other < size; other++) if ((cell >> other) & 1) preferring[row + other]! += weight;
  }
  return { size, preferring };
}

/** Fills the rank of each candidate and the list of ranked ones, best first; returns how many are ranked. */
export function ranksOf(
  { start, marks }: RankedBallots,
  group: number,
  rankOf: Int32Array,
  ranked: Int32Array,
): number {
  rankOf.fill(UNRANKED);
  let count = 0;
  const end = start[group + 1]!;
  for (let at = start[group]!; at < end; at++) {
    const mark = marks[at]!;
    if (mark === BLANK || mark === UNKNOWN_OVERVOTE) continue;
    const first = mark < 0 ? at + 1 : at;
    const last = mark < 0 ? at + sizeOfRank(mark) : at;
    for (at = first; at <= last; at++) {
      if (rankOf[marks[at]!] !== UNRANKED) continue;
      rankOf[marks[at]!] = first;
      ranked[count++] = marks[at]!;
    }
    at--;
  }
  return count;
}

/** Pairwise victories and defeats of each candidate. */
export function pairwiseWins({
  size,
  preferring,
}: PairwiseMatrix): { wins: number; losses: number; ties: number }[] {
  return Array.from({ length: size }, (_, a) => {
    let [wins, losses] = [0, 0];
    for (let b = 0; b < size; b++) {
      if (preferring[a * size + b]! > preferring[b * size + a]!) wins++;
      if (preferring[a * size + b]! < preferring[b * size + a]!) losses++;
    }
    return { wins, losses, ties: size - 1 - wins - losses };
  });
}
