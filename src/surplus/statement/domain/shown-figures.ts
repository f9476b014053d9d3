/**
 * What may be shown of many people's amounts. The smallest and the largest amount name who has them, and a middle that
 * has fewer than the least group on one side nearly does: a figure is shown only where at least so many people stand at
 * it or beyond it, on each side that it bounds. So a smallest amount is shown when five share it (a floor, an equal part),
 * and a middle from nine people on, or earlier when several have it.
 */
export interface Spread {
  readonly min: bigint;
  readonly atMin: number;
  readonly median: bigint;
  readonly upToMedian: number;
  readonly fromMedian: number;
  readonly max: bigint;
  readonly atMax: number;
}
export interface ShownSpread {
  readonly minMinor: bigint | null;
  readonly medianMinor: bigint | null;
  readonly maxMinor: bigint | null;
}

/** The figures of a spread that show no single person; all of them to who may read everybody's lines. */
export function shownSpread(spread: Spread, fewest: number, seesAll: boolean): ShownSpread {
  const shown = (figure: bigint, ...people: number[]): bigint | null =>
    seesAll || people.every((count) => count >= fewest) ? figure : null;
  return {
    minMinor: shown(spread.min, spread.atMin),
    medianMinor: shown(spread.median, spread.upToMedian, spread.fromMedian),
    maxMinor: shown(spread.max, spread.atMax),
  };
}

/** A number of people about whom something is said: nobody, or enough of them. */
export const shownCount = (count: number, fewest: number, seesAll: boolean): number | null =>
  seesAll || count === 0 || count >= fewest ? count : null;
