import { asJson, type Outcome } from '../tally-method.js';
import { breakTie, tieBreakJson, type TieBreak } from '../tie-break.js';

/** Candidates from best to worst; equals share a level. */
export type RankingLevels = readonly (readonly number[])[];

/**
 * Fills the seats from the top of a ranking. A level larger than the seats left is a tie: reported (the whole
 * level is named as winning), or narrowed by the named rule, which takes the earliest in its order.
 */
export function winnersByLevels(levels: RankingLevels, seats: number, tieBreak: TieBreak): Outcome {
  const winners: number[] = [];
  const rule = { seats, tie_break: tieBreakJson(tieBreak) };
  for (const level of levels) {
    const left = seats - winners.length;
    if (left <= 0) break;
    if (level.length <= left) {
      winners.push(...level);
      continue;
    }
    const picked = pickFrom(level, left, tieBreak);
    const ties = [{ tied: [...level], picked, for: 'win', by: picked === null ? 'reported' : 'lot' }];
    return { winners: [...winners, ...(picked ?? level)], ...rule, ties: asJson(ties) };
  }
  return { winners, ...rule, ties: [] };
}

function pickFrom(level: readonly number[], seats: number, tieBreak: TieBreak): number[] | null {
  let remaining = [...level];
  const picked: number[] = [];
  while (picked.length < seats) {
    const decision = remaining.length === 1 ? remaining[0]! : breakTie(tieBreak, 'choose', remaining).picked;
    if (decision === null) return null;
    picked.push(decision);
    remaining = remaining.filter((candidate) => candidate !== decision);
  }
  return picked;
}

/** Levels by a score, compared exactly; equals stay in the order of the candidates. */
export function levelsByScore(count: number, compare: (a: number, b: number) => number): number[][] {
  const levels: number[][] = [];
  const sorted = Array.from({ length: count }, (_, candidate) => candidate).sort(
    (a, b) => compare(a, b) || a - b,
  );
  for (const candidate of sorted) {
    const last = levels.at(-1);
    if (last && compare(last[0]!, candidate) === 0) last.push(candidate);
    else levels.push([candidate]);
  }
  return levels;
}

/** Levels by repeated removal of everyone whom nobody left beats. `beats` must be free of cycles. */
export function levelsByRemoval(count: number, beats: (a: number, b: number) => boolean): number[][] {
  const levels: number[][] = [];
  let left = Array.from({ length: count }, (_, candidate) => candidate);
  while (left.length > 0) {
    const unbeaten = left.filter((a) => !left.some((b) => beats(b, a)));
    levels.push(unbeaten);
    left = left.filter((candidate) => !unbeaten.includes(candidate));
  }
  return levels;
}
