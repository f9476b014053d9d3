import { readDelimitedText } from '../platform/files/delimited-text.js';
import { readPatronage, type PatronageFile } from './domain/patronage-csv.js';

/** A million lines fit. */
const maxFileBytes = 64_000_000;

/** Reads a file of patronage; what is wrong with it, as a whole or on a line, is an error of the file. */
export function readPatronageFile(file: Uint8Array | string): PatronageFile {
  const read = readDelimitedText(file, maxFileBytes);
  return 'message' in read ? { lines: [], errors: [read], ignoredColumns: [] } : readPatronage(read.records);
}
