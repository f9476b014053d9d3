import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { PartyDirectory } from '../membership/shares/party-directory.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId, newId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { readPatronage, type PatronageLine } from './domain/patronage-csv.js';
import type { LineError } from './domain/table-of-file.js';
import { formatQuantity } from './domain/quantity.js';
import { importFile, previewFile, type Imported, type KindOfFile, type Owned } from './file-import.js';
import { holdOpen, periodClosed } from './patronage.service.js';

export interface ImportPreview {
  readonly lines: number;
  readonly parties: number;
  readonly totals: readonly { readonly basis: string; readonly quantity: string; readonly lines: number }[];
  readonly errors: readonly LineError[];
  readonly ignoredColumns: readonly string[];
  /** The same file was imported into this period before: importing it again changes nothing. */
  readonly alreadyImported: boolean;
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
    const file = await previewFile(tx, this.parties, patronageOf(periodId), content);
    if (!file.alreadyImported && period !== 'open') return periodClosed();
    return {
      ...file,
      lines: file.lines.length,
      parties: new Set(file.lines.map((line) => line.ref)).size,
      totals: totalsOf(file.lines),
    };
  }

  /** Writes the file's records. Refusals: NOT_FOUND, PERIOD_CLOSED, FILE_HAS_ERRORS with at most 100 errors by line. */
  async import(tx: Tx, viewer: Viewer, periodId: string, content: string): Promise<Imported | Refusal> {
    if (!isId(periodId)) return new Refusal('NOT_FOUND', 'There is no such period.');
    await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('patronage of ' || $1, 0))`, [
      periodId.toLowerCase(),
    ]);
    return importFile(tx, viewer, this.parties, patronageOf(periodId), content, () => holdOpen(tx, periodId));
  }
}

/** Patronage of one period: a source counts once, and what names no source of its own once for each party and basis. */
const patronageOf = (periodId: string): KindOfFile<PatronageLine> => ({
  read: readPatronage,
  findImport: (tx, hash) =>
    tx.one<Imported>(
      `SELECT id AS "importId", lines FROM patronage_import
       WHERE cooperative_id = current_cooperative_id() AND period_id = $1 AND content_hash = $2`,
      [periodId, hash],
    ),
  faults: async (tx, lines, hash) => {
    const sources = await sourcesOnRecord(
      tx,
      periodId,
      lines.map((line) => sourceOf(line, hash)),
    );
    const unnamed = await withoutSource(tx, periodId, lines);
    return (line) => {
      if (sources.has(sourceOf(line, hash))) return 'This source is recorded in the period already.';
      return line.sourceRef === null && unnamed.has(`${line.partyId} ${line.basis}`)
        ? `${line.basis} of this party came from a file without sources already; give the lines a source_ref if more is meant.`
        : null;
    };
  },
  write: async (tx, viewer, lines, hash) => {
    const importId = await insertImport(tx, viewer, periodId, hash, lines);
    if (importId === null)
      return new Refusal(
        'FILE_HAS_ERRORS',
        'Some of its sources were recorded by somebody else at this moment; nothing was written. The preview names them now.',
      );
    await recordAct(tx, viewer, {
      act: 'importPatronage',
      subjectType: 'period',
      subjectId: periodId,
      data: { importId, lines: lines.length, contentHash: hash },
    });
    return importId;
  },
});

/** A line without a source of its own is named by its file and place. */
const sourceOf = (line: PatronageLine, hash: string): string =>
  line.sourceRef ?? `file ${hash.slice(0, 16)} line ${line.line}`;

async function sourcesOnRecord(
  tx: Tx,
  periodId: string,
  sources: readonly string[],
): Promise<ReadonlySet<string>> {
  const recorded = await tx.sql<{ sourceRef: string }>(
    `SELECT source_ref AS "sourceRef" FROM patronage_record
     WHERE cooperative_id = current_cooperative_id() AND period_id = $1 AND source_ref = ANY($2::text[])`,
    [periodId, sources],
  );
  return new Set(recorded.map((row) => row.sourceRef));
}

/** Party and basis of what stands from files whose lines named no source; nothing is asked where all of these name one. */
async function withoutSource(
  tx: Tx,
  periodId: string,
  lines: readonly Owned<PatronageLine>[],
): Promise<ReadonlySet<string>> {
  const parties = lines.filter(({ sourceRef }) => sourceRef === null).map(({ partyId }) => partyId);
  if (parties.length === 0) return new Set();
  const recorded = await tx.sql<{ of: string }>(
    `SELECT DISTINCT r.party_id || ' ' || r.basis AS of FROM patronage_record r
     WHERE r.cooperative_id = current_cooperative_id() AND r.period_id = $1 AND r.party_id = ANY($2::uuid[])
       AND r.source_ref ~ '^file [0-9a-f]{16} line [0-9]+$' AND NOT EXISTS (SELECT FROM patronage_record c
         WHERE c.cooperative_id = r.cooperative_id AND c.corrects = r.id)`,
    [periodId, parties],
  );
  return new Set(recorded.map((row) => row.of));
}

async function periodState(tx: Tx, periodId: string): Promise<string | null> {
  if (!isId(periodId)) return null;
  const row = await tx.one<{ state: string }>(
    `SELECT state FROM period WHERE cooperative_id = current_cooperative_id() AND id = $1`,
    [periodId],
  );
  return row?.state ?? null;
}

/** Null where a source was recorded meanwhile; what was written is then undone by the refusal. */
async function insertImport(
  tx: Tx,
  viewer: Viewer,
  periodId: string,
  hash: string,
  lines: readonly Owned<PatronageLine>[],
): Promise<string | null> {
  const importId = newId();
  await tx.sql(
    `INSERT INTO patronage_import (cooperative_id, id, period_id, content_hash, lines, recorded_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5)`,
    [importId, periodId, hash, lines.length, viewer.membershipId],
  );
  const written = await tx.sql(
    `INSERT INTO patronage_record (cooperative_id, id, period_id, party_id, basis, quantity_millionths, source_ref)
     SELECT current_cooperative_id(), r.id, $1, r.party_id, r.basis, r.quantity, r.source_ref
     FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[]) AS r(id, party_id, basis, quantity, source_ref)
     ON CONFLICT DO NOTHING RETURNING 1 AS written`,
    [
      periodId,
      lines.map(() => newId()),
      lines.map((line) => line.partyId),
      lines.map((line) => line.basis),
      lines.map((line) => line.millionths.toString()),
      lines.map((line) => sourceOf(line, hash)),
    ],
  );
  return written.length === lines.length ? importId : null;
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
