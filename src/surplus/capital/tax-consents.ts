import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isCalendarDate } from '../../shared/calendar-date.js';
import { newId } from '../../shared/ids.js';
import { Refusal } from '../../shared/refusal.js';
import { cleanLine } from '../../shared/text.js';
import type { ConsentGiven } from '../domain/consent-csv.js';
import { mayKeepCapital } from './capital.policy.js';
import { todayHere } from './capital.rows.js';

/** How, since when, and where it stands. */
interface Consent {
  readonly given: ConsentGiven;
  readonly effectiveOn: string;
  readonly evidence: string;
}
export interface RecordConsentRequest extends Consent {
  readonly ref: string;
  readonly idempotencyKey: string;
}

/**
 * Consent to be taxed on what is retained (US IRC 1388(c)(2)): a fact of each member, dated, with its evidence. It is only
 * ever added to; of a day, the latest that is effective by then stands.
 */
@Injectable()
export class TaxConsents {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {}

  /** Refusals: INVALID_INPUT, NOT_FOUND, DATE_IN_THE_FUTURE. */
  recordTaxConsent(scope: RequestScope, { idempotencyKey, ...request }: RecordConsentRequest) {
    return this.work.command(
      scope,
      { act: 'recordTaxConsent', idempotencyKey, request },
      async (tx, viewer) => {
        const verdict = mayKeepCapital(viewer);
        if (verdict !== true) return verdict;
        const [ref, evidence] = [cleanLine(request.ref, 200), cleanLine(request.evidence, 500)];
        if (ref === null || evidence === null || !isCalendarDate(request.effectiveOn))
          return new Refusal('INVALID_INPUT', 'A consent says whose, since when, and where it stands.', [
            'ref: a member number as m007, or the reference of a party.',
            'effectiveOn: a day of the calendar.',
            'evidence: one line of 1 to 500 characters.',
          ]);
        const today = await todayHere(tx);
        if (request.effectiveOn > today)
          return new Refusal(
            'DATE_IN_THE_FUTURE',
            `Today is ${today}; a consent to come is recorded when it is given.`,
          );
        const partyId = (await this.parties.partiesByRef(tx, [ref])).get(ref);
        if (partyId === undefined) return new Refusal('NOT_FOUND', 'No party is kept under this reference.');
        const consentId = newId();
        await insertConsents(tx, viewer, [{ ...request, id: consentId, partyId, evidence }], null);
        await recordAct(tx, viewer, {
          ...{ act: 'recordTaxConsent', subjectType: 'party', subjectId: partyId },
          data: { given: request.given, effectiveOn: request.effectiveOn },
        });
        return { consentId };
      },
    );
  }
}

/** Puts consents on file; those of an import name it. */
export const insertConsents = (
  tx: Tx,
  viewer: Viewer,
  consents: readonly (Consent & { readonly id: string; readonly partyId: string })[],
  importId: string | null,
): Promise<unknown> =>
  tx.sql(
    `INSERT INTO tax_consent (cooperative_id, id, party_id, given, effective_on, evidence, recorded_by, import_id)
     SELECT current_cooperative_id(), n.id, n.party_id, n.given, n.effective_on, n.evidence, $6, $7
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::date[], $5::text[]) AS n(id, party_id, given, effective_on, evidence)`,
    [
      consents.map(({ id }) => id),
      consents.map(({ partyId }) => partyId),
      consents.map(({ given }) => given),
      consents.map(({ effectiveOn }) => effectiveOn),
      consents.map(({ evidence }) => evidence),
      viewer.membershipId,
      importId,
    ],
  );

/** Who had consented on a day, and who had revoked; of whom nothing is on file is missing. Of these parties, or of all. */
export async function consentsOn(
  tx: Tx,
  day: string,
  among: readonly string[] | null,
): Promise<ReadonlyMap<string, boolean>> {
  const rows = await tx.sql<{ partyId: string; consents: boolean }>(
    `SELECT DISTINCT ON (party_id) party_id AS "partyId", given <> 'revoked' AS consents FROM tax_consent
     WHERE cooperative_id = current_cooperative_id() AND effective_on <= $1 AND ($2::uuid[] IS NULL OR party_id = ANY($2))
     ORDER BY party_id, effective_on DESC, recorded_at DESC, id DESC`,
    [day, among],
  );
  return new Map(rows.map(({ partyId, consents }) => [partyId, consents]));
}
