import { dateOrderOf, readDate, type DateOrder } from '../../membership/domain/written-values.js';
import { cleanLine } from '../../shared/text.js';
import { readTable, shown, type FileOf, type FileRecord, type LineError } from './table-of-file.js';

/** In writing, by joining under a bylaw that says so, or no longer. */
export const consentsGiven = ['written', 'bylaw', 'revoked'] as const;
export type ConsentGiven = (typeof consentsGiven)[number];

export interface ConsentLine {
  readonly line: number;
  readonly ref: string;
  readonly given: ConsentGiven;
  readonly effectiveOn: string;
  readonly evidence: string;
}

/**
 * Consents to be taxed on what is retained, from a table: `ref;given;effective_on;evidence`. Days are written
 * `2026-01-31`, or with numbers whose order the file itself shows: a guess would date a consent to another month. Every
 * error is told with its line.
 */
export function readConsents(records: readonly FileRecord[]): FileOf<ConsentLine> {
  const required = ['ref', 'given', 'effective_on', 'evidence'];
  const table = readTable(records, { required, optional: [] });
  const order = orderShown(table.rows.map((row) => row.cell('effective_on')));
  const lines: ConsentLine[] = [];
  const errors: LineError[] = [...table.errors];
  const seen = new Map<string, number>();
  for (const row of table.rows) {
    const { line } = row;
    const before = errors.length;
    const say = (message: string): void => void errors.push({ line, message });
    const ref = cleanLine(row.cell('ref'), 200);
    const given = consentsGiven.find((one) => one === row.cell('given').trim().toLowerCase());
    const effectiveOn = dayOf(row.cell('effective_on'), order);
    const evidence = cleanLine(row.cell('evidence'), 500);
    if (ref === null) say('The reference of the party is missing or unreadable.');
    if (given === undefined)
      say(`given says “written”, “bylaw” or “revoked”, and not ${shown(row.cell('given'))}.`);
    if (effectiveOn === null)
      say(`effective_on is a day such as 2026-01-31, and not ${shown(row.cell('effective_on'))}.`);
    if (evidence === null) say('evidence says where the consent stands, in one line of 1 to 500 characters.');
    const twin = seen.get(`${ref} ${effectiveOn}`);
    if (twin !== undefined) say(`The same party and day as line ${twin}.`);
    seen.set(`${ref} ${effectiveOn}`, twin ?? line);
    if (errors.length === before)
      lines.push({ line, ref: ref!, given: given!, effectiveOn: effectiveOn!, evidence: evidence! });
  }
  return { lines, errors: errors.sort((a, b) => a.line - b.line), ignoredColumns: table.ignoredColumns };
}

/** The order of numbers in dates, where the file shows it whatever one expects. */
function orderShown(texts: readonly string[]): DateOrder | null {
  const order = dateOrderOf(texts, 'day-first');
  return order === dateOrderOf(texts, 'month-first') ? order : null;
}

const isYearFirst = (text: string): boolean => /^\d{4}-/.test(text.trim());

const dayOf = (text: string, order: DateOrder | null): string | null =>
  order === null && !isYearFirst(text) ? null : readDate(text, order ?? 'day-first');
