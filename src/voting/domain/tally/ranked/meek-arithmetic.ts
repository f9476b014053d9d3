import { ceilDivide, fixedText, floorDivide } from '../fixed-point.js';

/**
 * The fixed-point arithmetic of an iterative count. Weights of one ballot are whole numbers of `one`; votes
 * are weights times units of ballot weight.
 * - `guarded`: 18 decimals and 9 guard digits, cut; two numbers closer than half a unit of the 18th decimal are
 *   equal; the quota is votes ÷ (seats + 1) and must be exceeded; ω is 10⁻⁹.
 * - `fixed`: 9 decimals; the quota has one unit of the last decimal added and must be reached; keep factors
 *   are rounded up; ω is 10⁻⁶.
 */
export interface MeekArithmetic {
  readonly one: bigint;
  readonly places: number;
  /** Differences below this many units (times the units per vote) count as equal. */
  readonly tolerance: bigint;
  readonly omega: bigint;
  readonly quotaUnit: bigint;
  readonly quotaMustBeExceeded: boolean;
  readonly keepsRoundUp: boolean;
}

const fixedPoint = (decimals: number, guard: number): MeekArithmetic => ({
  one: 10n ** BigInt(decimals + guard),
  places: decimals,
  tolerance: guard === 0 ? 1n : 10n ** BigInt(guard) / 2n,
  omega: 10n ** BigInt(decimals + guard - (guard === 0 ? 6 : 9)),
  quotaUnit: guard === 0 ? 1n : 0n,
  quotaMustBeExceeded: guard > 0,
  keepsRoundUp: guard === 0,
});

export const GUARDED = fixedPoint(18, 9);
export const FIXED = fixedPoint(9, 0);

/** Negative, zero or positive, as a is below, equal to (within the tolerance) or above b. */
export function compareVotes(a: bigint, b: bigint, tolerance: bigint): number {
  const difference = a - b;
  const size = difference < 0n ? -difference : difference;
  return size < tolerance ? 0 : difference < 0n ? -1 : 1;
}

/** keep factor × quota ÷ votes, each step cut, or each step rounded up. */
export function nextKeepFactor(
  arithmetic: MeekArithmetic,
  keep: bigint,
  quota: bigint,
  votes: bigint,
): bigint {
  const divide = arithmetic.keepsRoundUp ? ceilDivide : floorDivide;
  return divide(divide(keep * quota, arithmetic.one) * arithmetic.one, votes);
}

/** Rounded half up to the decimals shown. */
export function shownText(arithmetic: MeekArithmetic, value: bigint, perVote: bigint): string {
  const shown = 10n ** BigInt(arithmetic.places);
  const guard = arithmetic.one / shown;
  return fixedText(floorDivide(value + guard / 2n, guard), shown * perVote, arithmetic.places);
}
