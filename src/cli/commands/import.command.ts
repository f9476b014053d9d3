import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { cooperativesToVisit } from '../cooperatives.js';
import {
  importMembers,
  importPatronage,
  previewMembers,
  previewPatronage,
  type FilePreview,
} from '../files/import-files.js';
import { withUnitOfWork } from '../open-database.js';
import { runCommand } from '../run-command.js';

interface Options {
  readonly cooperative: string;
  readonly preview?: boolean;
}
interface PatronageOptions extends Options {
  readonly period: string;
}

export function registerImport(program: Command): void {
  const group = program
    .command('import')
    .description('enter what is kept in files; every line is checked before anything is written');
  group
    .command('members <file>')
    .description('members from CSV: name, and if kept ref, email, phone, class, joined_on, kind')
    .requiredOption('--cooperative <slug>', 'the short name of the cooperative')
    .option('--preview', 'say what it would do and every fault by line; write nothing')
    .action((file: string, options: Options) => runImport(file, options, membersOf));
  group
    .command('patronage <file>')
    .description('patronage from CSV: ref, basis, quantity, and if kept source_ref')
    .requiredOption('--cooperative <slug>', 'the short name of the cooperative')
    .requiredOption('--period <name>', 'the name of the period, still open')
    .option('--preview', 'say what it would do and every fault by line; write nothing')
    .action((file: string, options: PatronageOptions) =>
      runImport(file, options, patronageOf(options.period)),
    );
}

type ImportOf = (file: Uint8Array) => {
  preview(work: UnitOfWork, cooperativeId: string): Promise<FilePreview | Refusal>;
  /** Answers with what was done, as a sentence. */
  write(work: UnitOfWork, cooperativeId: string): Promise<string | Refusal>;
};

const membersOf: ImportOf = (file) => ({
  preview: (work, cooperativeId) => previewMembers(work, cooperativeId, file),
  async write(work, cooperativeId) {
    const done = await importMembers(work, cooperativeId, file);
    return isRefusal(done) ? done : `${done.members} members are entered.`;
  },
});

const patronageOf =
  (period: string): ImportOf =>
  (file) => {
    const content = textOf(file);
    return {
      preview: async (work, cooperativeId) =>
        isRefusal(content) ? content : previewPatronage(work, cooperativeId, period, content),
      async write(work, cooperativeId) {
        if (isRefusal(content)) return content;
        const done = await importPatronage(work, cooperativeId, period, content);
        return isRefusal(done) ? done : `${done.lines} records of patronage are entered in ${period}.`;
      },
    };
  };

function textOf(file: Uint8Array): string | Refusal {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
  } catch {
    return new Refusal('FILE_UNREADABLE', 'The file is not text in UTF-8; save it as “CSV UTF-8”.');
  }
}

function runImport(path: string, { cooperative, preview }: Options, of: ImportOf): Promise<void> {
  return runCommand(async (settings) => {
    const bytes = await bytesOf(path);
    if (isRefusal(bytes)) return bytes;
    return withUnitOfWork(settings, async (work) => {
      const found = await cooperativesToVisit(work, cooperative);
      if (isRefusal(found)) return found;
      const { id } = found[0]!;
      if (preview) return showPreview(await of(bytes).preview(work, id));
      const done = await of(bytes).write(work, id);
      if (isRefusal(done)) return withMessageFirst(done);
      console.log(done);
    });
  });
}

const mostBytes = 64 * 1024 * 1024;

async function bytesOf(path: string): Promise<Uint8Array | Refusal> {
  try {
    const bytes = await readFile(path);
    if (bytes.byteLength <= mostBytes) return bytes;
    return new Refusal('FILE_TOO_LARGE', `The file ${path} has more than 64 MB; divide it.`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    return new Refusal('FILE_UNREADABLE', `The file ${path} ${why}.`);
  }
}

function showPreview(preview: FilePreview | Refusal): void | Refusal {
  if (isRefusal(preview)) return withMessageFirst(preview);
  for (const line of preview.summary) console.log(line);
  if (preview.faults.length === 0)
    console.log('Everything is well. Nothing has been written: this was a preview.');
  else return withMessageFirst(new Refusal('FAULTS', faultsInWords(preview.faults.length), preview.faults));
}

const faultsInWords = (count: number): string =>
  `${count === 1 ? 'One fault' : `${count} faults`}; nothing has been written.`;

/** On a terminal the lines at fault come after what is the matter with them. */
const withMessageFirst = (refusal: Refusal): Refusal =>
  refusal.details.length === 0
    ? refusal
    : new Refusal(refusal.reason, refusal.message, [refusal.message, ...refusal.details]);
