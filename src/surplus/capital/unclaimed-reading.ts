import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal } from '../../shared/refusal.js';
import { mayReadAllCapital } from './capital.policy.js';
import { claimColumns, type ClaimRow } from './unclaimed.rows.js';

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Money set aside as treasurer and auditor read it. Who may not see gets null. */
@Injectable()
export class UnclaimedReading {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** Claims, the latest first. */
  async claims(scope: RequestScope, request: PageRequest, counted: boolean): Promise<Page<ClaimRow> | null> {
    const keyset = keysetOf(request, ['id']);
    if (!mayReadAllCapital(scope.viewer) || isRefusal(keyset)) return null;
    const tx = await this.work.read(scope);
    const rows = await tx.sql<ClaimRow>(
      `SELECT ${claimColumns} FROM unclaimed_claim u WHERE u.cooperative_id = current_cooperative_id() AND u.id < $1
       ORDER BY u.id DESC LIMIT $2`,
      [keyset.after?.[0] ?? lastId, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM unclaimed_claim WHERE cooperative_id = current_cooperative_id()`,
        )
      : null;
    return pageOf(rows, keyset, (row) => [row.id], total?.count);
  }
}
