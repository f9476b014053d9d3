import { maxAmountMinor } from '../../shared/money.js';

/**
 * Quantities of patronage (hours, kilos, money spent) are whole millionths: six places after the decimal mark, exact.
 *
 * A lone mark before exactly three digits ("1.234") means a thousand times more in one country than in the next. It is
 * read by the mark that the rest of the file uses, and refused where nothing tells.
 */
export type DecimalMark = '.' | ',';
export type Quantity =
  | { readonly millionths: bigint }
  | { readonly fault: 'not-a-number' | 'too-precise' | 'too-large' | 'ambiguous' };

const places = 6;

/** The decimal mark a number shows beyond doubt, or null when it shows none. */
export function shownMark(text: string): DecimalMark | null {
  const compact = withoutSpaces(text);
  const marks = compact.match(/[.,]/g) ?? [];
  const last = marks.at(-1) as DecimalMark | undefined;
  if (last === undefined) return null;
  if (new Set(marks).size === 2) return last;
  // The same mark twice parts thousands, so the other one is the decimal mark.
  if (marks.length > 1) return last === '.' ? ',' : '.';
  const [whole = '', fraction = ''] = compact.replace(/^[-+]/, '').split(last);
  const couldBeThousands = fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  return couldBeThousands ? null : last;
}

/** Reads a quantity; `mark` is what the rest of the file shows, or null when it shows nothing. */
export function parseQuantity(text: string, mark: DecimalMark | null): Quantity {
  const compact = withoutSpaces(text);
  if (!/^[-+]?\d[\d.,]*$/.test(compact) || compact.length > 60) return { fault: 'not-a-number' };
  const hasMark = /[.,]/.test(compact);
  const decimal = shownMark(compact) ?? mark;
  if (hasMark && decimal === null) return { fault: 'ambiguous' };
  const grouping = decimal === ',' ? '.' : ',';
  const shape = new RegExp(
    `^([-+]?)(\\d{1,3}(?:\\${grouping}\\d{3})+|\\d+)(?:\\${decimal ?? '.'}(\\d+))?$`,
  ).exec(compact);
  if (!shape) return { fault: 'not-a-number' };
  const [, sign, whole = '', written = ''] = shape;
  const fraction = written.replace(/0+$/, '');
  if (fraction.length > places) return { fault: 'too-precise' };
  const magnitude = BigInt(whole.replaceAll(grouping, '') + fraction.padEnd(places, '0'));
  if (magnitude > maxAmountMinor) return { fault: 'too-large' };
  return { millionths: sign === '-' ? -magnitude : magnitude };
}

/** Plain decimal text with a point and no needless zeros: `803.5`. */
export function formatQuantity(millionths: bigint): string {
  const digits = (millionths < 0n ? -millionths : millionths).toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  const text = digits.slice(0, -places) + (fraction === '' ? '' : `.${fraction}`);
  return millionths < 0n ? `-${text}` : text;
}

export const quantityFaults: Record<'not-a-number' | 'too-precise' | 'too-large' | 'ambiguous', string> = {
  'not-a-number': 'is not a number',
  'too-precise': 'has more than six digits after the decimal mark',
  'too-large': 'is larger than can be kept exactly',
  ambiguous:
    'could mean thousands or a fraction; write it with another number of decimals, as 1.2340 or 1234',
};

const inGroups = /^[-+]?\d{1,3}(?:[\u0020\u00a0\u202f']\d{3})+(?:[.,]\d+)?$/;

/** Spaces and apostrophes part thousands and nothing else: `12 5` is a slip for `12.5`, and not 125. */
function withoutSpaces(text: string): string {
  const written = text.trim();
  return inGroups.test(written) ? written.replace(/[\u0020\u00a0\u202f']/g, '') : written;
}
