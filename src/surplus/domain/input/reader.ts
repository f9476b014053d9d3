import { Ratio } from '../../../shared/ratio.js';
import { isCalendarDate, type CalendarDate } from '../../../shared/calendar-date.js';

/**
 * A small schema checker. A reader takes an unchecked value and the path at which it stands; what is wrong
 * goes to `problems` as one sentence naming the path, and reading goes on, so that one answer lists every
 * mistake of a file. When `problems` is not empty the value returned means nothing.
 */
export type Reader<T> = (value: unknown, path: string, problems: string[]) => T;
export type Read<R> = R extends Reader<infer T> ? T : never;

type Shape = Readonly<Record<string, Reader<unknown>>>;
type OptionalKeys<S extends Shape> = {
  [K in keyof S]: undefined extends Read<S[K]> ? K : never;
}[keyof S];
export type ReadShape<S extends Shape> = {
  readonly [K in Exclude<keyof S, OptionalKeys<S>>]: Read<S[K]>;
} & { readonly [K in OptionalKeys<S>]?: Read<S[K]> };

const nothing = undefined as never;
const maxProblems = 50;

/** Notes one problem; a hostile file with a million mistakes is not answered with a million sentences. */
export function note(problems: string[], path: string, problem: string): never {
  if (problems.length < maxProblems) problems.push(`${path || 'the file'}: ${problem}`);
  return nothing;
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? 'an object' : JSON.stringify(value).slice(0, 60);
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** In one spelling (NFC), as it is hashed and printed: what looks alike is not two people. Half a character is none. */
export const text: Reader<string> = (value, path, problems) =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 500 && !/\p{Surrogate}/u.test(value)
    ? value.normalize('NFC')
    : note(problems, path, `expected text of 1 to 500 characters, found ${describe(value)}`);

/** The code of a currency; whether one of this name is known is told by a check. */
export const currency: Reader<string> = (value, path, problems) =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value)
    ? value
    : note(problems, path, `expected the three letters of a currency, as EUR, found ${describe(value)}`);

export const flag: Reader<boolean> = (value, path, problems) =>
  typeof value === 'boolean'
    ? value
    : note(problems, path, `expected true or false, found ${describe(value)}`);

export const date: Reader<CalendarDate> = (value, path, problems) =>
  typeof value === 'string' && isCalendarDate(value)
    ? value
    : note(problems, path, `expected a day that exists, as YYYY-MM-DD, found ${describe(value)}`);

const integerText = /^-?\d{1,18}$/;

/** Whole minor units: an integer, or a decimal string when it is beyond 2^53. */
export const signedAmount: Reader<bigint> = (value, path, problems) => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && integerText.test(value)) return BigInt(value);
  return note(
    problems,
    path,
    `expected whole minor units, as 1250 for 12.50 (at most 18 digits), found ${describe(value)}`,
  );
};
export const amount: Reader<bigint> = (value, path, problems) => {
  const read = signedAmount(value, path, problems);
  return read !== undefined && read < 0n ? note(problems, path, `must not be negative, found ${read}`) : read;
};
/** A small whole number: months, years, instalments. */
export const count: Reader<number> = (value, path, problems) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= 10_000
    ? value
    : note(problems, path, `expected a whole number from 0 to 10000, found ${describe(value)}`);

/** Years over which something compounds: few enough that the exact power stays small. */
export const compoundYears: Reader<number> = (value, path, problems) => {
  const read = count(value, path, problems);
  return read !== undefined && read > 200 ? note(problems, path, `at most 200 years, found ${read}`) : read;
};

/** An exact fraction as text (`"1/3"`, `"0.25"`, `"25%"`) or a whole number; never a floating-point number. */
export const ratio: Reader<Ratio> = (value, path, problems) => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) value = String(value);
  if (typeof value === 'number')
    return note(problems, path, `${value} is not exact: write it as text, "${value}"`);
  const read = typeof value === 'string' && value.length <= 60 ? Ratio.parse(value) : null;
  if (!read)
    return note(
      problems,
      path,
      `expected a fraction such as "0.25", "25%" or "1/4", found ${describe(value)}`,
    );
  return read.isNegative() ? note(problems, path, `must not be negative, found ${read.toString()}`) : read;
};
/** A fraction from 0 to 1. */
export const proportion: Reader<Ratio> = (value, path, problems) => {
  const read = ratio(value, path, problems);
  return read !== undefined && Ratio.one.isLessThan(read)
    ? note(problems, path, `must not be above 1 (100%), found ${read.toString()}`)
    : read;
};
/** A measured quantity with at most 12 decimals: hours, kilos, purchases. A common scale stays small. */
export const quantity: Reader<Ratio> = (value, path, problems) =>
  typeof value === 'string' && !/^-?\d{1,18}(\.\d{1,12})?$/.test(value)
    ? note(problems, path, `expected a quantity with at most 12 decimals, found ${describe(value)}`)
    : ratio(value, path, problems);

export const oneOf =
  <const T extends string>(...choices: readonly T[]): Reader<T> =>
  (value, path, problems) =>
    choices.includes(value as T)
      ? (value as T)
      : note(problems, path, `expected one of ${choices.join(', ')}; found ${describe(value)}`);

export const optional =
  <T>(reader: Reader<T>): Reader<T | undefined> =>
  (value, path, problems) =>
    value === undefined ? undefined : reader(value, path, problems);

export const list =
  <T>(reader: Reader<T>, max = 2_000_000): Reader<readonly T[]> =>
  (value, path, problems) => {
    if (!Array.isArray(value)) return note(problems, path, `expected a list, found ${describe(value)}`);
    if (value.length > max)
      return note(problems, path, `has ${value.length} entries, at most ${max} are read`);
    return value.map((item, index) => reader(item, `${path}[${index}]`, problems));
  };

/** An object used as a table. Read into a Map, so that a key such as `__proto__` is only a key. */
export const table =
  <T>(reader: Reader<T>, max = 10_000): Reader<ReadonlyMap<string, T>> =>
  (value, path, problems) => {
    if (!isRecord(value)) return note(problems, path, `expected an object, found ${describe(value)}`);
    const entries = Object.entries(value);
    if (entries.length > max)
      return note(problems, path, `has ${entries.length} entries, at most ${max} are read`);
    const read = new Map<string, T>();
    for (const [written, item] of entries) {
      const at = `${path}.${written.slice(0, 60)}`;
      const key = text(written, `${at} (the name itself)`, problems);
      if (read.has(key)) note(problems, at, 'is there twice');
      read.set(key, reader(item, at, problems));
    }
    return read;
  };

/** An object with exactly the fields of the shape: a field that nobody reads is a mistake, not a comment. */
export const object =
  <S extends Shape>(shape: S): Reader<ReadShape<S>> =>
  (value, path, problems) => {
    if (!isRecord(value)) return note(problems, path, `expected an object, found ${describe(value)}`);
    const at = (key: string) => (path ? `${path}.${key}` : key);
    for (const key of Object.keys(value))
      if (!Object.hasOwn(shape, key))
        note(problems, at(key), `is not a field here; known are ${Object.keys(shape).join(', ')}`);
    const read = Object.entries(shape).map(([key, reader]) => {
      const item = Object.hasOwn(value, key) ? value[key] : undefined;
      return [key, reader(item, at(key), problems)] as const;
    });
    return Object.fromEntries(read.filter(([, item]) => item !== undefined)) as ReadShape<S>;
  };
