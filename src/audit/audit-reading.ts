import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isCurrentMember } from '../platform/request/viewer.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../shared/page.js';
import { isRefusal } from '../shared/refusal.js';
import { verifyRecord } from './audit.queries.js';

interface EventRow {
  readonly id: string;
  readonly recordedAt: Date;
}

/** The record as members read it. Who is not a current member sees nothing. */
@Injectable()
export class AuditReading {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  async page(scope: RequestScope, request: PageRequest, counted: boolean): Promise<Page<EventRow> | null> {
    if (!isCurrentMember(scope.viewer)) return null;
    const keyset = keysetOf(request, ['instant', 'id']);
    if (isRefusal(keyset)) return null;
    const tx = await this.work.read(scope);
    const [recordedBefore, idBefore] = keyset.after ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const rows = await tx.sql<EventRow & { sortKey: string }>(
      `SELECT id, act, subject_type AS "subjectType", subject_id AS "subjectId",
              actor_membership_id AS "actorMembershipId", recorded_at AS "recordedAt", recorded_at::text AS "sortKey"
       FROM audit_event WHERE (recorded_at, id) < ($1::timestamptz, $2::uuid)
       ORDER BY recorded_at DESC, id DESC LIMIT $3`,
      [recordedBefore, idBefore, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(`SELECT count(*) AS count FROM audit_event`)
      : null;
    return pageOf(rows, keyset, (row) => [row.sortKey, row.id], total?.count);
  }

  async verification(scope: RequestScope): Promise<unknown> {
    const { viewer } = scope;
    if (!isCurrentMember(viewer) || viewer.cooperativeId === null) return null;
    const found = await verifyRecord(await this.work.read(scope), viewer.cooperativeId);
    return { ...found, sealed: Number(found.sealed), unsealed: Number(found.unsealed) };
  }
}
