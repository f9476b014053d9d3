import type { Json } from '../../../shared/canonical-json.js';
import { Ratio } from '../../../shared/ratio.js';
import type { Entitled } from '../eligibility.js';
import type { CapitalBalance } from '../input/snapshot-schema.js';

/**
 * A sharing that never holds all participants: a sequence of passes over them. Each step yields what it does with one
 * participant; the generator goes on when all have been seen once. Several pools take their steps in the same pass.
 *
 * Everything that a pass gathers stands in its `seen`, so that it can be written down between two participants and the
 * pass be taken up there by another process, or left out when all had been seen.
 */
export interface Visit {
  (one: Seen): void;
  readonly seen: object;
}
/** Somebody entitled, with their capital where interest is paid on it. */
export type Seen = Entitled & { readonly capital?: CapitalBalance | null };
export type Steps<T> = Generator<Visit, T, void>;

/** A visit that gathers in `seen`: numbers, texts, lists, tables and objects of them, never a function. */
export const visiting = (seen: object, visit: (one: Seen) => void): Visit => Object.assign(visit, { seen });

/** The same steps, shown one more when all have been seen; `seen` is written down without. */
export function* showingAtLast<T>(steps: Steps<T>, last: () => Seen | null): Steps<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    yield step.value;
    const one = last();
    if (one) step.value(one);
  }
}

/** What passes have gathered, as it is written down: exact, and the same again when it is read. */
export function written(value: unknown): Json {
  if (typeof value === 'bigint') return { n: value.toString() };
  if (value === null || typeof value !== 'object') return value as Json;
  if (value instanceof Ratio) return { r: value.toString() };
  if (value instanceof Float64Array) return { counts: filled(value), of: value.length };
  if (value instanceof Map)
    return { map: [...(value as Map<string, unknown>)].map(([key, one]) => [key, written(one)]) };
  if (Array.isArray(value)) return value.map(written);
  return { o: Object.fromEntries(Object.entries(value).map(([field, one]) => [field, written(one)])) };
}

/** Counts that are not zero, with their places. */
function filled(counts: Float64Array): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at < counts.length; at += 1) if (counts[at] !== 0) found.push([at, counts[at]!]);
  return found;
}

function countsOf(found: readonly (readonly [at: number, count: number])[], of: number): Float64Array {
  const counts = new Float64Array(of);
  for (const [at, count] of found) counts[at] = count;
  return counts;
}

interface Written {
  readonly n?: string;
  readonly r?: string;
  readonly counts?: readonly (readonly [at: number, count: number])[];
  readonly of?: number;
  readonly map?: readonly [string, Json][];
  readonly o?: { readonly [field: string]: Json };
}

function read(value: Json): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(read);
  const { n, r, counts, of, map, o } = value as Written;
  if (n !== undefined) return BigInt(n);
  if (r !== undefined) return Ratio.parse(r);
  if (counts !== undefined) return countsOf(counts, of!);
  if (map !== undefined) return new Map(map.map(([key, item]) => [key, read(item)]));
  return Object.fromEntries(Object.entries(o!).map(([field, item]) => [field, read(item)]));
}

/** Puts what was written back where it was gathered; an object within stays the same object. */
export function restore(seen: object, kept: Json): void {
  const fields = (kept as Written).o!;
  const into = seen as Record<string, unknown>;
  for (const [field, item] of Object.entries(fields)) {
    const isObject = item !== null && typeof item === 'object' && (item as Written).o !== undefined;
    const there = into[field];
    if (isObject && there !== null && typeof there === 'object') restore(there, item);
    else into[field] = read(item);
  }
}
