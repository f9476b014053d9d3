import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { sha256 } from '../shared/canonical-json.js';
import { newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import type { LineFault, MemberLine, ReadingOptions } from './domain/member-csv.js';
import { readMemberFile } from './member-file.js';
import { enrol, lockRegister } from './enrolment.js';
import { MemberRegister } from './member-register.js';

/** What would happen to a file, with every fault by line; nothing has been written. */
export interface ImportPreview {
  readonly members: readonly MemberLine[];
  readonly faults: readonly LineFault[];
  readonly ignoredColumns: readonly string[];
  /** The import of this very file, when it is in the register already. */
  readonly earlier: Imported | null;
}
export interface Imported {
  readonly importId: string;
  readonly members: number;
}

export const importReasons = {
  FILE_UNREADABLE: 'The file is not text in UTF-8, too large, or no table.',
  LINES_AT_FAULT: 'Lines are at fault; the details name each. Nothing has been written.',
} as const;
export type ImportReason = keyof typeof importReasons;

const maxFaultsSaid = 200;

/**
 * Members from a file: everything is checked before anything is written, and all of it is written or none. The same
 * file twice is the same answer, once. Who calls answers for the right to do it.
 */
@Injectable()
export class MemberImport {
  constructor(@Inject(MemberRegister) private readonly register: MemberRegister) {}

  /** Checks a file against itself and against the register. Refuses `FILE_UNREADABLE`. */
  async preview(
    tx: Tx,
    file: Uint8Array | string,
    options: ReadingOptions = {},
  ): Promise<ImportPreview | Refusal<ImportReason>> {
    const read = readMemberFile(file, await this.optionsOf(tx, options));
    if (isRefusal(read)) return read;
    const { members, ignoredColumns } = read;
    const earlier = await importOf(tx, sha256(read.text));
    const registerFaults = earlier ? [] : await this.faultsAgainstRegister(tx, members);
    const faults = [...read.faults, ...registerFaults].sort((a, b) => a.line - b.line);
    return { members, faults, ignoredColumns, earlier };
  }

  /** Enters every line as an active member, or none. Refuses `FILE_UNREADABLE`, `LINES_AT_FAULT`. */
  async import(
    tx: Tx,
    viewer: Viewer,
    file: Uint8Array | string,
    options: ReadingOptions = {},
  ): Promise<Imported | Refusal<ImportReason>> {
    await lockRegister(tx);
    const read = readMemberFile(file, await this.optionsOf(tx, options));
    if (isRefusal(read)) return read;
    const contentHash = sha256(read.text);
    const earlier = await importOf(tx, contentHash);
    if (earlier) return earlier;
    const faults = [...read.faults, ...(await this.faultsAgainstRegister(tx, read.members))];
    if (faults.length > 0) return faultyLines(faults);
    await this.enter(tx, read.members);
    const importId = newId();
    await tx.sql(
      `INSERT INTO member_import (cooperative_id, id, content_hash, lines, recorded_by)
       VALUES (current_cooperative_id(), $1, $2, $3, $4)`,
      [importId, contentHash, read.members.length, viewer.membershipId],
    );
    await recordAct(tx, viewer, {
      act: 'importMembers',
      subjectType: 'member_import',
      subjectId: importId,
      data: { members: read.members.length, contentHash },
    });
    return { importId, members: read.members.length };
  }

  private async enter(tx: Tx, members: readonly MemberLine[]): Promise<void> {
    const classes = await this.register.classes(tx);
    const idByCode = new Map(classes.map(({ code, id }) => [code, id]));
    const today = await this.register.today(tx);
    await enrol(
      tx,
      members.map((member) => ({
        kind: member.kind,
        personId: null,
        externalRef: member.ref,
        name: member.name,
        legalName: member.legalName,
        email: member.email,
        telephone: member.telephone,
        classId: idByCode.get(member.classCode ?? classes[0]!.code)!,
        joinedOn: member.joinedOn ?? today,
        standing: 'active',
      })),
    );
  }

  private async faultsAgainstRegister(tx: Tx, members: readonly MemberLine[]): Promise<LineFault[]> {
    const classes = await this.register.classes(tx);
    const codes = new Set(classes.map(({ code }) => code));
    const today = await this.register.today(tx);
    const refs = new Set((await this.register.partiesByRef(tx, known(members, 'ref'))).map(({ ref }) => ref));
    const addresses = await addressesInUse(tx, known(members, 'email'));
    const faults: LineFault[] = [];
    for (const { line, classCode, joinedOn, ref, email } of members) {
      const say = (message: string): number => faults.push({ line, message });
      if (classCode === null && codes.size !== 1)
        say(`class is missing; it is one of ${[...codes].join(', ')}.`);
      if (classCode !== null && !codes.has(classCode)) {
        say(`class “${classCode.slice(0, 40)}” does not exist; it is one of ${[...codes].join(', ')}.`);
      }
      if (joinedOn !== null && joinedOn > today) say(`joined_on ${joinedOn} is still to come.`);
      if (ref !== null && refs.has(ref)) say(`ref ${ref} is in the register already.`);
      if (email !== null && addresses.has(email)) say('email belongs to a member in the register already.');
    }
    return faults;
  }

  private async optionsOf(tx: Tx, options: ReadingOptions): Promise<ReadingOptions> {
    const cooperative = await this.register.cooperative(tx);
    const isMonthFirst = /^en-(US|PH|CA)$/i.test(cooperative?.locale ?? '');
    return { dateOrder: isMonthFirst ? 'month-first' : 'day-first', ...options };
  }
}

const known = (members: readonly MemberLine[], column: 'ref' | 'email'): string[] =>
  members.map((member) => member[column]).filter((value) => value !== null);

function importOf(tx: Tx, contentHash: string): Promise<Imported | null> {
  return tx.one<Imported>(
    `SELECT id AS "importId", lines AS members FROM member_import WHERE content_hash = $1`,
    [contentHash],
  );
}

async function addressesInUse(tx: Tx, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.sql<{ value: string }>(
    `SELECT DISTINCT c.value FROM party_contact c
     JOIN membership m ON m.cooperative_id = c.cooperative_id AND m.party_id = c.party_id
     WHERE c.channel = 'email' AND c.value = ANY($1::text[])
       AND standing_on(m.cooperative_id, m.id, today_in(m.cooperative_id)) NOT IN ('left', 'expelled', 'deceased')`,
    [addresses],
  );
  return new Set(rows.map(({ value }) => value));
}

function faultyLines(faults: readonly LineFault[]): Refusal<ImportReason> {
  const sorted = [...faults].sort((a, b) => a.line - b.line);
  const lines = new Set(sorted.map(({ line }) => line)).size;
  const said = sorted.slice(0, maxFaultsSaid).map(({ line, message }) => `Line ${line}: ${message}`);
  const rest = sorted.length - said.length;
  return new Refusal(
    'LINES_AT_FAULT',
    `${lines === 1 ? 'One line is' : `${lines} lines are`} at fault; nothing has been written. ${said[0]}`,
    rest === 0 ? said : [...said, `And ${rest} more.`],
  );
}
