import { Inject, Injectable } from '@nestjs/common';
import type { AsOf } from '../../ledger/ledger.rows.js';
import { accountKey } from '../../membership/shares/domain/account-key.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import { findShareholder } from '../../membership/shares/share.queries.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal } from '../../shared/refusal.js';
import { fewestInATotal } from '../surplus.policy.js';
import { mayReadAllCapital, mayReadCalendar, mayReadCapitalOf } from './capital.policy.js';
import {
  countHolders,
  holdersAfter,
  lotsOf,
  movementsOf,
  vintagesOf,
  type Interval,
  type LotRow,
  type VintageRow,
} from './capital.rows.js';
import { rollForwardOf, type RollForward } from './domain/roll-forward.js';

export const firstId = '00000000-0000-0000-0000-000000000000';

export interface CapitalAccountRow {
  readonly partyId: string;
}

/** A list that is bounded by its nature, shown in pages all the same. */
export function pageOfList<Row>(
  rows: readonly Row[],
  request: PageRequest,
  keyOf: (row: Row) => string,
): Page<Row> | null {
  const keyset = keysetOf(request, 1);
  if (isRefusal(keyset)) return null;
  const after = keyset.after?.[0] ?? null;
  const rest = after === null ? rows : rows.slice(rows.findIndex((row) => keyOf(row) === after) + 1);
  return pageOf(rest.slice(0, keyset.limit + 1), keyset, (row) => [keyOf(row)], BigInt(rows.length));
}

/** Capital accounts as members and officers read them. Who may not see gets null. */
@Injectable()
export class CapitalReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
  ) {}

  /** The viewer's own account, whatever their standing. */
  mine(scope: RequestScope): CapitalAccountRow | null {
    const { partyId, cooperativeId } = scope.viewer;
    return partyId === null || cooperativeId === null ? null : { partyId };
  }

  /** The account of a member, for themselves, treasurer and auditor. */
  async ofMembership(scope: RequestScope, membershipId: string): Promise<CapitalAccountRow | null> {
    if (!isId(membershipId) || scope.viewer.cooperativeId === null) return null;
    const row = await findShareholder(await this.work.read(scope), membershipId);
    return row && mayReadCapitalOf(scope.viewer, row.partyId) ? { partyId: row.partyId } : null;
  }

  /** Everybody who holds or held capital. */
  async accounts(
    scope: RequestScope,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<CapitalAccountRow> | null> {
    const keyset = keysetOf(request, ['id']);
    if (!mayReadAllCapital(scope.viewer) || isRefusal(keyset)) return null;
    const tx = await this.work.read(scope);
    const rows = await holdersAfter(tx, keyset.after?.[0] ?? firstId, keyset.limit + 1);
    return pageOf(rows, keyset, (row) => [row.partyId], counted ? await countHolders(tx) : null);
  }

  /** Lots of an account that the viewer was given; of many accounts in one statement. */
  lots(scope: RequestScope, partyId: string, asOf: AsOf): Promise<readonly LotRow[]> {
    const moment = `${asOf.effectiveOn ?? ''}|${asOf.knownAt?.toISOString() ?? ''}`;
    return scope
      .loader<string, readonly LotRow[]>(`capital lots ${moment}`, async (ids) => {
        const lots = await lotsOf(await this.work.read(scope), ids, asOf);
        return ids.map((id) => lots.filter((lot) => lot.partyId === id));
      })
      .load(partyId);
  }

  /** The key under which the books keep a party, `m007` for member number 7. */
  key(scope: RequestScope, partyId: string): Promise<string> {
    return scope
      .loader<string, string>('capital key', async (ids) => {
        const keyed = await this.parties.keyedParties(await this.work.read(scope), ids);
        return ids.map((id) => accountKey(keyed.get(id) ?? { partyId: id, number: null, externalRef: null }));
      })
      .load(partyId);
  }

  rollForward(scope: RequestScope, partyId: string, interval: Interval): Promise<RollForward> {
    const span = `${interval.from ?? ''}|${interval.to ?? ''}|${interval.knownAt?.toISOString() ?? ''}`;
    return scope
      .loader<string, RollForward>(`capital roll-forward ${span}`, async (ids) => {
        const movements = await movementsOf(await this.work.read(scope), ids, interval);
        return ids.map((id) => rollForwardOf(movements.filter((row) => row.partyId === id)));
      })
      .load(partyId);
  }

  /** The roll-forward of all capital together. */
  async total(scope: RequestScope, interval: Interval): Promise<RollForward | null> {
    if (!mayReadAllCapital(scope.viewer)) return null;
    return rollForwardOf(await movementsOf(await this.work.read(scope), null, interval));
  }

  /** What of each year is still to be paid back: one's own. */
  async vintages(scope: RequestScope, partyId: string, asOf: AsOf): Promise<VintageRow[]> {
    return vintagesOf(await this.work.read(scope), asOf, partyId);
  }

  /** The same of all members together; years that so few hold that a sum would show one of them are left out. */
  async calendar(scope: RequestScope, asOf: AsOf): Promise<VintageRow[] | null> {
    if (!mayReadCalendar(scope.viewer)) return null;
    const rows = await vintagesOf(await this.work.read(scope), asOf);
    const isSeen = ({ holders }: VintageRow): boolean => holders === 0 || holders >= fewestInATotal;
    return mayReadAllCapital(scope.viewer) ? rows : rows.filter(isSeen);
  }
}
