import { MemberImport, type Imported as MembersImported } from '../../membership/member-import.js';
import { MemberRegister } from '../../membership/member-register.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemIn } from '../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { PatronageImport } from '../../surplus/patronage-import.js';

const members = new MemberImport(new MemberRegister());
const patronage = new PatronageImport(new PartyDirectory());

/** What a preview found, as lines for a terminal. */
export interface FilePreview {
  readonly summary: readonly string[];
  /** A sentence each, by line; empty when everything is well. */
  readonly faults: readonly string[];
}

/** What importing a file of members would do; writes nothing. */
export function previewMembers(
  work: UnitOfWork,
  cooperativeId: string,
  file: Uint8Array,
): Promise<FilePreview | Refusal> {
  return work.inTransaction(systemIn(cooperativeId), async (tx) => {
    const preview = await members.preview(tx, file);
    if (isRefusal(preview)) return preview;
    const { members: read, faults, ignoredColumns, earlier } = preview;
    const classes = new Set(read.map(({ classCode }) => classCode ?? 'no class named'));
    return {
      summary: [
        `${read.length} members read; classes: ${[...classes].sort().join(', ') || 'none'}.`,
        ...ignored(ignoredColumns),
        ...(earlier === null
          ? []
          : ['This file has been imported already; importing it again changes nothing.']),
      ],
      faults: faults.map(({ line, message }) => `Line ${line}: ${message}`),
    };
  });
}

/** Enters every member of a file, or none; the same file again is the same answer. */
export const importMembers = (
  work: UnitOfWork,
  cooperativeId: string,
  file: Uint8Array,
): Promise<MembersImported | Refusal> =>
  undoneWhenRefused(work, cooperativeId, (tx) => members.import(tx, systemIn(cooperativeId), file));

/** What importing a file of patronage into a period would do; writes nothing. */
export function previewPatronage(
  work: UnitOfWork,
  cooperativeId: string,
  periodName: string,
  content: string,
): Promise<FilePreview | Refusal> {
  return work.inTransaction(systemIn(cooperativeId), async (tx) => {
    const periodId = await periodNamed(tx, periodName);
    if (isRefusal(periodId)) return periodId;
    const preview = await patronage.preview(tx, periodId, content);
    if (isRefusal(preview)) return preview;
    return {
      summary: [
        `${preview.lines} records of ${preview.parties} parties read.`,
        ...preview.totals.map(
          ({ basis, quantity, lines }) =>
            `${basis}: ${quantity} in ${lines} ${lines === 1 ? 'record' : 'records'}.`,
        ),
        ...ignored(preview.ignoredColumns),
        ...(preview.alreadyImported
          ? ['This file has been imported already; importing it again changes nothing.']
          : []),
      ],
      faults: preview.errors.map(({ line, message }) => (line === 0 ? message : `Line ${line}: ${message}`)),
    };
  });
}

/** Records every line of a file in a period, or none; the same file again is the same answer. */
export const importPatronage = (
  work: UnitOfWork,
  cooperativeId: string,
  periodName: string,
  content: string,
): Promise<{ readonly lines: number } | Refusal> =>
  undoneWhenRefused(work, cooperativeId, async (tx) => {
    const periodId = await periodNamed(tx, periodName);
    return isRefusal(periodId) ? periodId : patronage.import(tx, systemIn(cooperativeId), periodId, content);
  });

const ignored = (columns: readonly string[]): string[] =>
  columns.length === 0 ? [] : [`Columns not used: ${columns.join(', ')}.`];

async function periodNamed(tx: Tx, name: string): Promise<string | Refusal<'NO_SUCH_PERIOD'>> {
  const period = await tx.one<{ id: string }>(
    `SELECT id FROM period WHERE cooperative_id = current_cooperative_id() AND name = $1`,
    [name],
  );
  return period?.id ?? new Refusal('NO_SUCH_PERIOD', `The cooperative has no period "${name}".`);
}

/** A refusal leaves nothing behind. */
function undoneWhenRefused<Done>(
  work: UnitOfWork,
  cooperativeId: string,
  write: (tx: Tx) => Promise<Done | Refusal>,
): Promise<Done | Refusal> {
  return work.inTransaction(systemIn(cooperativeId), async (tx) => {
    await tx.control('SAVEPOINT import');
    const outcome = await write(tx);
    if (isRefusal(outcome)) await tx.control('ROLLBACK TO SAVEPOINT import');
    return outcome;
  });
}
