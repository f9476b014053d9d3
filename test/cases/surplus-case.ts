import type { Fields } from '../support/builders/surplus.js';

export type { Fields };

/** A case of the reference file, and how one kind of it is renamed into the input format and back. */
export interface SurplusCase {
  readonly id: string;
  readonly kind: string;
  readonly in?: Fields;
  readonly out?: unknown;
  readonly cases?: readonly Fields[];
  readonly currency?: string;
}

export interface Adapted {
  readonly input: unknown;
  /** Renames fields of the printed result into the shape of the case's output. */
  readonly pick: (result: Fields) => unknown;
  /** What the case expects, when it does not stand under `out`. */
  readonly expected?: unknown;
}
export type Adapter = (one: SurplusCase) => Adapted;

export const seed = 'reference cases';

/** Entries of a table of numbers as participants with one basis. */
export const participantsOf = (table: Fields, basis: string) =>
  Object.entries(table).map(([key, quantity]) => ({ key, bases: { [basis]: quantity as unknown } }));

const isTable = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The amount to share: by one of its names, or the only number that a case gives. */
export function amountOf(given: Fields): unknown {
  const named = firstOf(
    given,
    'refundPool',
    'surplus',
    'pool',
    'netIncome',
    'amount',
    'total',
    'netSurplus',
    'allocable',
  );
  if (named !== undefined) return named;
  const numbers = Object.values(given).filter((value) => typeof value === 'number');
  return numbers.length === 1 ? numbers[0] : undefined;
}

/** Quantities by member and basis, also when a case lists them by basis and member. */
export function contributionsOf(given: Fields, bases: readonly string[]): Fields {
  const tables = Object.entries(given).filter(([name, value]) => name !== 'weights' && isTable(value));
  const nested = tables.find(([, value]) => Object.values(value as Fields).every(isTable))?.[1] as
    Fields | undefined;
  const byBasis = nested
    ? Object.keys(nested).every((key) => bases.includes(key))
      ? nested
      : null
    : Object.fromEntries(tables);
  if (nested && !byBasis) return nested;
  const members = [
    ...new Set(Object.values(byBasis as Fields).flatMap((table) => Object.keys(table as Fields))),
  ];
  return Object.fromEntries(
    members.map((member) => [
      member,
      Object.fromEntries(bases.map((basis) => [basis, (byBasis as Fields)[basis]?.[member] as unknown])),
    ]),
  );
}

/** The only table among the fields of a case: tonnes, hours, purchases by member. */
export const onlyTable = (fields: Fields): readonly [string, Fields] | undefined =>
  Object.entries(fields).find(
    ([, value]) => typeof value === 'object' && value !== null && !Array.isArray(value),
  ) as readonly [string, Fields] | undefined;

export const firstOf = (fields: Fields, ...names: readonly string[]): unknown =>
  names.map((name) => fields[name] as unknown).find((value) => value !== undefined);
