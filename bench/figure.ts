import type { Ground } from './ground/ground.js';

/** One measurement of a pair: what Rochdale reached and what the limit reached, in the same unit, medians of the rounds. */
export interface Measured {
  readonly rochdale: number;
  readonly limit: number;
  readonly unit: string;
  /** Every round as it was measured, Rochdale first, so that the spread is seen and not only the middle. */
  readonly rounds: readonly (readonly [rochdale: number, limit: number])[];
  /** What a reader must know of this run, such as memory or the number of distinct ballots. */
  readonly note?: string;
  /** The same at other sizes. */
  readonly growth?: readonly GrowthPoint[];
}

/** Both sides at one size; the other dimension stays as it is. */
export interface GrowthPoint {
  readonly by: 'ballots' | 'options';
  readonly size: number;
  readonly rochdale: number;
  readonly limit: number;
}

export interface Row extends Measured {
  readonly figure: string;
  readonly limitIs: string;
  readonly ratio: number;
  readonly goal: string;
  /** Null where no goal is stated. */
  readonly reached: boolean | null;
}

/** What a figure measures, beside what, and how far apart they may be. */
export interface Figure {
  readonly name: string;
  readonly limitIs: string;
  /** Left out unless it is asked for by its name: it takes long. */
  readonly onlyByName?: boolean;
  /** `atLeast`: higher is better (requests a second); `atMost`: lower is better (milliseconds). */
  readonly goal:
    | { readonly atLeast: number }
    | { readonly atMost: number }
    | { readonly beyondMs: number }
    | { readonly none: true };
  measure(ground: Ground): Promise<Measured>;
}

/** The row of the table. Start-up is compared by difference, all else by ratio. */
export function rowOf(figure: Figure, measured: Measured): Row {
  const { goal } = figure;
  const ratio = measured.limit === 0 ? 0 : measured.rochdale / measured.limit;
  if ('none' in goal)
    return { ...measured, figure: figure.name, limitIs: figure.limitIs, ratio, goal: 'none', reached: null };
  const text =
    'atLeast' in goal
      ? `≥ ${goal.atLeast}×`
      : 'atMost' in goal
        ? `≤ ${goal.atMost}×`
        : `≤ ${goal.beyondMs} ms beyond`;
  const reached =
    'atLeast' in goal
      ? ratio >= goal.atLeast
      : 'atMost' in goal
        ? ratio <= goal.atMost
        : measured.rochdale - measured.limit <= goal.beyondMs;
  return { ...measured, figure: figure.name, limitIs: figure.limitIs, ratio, goal: text, reached };
}
