import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isId } from '../shared/ids.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../shared/page.js';
import { isRefusal } from '../shared/refusal.js';

export interface SessionRow {
  readonly id: string;
  readonly device: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}
export interface OwnCooperativeRow {
  readonly cooperativeId: string;
  readonly membershipId: string;
  readonly slug: string;
  readonly name: string;
}

/** What a person sees of themselves, across cooperatives; of anybody else, nothing. */
@Injectable()
export class IdentityReading {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  async addresses(scope: RequestScope): Promise<string[]> {
    const tx = await this.work.read(scope);
    const rows = await tx.sql<{ address: string }>(
      `SELECT address FROM person_email WHERE person_id = $1 ORDER BY address`,
      [scope.viewer.personId],
    );
    return rows.map(({ address }) => address);
  }

  /** Living sessions, newest first (identifiers grow with time). A cursor that is not ours finds nothing: null. */
  async sessions(scope: RequestScope, request: PageRequest, counted: boolean): Promise<Page<unknown> | null> {
    const keyset = keysetOf(request, 1);
    if (isRefusal(keyset)) return null;
    const before = keyset.after?.[0] ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    if (!isId(before)) return null;
    const tx = await this.work.read(scope);
    const rows = await tx.sql<SessionRow>(
      `SELECT id, device, created_at AS "createdAt", expires_at AS "expiresAt" FROM session
       WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > rochdale_now() AND id < $2
       ORDER BY id DESC LIMIT $3`,
      [scope.viewer.personId, before, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM session
           WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > rochdale_now()`,
          [scope.viewer.personId],
        )
      : null;
    const shown = rows.map((row) => ({ ...row, isCurrent: row.id === scope.viewer.sessionId }));
    return pageOf(shown, keyset, ({ id }) => [id], total?.count);
  }

  /** Where the person has a membership, by the cooperative's short name. */
  async cooperatives(
    scope: RequestScope,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<OwnCooperativeRow> | null> {
    const keyset = keysetOf(request, 1);
    if (isRefusal(keyset)) return null;
    const after = keyset.after?.[0] ?? '';
    if (!/^[a-z0-9-]*$/.test(after)) return null;
    const tx = await this.work.read(scope);
    const rows = await tx.sql<OwnCooperativeRow>(
      `SELECT cooperative_id AS "cooperativeId", membership_id AS "membershipId", slug, name
       FROM cooperatives_of_person() WHERE slug > $1 ORDER BY slug LIMIT $2`,
      [after, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(`SELECT count(*) AS count FROM cooperatives_of_person()`)
      : null;
    return pageOf(rows, keyset, ({ slug }) => [slug], total?.count);
  }
}
