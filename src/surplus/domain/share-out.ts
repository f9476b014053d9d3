import { apportionByLargestRemainder, type ApportionedShare } from '../../shared/largest-remainder.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { waterFill, type LimitedLine } from './limits.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * Whole units to each line by weight, within caps and floors: water-filling first, then the exact
 * apportionment of what is left among the free lines. Each free line gets the floor or the ceiling of its
 * exact share, and limits are whole, so that rounding can break none of them.
 */
export interface SharedLine {
  readonly key: string;
  readonly weight: bigint;
  readonly units: bigint;
  /** The exact share is `floor + remainder ÷ of`. */
  readonly floor: bigint;
  readonly remainder: bigint;
  readonly of: bigint;
  readonly roundedUp: boolean;
  /** Whether the lot decided: others had the same remainder and fared differently by one unit. */
  readonly lotDecided: boolean;
  readonly heldBy: 'cap' | 'floor' | null;
}
export interface SharedOut {
  readonly lines: readonly SharedLine[];
  readonly rounds: number;
  readonly beyondCaps: bigint;
}

export function shareOut(
  pool: bigint,
  lines: readonly LimitedLine[],
  seed: string,
  restToFund = false,
): SharedOut | Refusal<SurplusReason> {
  if (pool > 0n && !lines.some(({ weight }) => weight > 0n)) return nobodyHasWeight();
  const filled = waterFill(pool, lines, restToFund);
  if (isRefusal(filled)) return filled;
  const free = lines.filter(({ key }) => !filled.held.has(key));
  const { shares, totalWeight } = apportionByLargestRemainder(filled.free, free, seed);
  const lots = remaindersDecidedByLot(shares);
  const apportioned = new Map(shares.map((share) => [share.key, share]));
  return {
    rounds: filled.rounds,
    beyondCaps: filled.beyondCaps,
    lines: lines.map(({ key, weight }): SharedLine => {
      const share = apportioned.get(key);
      if (share) return freeLine(share, totalWeight, lots.has(share.remainder));
      const { units, by } = filled.held.get(key)!;
      return heldLine(key, weight, units, by);
    }),
  };
}

export const nobodyHasWeight = (): Refusal<SurplusReason> =>
  refuse('NOBODY_TO_SHARE_WITH', 'All weights are zero: there is nobody to share with.');

/** A line that no limit holds, with its exact share. */
export const freeLine = (share: ApportionedShare, of: bigint, lotDecided: boolean): SharedLine => ({
  key: share.key,
  weight: share.weight,
  units: share.units,
  floor: share.floor,
  remainder: share.remainder,
  of,
  roundedUp: share.roundedUp,
  lotDecided,
  heldBy: null,
});

/** A line held at its cap or floor. */
export const heldLine = (
  key: string,
  weight: bigint,
  units: bigint,
  heldBy: 'cap' | 'floor',
): SharedLine => ({
  ...{ key, weight, units, floor: units, remainder: 0n, of: 1n },
  ...{ roundedUp: false, lotDecided: false, heldBy },
});

/** Remainders that occur both rounded up and not. */
export function remaindersDecidedByLot(
  shares: readonly { remainder: bigint; roundedUp: boolean }[],
): ReadonlySet<bigint> {
  const up = new Set(shares.filter(({ roundedUp }) => roundedUp).map(({ remainder }) => remainder));
  const down = shares.filter(({ roundedUp }) => !roundedUp).map(({ remainder }) => remainder);
  return new Set(down.filter((remainder) => remainder > 0n && up.has(remainder)));
}
