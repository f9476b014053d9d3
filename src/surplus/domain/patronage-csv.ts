import { cleanLine } from '../../shared/text.js';
import { parseQuantity, quantityFaults, shownMark, type DecimalMark } from './quantity.js';
import {
  readTable,
  shown,
  type FileOf,
  type FileRecord,
  type LineError,
  type TableRow,
} from './table-of-file.js';

export interface PatronageLine {
  readonly line: number;
  readonly ref: string;
  readonly basis: string;
  readonly millionths: bigint;
  /** What the line names as its source, or null. */
  readonly sourceRef: string | null;
}
export type PatronageFile = FileOf<PatronageLine>;

export const isBasis = (text: string): boolean => /^[a-z][a-z0-9-]{0,39}$/.test(text);

/**
 * Patronage from a table: `ref;basis;quantity;source_ref?`. Decimal commas and any order of columns are understood;
 * further columns are named and left alone. Every error is told with its line.
 */
export function readPatronage(records: readonly FileRecord[]): PatronageFile {
  const table = readTable(records, { required: ['ref', 'basis', 'quantity'], optional: ['source_ref'] });
  const { lines, errors } = readRows(table.rows);
  return {
    lines,
    errors: [...table.errors, ...errors].sort((a, b) => a.line - b.line),
    ignoredColumns: table.ignoredColumns,
  };
}

function readRows(rows: readonly TableRow[]): Pick<PatronageFile, 'lines' | 'errors'> {
  const mark = markOf(rows.map((row) => row.cell('quantity')));
  const lines: PatronageLine[] = [];
  const errors: LineError[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const { line } = row;
    const say = (message: string): void => void errors.push({ line, message });
    const before = errors.length;
    const ref = cleanLine(row.cell('ref'), 100);
    const basis = row.cell('basis').trim().toLowerCase();
    const written = row.cell('source_ref').trim();
    const sourceRef = written === '' ? null : cleanLine(written, 200);
    if (ref === null) say('The reference of the party is missing or unreadable.');
    if (!isBasis(basis))
      say(
        `The basis ${shown(basis)} is not a short name of letters, digits and hyphens, as purchases or hours.`,
      );
    if (written !== '' && sourceRef === null) say('The source is longer than 200 characters or unreadable.');
    const millionths = readQuantity(row.cell('quantity'), mark, say);
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
