/**
 * Text that people send, made fit to be kept: NFC (Unicode Annex 15), without white space around it, without characters
 * that cannot be stored (NUL, half of a surrogate pair) or that only deceive the eye (controls, forced direction).
 * Bounds count characters (code points), as PostgreSQL's `char_length` does.
 */

// Cc holds NUL and the C1 controls; Cs matches only a surrogate without its other half.
const unfitInLine = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const unfitInText = /[^\P{Cc}\n\t]|\p{Cs}|[\u202D\u202E]/u;
const seen = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** One line of at most `max` characters, or null when the value is no text, blank, too long, or unfit to be kept. */
export function cleanLine(value: unknown, max: number): string | null {
  return clean(value, max, unfitInLine);
}

/** Whether the database keeps this JSON text: in it a NUL is spelled \u0000, half a surrogate pair \udXXX. */
export const isStorableJson = (json: string): boolean =>
  !/[\0\p{Cs}]/u.test(json) && !/\\u0000|\\u[dD][89a-fA-F]/.test(json);

/** As `cleanLine`, but line breaks (kept as `\n`) and tabs may stand. */
export function cleanText(value: unknown, max: number): string | null {
  return clean(typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : value, max, unfitInText);
}

function clean(value: unknown, max: number, unfit: RegExp): string | null {
  if (typeof value !== 'string') return null;
  const text = value.normalize('NFC').trim();
  if (!seen.test(text) || unfit.test(text)) return null;
  return isWithin(text, max) ? text : null;
}

function isWithin(text: string, max: number): boolean {
  if (text.length <= max) return true;
  // A character takes at most two code units, so that a megabyte is refused without being counted.
  return text.length <= 2 * max && [...text].length <= max;
}
