import { Inject, Injectable } from '@nestjs/common';
import { accountKey } from '../../membership/shares/domain/account-key.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal } from '../../shared/refusal.js';
import type { ConsentGiven } from '../domain/consent-csv.js';
import { mayReadAllCapital } from './capital.policy.js';

interface StoredConsent {
  readonly id: string;
  readonly partyId: string;
  readonly given: ConsentGiven;
  readonly effectiveOn: string;
  readonly evidence: string;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}
/** A consent on file, or its end, with the account key of whose it is. */
export interface ConsentRow extends StoredConsent {
  readonly key: string;
}
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** What is on file of consents: one's own whatever one's standing; everybody's for treasurer and auditor. Others get null. */
@Injectable()
export class TaxConsentReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {}

  /** The viewer's own, what was recorded last first. */
  async mine(scope: RequestScope, page: PageRequest, counted: boolean): Promise<Page<ConsentRow> | null> {
    return scope.viewer.partyId === null ? null : this.page(scope, scope.viewer.partyId, page, counted);
  }

  /** Everybody's, what was recorded last first. */
  async all(scope: RequestScope, page: PageRequest, counted: boolean): Promise<Page<ConsentRow> | null> {
    return mayReadAllCapital(scope.viewer) ? this.page(scope, null, page, counted) : null;
  }

  private async page(
    scope: RequestScope,
    partyId: string | null,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<ConsentRow> | null> {
    const keyset = keysetOf(request, ['id']);
    if (isRefusal(keyset)) return null;
    const tx = await this.work.read(scope);
    const condition = `c.cooperative_id = current_cooperative_id() AND ($1::uuid IS NULL OR c.party_id = $1)`;
    const rows = await tx.sql<StoredConsent>(
      `SELECT c.id, c.party_id AS "partyId", c.given, c.effective_on AS "effectiveOn", c.evidence,
         c.recorded_by AS "recordedBy", c.recorded_at AS "recordedAt" FROM tax_consent c
       WHERE ${condition} AND c.id < $2 ORDER BY c.id DESC LIMIT $3`,
      [partyId, keyset.after?.[0] ?? lastId, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(`SELECT count(*) AS count FROM tax_consent c WHERE ${condition}`, [
          partyId,
        ])
      : null;
    const owners = await this.parties.keyedParties(tx, [...new Set(rows.map((row) => row.partyId))]);
    const keyed = rows.map((row) => ({ ...row, key: accountKey(owners.get(row.partyId)!) }));
    return pageOf(keyed, keyset, (row) => [row.id], total?.count);
  }
}
