import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { cleanLine } from '../shared/text.js';
import { mirrored, type EntryDraft, type LedgerReason, type LineDraft } from './domain/book.js';
import { entryColumns, lineColumns, type EntryRow, type LineRow } from './ledger.rows.js';

export interface ReversalDraft {
  /** Why the entry is undone, in one line; it becomes the narration. */
  readonly reason: string;
  /** The day from which it is undone; the cooperative's today when absent. */
  readonly effectiveOn?: string | null;
}
/** What the module that booked an entry says about its reversal. */
export type ReversalGuard = (tx: Tx, viewer: Viewer, entry: EntryRow) => Promise<true | Refusal>;

interface Hands {
  guardOf(sourceType: string): ReversalGuard | undefined;
  write(draft: EntryDraft, reverses: string): Promise<{ entryId: string } | Refusal<LedgerReason>>;
}

export async function reverseEntry(
  tx: Tx,
  viewer: Viewer,
  entryId: string,
  draft: ReversalDraft,
  hands: Hands,
): Promise<{ entryId: string } | Refusal> {
  const reason = cleanLine(draft.reason, 250);
  if (reason === null) {
    return new Refusal('INVALID_INPUT', 'A reversal says why, in one line of 1 to 250 characters.');
  }
  const entry = isId(entryId) ? await lockEntry(tx, entryId) : null;
  if (!entry) return new Refusal('NOT_FOUND', 'There is no such entry.');
  const standing = await checkStanding(tx, entry);
  if (isRefusal(standing)) return standing;
  const guarded = await hands.guardOf(entry.sourceType)?.(tx, viewer, entry);
  if (isRefusal(guarded)) return guarded;
  const today = await tx.one<{ day: string }>(`SELECT today_in(current_cooperative_id()) AS day`);
  return hands.write(
    {
      kind: 'reversal',
      narration: `Reversal: ${reason}`,
      effectiveOn: draft.effectiveOn ?? today!.day,
      sourceType: 'ledger-entry',
      sourceId: entry.id,
      lines: mirrored(await linesOf(tx, entry.id)),
    },
    entry.id,
  );
}

/** Reversals of one entry queue here; the row itself cannot be locked, since nobody may change it. */
async function lockEntry(tx: Tx, entryId: string): Promise<EntryRow | null> {
  await tx.sql(`SELECT pg_advisory_xact_lock(hashtextextended('reverse ' || $1, 0))`, [entryId]);
  return tx.one<EntryRow>(
    `SELECT ${entryColumns} FROM ledger_entry e WHERE e.cooperative_id = current_cooperative_id() AND e.id = $1`,
    [entryId],
  );
}

async function checkStanding(tx: Tx, entry: EntryRow): Promise<true | Refusal<LedgerReason>> {
  if (entry.reverses !== null) {
    return new Refusal(
      'REVERSAL_IS_FINAL',
      'A reversal is not reversed; book the event anew if it did happen.',
    );
  }
  const reversed = await tx.one(
    `SELECT id FROM ledger_entry WHERE cooperative_id = current_cooperative_id() AND reverses = $1`,
    [entry.id],
  );
  return reversed === null || new Refusal('ALREADY_REVERSED', 'This entry has been reversed already.');
}

async function linesOf(tx: Tx, entryId: string): Promise<LineDraft[]> {
  const rows = await tx.sql<
    LineRow & { accountPartyId: string | null; year: number | null; divisible: boolean }
  >(
    `SELECT ${lineColumns}, a.party_id AS "accountPartyId", a.year, a.divisible
     FROM ledger_line l JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
     WHERE l.cooperative_id = current_cooperative_id() AND l.entry_id = $1 ORDER BY l.seq`,
    [entryId],
  );
  return rows.map((row) => ({
    account: { path: row.path, partyId: row.accountPartyId, year: row.year, divisible: row.divisible },
    amountMinor: row.amountMinor,
    currency: row.currency,
    partyId: row.partyId,
    periodId: row.periodId,
    fund: row.fund,
    restriction: row.restriction,
    site: row.site,
    project: row.project,
  }));
}
