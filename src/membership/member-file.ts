import { parse } from 'csv-parse/sync';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { csvText, delimiterOf } from './domain/csv-text.js';
import { readMembers, type CsvRecord, type MemberList, type ReadingOptions } from './domain/member-csv.js';

export interface MemberFile extends MemberList {
  /** The text that was read, the same for files that differ only in byte-order mark and line breaks. */
  readonly text: string;
}

/**
 * Reads a file of members: UTF-8 with or without byte-order mark; comma, semicolon, tab or bar between fields; fields
 * in quotes. Refuses `FILE_UNREADABLE`; what is wrong on a line is a fault of the list.
 */
export function readMemberFile(
  file: Uint8Array | string,
  options: ReadingOptions = {},
): MemberFile | Refusal<'FILE_UNREADABLE'> {
  const text = csvText(file);
  if (isRefusal(text)) return text;
  const records = recordsOf(text);
  if (isRefusal(records)) return records;
  const list = readMembers(records, options);
  return isRefusal(list) ? list : { ...list, text };
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
