import { readDelimitedText } from '../platform/files/delimited-text.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { readMembers, type MemberList, type ReadingOptions } from './domain/member-csv.js';

export interface MemberFile extends MemberList {
  /** The text that was read, the same for files that differ only in byte-order mark and line breaks. */
  readonly text: string;
}

/** Lists of members are far smaller; what is larger is another file chosen by mistake. */
const maxFileBytes = 5_000_000;

/** Reads a file of members. Refuses `FILE_UNREADABLE`; what is wrong on a line is a fault of the list. */
export function readMemberFile(
  file: Uint8Array | string,
  options: ReadingOptions = {},
): MemberFile | Refusal<'FILE_UNREADABLE'> {
  const read = readDelimitedText(file, maxFileBytes);
  if ('message' in read) {
    const where = read.line === 0 ? '' : `Line ${read.line}: `;
    return new Refusal('FILE_UNREADABLE', `${where}${read.message}`);
  }
  const list = readMembers(read.records, options);
  return isRefusal(list) ? list : { ...list, text: read.text };
}
