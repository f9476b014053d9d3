import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isCurrentMember, type Viewer } from '../../platform/request/viewer.js';
import { sha256 } from '../../shared/canonical-json.js';
import { newId } from '../../shared/ids.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { fileHasErrors, readFileAs } from '../delimited-file.js';
import { consentsGiven, readConsents, type ConsentGiven, type ConsentLine } from '../domain/consent-csv.js';
import type { FileOf, LineError } from '../domain/table-of-file.js';
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
export interface ConsentsImported {
  readonly importId: string;
  readonly lines: number;
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
    const tx = await this.work.read(scope);
    const earlier = await findImport(tx, sha256(content));
    const file = readFileAs(content, readConsents);
    const { errors } = earlier === null ? await this.check(tx, file) : file;
    const totals = consentsGiven.map((given) => ({
      given,
      lines: file.lines.filter((line) => line.given === given).length,
    }));
    return {
      lines: file.lines.length,
      totals: totals.filter(({ lines }) => lines > 0),
      errors,
      ignoredColumns: file.ignoredColumns,
      alreadyImported: earlier !== null,
    };
  }

  /** Refusals: FILE_HAS_ERRORS with at most 100 errors by line. */
  importTaxConsents(
    scope: RequestScope,
    { idempotencyKey, content }: { readonly idempotencyKey: string; readonly content: string },
  ): Promise<ConsentsImported | Refusal> {
    const options = { act: 'importTaxConsents', idempotencyKey, request: { content } };
    return this.work.command(scope, options, async (tx, viewer) => {
      const verdict = mayKeepCapital(viewer);
      if (isRefusal(verdict)) return verdict;
      await tx.sql(
        `SELECT pg_advisory_xact_lock(hashtextextended('tax consents of ' || current_cooperative_id(), 0))`,
      );
      const hash = sha256(content);
      const earlier = await findImport(tx, hash);
      if (earlier !== null) return earlier;
      const file = readFileAs(content, readConsents);
      const { partyIds, errors } = await this.check(tx, file);
      return errors.length > 0 ? fileHasErrors(errors) : write(tx, viewer, hash, file.lines, partyIds);
    });
  }

  /** What only the database knows: who the references are, which day it is, and what is on file already. */
  private async check(
    tx: Tx,
    file: FileOf<ConsentLine>,
  ): Promise<{ partyIds: string[]; errors: readonly LineError[] }> {
    const parties = await this.parties.partiesByRef(tx, [...new Set(file.lines.map(({ ref }) => ref))]);
    const [today, onFile] = [await todayHere(tx), await consentsOnFile(tx, [...parties.values()])];
    const errors = file.lines.flatMap(({ line, ref, given, effectiveOn }): LineError[] => {
      const partyId = parties.get(ref);
      if (partyId === undefined)
        return [{ line, message: `Nobody is kept under the reference “${ref.slice(0, 40)}”.` }];
      if (effectiveOn > today)
        return [{ line, message: `Today is ${today}; a consent to come is recorded when it is given.` }];
      return onFile.has(`${partyId} ${given} ${effectiveOn}`)
        ? [{ line, message: 'This consent is on file already.' }]
        : [];
    });
    return {
      partyIds: file.lines.map(({ ref }) => parties.get(ref) ?? ''),
      errors: [...file.errors, ...errors].sort((a, b) => a.line - b.line),
    };
  }
}

const findImport = (tx: Tx, hash: string): Promise<ConsentsImported | null> =>
  tx.one<ConsentsImported>(
    `SELECT id AS "importId", lines FROM tax_consent_import
     WHERE cooperative_id = current_cooperative_id() AND content_hash = $1`,
    [hash],
  );

async function consentsOnFile(tx: Tx, partyIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.sql<{ consent: string }>(
    `SELECT DISTINCT party_id || ' ' || given || ' ' || to_char(effective_on, 'YYYY-MM-DD') AS consent FROM tax_consent
     WHERE cooperative_id = current_cooperative_id() AND party_id = ANY ($1::uuid[])`,
    [partyIds],
  );
  return new Set(rows.map(({ consent }) => consent));
}

async function write(
  tx: Tx,
  viewer: Viewer,
  hash: string,
  lines: readonly ConsentLine[],
  partyIds: readonly string[],
): Promise<ConsentsImported> {
  const importId = newId();
  await tx.sql(
    `INSERT INTO tax_consent_import (cooperative_id, id, content_hash, lines, recorded_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4)`,
    [importId, hash, lines.length, viewer.membershipId],
  );
  await insertConsents(
    tx,
    viewer,
    lines.map((line, place) => ({ ...line, id: newId(), partyId: partyIds[place]! })),
    importId,
  );
  await recordAct(tx, viewer, {
    ...{ act: 'importTaxConsents', subjectType: 'tax_consent_import', subjectId: importId },
    data: { lines: lines.length, contentHash: hash },
  });
  return { importId, lines: lines.length };
}
