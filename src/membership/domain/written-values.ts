import { isCalendarDate } from '../../shared/calendar-date.js';

export type DateOrder = 'day-first' | 'month-first';
export type DecimalMark = ',' | '.';

const numericDate = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/;

/**
 * Which comes first in dates like `03/04/2021`: what the file itself shows (a number over 12 can only be a day), else
 * what the reader expects. Null when the file shows both, so that no order is right.
 */
export function dateOrderOf(texts: readonly string[], expected: DateOrder): DateOrder | null {
  let [dayFirst, monthFirst] = [false, false];
  for (const text of texts) {
    const match = numericDate.exec(text.trim());
    if (!match) continue;
    const [first, second] = [Number(match[1]), Number(match[3])];
    if (first > 12 && second <= 12) dayFirst = true;
    if (second > 12 && first <= 12) monthFirst = true;
  }
  if (dayFirst && monthFirst) return null;
  return dayFirst ? 'day-first' : monthFirst ? 'month-first' : expected;
}

/** A date as people write it, `2021-04-03` or `3/4/2021`, as `YYYY-MM-DD`. Null when it is no date. */
export function readDate(text: string, order: DateOrder): string | null {
  const plain = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$/.exec(plain);
  const match = numericDate.exec(plain);
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : match
      ? [match[4], ...(order === 'day-first' ? [match[3], match[1]] : [match[1], match[3]])]
      : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCalendarDate(date) ? date : null;
}

/**
 * The mark that divides whole from part in these numbers: what stands last where both marks stand, or a mark followed by
 * other than three digits. Null when they show nothing, or show both.
 */
export function decimalMarkOf(texts: readonly string[]): DecimalMark | null {
  const seen = new Set<DecimalMark>();
  for (const text of texts) {
    const last = Math.max(text.lastIndexOf(','), text.lastIndexOf('.'));
    if (last === -1) continue;
    const mark = text[last] as DecimalMark;
    const other = mark === ',' ? '.' : ',';
    const digitsAfter = text.length - last - 1;
    if (text.includes(other)) seen.add(mark);
    else if (text.indexOf(mark) === last && digitsAfter !== 3) seen.add(mark);
    else if (text.indexOf(mark) !== last) seen.add(other);
  }
  return seen.size === 1 ? [...seen][0]! : null;
}

/** A number as people write it, `1.234,50` or `1,234.50`, as plain decimal text `1234.50`. Null when it is none. */
export function readDecimal(text: string, mark: DecimalMark): string | null {
  const grouping = mark === ',' ? '.' : ',';
  const [whole, part, ...rest] = text
    .trim()
    .replace(/[\u00A0\u202F ']/g, '')
    .split(mark);
  if (whole === undefined || rest.length > 0 || (part !== undefined && !/^\d{1,12}$/.test(part))) return null;
  const groups = whole.replace(/^-/, '').split(grouping);
  const isGrouped =
    groups.length === 1 ||
    groups.every((group, place) => (place === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(group));
  const digits = groups.join('');
  if (!isGrouped || !/^\d{1,15}$/.test(digits)) return null;
  const plain = digits.replace(/^0+(?=\d)/, '');
  return `${whole.startsWith('-') ? '-' : ''}${plain}${part === undefined ? '' : `.${part}`}`;
}
