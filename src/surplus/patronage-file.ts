import { readPatronage, type PatronageFile } from './domain/patronage-csv.js';
import { readFileAs } from './file-import.js';

/** Reads a file of patronage; what is wrong with it, as a whole or on a line, is an error of the file. */
export const readPatronageFile = (file: Uint8Array | string): PatronageFile =>
  readFileAs(file, readPatronage);
