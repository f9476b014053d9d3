import { Ratio } from '../../../shared/ratio.js';

/** A number of an outcome: a JSON integer where it is one, else text that is exact. */
export type ExactJson = number | string;

/**
 * An exact number as data: whole numbers of at most 53 bits as JSON numbers, larger ones as text, others as a
 * decimal where it ends within twelve places (`"12.5"`), else as a fraction (`"10/3"`).
 */
export function exactJson(value: bigint | Ratio, denominator = 1n): ExactJson {
  const ratio = value instanceof Ratio ? value : Ratio.of(value, denominator);
  if (ratio.denominator === 1n) {
    const whole = Number(ratio.numerator);
    return Number.isSafeInteger(whole) ? whole : ratio.numerator.toString();
  }
  for (let places = 1; places <= 12; places++) {
    if (10n ** BigInt(places) % ratio.denominator === 0n) return ratio.toDecimal(places);
  }
  return ratio.toString();
}

/** The same, but cut after eighteen decimal places where it does not end: a rendering for people and programs. */
export function decimalJson(value: Ratio): ExactJson {
  const exact = exactJson(value);
  return typeof exact === 'string' && exact.includes('/') ? value.toDecimal(18) : exact;
}
