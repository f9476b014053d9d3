import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transaction.js';
import {
  journalAccount,
  journalEntryHead,
  journalHead,
  journalLine,
  type JournalEntry,
} from './domain/journal.js';
import { entryColumns, lineColumns, type LineRow } from './ledger.rows.js';

const pageSize = 5_000;

/** The whole book as text, page by page: memory does not grow with the book. */
@Injectable()
export class LedgerExport {
  /**
   * An hledger journal of the bound cooperative, ordered by effective date and entry. Read it in one transaction of
   * repeatable reads where others may post meanwhile.
   */
  async *journal(tx: Tx): AsyncIterable<string> {
    const cooperative = await tx.one<{ slug: string }>(
      `SELECT slug FROM cooperative WHERE id = current_cooperative_id()`,
    );
    const currencies = await tx.sql<{ currency: string }>(
      `SELECT DISTINCT currency FROM ledger_account WHERE cooperative_id = current_cooperative_id() ORDER BY currency`,
    );
    yield journalHead(
      `Books of ${cooperative?.slug ?? 'nobody'}`,
      currencies.map((row) => row.currency),
    );
    yield* accounts(tx);
    yield* entries(tx);
  }
}

async function* accounts(tx: Tx): AsyncIterable<string> {
  let after = '';
  for (;;) {
    const rows = await tx.sql<{ path: string }>(
      `SELECT path FROM ledger_account WHERE cooperative_id = current_cooperative_id() AND path > $1
       ORDER BY path LIMIT ${pageSize}`,
      [after],
    );
    if (rows.length > 0) yield rows.map((row) => journalAccount(row.path)).join('');
    if (rows.length < pageSize) return;
    after = rows.at(-1)!.path;
  }
}

type Row = LineRow & JournalEntry;

async function* entries(tx: Tx): AsyncIterable<string> {
  let after: [string, string, number] = ['0001-01-01', '00000000-0000-0000-0000-000000000000', 0];
  let open: string | null = null;
  for (;;) {
    const rows: Row[] = await tx.sql<Row>(
      `SELECT ${entryColumns}, ${lineColumns}
       FROM ledger_entry e
       JOIN ledger_line l ON l.cooperative_id = e.cooperative_id AND l.entry_id = e.id
       JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
       WHERE e.cooperative_id = current_cooperative_id() AND (e.effective_on, e.id, l.seq) > ($1::date, $2::uuid, $3::int)
       ORDER BY e.effective_on, e.id, l.seq LIMIT ${pageSize}`,
      after,
    );
    let text = '';
    for (const row of rows) {
      if (row.id !== open) text += journalEntryHead(row);
      open = row.id;
      text += journalLine(row);
    }
    if (text !== '') yield text;
    if (rows.length < pageSize) return;
    const last = rows.at(-1)!;
    after = [last.effectiveOn, last.id, last.seq];
  }
}
