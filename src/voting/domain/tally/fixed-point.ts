import { Ratio } from '../../../shared/ratio.js';

/** `value ÷ divisor`, rounded down. */
export const floorDivide = (value: bigint, divisor: bigint): bigint => {
  const quotient = value / divisor;
  return value % divisor !== 0n && value < 0n !== divisor < 0n ? quotient - 1n : quotient;
};

/** `value ÷ divisor`, rounded up. */
export const ceilDivide = (value: bigint, divisor: bigint): bigint => -floorDivide(-value, divisor);

/**
 * A fixed-point number as text with exactly `places` decimals, or more where it has more (weights that are
 * fractions of a vote), or as a fraction where decimals do not end.
 */
export function fixedText(value: bigint, scale: bigint, places: number): string {
  const number = Ratio.of(value, scale);
  for (let digits = places; digits <= places + 12; digits++) {
    if (10n ** BigInt(digits) % number.denominator === 0n) return number.toDecimal(digits);
  }
  return number.toString();
}

/** As `fixedText`, without the zeros that end a fraction: `"7.25"`, `"8"`. */
export function plainText(value: bigint, scale: bigint): string {
  return fixedText(value, scale, 0);
}
