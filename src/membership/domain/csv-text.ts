import { Refusal } from '../../shared/refusal.js';

/** Lists of members are far smaller; what is larger is another file chosen by mistake. */
export const maxFileBytes = 5_000_000;

/**
 * The text of a file: UTF-8, its byte-order mark taken off, one kind of line break. Anything else is refused by name,
 * since a guess would turn names into other names. Refusal: `FILE_UNREADABLE`.
 */
export function csvText(file: Uint8Array | string): string | Refusal<'FILE_UNREADABLE'> {
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
  if (bytes.byteLength > maxFileBytes) {
    return new Refusal(
      'FILE_UNREADABLE',
      `The file has ${bytes.byteLength} bytes; a list of members has at most ${maxFileBytes}. Split it in two.`,
    );
  }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return new Refusal('FILE_UNREADABLE', 'The file is in UTF-16. Save it again as “CSV UTF-8”.');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.replace(/\r\n?/g, '\n');
  } catch {
    return new Refusal(
      'FILE_UNREADABLE',
      `The file is not in UTF-8: line ${lineOfBadByte(bytes)} has a byte that is none. Save it again as “CSV UTF-8”.`,
    );
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
export function delimiterOf(text: string): { delimiter: string; headerLine: number } {
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
