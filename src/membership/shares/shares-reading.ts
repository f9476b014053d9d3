import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/ledger.service.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal } from '../../shared/refusal.js';
import type { SubscriptionStanding } from './domain/share-subscription.js';
import { subscriptionColumns, type SubscriptionRow } from './share.queries.js';
import { mayReadAllShares } from './shares.policy.js';
import { standingOf } from './subscription-standing.js';

/** Shares as members and officers read them. */
@Injectable()
export class SharesReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  /**
   * Subscriptions, oldest first: of one membership, or of all when none is named. Null for who may not see them; one's
   * own are seen whatever one's standing is.
   */
  async subscriptions(
    scope: RequestScope,
    request: PageRequest,
    membershipId: string | null,
    counted: boolean,
  ): Promise<Page<SubscriptionRow> | null> {
    const { viewer } = scope;
    const own = membershipId !== null && membershipId === viewer.membershipId;
    if (!own && !mayReadAllShares(viewer)) return null;
    const keyset = keysetOf(request, 1);
    if (isRefusal(keyset) || !isId(keyset.after?.[0] ?? firstId)) return null;
    if (membershipId !== null && !isId(membershipId)) return null;
    const tx = await this.work.read(scope);
    const condition = `s.cooperative_id = current_cooperative_id() AND ($1::uuid IS NULL OR s.membership_id = $1)`;
    const rows = await tx.sql<SubscriptionRow>(
      `SELECT ${subscriptionColumns} FROM share_subscription s WHERE ${condition} AND s.id > $2 ORDER BY s.id LIMIT $3`,
      [membershipId, keyset.after?.[0] ?? firstId, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM share_subscription s WHERE ${condition}`,
          [membershipId],
        )
      : null;
    return pageOf(rows, keyset, (row) => [row.id], total?.count);
  }

  /** What is paid and owed on a subscription that the viewer was given. */
  paid(scope: RequestScope, subscription: SubscriptionRow): Promise<SubscriptionStanding> {
    return scope
      .loader<SubscriptionRow, SubscriptionStanding>('shares paid', async (subscriptions) => {
        const holders = [...new Set(subscriptions.map(({ membershipId }) => membershipId))];
        const standing = await standingOf(await this.work.read(scope), this.ledger, holders);
        return subscriptions.map(({ id }) => standing.get(id)!);
      })
      .load(subscription);
  }
}

const firstId = '00000000-0000-0000-0000-000000000000';
