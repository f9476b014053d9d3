import { parse } from 'csv-parse/sync';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { csvText, delimiterOf } from './csv-text.js';
import { readHeader, readKind, type Header, type MemberColumn } from './member-columns.js';
import { readNewcomer, type CheckedNewcomer } from './newcomer.js';
import {
  dateOrderOf,
  decimalMarkOf,
  readDate,
  readDecimal,
  type DateOrder,
  type DecimalMark,
} from './written-values.js';

/** One member of a list. Blank fields are null. */
export interface MemberLine extends CheckedNewcomer {
  /** Where it stands in the file, counted from 1, header included. */
  readonly line: number;
  readonly ref: string | null;
  readonly classCode: string | null;
  readonly joinedOn: string | null;
  readonly kind: 'person' | 'household' | 'organisation';
  /** Shares as plain decimal text; carried for the books, not entered here. */
  readonly shares: string | null;
}
export interface LineFault {
  readonly line: number;
  readonly message: string;
}
export interface MemberList {
  readonly members: readonly MemberLine[];
  readonly faults: readonly LineFault[];
  readonly ignoredColumns: readonly string[];
  /** The text that was read, the same for files that differ only in mark and line breaks. */
  readonly text: string;
}
export interface ReadingOptions {
  /** Where the file does not show it. */
  readonly dateOrder?: DateOrder;
  /** Declared by the sender; found in the file when absent. */
  readonly decimalMark?: DecimalMark;
}

export const maxMembersInFile = 50_000;

/**
 * Reads a list of members: comma, semicolon, tab or bar; quoted fields; columns by name in any order. Every fault is
 * named by line, and a list with faults is no list. Names may repeat, references and addresses may not. Refuses
 * `FILE_UNREADABLE` when there is nothing that could be read line by line.
 */
export function readMemberList(
  file: Uint8Array | string,
  options: ReadingOptions = {},
): MemberList | Refusal<'FILE_UNREADABLE'> {
  const text = csvText(file);
  if (isRefusal(text)) return text;
  const records = recordsOf(text);
  if (isRefusal(records)) return records;
  const [head, ...body] = records;
  if (!head) return new Refusal('FILE_UNREADABLE', 'The file is empty. Its first line names the columns.');
  if (body.length > maxMembersInFile) {
    return new Refusal(
      'FILE_UNREADABLE',
      `The file has ${body.length} lines; at most ${maxMembersInFile} go in one.`,
    );
  }
  const header = readHeader(head.cells);
  const headerFaults = header.faults.map((message) => ({ line: head.line, message }));
  if (headerFaults.length > 0)
    return { members: [], faults: headerFaults, ignoredColumns: header.ignored, text };
  if (body.length === 0) return new Refusal('FILE_UNREADABLE', 'The file has a header and no members.');
  const { members, faults } = readBody(body, header, options);
  return {
    members,
    faults: [...faults, ...duplicates(members)].sort(byLine),
    ignoredColumns: header.ignored,
    text,
  };
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

function recordsOf(text: string): CsvRecord[] | Refusal<'FILE_UNREADABLE'> {
  const { delimiter, headerLine } = delimiterOf(text);
  const body = text.split('\n').slice(headerLine).join('\n');
  try {
    const parsed = parse(body, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 20_000,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return parsed
      .map(({ info, record }) => ({ line: info.lines + headerLine, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch (error) {
    const { lines, code } = error as { lines?: number; code?: string };
    if (code === undefined) throw error;
    const where = lines === undefined ? 'A line' : `Line ${lines + headerLine}`;
    const fault =
      code === 'CSV_MAX_RECORD_SIZE'
        ? 'is longer than any member’s could be; perhaps a quotation mark is never closed'
        : 'has a quotation mark that is never closed, or that stands inside a field';
    return new Refusal('FILE_UNREADABLE', `${where} ${fault}.`);
  }
}

function readBody(
  body: readonly CsvRecord[],
  header: Header,
  options: ReadingOptions,
): { members: MemberLine[]; faults: LineFault[] } {
  const cell = (record: CsvRecord, column: MemberColumn): string => {
    const place = header.places.get(column);
    return place === undefined ? '' : (record.cells[place] ?? '').trim();
  };
  const { width } = header;
  const order = dateOrderOf(
    body.map((record) => cell(record, 'joined_on')),
    options.dateOrder ?? 'day-first',
  );
  const mark = options.decimalMark ?? decimalMarkOf(body.map((record) => cell(record, 'shares'))) ?? '.';
  const members: MemberLine[] = [];
  const faults: LineFault[] = [];
  for (const record of body) {
    const said: string[] = [];
    if (record.cells.length > width && record.cells.slice(width).some((extra) => extra.trim() !== '')) {
      said.push(
        `has ${record.cells.length} fields, more than the header names; put fields with the separator in quotes.`,
      );
    }
    members.push(readLine(record.line, (column) => cell(record, column), { order, mark }, said));
    faults.push(...said.map((message) => ({ line: record.line, message })));
  }
  return { members, faults };
}

function readLine(
  line: number,
  cell: (column: MemberColumn) => string,
  { order, mark }: { order: DateOrder | null; mark: DecimalMark },
  faults: string[],
): MemberLine {
  const name = [cell('name') || cell('given_name'), cell('family_name')].filter(Boolean).join(' ');
  const newcomer = readNewcomer(
    { name, legalName: cell('legal_name'), email: cell('email'), telephone: cell('telephone') },
    faults,
  );
  const ref = cell('ref') === '' ? null : cell('ref').normalize('NFC');
  if (ref !== null && !/^[\p{L}\p{N}._/-]{1,60}$/u.test(ref)) {
    faults.push('ref must be 1 to 60 letters, digits, dots, slashes and hyphens.');
  }
  const kind = readKind(cell('kind'));
  if (kind === null) faults.push('kind must be person, household or organisation.');
  const joined = cell('joined_on');
  const joinedOn = joined === '' ? null : readDate(joined, order ?? 'day-first');
  if (joined !== '' && order === null && !/^\d{4}-/.test(joined)) {
    faults.push('joined_on: the file writes some dates day first and others month first; write YYYY-MM-DD.');
  } else if (joined !== '' && joinedOn === null) {
    faults.push('joined_on must be a day that exists, best written YYYY-MM-DD.');
  }
  const shares = cell('shares') === '' ? null : readDecimal(cell('shares'), mark);
  if (cell('shares') !== '' && (shares === null || shares.startsWith('-'))) {
    faults.push(`shares must be a number that is not negative, with “${mark}” before the decimals.`);
  }
  const classCode = cell('class') === '' ? null : cell('class').toLowerCase();
  return { ...newcomer, line, ref, classCode, joinedOn, kind: kind ?? 'person', shares };
}

function duplicates(members: readonly MemberLine[]): LineFault[] {
  const faults: LineFault[] = [];
  for (const column of ['ref', 'email'] as const) {
    const firstLine = new Map<string, number>();
    for (const member of members) {
      const value = member[column];
      if (value === null) continue;
      const earlier = firstLine.get(value);
      if (earlier === undefined) firstLine.set(value, member.line);
      else faults.push({ line: member.line, message: `${column} is the same as on line ${earlier}.` });
    }
  }
  return faults;
}

const byLine = (a: LineFault, b: LineFault): number => a.line - b.line;
