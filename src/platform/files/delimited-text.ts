import { parse } from 'csv-parse/sync';

/** One record of a file. */
export interface DelimitedRecord {
  /** Where it ends in the file, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}
export interface DelimitedText {
  /** The text that was read, the same for files that differ only in byte-order mark and line breaks. */
  readonly text: string;
  /** Records with something in them, the header included. */
  readonly records: readonly DelimitedRecord[];
}
/** Why a file cannot be read record by record. */
export interface UnreadableFile {
  /** Line of the file, from 1; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}

// No record of ours comes near it; a quotation mark that is never closed does.
const maxRecordSize = 20_000;

/**
 * Reads a table that people saved from a spreadsheet (RFC 4180 and what is made of it): UTF-8 with or without
 * byte-order mark; comma, semicolon, tab or bar between fields, found in the header or declared by a line `sep=;`;
 * fields in quotes; any line breaks. Another encoding is refused by name, since a guess would turn names into others.
 */
export function readDelimitedText(
  file: Uint8Array | string,
  maxBytes: number,
): DelimitedText | UnreadableFile {
  const text = textOf(file, maxBytes);
  if (typeof text !== 'string') return text;
  const { delimiter, headerLine } = delimiterOf(text);
  const body = headerLine === 0 ? text : text.split('\n').slice(headerLine).join('\n');
  try {
    const parsed = parse(body, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: maxRecordSize,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    const records = parsed
      .map(({ info, record }) => ({ line: info.lines + headerLine, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    return { text, records };
  } catch (error) {
    const { lines, code } = error as { lines?: number; code?: string };
    if (code === undefined) throw error;
    const message =
      code === 'CSV_MAX_RECORD_SIZE'
        ? 'The record is longer than any could be; perhaps a quotation mark is never closed.'
        : 'There is a quotation mark that is never closed, or that stands inside a field.';
    return { line: lines === undefined ? 0 : lines + headerLine, message };
  }
}

function textOf(file: Uint8Array | string, maxBytes: number): string | UnreadableFile {
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
  if (bytes.byteLength > maxBytes) {
    const message = `The file has ${bytes.byteLength} bytes; at most ${maxBytes} are taken. Split it in two.`;
    return { line: 0, message };
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { line: 0, message: 'The file is in UTF-16. Save it again as “CSV UTF-8”.' };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.replace(/\r\n?/g, '\n');
  } catch {
    const line = lineOfBadByte(bytes);
    return {
      line,
      message: `The file is not in UTF-8: line ${line} has a byte that is none. Save it again as “CSV UTF-8”.`,
    };
  }
}

function lineOfBadByte(bytes: Uint8Array): number {
  let line = 1;
  let from = 0;
  while (from < bytes.byteLength) {
    const end = bytes.indexOf(0x0a, from);
    const until = end === -1 ? bytes.byteLength : end + 1;
    if (!isUtf8(bytes.subarray(from, until))) return line;
    from = until;
    line += 1;
  }
  return line;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** What separates the fields: named by a first line `sep=;`, else what stands most often in the header. */
function delimiterOf(text: string): { delimiter: string; headerLine: number } {
  const lines = text.split('\n', 50);
  const first = Math.max(
    lines.findIndex((line) => line.trim() !== ''),
    0,
  );
  const declared =
    /^sep=([;,|\t])$/i.exec(lines[first]?.trimEnd() ?? '') ?? /^sep=(\t)$/i.exec(lines[first] ?? '');
  if (declared) return { delimiter: declared[1]!, headerLine: first + 1 };
  const header = (lines[first] ?? '').replace(/"([^"]|"")*"/g, '');
  const counted = [';', ',', '\t', '|'].map((mark) => ({ mark, count: header.split(mark).length }));
  const best = counted.reduce((most, next) => (next.count > most.count ? next : most));
  return { delimiter: best.mark, headerLine: first };
}
