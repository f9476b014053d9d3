import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isCurrentMember } from '../../platform/request/viewer.js';
import { newId } from '../../shared/ids.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { consentsGiven, readConsents, type ConsentGiven, type ConsentLine } from '../domain/consent-csv.js';
import type { LineError } from '../domain/table-of-file.js';
import { importFile, previewFile, type Imported, type KindOfFile } from '../file-import.js';
import { mayKeepCapital } from './capital.policy.js';
import { todayHere } from './capital.rows.js';
import { insertConsents } from './tax-consents.js';

export interface ConsentPreview {
  readonly lines: number;
  readonly totals: readonly { readonly given: ConsentGiven; readonly lines: number }[];
  readonly errors: readonly LineError[];
  readonly ignoredColumns: readonly string[];
  /** The same file was imported before: importing it again changes nothing. */
  readonly alreadyImported: boolean;
}

/** Consents of many from a file: nothing is written unless every line is well; the same file twice is imported once. */
@Injectable()
export class ConsentImport {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {}

  /** What importing would do, and every error by its line. Null for strangers; a refusal for who may not import. */
  async preview(scope: RequestScope, content: string): Promise<ConsentPreview | Refusal | null> {
    if (!isCurrentMember(scope.viewer)) return null;
    const verdict = mayKeepCapital(scope.viewer);
    if (isRefusal(verdict)) return verdict;
    const file = await previewFile(await this.work.read(scope), this.parties, consents, content);
    const totals = consentsGiven.map((given) => ({
      given,
      lines: file.lines.filter((line) => line.given === given).length,
    }));
    return { ...file, lines: file.lines.length, totals: totals.filter(({ lines }) => lines > 0) };
  }

  /** Refusals: FILE_HAS_ERRORS with at most 100 errors by line. */
  importTaxConsents(
    scope: RequestScope,
    { idempotencyKey, content }: { readonly idempotencyKey: string; readonly content: string },
  ): Promise<Imported | Refusal> {
    const options = { act: 'importTaxConsents', idempotencyKey, request: { content } };
    return this.work.command(scope, options, async (tx, viewer) => {
      const verdict = mayKeepCapital(viewer);
      if (isRefusal(verdict)) return verdict;
      await tx.sql(
        `SELECT pg_advisory_xact_lock(hashtextextended('tax consents of ' || current_cooperative_id(), 0))`,
      );
      return importFile(tx, viewer, this.parties, consents, content);
    });
  }
}

/** None of a day to come, and none that is on file already. */
const consents: KindOfFile<ConsentLine> = {
  read: readConsents,
  findImport: (tx, hash) =>
    tx.one<Imported>(
      `SELECT id AS "importId", lines FROM tax_consent_import
       WHERE cooperative_id = current_cooperative_id() AND content_hash = $1`,
      [hash],
    ),
  faults: async (tx, lines) => {
    const today = await todayHere(tx);
    const onFile = await consentsOnFile(
      tx,
      lines.map(({ partyId }) => partyId),
    );
    return ({ partyId, given, effectiveOn }) => {
      if (effectiveOn > today) return `Today is ${today}; a consent to come is recorded when it is given.`;
      return onFile.has(`${partyId} ${given} ${effectiveOn}`) ? 'This consent is on file already.' : null;
    };
  },
  write: async (tx, viewer, lines, hash) => {
    const importId = newId();
    await tx.sql(
      `INSERT INTO tax_consent_import (cooperative_id, id, content_hash, lines, recorded_by)
       VALUES (current_cooperative_id(), $1, $2, $3, $4)`,
      [importId, hash, lines.length, viewer.membershipId],
    );
    await insertConsents(
      tx,
      viewer,
      lines.map((line) => ({ ...line, id: newId() })),
      importId,
    );
    await recordAct(tx, viewer, {
      ...{ act: 'importTaxConsents', subjectType: 'tax_consent_import', subjectId: importId },
      data: { lines: lines.length, contentHash: hash },
    });
    return importId;
  },
};

async function consentsOnFile(tx: Tx, partyIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.sql<{ consent: string }>(
    `SELECT DISTINCT party_id || ' ' || given || ' ' || to_char(effective_on, 'YYYY-MM-DD') AS consent FROM tax_consent
     WHERE cooperative_id = current_cooperative_id() AND party_id = ANY ($1::uuid[])`,
    [partyIds],
  );
  return new Set(rows.map(({ consent }) => consent));
}
