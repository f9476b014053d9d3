import type { Json } from '../../shared/canonical-json.js';
import { Ratio } from '../../shared/ratio.js';

/**
 * Readers of the fields of a rule, from JSON that anybody may have written. Each adds its fault to the list and then
 * gives a value that keeps reading possible, so that every fault is named at once.
 */

export function asRecord(value: unknown, field: string, faults: string[]): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  faults.push(`${field} is missing or not an object.`);
  return {};
}

export function rejectUnknown(
  record: object,
  known: readonly string[],
  where: string,
  faults: string[],
): void {
  for (const key of Object.keys(record)) {
    if (!known.includes(key)) faults.push(`${where} has no field ${JSON.stringify(key.slice(0, 60))}.`);
  }
}

export function code(value: unknown, field: string, faults: string[]): string {
  if (typeof value === 'string' && /^[a-z0-9-]{1,60}$/.test(value)) return value;
  faults.push(`${field} must be a short code of small letters, digits and hyphens.`);
  return '';
}

export function oneOf<Value extends string>(
  value: unknown,
  field: string,
  known: readonly Value[],
  faults: string[],
): Value {
  if (known.includes(value as Value)) return value as Value;
  faults.push(`${field} must be one of ${known.join(', ')}.`);
  return known[0]!;
}

export function listOf<Value extends string>(
  value: unknown,
  field: string,
  known: readonly Value[],
  faults: string[],
): readonly Value[] {
  const list: unknown[] = Array.isArray(value) ? value : [];
  const isGood =
    list.length > 0 &&
    new Set(list).size === list.length &&
    list.every((item) => known.includes(item as Value));
  if (!isGood)
    faults.push(`${field} must be a list of ${known.join(', ')}, each at most once, at least one.`);
  return isGood ? (list as Value[]) : known;
}

export function fraction(value: unknown, field: string, faults: string[]): Ratio {
  const ratio = typeof value === 'string' ? Ratio.parse(value) : null;
  if (ratio && !ratio.isNegative() && ratio.compare(Ratio.one) <= 0 && ratio.denominator <= 1_000_000n)
    return ratio;
  faults.push(`${field} must be a fraction from 0 to 1 as text, like "2/3".`);
  return Ratio.zero;
}

export function whole(value: unknown, field: string, from: number, to: number, faults: string[]): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value;
  faults.push(`${field} must be a whole number from ${from} to ${to}.`);
  return from;
}

export function flag(value: unknown, field: string, faults: string[]): boolean {
  if (typeof value === 'boolean') return value;
  faults.push(`${field} must be true or false.`);
  return false;
}

/** Parts of a rule that apply to some methods only: refused by name where they do not. */
export function onlyFor(
  isForThis: boolean,
  value: unknown,
  field: string,
  methods: string,
  faults: string[],
): boolean {
  const isGiven = value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  if (!isForThis && isGiven) faults.push(`${field} belongs to ${methods} alone.`);
  return isForThis && isGiven;
}

/** Plain data with whole numbers: what has one spelling, and so one hash. */
export function isPlainData(value: unknown, depth = 0): value is Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || depth > 32) return false;
  return Object.values(value).every((item) => isPlainData(item, depth + 1));
}
