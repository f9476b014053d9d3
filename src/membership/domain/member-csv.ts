import { Refusal } from '../../shared/refusal.js';
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
}
export interface ReadingOptions {
  /** Where the file does not show it. */
  readonly dateOrder?: DateOrder;
  /** Declared by the sender; found in the file when absent. */
  readonly decimalMark?: DecimalMark;
}

export const maxMembersInFile = 50_000;

/** One record of the file. */
export interface CsvRecord {
  /** Where it ends in the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Reads the records of a list of members: columns by name in any order, every fault named by line; a list with faults
 * is no list. Names may repeat, references and addresses may not. Refuses `FILE_UNREADABLE` when there is nothing that
 * could be read line by line.
 */
export function readMembers(
  records: readonly CsvRecord[],
  options: ReadingOptions,
): MemberList | Refusal<'FILE_UNREADABLE'> {
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
  if (headerFaults.length > 0) return { members: [], faults: headerFaults, ignoredColumns: header.ignored };
  if (body.length === 0) return new Refusal('FILE_UNREADABLE', 'The file has a header and no members.');
  const { members, faults } = readBody(body, header, options);
  return {
    members,
    faults: [...faults, ...duplicates(members)].sort((a, b) => a.line - b.line),
    ignoredColumns: header.ignored,
  };
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
