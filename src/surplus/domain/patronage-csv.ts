import { cleanLine } from '../../shared/text.js';
import { parseQuantity, quantityFaults, shownMark, type DecimalMark } from './quantity.js';

export interface PatronageLine {
  readonly line: number;
  readonly ref: string;
  readonly basis: string;
  readonly millionths: bigint;
  /** What the line names as its source, or null. */
  readonly sourceRef: string | null;
}
export interface LineError {
  /** Line of the file, from 1; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}
export interface PatronageFile {
  readonly lines: readonly PatronageLine[];
  readonly errors: readonly LineError[];
  readonly ignoredColumns: readonly string[];
}

export const maxFileLines = 1_000_000;
export const isBasis = (text: string): boolean => /^[a-z][a-z0-9-]{0,39}$/.test(text);

/** One record of the file. */
export interface PatronageRecord {
  /** Where it stands in the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Patronage from a table: `ref;basis;quantity;source_ref?`. Decimal commas and any order of columns are understood;
 * further columns are named and left alone. Every error is told with its line.
 */
export function readPatronage(records: readonly PatronageRecord[]): PatronageFile {
  const [header, ...rows] = records;
  const columns = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = ['ref', 'basis', 'quantity'].filter((name) => !columns.includes(name));
  const twice = columns.filter((name, index) => columns.indexOf(name) !== index);
  if (missing.length > 0 || twice.length > 0) {
    const faults = [
      ...missing.map((name) => `${name} is missing`),
      ...twice.map((name) => `${shown(name)} occurs twice`),
    ];
    const message = `The first line must name the columns ref, basis and quantity: ${faults.join(', ')}.`;
    return { lines: [], errors: [{ line: 1, message }], ignoredColumns: [] };
  }
  const known = ['ref', 'basis', 'quantity', 'source_ref'];
  const ignoredColumns = columns.filter((name) => !known.includes(name)).map(shown);
  if (rows.length === 0)
    return { lines: [], errors: [{ line: 0, message: 'The file has no records.' }], ignoredColumns };
  if (rows.length > maxFileLines) {
    return {
      lines: [],
      errors: [{ line: 0, message: `A file has at most ${maxFileLines} records.` }],
      ignoredColumns,
    };
  }
  return { ...readRows(columns, rows), ignoredColumns };
}

function readRows(
  columns: readonly string[],
  rows: readonly PatronageRecord[],
): Pick<PatronageFile, 'lines' | 'errors'> {
  const place = (name: string): number => columns.indexOf(name);
  const mark = markOf(rows.map((row) => row.cells[place('quantity')] ?? ''));
  const lines: PatronageLine[] = [];
  const errors: LineError[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of rows) {
    const say = (message: string): void => void errors.push({ line, message });
    if (cells.length !== columns.length) {
      say(`The line has ${cells.length} columns and the first line ${columns.length}.`);
      continue;
    }
    const before = errors.length;
    const ref = cleanLine(cells[place('ref')], 100);
    const basis = (cells[place('basis')] ?? '').trim().toLowerCase();
    const written = (place('source_ref') < 0 ? '' : (cells[place('source_ref')] ?? '')).trim();
    const sourceRef = written === '' ? null : cleanLine(written, 200);
    if (ref === null) say('The reference of the party is missing or unreadable.');
    if (!isBasis(basis))
      say(
        `The basis ${shown(basis)} is not a short name of letters, digits and hyphens, as purchases or hours.`,
      );
    if (written !== '' && sourceRef === null) say('The source is longer than 200 characters or unreadable.');
    const millionths = readQuantity(cells[place('quantity')] ?? '', mark, say);
    // Without a source of its own, the same party and basis twice is more likely a slip than two records.
    const identity = sourceRef === null ? `line ${ref} ${basis}` : `source ${sourceRef}`;
    const twin = seen.get(identity);
    if (twin !== undefined) {
      say(
        sourceRef === null
          ? `The same party and basis as line ${twin}; give both lines a source_ref if both are meant.`
          : `The same source as line ${twin}.`,
      );
    }
    seen.set(identity, twin ?? line);
    if (errors.length === before) lines.push({ line, ref: ref!, basis, millionths, sourceRef });
  }
  return { lines, errors };
}

function readQuantity(text: string, mark: DecimalMark | null, say: (message: string) => void): bigint {
  const quantity = parseQuantity(text, mark);
  if ('fault' in quantity) say(`The quantity ${shown(text)} ${quantityFaults[quantity.fault]}.`);
  else if (quantity.millionths < 0n)
    say(`The quantity ${shown(text)} is negative; a record is corrected by a counter-record.`);
  else if (quantity.millionths === 0n) say('The quantity is zero: there is nothing to record.');
  else return quantity.millionths;
  return 0n;
}

/** The decimal mark of the file, when all numbers that show one agree. */
function markOf(quantities: readonly string[]): DecimalMark | null {
  const marks = new Set(quantities.map(shownMark).filter((mark) => mark !== null));
  return marks.size === 1 ? [...marks][0]! : null;
}

/** A value of the file, short enough and plain enough to be shown back. */
const shown = (text: string): string => {
  const plain = text.replace(/[\p{Cc}\p{Cs}]/gu, '?').trim();
  return `“${plain.length > 40 ? `${plain.slice(0, 40)}…` : plain}”`;
};
