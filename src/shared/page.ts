import { isCalendarDate } from './calendar-date.js';
import { Refusal } from './refusal.js';

/**
 * Keyset pages: a cursor names the last row seen by its sort key, so a page neither skips nor repeats when rows come
 * and go, and costs the same however deep.
 */
export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
}
export interface Keyset {
  readonly limit: number;
  /** The sort key of the last row seen, or null at the beginning. */
  readonly after: readonly string[] | null;
}
export interface Page<Row> {
  readonly edges: readonly { readonly cursor: string; readonly node: Row }[];
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount?: bigint | number | null;
}

export const defaultPageSize = 20;
export const maxPageSize = 100;

/** What each part of a sort key must look like, so that a forged cursor never reaches the database. */
export type KeyKind = 'instant' | 'id' | 'integer' | 'text';
const clockTime = /^[ T]([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,6})?([+-](0\d|1[0-5])(:?[0-5]\d)?|Z)$/;
const fits: Record<KeyKind, (text: string) => boolean> = {
  instant: (text) => isCalendarDate(text.slice(0, 10)) && clockTime.test(text.slice(10)),
  id: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
  integer: (text) => /^-?\d{1,9}$/.test(text),
  text: (text) => /^[^\p{Cc}\p{Cs}]{0,400}$/u.test(text),
};

/** Checks a request against the kinds of its sort keys. A cursor that is not ours is refused. */
export function keysetOf(
  page: PageRequest,
  keys: number | readonly KeyKind[],
): Keyset | Refusal<'INVALID_INPUT'> {
  const kinds = typeof keys === 'number' ? new Array<KeyKind>(keys).fill('text') : keys;
  const limit = page.first ?? defaultPageSize;
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPageSize) {
    return new Refusal('INVALID_INPUT', `A page has 1 to ${maxPageSize} rows.`);
  }
  if (page.after === null || page.after === undefined) return { limit, after: null };
  try {
    const parts: unknown = JSON.parse(Buffer.from(page.after, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === kinds.length) {
      const texts = parts.filter((part): part is string => typeof part === 'string');
      if (kinds.every((kind, place) => fits[kind](texts[place] ?? '\0'))) return { limit, after: texts };
    }
  } catch {
    // Falls through to the refusal: the cursor is not one of ours.
  }
  return new Refusal('INVALID_INPUT', 'This cursor was not issued by this list.');
}

/** Builds the page from `limit + 1` rows: the extra one only says that there is more. */
export function pageOf<Row>(
  rows: readonly Row[],
  keyset: Keyset,
  keyOf: (row: Row) => readonly string[],
  totalCount?: bigint | null,
): Page<Row> {
  const shown = rows.slice(0, keyset.limit);
  const edges = shown.map((node) => ({
    node,
    cursor: Buffer.from(JSON.stringify(keyOf(node)), 'utf8').toString('base64url'),
  }));
  return {
    edges,
    nodes: shown,
    pageInfo: { hasNextPage: rows.length > keyset.limit, endCursor: edges.at(-1)?.cursor ?? null },
    totalCount: totalCount === undefined || totalCount === null ? null : Number(totalCount),
  };
}

export const emptyPage: Page<never> = {
  edges: [],
  nodes: [],
  pageInfo: { hasNextPage: false, endCursor: null },
};
