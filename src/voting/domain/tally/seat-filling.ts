import { breakTie, tieBreakJson, type TieBreak } from './tie-break.js';

/** Candidates that were equal where a seat ended, and what became of them. */
export interface SeatTie {
  readonly tied: readonly number[];
  readonly seats: number;
  /** Who was taken by the named rule; empty where the tie is reported. */
  readonly taken: readonly number[];
}

export interface FilledSeats {
  readonly seats: number;
  readonly rule: TieBreak;
  /** The best first. */
  readonly winners: readonly number[];
  readonly ties: readonly SeatTie[];
  /** The candidates among whom nothing decides, or empty. */
  readonly tie: readonly number[];
}

/**
 * Gives seats to the candidates who stand highest. Equal candidates who all fit are all taken; where they do
 * not, the named tie-break takes one after the other, and `report_tie` takes none and reports them.
 * `compare(a, b)` is negative when a stands higher. `stop` is an option that ends the filling where its turn comes
 * ("none of these"): it is the last winner then, and whoever stands equal with it is told from it by the tie-break.
 */
export function fillSeats(
  candidates: readonly number[],
  seats: number,
  compare: (a: number, b: number) => number,
  rule: TieBreak,
  stop: number | null = null,
): FilledSeats {
  const ranked = [...candidates].sort((a, b) => compare(a, b) || a - b);
  const winners: number[] = [];
  const ties: SeatTie[] = [];
  for (let at = 0; at < ranked.length && winners.length < seats;) {
    const level = ranked.slice(at).filter((candidate) => compare(ranked[at]!, candidate) === 0);
    const vacant = seats - winners.length;
    at += level.length;
    if (stop !== null && level.includes(stop)) {
      const { taken, reported } = takeUntil(stop, level, vacant, rule);
      if (level.length > 1) ties.push({ tied: level, seats: vacant, taken });
      return { seats, rule, winners: [...winners, ...taken], ties, tie: reported ? level : [] };
    }
    if (level.length <= vacant) {
      winners.push(...level);
      continue;
    }
    const taken = takeByRule(level, vacant, rule);
    ties.push({ tied: level, seats: vacant, taken });
    winners.push(...taken);
    if (taken.length === 0) return { seats, rule, winners, ties, tie: level };
  }
  return { seats, rule, winners, ties, tie: [] };
}

function takeByRule(level: readonly number[], seats: number, rule: TieBreak): number[] {
  const taken: number[] = [];
  let remaining = [...level];
  while (taken.length < seats) {
    const { picked } =
      remaining.length === 1 ? { picked: remaining[0]! } : breakTie(rule, 'choose', remaining);
    if (picked === null) return [];
    taken.push(picked);
    remaining = remaining.filter((candidate) => candidate !== picked);
  }
  return taken;
}

/** One after the other out of equals, until the one comes that ends it or the seats are filled. */
function takeUntil(
  stop: number,
  level: readonly number[],
  seats: number,
  rule: TieBreak,
): { taken: number[]; reported: boolean } {
  const taken: number[] = [];
  let remaining = [...level];
  while (taken.length < seats && !taken.includes(stop)) {
    const { picked } =
      remaining.length === 1 ? { picked: remaining[0]! } : breakTie(rule, 'choose', remaining);
    if (picked === null) return { taken: [], reported: true };
    taken.push(picked);
    remaining = remaining.filter((candidate) => candidate !== picked);
  }
  return { taken, reported: false };
}

/** Winners, seats and ties of an outcome as data. */
export const seatsJson = ({ seats, rule, winners, ties, tie }: FilledSeats) => ({
  winners,
  seats,
  tie_break: tieBreakJson(rule),
  ...(tie.length > 0 ? { tie } : {}),
  ties: ties.map(({ tied, seats, taken }) => ({ tied, seats, taken })),
});
