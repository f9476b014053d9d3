import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isCalendarDate } from '../shared/calendar-date.js';
import { isId } from '../shared/ids.js';
import { keysetOf, pageOf, type Keyset, type Page, type PageRequest } from '../shared/page.js';
import { isRefusal } from '../shared/refusal.js';
import { hiddenBasesOf } from './runs/few-sharers.queries.js';
import { mayReadPeriods, maySeeEveryTotal } from './surplus.policy.js';
import { sumOfRecords } from './basis-totals.store.js';
import { patronageColumns, periodColumns, type PatronageRow, type PeriodRow } from './surplus.rows.js';

export interface BasisTotal {
  readonly basis: string;
  readonly totalMillionths: bigint;
  readonly participants: number;
  /** Whether pools of a run that members see would leave that of few; null while they see none, and for officers. */
  readonly tellsOfFew: boolean | null;
}
const firstId = '00000000-0000-0000-0000-000000000000';

/** Periods and patronage as members read them. Who may not see gets null. */
@Injectable()
export class SurplusReading {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** Periods, the latest first. */
  async periods(
    scope: RequestScope,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<PeriodRow> | null> {
    const keyset = keysetOf(request, 2);
    if (!mayReadPeriods(scope.viewer) || isRefusal(keyset)) return null;
    const [day, id] = keyset.after ?? ['2999-12-31', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    if (!isCalendarDate(day!) || !isId(id!)) return null;
    const tx = await this.work.read(scope);
    const rows = await tx.sql<PeriodRow>(
      `SELECT ${periodColumns} FROM period p WHERE p.cooperative_id = current_cooperative_id()
         AND (p.ends_on, p.id) < ($1::date, $2::uuid) ORDER BY p.ends_on DESC, p.id DESC LIMIT $3`,
      [day, id, keyset.limit + 1],
    );
    const total = counted
      ? await countOf(
          tx,
          `SELECT count(*) AS count FROM period WHERE cooperative_id = current_cooperative_id()`,
          [],
        )
      : null;
    return pageOf(rows, keyset, (row) => [row.endsOn, row.id], total);
  }

  /** One period, batched; null outside the cooperative and for who is no member. */
  async period(scope: RequestScope, id: string): Promise<PeriodRow | null> {
    if (!mayReadPeriods(scope.viewer) || !isId(id)) return null;
    return scope
      .loader<string, PeriodRow | null>('surplus period', async (ids) => {
        const tx = await this.work.read(scope);
        const rows = await tx.sql<PeriodRow>(
          `SELECT ${periodColumns} FROM period p WHERE p.cooperative_id = current_cooperative_id() AND p.id = ANY($1::uuid[])`,
          [ids],
        );
        const found = new Map(rows.map((row) => [row.id, row]));
        return ids.map((wanted) => found.get(wanted.toLowerCase()) ?? null);
      })
      .load(id);
  }

  /** The viewer's own records of a period, whatever their standing, oldest first (to the millisecond in which their identifiers were made). */
  async myPatronage(
    scope: RequestScope,
    periodId: string,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<PatronageRow> | null> {
    const keyset = idKeyset(request);
    const { partyId } = scope.viewer;
    if (partyId === null || keyset === null || !isId(periodId)) return null;
    const tx = await this.work.read(scope);
    const condition = `r.cooperative_id = current_cooperative_id() AND r.period_id = $1 AND r.party_id = $2`;
    const rows = await tx.sql<PatronageRow>(
      `SELECT ${patronageColumns} FROM patronage_record r WHERE ${condition} AND r.id > $3 ORDER BY r.id LIMIT $4`,
      [periodId, partyId, keyset.after?.[0] ?? firstId, keyset.limit + 1],
    );
    const total = counted
      ? await countOf(tx, `SELECT count(*) AS count FROM patronage_record r WHERE ${condition}`, [
          periodId,
          partyId,
        ])
      : null;
    return pageOf(rows, keyset, (row) => [row.id], total);
  }

  /** Totals of each basis of a period, batched: those that were kept when it was closed, or what its records come to now; who is told which is `whyTotalHidden`. */
  patronageTotals(scope: RequestScope, periodId: string): Promise<readonly BasisTotal[]> {
    return scope
      .loader<string, readonly BasisTotal[]>('patronage totals', async (ids) => {
        const tx = await this.work.read(scope);
        const rows = await totalsOf(tx, ids);
        const few = maySeeEveryTotal(scope.viewer)
          ? new Map<string, ReadonlySet<string>>()
          : await hiddenBasesOf(tx, ids);
        const totals = rows.map(({ total, ...row }) => ({
          ...row,
          totalMillionths: BigInt(total),
          tellsOfFew: few.get(row.periodId)?.has(row.basis) ?? null,
        }));
        return ids.map((id) => totals.filter((row) => row.periodId === id));
      })
      .load(periodId);
  }
}

type TotalRow = Omit<BasisTotal, 'totalMillionths' | 'tellsOfFew'> & { periodId: string; total: string };

/**
 * What is kept first, and only for periods of which nothing is kept the records themselves: one statement for both is
 * planned for all records there are, and starts parallel workers to find that there is nothing for them to sum.
 */
async function totalsOf(tx: Tx, periodIds: readonly string[]): Promise<readonly TotalRow[]> {
  const columns = `period_id AS "periodId", basis, total_millionths::text AS total, participants`;
  const kept = await tx.sql<TotalRow>(
    `SELECT ${columns} FROM period_basis_total
     WHERE cooperative_id = current_cooperative_id() AND period_id = ANY($1::uuid[]) ORDER BY basis`,
    [periodIds],
  );
  const known = new Set(kept.map(({ periodId }) => periodId));
  const others = periodIds.filter((id) => !known.has(id));
  if (others.length === 0) return kept;
  const summed = await tx.sql<TotalRow>(
    `SELECT ${columns} FROM (${sumOfRecords(`p.id = ANY($1::uuid[])`)}) s ORDER BY basis`,
    [others],
  );
  return [...kept, ...summed];
}

/** A keyset of one identifier; null when the page or its cursor cannot be. */
function idKeyset(request: PageRequest): Keyset | null {
  const keyset = keysetOf(request, 1);
  return isRefusal(keyset) || !isId(keyset.after?.[0] ?? firstId) ? null : keyset;
}

const countOf = async (tx: Tx, text: string, values: readonly unknown[]): Promise<bigint> =>
  (await tx.one<{ count: bigint }>(text, values))!.count;
