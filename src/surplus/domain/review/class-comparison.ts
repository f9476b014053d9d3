import { Ratio } from '../../../shared/ratio.js';

/** Below so many, a figure of a group tells each of them what the others have. */
export const fewestCompared = 5;

/** What a class gets in all; amounts in minor units. */
export interface ClassTotals {
  readonly people: number;
  readonly totalMinor: bigint;
  /** The middle amount; of an even number the lower of the two. */
  readonly medianMinor: bigint;
}
export interface ClassComparison {
  readonly people: number;
  readonly meanMinor: Ratio;
  readonly medianMinor: bigint;
}

/**
 * What everybody of a class gets in the middle and on the whole, or null where fewer than five would be told about. The
 * member who looks knows their own amount, so four others are the least that can hide each other. Neither the highest
 * nor the lowest is told: each is somebody's own.
 */
export const compareWithClass = ({ people, totalMinor, medianMinor }: ClassTotals): ClassComparison | null =>
  people < fewestCompared ? null : { people, meanMinor: Ratio.of(totalMinor, BigInt(people)), medianMinor };
