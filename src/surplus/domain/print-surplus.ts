import { canonicalJson, type Json } from '../../shared/canonical-json.js';
import { Ratio } from '../../shared/ratio.js';
import type { SurplusResult } from './compute-surplus.js';
import { toPlainJson } from './explain.js';

/** The result as canonical JSON: byte-identical for the same input. Explain trees stand once, under `explain`. */
export const printSurplus = (result: SurplusResult): string => canonicalJson(toPlainJson(result));

const partLength = 1_000_000;

/** The same bytes part by part, of which none is long: the lines of a million people are no one text. */
export function* printSurplusInParts(result: SurplusResult): Generator<string> {
  let part = '';
  for (const piece of piecesOf(result)) {
    part += piece;
    if (part.length < partLength) continue;
    yield part;
    part = '';
  }
  yield part;
}

/** Objects field by field and lists item by item; an item is printed at once. */
function* piecesOf(value: unknown): Generator<string> {
  if (Array.isArray(value)) {
    yield '[';
    for (const [index, item] of value.entries()) yield `${index > 0 ? ',' : ''}${pieceOf(item)}`;
    yield ']';
    return;
  }
  const isTree =
    typeof value === 'object' && value !== null && !(value instanceof Ratio || value instanceof Map);
  if (!isTree) {
    yield pieceOf(value);
    return;
  }
  yield '{';
  let separator = '';
  for (const key of Object.keys(value).sort()) {
    const item = (value as { readonly [key: string]: unknown })[key];
    if (item === undefined || key === 'node') continue;
    yield `${separator}${pieceOf(key)}:`;
    // The lines of a pool stand in a list within a list of pools.
    if (key === 'pools') yield* poolsOf(item);
    else yield* piecesOf(item);
    separator = ',';
  }
  yield '}';
}

function* poolsOf(pools: unknown): Generator<string> {
  yield '[';
  for (const [index, pool] of (pools as readonly unknown[]).entries()) {
    if (index > 0) yield ',';
    yield* piecesOf(pool);
  }
  yield ']';
}

const pieceOf = (value: unknown): string => canonicalJson(toPlainJson(value) satisfies Json);
