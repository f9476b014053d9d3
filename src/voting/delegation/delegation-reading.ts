import { Inject, Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import { Bylaws } from '../../membership/bylaws.js';
import { storedPolicy, type DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { emptyPage, keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal } from '../../shared/refusal.js';
import { delegationColumns, delegationTables, type DelegationRow } from './delegation.rows.js';
import { confirmBy, restsOn } from './domain/delegation-scope.js';

export const delegationStates = [
  'active',
  'lapsed',
  'expired',
  'poll_over',
  'replaced',
  'revoked',
  'declined',
] as const;
export type DelegationState = (typeof delegationStates)[number];

/** Delegations as those they are between read them, from whichever side. */
@Injectable()
export class DelegationReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Bylaws) private readonly bylaws: Bylaws,
  ) {}

  /** What the viewer has delegated, or what was delegated to the viewer, the latest first; null without a membership. */
  async page(
    scope: RequestScope,
    side: 'principal' | 'holder',
    request: PageRequest,
    wants: { readonly ended: boolean; readonly count: boolean },
  ): Promise<Page<DelegationRow> | null> {
    const { membershipId } = scope.viewer;
    const keyset = keysetOf(request, ['instant', 'id']);
    if (membershipId === null) return null;
    if (isRefusal(keyset)) return emptyPage;
    const [before, beforeId] = keyset.after ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const tx = await this.work.read(scope);
    const own = `d.${side}_membership_id = $1 AND ($2::boolean OR d.ended_at IS NULL)`;
    const rows = await tx.sql<DelegationRow & { sortKey: string }>(
      `SELECT ${delegationColumns}, d.granted_at::text AS "sortKey" FROM ${delegationTables}
       WHERE ${own} AND (d.granted_at, d.id) < ($3::timestamptz, $4::uuid)
       ORDER BY d.granted_at DESC, d.id DESC LIMIT $5`,
      [membershipId, wants.ended, before, beforeId, keyset.limit + 1],
    );
    const total = wants.count
      ? await tx.one<{ count: bigint }>(`SELECT count(*) AS count FROM delegation d WHERE ${own}`, [
          membershipId,
          wants.ended,
        ])
      : null;
    return pageOf(rows, keyset, (row) => [row.sortKey, row.id], total?.count);
  }

  /** One delegation, for its principal and its holder. */
  async delegation(scope: RequestScope, id: string): Promise<DelegationRow | null> {
    const { membershipId } = scope.viewer;
    if (membershipId === null || !isId(id)) return null;
    const tx = await this.work.read(scope);
    return tx.one<DelegationRow>(
      `SELECT ${delegationColumns} FROM ${delegationTables}
       WHERE d.id = $1 AND (d.principal_membership_id = $2 OR d.holder_membership_id = $2)`,
      [id, membershipId],
    );
  }

  /** Until when a delegation counts without being confirmed, by the strictest rule under which it can. */
  async confirmBy(scope: RequestScope, row: DelegationRow): Promise<string | null> {
    return confirmBy(row, await this.reconfirmDays(scope, row));
  }

  /** How a delegation stands: ended, asleep, or awake. */
  async state(scope: RequestScope, row: DelegationRow): Promise<DelegationState> {
    if (row.endedBecause !== null) return row.endedBecause;
    if (row.pollState !== null && row.pollState !== 'open') return 'poll_over';
    return restsOn(row.day, row, await this.reconfirmDays(scope, row)) ?? 'active';
  }

  /** Of one poll, its own rule; else the rules of decision in force: those of the circle, or all. */
  private async reconfirmDays(scope: RequestScope, row: DelegationRow): Promise<number | null> {
    if (row.pollId !== null) return row.pollReconfirmDays;
    const policies = await this.policies(scope).load('in force');
    const days = policies
      .filter(({ body }) => row.bodyCode === null || row.bodyCode === body)
      .flatMap(({ delegation }) =>
        delegation.allowed && delegation.reconfirmDays !== null ? [delegation.reconfirmDays] : [],
      );
    return days.length === 0 ? null : Math.min(...days);
  }

  private policies(scope: RequestScope): DataLoader<string, readonly DecisionPolicy[]> {
    return scope.loader('delegation.policies', async (keys: readonly string[]) => {
      const rules = await this.bylaws.rulesInForce(await this.work.read(scope));
      const policies = rules
        .filter(({ key }) => key.startsWith('decision-policy/'))
        .map(({ value }) => storedPolicy(value));
      return keys.map(() => policies);
    });
  }
}
