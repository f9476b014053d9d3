import { readDelimitedText } from '../platform/files/delimited-text.js';
import { Refusal } from '../shared/refusal.js';
import type { FileOf, FileRecord, LineError } from './domain/table-of-file.js';

/** A million lines fit. */
const maxFileBytes = 64_000_000;
const mostSaid = 100;

/** Reads a file by its records; what is wrong with it, as a whole or on a line, is an error of the file. */
export function readFileAs<Line>(
  file: Uint8Array | string,
  read: (records: readonly FileRecord[]) => FileOf<Line>,
): FileOf<Line> {
  const text = readDelimitedText(file, maxFileBytes);
  return 'message' in text ? { lines: [], errors: [text], ignoredColumns: [] } : read(text.records);
}

/** Nothing of a file is written when anything is wrong with it: FILE_HAS_ERRORS, with at most 100 errors by line. */
export function fileHasErrors(errors: readonly LineError[]): Refusal<'FILE_HAS_ERRORS'> {
  const details = errors
    .slice(0, mostSaid)
    .map(({ line, message }) => (line === 0 ? message : `Line ${line}: ${message}`));
  const more = errors.length > mostSaid ? ' The first hundred are named.' : '';
  return new Refusal(
    'FILE_HAS_ERRORS',
    `The file has ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}; nothing was written.${more}`,
    details,
  );
}
