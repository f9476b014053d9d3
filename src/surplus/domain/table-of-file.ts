/** A record of a file that people saved from a spreadsheet. */
export interface FileRecord {
  /** Where it stands in the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}
export interface LineError {
  /** Line of the file, from 1; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}
/** One record by the names of its columns. */
export interface TableRow {
  readonly line: number;
  /** The text of a column; empty where the file has no such column. */
  cell(name: string): string;
}
export interface Table {
  readonly rows: readonly TableRow[];
  readonly errors: readonly LineError[];
  readonly ignoredColumns: readonly string[];
}
/** What a file says, line by line, and what is wrong with it. */
export interface FileOf<Line> {
  readonly lines: readonly Line[];
  readonly errors: readonly LineError[];
  readonly ignoredColumns: readonly string[];
}
export const maxFileLines = 1_000_000;

/**
 * The records of a file by its header: columns in any order and in capitals or not; further columns are named and left
 * alone, also when there are two of one name. A missing or doubled column, no record, or too many are an error of the file; a record of another length is one
 * of its line.
 */
export function readTable(
  records: readonly FileRecord[],
  names: { readonly required: readonly string[]; readonly optional: readonly string[] },
): Table {
  const [header, ...rest] = records;
  const columns = (header?.cells ?? []).map((name) => name.trim().toLowerCase());
  const missing = names.required.filter((name) => !columns.includes(name));
  const known = [...names.required, ...names.optional];
  const twice = known.filter((name) => columns.filter((column) => column === name).length > 1);
  const faults = [
    ...missing.map((name) => `${name} is missing`),
    ...twice.map((name) => `${shown(name)} occurs twice`),
  ];
  if (faults.length > 0) {
    const [last, ...others] = [...names.required].reverse();
    const message = `The first line must name the columns ${others.reverse().join(', ')} and ${last}: ${faults.join(', ')}.`;
    return { rows: [], errors: [{ line: 1, message }], ignoredColumns: [] };
  }
  // A spreadsheet leaves empty columns behind the last one.
  const ignoredColumns = columns.filter((name) => name !== '' && !known.includes(name)).map(shown);
  const whole = (message: string): Table => ({ rows: [], errors: [{ line: 0, message }], ignoredColumns });
  if (rest.length === 0) return whole('The file has no records.');
  if (rest.length > maxFileLines) return whole(`A file has at most ${maxFileLines} records.`);
  return { ...rowsOf(columns, rest), ignoredColumns };
}

function rowsOf(
  columns: readonly string[],
  records: readonly FileRecord[],
): { rows: TableRow[]; errors: LineError[] } {
  const places = new Map(columns.map((name, place) => [name, place]));
  const rows: TableRow[] = [];
  const errors: LineError[] = [];
  for (const { line, cells } of records)
    if (cells.length === columns.length)
      rows.push({ line, cell: (name) => cells[places.get(name) ?? -1] ?? '' });
    else
      errors.push({
        line,
        message: `The line has ${cells.length} columns and the first line ${columns.length}.`,
      });
  return { rows, errors };
}

/** A value of the file, short enough and plain enough to be shown back. */
export const shown = (text: string): string => {
  const plain = text.replace(/[\p{Cc}\p{Cs}]/gu, '?').trim();
  return `“${plain.length > 40 ? `${plain.slice(0, 40)}…` : plain}”`;
};
