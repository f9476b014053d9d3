import type { Json } from '../../../shared/canonical-json.js';

/** Where two results part first: the way to it, and both values there. */
export interface Difference {
  /** `rounds[2].tally`: fields and, in brackets, places counted from 0. */
  readonly path: string;
  /** The round it lies in, counted from 1; null outside rounds. */
  readonly round: number | null;
  readonly recorded: Json;
  readonly recounted: Json;
}

/**
 * The first difference of two values in the order in which a count is made: rounds by number, then the other fields by
 * name. Null when they are the same. What one has and the other lacks is null there.
 */
export function firstDifference(recorded: Json, recounted: Json): Difference | null {
  const found = difference(recorded, recounted, '');
  if (!found) return null;
  const round = /^(?:.*\.)?(?:rounds|stages)\[(\d+)\]/.exec(found.path)?.[1];
  return { ...found, round: round === undefined ? null : Number(round) + 1 };
}

/** What counts say of themselves since 2026-11, of which earlier ones only said what it follows from. */
const saidSince = ['stopped_after_round'] as const;

/**
 * Where a recorded count and one made again part first. An earlier count did not say all that one says today; what it
 * left out and what follows from rule and rounds anyway is no difference.
 */
export function firstDifferenceOfCounts(
  recorded: Json,
  recounted: { readonly [field: string]: Json; readonly counting: Json },
): Difference | null {
  const before = isRecord(recorded) ? (recorded.counting ?? null) : null;
  const { counting } = recounted;
  if (!isRecord(before) || !isRecord(counting)) return firstDifference(recorded, recounted);
  const said = Object.entries(counting).filter(
    ([field]) => field in before || !(saidSince as readonly string[]).includes(field),
  );
  return firstDifference(recorded, { ...recounted, counting: Object.fromEntries(said) });
}

type Found = Omit<Difference, 'round'>;

function difference(recorded: Json, recounted: Json, path: string): Found | null {
  if (Array.isArray(recorded) && Array.isArray(recounted)) {
    const [before, after] = [recorded as readonly Json[], recounted as readonly Json[]];
    for (let place = 0; place < Math.max(before.length, after.length); place += 1) {
      const found = difference(before[place] ?? null, after[place] ?? null, `${path}[${place}]`);
      if (found) return found;
    }
    return null;
  }
  if (isRecord(recorded) && isRecord(recounted)) {
    for (const field of inOrder([...new Set([...Object.keys(recorded), ...Object.keys(recounted)])])) {
      const found = difference(
        recorded[field] ?? null,
        recounted[field] ?? null,
        path === '' ? field : `${path}.${field}`,
      );
      if (found) return found;
    }
    return null;
  }
  return recorded === recounted ? null : { path, recorded, recounted };
}

const isRecord = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rounds first: they come before what follows from them. */
const inOrder = (fields: readonly string[]): readonly string[] =>
  [...fields].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
const rank = (field: string): number => (field === 'rounds' || field === 'stages' ? 0 : 1);
