import { createHash } from 'node:crypto';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One spelling for one value: keys sorted by code unit, no white space, strings in NFC, integers only.
 * Two systems that agree on the value agree on the bytes, and so on the hash.
 * Throws TypeError on floats, bigint (write them as decimal strings) and undefined.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return spelled(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is not an exact integer`);
    return String(value);
  }
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const record = value as { readonly [key: string]: Json };
    let entries = '';
    // Without a comparison of its own, `sort` orders text by code unit.
    for (const key of Object.keys(record).sort())
      entries += `${entries && ','}${spelled(key)}:${canonicalJson(record[key]!)}`;
    return `{${entries}}`;
  }
  throw new TypeError(`a ${typeof value} has no canonical JSON`);
}

/** Printable ASCII without quotation mark and backslash is written as it is, which nearly all text of ours is. */
const plain = /^[ !#-[\]-~]*$/;
const spelled = (text: string): string =>
  plain.test(text) ? `"${text}"` : JSON.stringify(text.normalize('NFC'));

/** SHA-256 of UTF-8 text, lower-case hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
