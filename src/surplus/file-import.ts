import type { PartyDirectory } from '../membership/shares/party-directory.js';
import { readDelimitedText } from '../platform/files/delimited-text.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { sha256 } from '../shared/canonical-json.js';
import { Refusal } from '../shared/refusal.js';
import type { FileOf, FileRecord, LineError } from './domain/table-of-file.js';

/** A line that says whose it is, by reference or account key. */
interface LineOfSomebody {
  readonly line: number;
  readonly ref: string;
}
export type Owned<Line> = Line & { readonly partyId: string };

/** A kind of file whose lines each say whose they are: how it is read, what only the database knows, how it is kept. */
export interface KindOfFile<Line extends LineOfSomebody> {
  readonly read: (records: readonly FileRecord[]) => FileOf<Line>;
  /** Its import, where a file with this hash was imported before. */
  readonly findImport: (tx: Tx, hash: string) => Promise<Imported | null>;
  /** What is on record against a line, or nothing. */
  readonly faults: (
    tx: Tx,
    lines: readonly Owned<Line>[],
    hash: string,
  ) => Promise<(line: Owned<Line>) => string | null>;
  /** Writes every line; the import's identifier, or a refusal where another request was faster. */
  readonly write: (
    tx: Tx,
    viewer: Viewer,
    lines: readonly Owned<Line>[],
    hash: string,
  ) => Promise<string | Refusal>;
}
export interface Imported {
  readonly importId: string;
  readonly lines: number;
}
export interface FilePreview<Line> extends FileOf<Line> {
  /** The same file was imported before: importing it again changes nothing. */
  readonly alreadyImported: boolean;
}

/** What importing a file would do, and every error by its line. */
export async function previewFile<Line extends LineOfSomebody>(
  tx: Tx,
  parties: PartyDirectory,
  kind: KindOfFile<Line>,
  content: string,
): Promise<FilePreview<Line>> {
  const file = readFileAs(content, kind.read);
  const earlier = await kind.findImport(tx, file.hash);
  if (earlier !== null) return { ...file, alreadyImported: true };
  return { ...file, errors: (await check(tx, parties, kind, file)).errors, alreadyImported: false };
}

/**
 * Every line of a file, or none; the same file twice is imported once, also when it was saved with other line breaks or a
 * byte-order mark. Who calls it has seen to permission, and that no two imports of the kind run at once. Refuses
 * FILE_HAS_ERRORS.
 */
export async function importFile<Line extends LineOfSomebody>(
  tx: Tx,
  viewer: Viewer,
  parties: PartyDirectory,
  kind: KindOfFile<Line>,
  content: string,
  mayWrite: () => Promise<true | Refusal> = () => Promise.resolve(true),
): Promise<Imported | Refusal> {
  const file = readFileAs(content, kind.read);
  const earlier = await kind.findImport(tx, file.hash);
  if (earlier !== null) return earlier;
  const may = await mayWrite();
  if (may !== true) return may;
  const { lines, errors } = await check(tx, parties, kind, file);
  if (errors.length > 0) return fileHasErrors(errors);
  const importId = await kind.write(tx, viewer, lines, file.hash);
  return typeof importId === 'string' ? { importId, lines: lines.length } : importId;
}

async function check<Line extends LineOfSomebody>(
  tx: Tx,
  parties: PartyDirectory,
  kind: KindOfFile<Line>,
  file: ReadFile<Line>,
): Promise<{ lines: readonly Owned<Line>[]; errors: readonly LineError[] }> {
  const known = await parties.partiesByRef(tx, [...new Set(file.lines.map(({ ref }) => ref))]);
  const lines = file.lines.flatMap((line) => {
    const partyId = known.get(line.ref);
    return partyId === undefined ? [] : [{ ...line, partyId }];
  });
  const unknown = file.lines
    .filter(({ ref }) => !known.has(ref))
    .map(({ line, ref }) => ({
      line,
      message: `Nobody is kept under the reference “${[...ref].slice(0, 40).join('')}”; a member’s is m and their number, as m007.`,
    }));
  const faultOf = await kind.faults(tx, lines, file.hash);
  const onRecord = lines.flatMap((line): LineError[] => {
    const message = faultOf(line);
    return message === null ? [] : [{ line: line.line, message }];
  });
  const errors = [...file.errors, ...unknown, ...onRecord].sort((a, b) => a.line - b.line);
  return { lines, errors };
}

export interface ReadFile<Line> extends FileOf<Line> {
  /** Of its text, whatever its line breaks and byte-order mark. */
  readonly hash: string;
}
/** A million lines fit. */
const maxFileBytes = 64_000_000;
const mostSaid = 100;

/** Reads a file by its records; what is wrong with it, as a whole or on a line, is an error of the file. */
export function readFileAs<Line>(
  file: Uint8Array | string,
  read: (records: readonly FileRecord[]) => FileOf<Line>,
): ReadFile<Line> {
  const text = readDelimitedText(file, maxFileBytes);
  return 'message' in text
    ? { lines: [], errors: [text], ignoredColumns: [], hash: sha256('') }
    : { ...read(text.records), hash: sha256(text.text) };
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
