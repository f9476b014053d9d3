import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { PartyDirectory } from '../membership/shares/party-directory.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { sha256 } from '../shared/canonical-json.js';
import { isId, newId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import type { PatronageLine } from './domain/patronage-csv.js';
import type { LineError } from './domain/table-of-file.js';
import { fileHasErrors } from './delimited-file.js';
import { formatQuantity } from './domain/quantity.js';
import { readPatronageFile } from './patronage-file.js';
import { holdOpen } from './patronage.service.js';

export interface ImportPreview {
  readonly lines: number;
  readonly parties: number;
  readonly totals: readonly { readonly basis: string; readonly quantity: string; readonly lines: number }[];
  readonly errors: readonly LineError[];
  readonly ignoredColumns: readonly string[];
  /** The same file was imported into this period before: importing it again changes nothing. */
  readonly alreadyImported: boolean;
}
export interface Imported {
  readonly importId: string;
  readonly lines: number;
}

/**
 * Patronage from a file, in the caller's transaction: the API's act and the command line share it. Nothing is written
 * unless every line is well; the same file twice is imported once. Permission is the caller's first line.
 */
@Injectable()
export class PatronageImport {
  constructor(@Inject(PartyDirectory) private readonly parties: PartyDirectory) {}

  /** What importing would do, and every error by its line. Refusals: NOT_FOUND, PERIOD_CLOSED. */
  async preview(tx: Tx, periodId: string, content: string): Promise<ImportPreview | Refusal> {
    const period = await periodState(tx, periodId);
    if (period === null) return new Refusal('NOT_FOUND', 'There is no such period.');
    const earlier = await findImport(tx, periodId, sha256(content));
    if (earlier === null && period !== 'open')
      return new Refusal(
        'PERIOD_CLOSED',
        'The period is closed; its records are final. Whose record is wrong disputes it in the review of a run.',
      );
    const file = readPatronageFile(content);
    const found =
      earlier === null ? await this.check(tx, periodId, content, file.lines) : { partyIds: [], errors: [] };
    const errors = [...file.errors, ...found.errors].sort((a, b) => a.line - b.line);
    return {
      lines: file.lines.length,
      parties: new Set(file.lines.map((line) => line.ref)).size,
      totals: totalsOf(file.lines),
      errors,
      ignoredColumns: file.ignoredColumns,
      alreadyImported: earlier !== null,
    };
  }

  /** Writes the file's records. Refusals: NOT_FOUND, PERIOD_CLOSED, FILE_HAS_ERRORS with at most 100 errors by line. */
  async import(tx: Tx, viewer: Viewer, periodId: string, content: string): Promise<Imported | Refusal> {
    const hash = sha256(content);
    if (!isId(periodId)) return new Refusal('NOT_FOUND', 'There is no such period.');
    await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('patronage of ' || $1, 0))`, [
      periodId.toLowerCase(),
    ]);
    const earlier = await findImport(tx, periodId, hash);
    if (earlier !== null) return earlier;
    const open = await holdOpen(tx, periodId);
    if (open !== true) return open;
    const file = readPatronageFile(content);
    const { partyIds, errors } = await this.check(tx, periodId, content, file.lines);
    const all = [...file.errors, ...errors].sort((a, b) => a.line - b.line);
    if (all.length > 0) return fileHasErrors(all);
    const importId = await insertImport(tx, viewer, periodId, hash, file.lines, partyIds);
    await recordAct(tx, viewer, {
      act: 'importPatronage',
      subjectType: 'period',
      subjectId: periodId,
      data: { importId, lines: file.lines.length, contentHash: hash },
    });
    return { importId, lines: file.lines.length };
  }

  /** What only the database knows: who the references are, and which sources are recorded already. */
  private async check(
    tx: Tx,
    periodId: string,
    content: string,
    lines: readonly PatronageLine[],
  ): Promise<{ partyIds: string[]; errors: LineError[] }> {
    const parties = await this.parties.partiesByRef(tx, [...new Set(lines.map((line) => line.ref))]);
    const hash = sha256(content);
    const recorded = await tx.sql<{ sourceRef: string }>(
      `SELECT source_ref AS "sourceRef" FROM patronage_record
       WHERE cooperative_id = current_cooperative_id() AND period_id = $1 AND source_ref = ANY($2::text[])`,
      [periodId, lines.map((line) => sourceOf(line, hash))],
    );
    const sources = new Set(recorded.map((row) => row.sourceRef));
    const errors = lines.flatMap((line): LineError[] => [
      ...(parties.has(line.ref)
        ? []
        : [{ line: line.line, message: `Nobody is kept under the reference “${line.ref.slice(0, 40)}”.` }]),
      ...(sources.has(sourceOf(line, hash))
        ? [{ line: line.line, message: 'This source is recorded in the period already.' }]
        : []),
    ]);
    return { partyIds: lines.map((line) => parties.get(line.ref) ?? ''), errors };
  }
}

/** A line without a source of its own is named by its file and place. */
const sourceOf = (line: PatronageLine, hash: string): string =>
  line.sourceRef ?? `file ${hash.slice(0, 16)} line ${line.line}`;

async function periodState(tx: Tx, periodId: string): Promise<string | null> {
  if (!isId(periodId)) return null;
  const row = await tx.one<{ state: string }>(
    `SELECT state FROM period WHERE cooperative_id = current_cooperative_id() AND id = $1`,
    [periodId],
  );
  return row?.state ?? null;
}

const findImport = (tx: Tx, periodId: string, hash: string): Promise<Imported | null> =>
  tx.one<Imported>(
    `SELECT id AS "importId", lines FROM patronage_import
     WHERE cooperative_id = current_cooperative_id() AND period_id = $1 AND content_hash = $2`,
    [periodId, hash],
  );

async function insertImport(
  tx: Tx,
  viewer: Viewer,
  periodId: string,
  hash: string,
  lines: readonly PatronageLine[],
  partyIds: readonly string[],
): Promise<string> {
  const importId = newId();
  await tx.sql(
    `INSERT INTO patronage_import (cooperative_id, id, period_id, content_hash, lines, recorded_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5)`,
    [importId, periodId, hash, lines.length, viewer.membershipId],
  );
  await tx.sql(
    `INSERT INTO patronage_record (cooperative_id, id, period_id, party_id, basis, quantity_millionths, source_ref)
     SELECT current_cooperative_id(), r.id, $1, r.party_id, r.basis, r.quantity, r.source_ref
     FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[]) AS r(id, party_id, basis, quantity, source_ref)`,
    [
      periodId,
      lines.map(() => newId()),
      partyIds,
      lines.map((line) => line.basis),
      lines.map((line) => line.millionths.toString()),
      lines.map((line) => sourceOf(line, hash)),
    ],
  );
  return importId;
}

function totalsOf(lines: readonly PatronageLine[]): ImportPreview['totals'] {
  const totals = new Map<string, { sum: bigint; lines: number }>();
  for (const line of lines) {
    const total = totals.get(line.basis) ?? { sum: 0n, lines: 0 };
    totals.set(line.basis, { sum: total.sum + line.millionths, lines: total.lines + 1 });
  }
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([basis, total]) => ({ basis, quantity: formatQuantity(total.sum), lines: total.lines }));
}
