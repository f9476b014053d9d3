import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal } from '../../shared/refusal.js';
import { mayReadAllCapital, mayReadCapitalOf, maySettle } from './capital.policy.js';
import { exitColumns, findExit, instalmentsOfExit, type ExitRow, type InstalmentRow } from './exits.rows.js';

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Settlements as officers read all of them, and everybody their own. Who may not see gets null. */
@Injectable()
export class ExitReading {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** Settlements, the latest first: everybody's for officers, or the viewer's own, once approved. */
  async exits(
    scope: RequestScope,
    request: PageRequest,
    which: { own: boolean },
    counted: boolean,
  ): Promise<Page<ExitRow> | null> {
    const { viewer } = scope;
    const keyset = keysetOf(request, ['id']);
    const may = which.own ? viewer.partyId !== null : mayReadAllCapital(viewer) || maySettle(viewer) === true;
    if (!may || isRefusal(keyset)) return null;
    const partyId = which.own ? viewer.partyId : null;
    const tx = await this.work.read(scope);
    const condition = `s.cooperative_id = current_cooperative_id()
      AND ($1::uuid IS NULL OR s.state = 'settled' AND (s.party_id = $1 OR EXISTS (SELECT FROM exit_instalment i
        WHERE i.cooperative_id = s.cooperative_id AND i.settlement_id = s.id AND i.party_id = $1)))`;
    const rows = await tx.sql<ExitRow>(
      `SELECT ${exitColumns} FROM exit_settlement s WHERE ${condition} AND s.id < $2 ORDER BY s.id DESC LIMIT $3`,
      [partyId, keyset.after?.[0] ?? lastId, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM exit_settlement s WHERE ${condition}`,
          [partyId],
        )
      : null;
    return pageOf(rows, keyset, (row) => [row.id], total?.count);
  }

  async exit(scope: RequestScope, id: string): Promise<ExitRow | null> {
    if (!isId(id) || scope.viewer.cooperativeId === null) return null;
    const exit = await findExit(await this.work.read(scope), id);
    if (!exit) return null;
    const own = exit.state === 'settled' && mayReadCapitalOf(scope.viewer, exit.partyId);
    return own || mayReadAllCapital(scope.viewer) || maySettle(scope.viewer) === true ? exit : null;
  }

  /** Instalments of a settlement that the viewer was given; an heir sees their own. */
  async instalments(scope: RequestScope, exit: ExitRow): Promise<readonly InstalmentRow[]> {
    const rows = await scope
      .loader<string, readonly InstalmentRow[]>('exit instalments', async (ids) => {
        const found = await instalmentsOfExit(await this.work.read(scope), ids);
        return ids.map((id) => found.filter(({ settlementId }) => settlementId === id));
      })
      .load(exit.id);
    const { viewer } = scope;
    const all = mayReadCapitalOf(viewer, exit.partyId) || maySettle(viewer) === true;
    return all ? rows : rows.filter(({ partyId }) => partyId === viewer.partyId);
  }
}
