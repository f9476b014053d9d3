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

/** The only table among the fields of a case: tonnes, hours, purchases by member. */
export const onlyTable = (fields: Fields): readonly [string, Fields] | undefined =>
  Object.entries(fields).find(
    ([, value]) => typeof value === 'object' && value !== null && !Array.isArray(value),
  ) as readonly [string, Fields] | undefined;

export const firstOf = (fields: Fields, ...names: readonly string[]): unknown =>
  names.map((name) => fields[name] as unknown).find((value) => value !== undefined);
