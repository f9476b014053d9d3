import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isCalendarDate } from '../shared/calendar-date.js';
import { isId } from '../shared/ids.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../shared/page.js';
import { isRefusal, type Refusal } from '../shared/refusal.js';
import { accountTypes, isAccountPath } from './domain/book.js';
import { mayReadAccountOf, mayReadBooks } from './ledger.policy.js';
import { Ledger } from './ledger.service.js';
import { trialBalance } from './kept-books.js';
import { balancesOf, type TrialBalanceRow } from './ledger.queries.js';
import {
  accountColumns,
  entryColumns,
  lineColumns,
  type AccountRow,
  type AsOf,
  type EntryRow,
  type LineRow,
} from './ledger.rows.js';

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The books as treasurer, auditor and each party read them. Who may not see gets null. */
@Injectable()
export class LedgerReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  /** Accounts in order of their paths; those of one party when `own` is set. */
  async accounts(
    scope: RequestScope,
    request: PageRequest,
    which: { own: boolean; family?: string | null },
    counted: boolean,
  ): Promise<Page<AccountRow> | null> {
    const partyId = which.own ? scope.viewer.partyId : null;
    if (
      which.own ? !mayReadAccountOf(scope.viewer, partyId) || partyId === null : !mayReadBooks(scope.viewer)
    )
      return null;
    const keyset = keysetOf(request, 1);
    const family = which.family ?? null;
    if (isRefusal(keyset) || ![keyset.after?.[0] ?? null, family].every(isPathOrNull)) return null;
    const tx = await this.work.read(scope);
    const condition = `a.cooperative_id = current_cooperative_id() AND ($1::uuid IS NULL OR a.party_id = $1)
      AND ($2::text IS NULL OR a.path = $2 OR starts_with(a.path, $2 || ':'))`;
    const rows = await tx.sql<AccountRow>(
      `SELECT ${accountColumns} FROM ledger_account a WHERE ${condition} AND a.path > $3 ORDER BY a.path LIMIT $4`,
      [partyId, family, keyset.after?.[0] ?? '', keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(`SELECT count(*) AS count FROM ledger_account a WHERE ${condition}`, [
          partyId,
          family,
        ])
      : null;
    return pageOf(rows, keyset, (row) => [row.path], total?.count);
  }

  async account(scope: RequestScope, id: string): Promise<AccountRow | null> {
    if (!isId(id) || scope.viewer.cooperativeId === null) return null;
    const tx = await this.work.read(scope);
    const row = await tx.one<AccountRow>(
      `SELECT ${accountColumns} FROM ledger_account a WHERE a.cooperative_id = current_cooperative_id() AND a.id = $1`,
      [id],
    );
    return row && mayReadAccountOf(scope.viewer, row.partyId) ? row : null;
  }

  /** Balance of an account that the viewer was given; many of them in one statement. */
  balance(scope: RequestScope, accountId: string, asOf: AsOf): Promise<bigint> {
    const moment = `${asOf.effectiveOn ?? ''}|${asOf.knownAt?.toISOString() ?? ''}`;
    return scope
      .loader<string, bigint>(`ledger balance ${moment}`, async (ids) =>
        balancesOf(await this.work.read(scope), ids, asOf),
      )
      .load(accountId);
  }

  /** Entries, the latest effective first. */
  async entries(scope: RequestScope, request: PageRequest, counted: boolean): Promise<Page<EntryRow> | null> {
    if (!mayReadBooks(scope.viewer)) return null;
    const keyset = keysetOf(request, 2);
    if (isRefusal(keyset) || !isEntryCursor(keyset.after)) return null;
    const tx = await this.work.read(scope);
    const [before, id] = keyset.after ?? ['infinity', lastId];
    const rows = await tx.sql<EntryRow>(
      `SELECT ${entryColumns} FROM ledger_entry e
       WHERE e.cooperative_id = current_cooperative_id() AND (e.effective_on, e.id) < ($1::date, $2::uuid)
       ORDER BY e.effective_on DESC, e.id DESC LIMIT $3`,
      [before, id, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM ledger_entry WHERE cooperative_id = current_cooperative_id()`,
        )
      : null;
    return pageOf(rows, keyset, (row) => [row.effectiveOn, row.id], total?.count);
  }

  async entry(scope: RequestScope, id: string): Promise<EntryRow | null> {
    if (!isId(id) || !mayReadBooks(scope.viewer)) return null;
    return scope
      .loader<string, EntryRow | null>('ledger entry', async (ids) => {
        const tx = await this.work.read(scope);
        const rows = await tx.sql<EntryRow>(
          `SELECT ${entryColumns} FROM ledger_entry e
           WHERE e.cooperative_id = current_cooperative_id() AND e.id = ANY($1::uuid[])`,
          [ids],
        );
        const found = new Map(rows.map((row) => [row.id, row]));
        return ids.map((wanted) => found.get(wanted.toLowerCase()) ?? null);
      })
      .load(id);
  }

  /** The entry that undoes each, where there is one. */
  reversalOf(scope: RequestScope, entryId: string): Promise<EntryRow | null> {
    return scope
      .loader<string, EntryRow | null>('ledger reversal', async (ids) => {
        const tx = await this.work.read(scope);
        const rows = await tx.sql<EntryRow>(
          `SELECT ${entryColumns} FROM ledger_entry e
           WHERE e.cooperative_id = current_cooperative_id() AND e.reverses = ANY($1::uuid[])`,
          [ids],
        );
        const found = new Map(rows.map((row) => [row.reverses, row]));
        return ids.map((id) => found.get(id) ?? null);
      })
      .load(entryId);
  }

  /** Whether the entry could be reversed; only one that stands asks its module. */
  async reversible(scope: RequestScope, entry: EntryRow): Promise<true | Refusal> {
    const isReversed = (await this.reversalOf(scope, entry.id)) !== null;
    return this.ledger.reversible(await this.work.read(scope), entry, isReversed);
  }

  /** Lines of one entry in their order. */
  async lines(
    scope: RequestScope,
    entryId: string,
    request: PageRequest,
    counted: boolean,
  ): Promise<Page<LineRow> | null> {
    const keyset = keysetOf(request, 1);
    if (isRefusal(keyset) || !/^\d{1,9}$/.test(keyset.after?.[0] ?? '0')) return null;
    const after = Number(keyset.after?.[0] ?? 0);
    // The same page of many entries is one statement.
    const rows = await scope
      .loader<string, LineRow[]>(`ledger lines ${keyset.limit} after ${after}`, async (ids) =>
        linesOfEntries(await this.work.read(scope), ids, after, keyset.limit + 1),
      )
      .load(entryId);
    const total = counted ? await this.lineCount(scope, entryId) : null;
    return pageOf(rows, keyset, (row) => [String(row.seq)], total);
  }

  private lineCount(scope: RequestScope, entryId: string): Promise<bigint> {
    return scope
      .loader<string, bigint>('ledger line count', async (ids) => {
        const tx = await this.work.read(scope);
        const rows = await tx.sql<{ id: string; count: bigint }>(
          `SELECT entry_id AS id, count(*) AS count FROM ledger_line
           WHERE cooperative_id = current_cooperative_id() AND entry_id = ANY($1::uuid[]) GROUP BY entry_id`,
          [ids],
        );
        const counts = new Map(rows.map((row) => [row.id, row.count]));
        return ids.map((id) => counts.get(id) ?? 0n);
      })
      .load(entryId);
  }

  /** The trial balance, for who may read the whole book; `counted` when the numbers of accounts are asked for. */
  async trialBalance(scope: RequestScope, asOf: AsOf, counted: boolean): Promise<TrialBalanceRow[] | null> {
    if (!mayReadBooks(scope.viewer)) return null;
    return trialBalance(await this.work.read(scope), asOf, counted);
  }
}

/** A root alone names all that is below it. */
const isPathOrNull = (path: string | null): boolean =>
  path === null || isAccountPath(path) || Object.hasOwn(accountTypes, path);

/** A cursor comes back from the caller, so that its parts are checked like any other input. */
const isEntryCursor = (after: readonly string[] | null): boolean =>
  after === null || (isCalendarDate(after[0] ?? '') && isId(after[1] ?? ''));

async function linesOfEntries(
  tx: Tx,
  entryIds: readonly string[],
  after: number,
  limit: number,
): Promise<LineRow[][]> {
  const rows = await tx.sql<LineRow>(
    `SELECT ${lineColumns} FROM unnest($1::uuid[]) AS wanted(id)
     CROSS JOIN LATERAL (SELECT * FROM ledger_line l WHERE l.cooperative_id = current_cooperative_id()
       AND l.entry_id = wanted.id AND l.seq > $2 ORDER BY l.seq LIMIT $3) l
     JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
     ORDER BY l.entry_id, l.seq`,
    [entryIds, after, limit],
  );
  const lines = new Map<string, LineRow[]>(entryIds.map((id) => [id, []]));
  for (const row of rows) lines.get(row.entryId)?.push(row);
  return entryIds.map((id) => lines.get(id) ?? []);
}
