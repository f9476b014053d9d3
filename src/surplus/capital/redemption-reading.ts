import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal } from '../../shared/refusal.js';
import { mayReadAllCapital, mayReadCalendar } from './capital.policy.js';
import {
  findRedemption,
  lineColumns,
  redemptionColumns,
  type RedemptionLineRow,
  type RedemptionRow,
} from './redemption.rows.js';

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Plans for paying capital back, as members and officers read them. Who may not see gets null. */
@Injectable()
export class RedemptionReading {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** Plans, the latest first; for every member. */
  async redemptions(
    scope: RequestScope,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<RedemptionRow> | null> {
    const keyset = keysetOf(request, ['id']);
    if (!mayReadCalendar(scope.viewer) || isRefusal(keyset)) return null;
    const tx = await this.work.read(scope);
    const rows = await tx.sql<RedemptionRow>(
      `SELECT ${redemptionColumns} FROM redemption r WHERE r.cooperative_id = current_cooperative_id() AND r.id < $1
       ORDER BY r.id DESC LIMIT $2`,
      [keyset.after?.[0] ?? lastId, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM redemption WHERE cooperative_id = current_cooperative_id()`,
        )
      : null;
    return pageOf(rows, keyset, (row) => [row.id], total?.count);
  }

  async redemption(scope: RequestScope, id: string): Promise<RedemptionRow | null> {
    if (!mayReadCalendar(scope.viewer) || !isId(id)) return null;
    return findRedemption(await this.work.read(scope), id);
  }

  /** Lines of a plan: everybody's for treasurer and auditor, one's own for a member. */
  async lines(
    scope: RequestScope,
    id: string,
    request: PageRequest,
  ): Promise<Page<RedemptionLineRow> | null> {
    const keyset = keysetOf(request, 1);
    if (isRefusal(keyset)) return null;
    const own = mayReadAllCapital(scope.viewer) ? null : scope.viewer.partyId;
    const tx = await this.work.read(scope);
    const rows = await tx.sql<RedemptionLineRow>(
      `SELECT ${lineColumns} FROM redemption_line l WHERE l.cooperative_id = current_cooperative_id() AND l.redemption_id = $1
         AND ($2::uuid IS NULL OR l.party_id = $2) AND l.path > $3 ORDER BY l.path LIMIT $4`,
      [id, own, keyset.after?.[0] ?? '', keyset.limit + 1],
    );
    return pageOf(rows, keyset, (row) => [row.path]);
  }
}
