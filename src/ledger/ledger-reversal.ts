import type { Tx } from '../platform/database/transaction.js';
import { isId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { cleanLine } from '../shared/text.js';
import type { EntryDraft, LedgerReason, LineDraft } from './domain/book.js';
import { entryColumns, lineColumns, type EntryRow, type LineRow } from './ledger.rows.js';

export interface ReversalDraft {
  /** Why the entry is undone, in one line; it becomes the narration. */
  readonly reason: string;
  /** The day from which it is undone; the cooperative's today when absent. */
  readonly effectiveOn?: string | null;
}
/** What the module that booked an entry says about its reversal; the lines are read only when asked for. */
export interface ReversalGuard {
  /** Locks what the answer depends on, before `check`, in a reversal and not where a reader asks. */
  hold?(tx: Tx, entry: EntryRow, lines: () => Promise<readonly LineDraft[]>): Promise<unknown>;
  /** What must hold. Writes nothing and locks nothing, since `viewerCan` asks it too. */
  check(tx: Tx, entry: EntryRow, lines: () => Promise<readonly LineDraft[]>): Promise<true | Refusal>;
  /** What the module keeps of the reversal, in the same transaction. */
  note?(tx: Tx, entry: EntryRow, lines: () => Promise<readonly LineDraft[]>): Promise<unknown>;
}

interface Hands {
  guardOf(sourceType: string): ReversalGuard | undefined;
  /** Writes the mirror of every line of the entry that is undone. */
  write(
    draft: Omit<EntryDraft, 'lines'>,
    reverses: string,
  ): Promise<{ entryId: string } | Refusal<LedgerReason>>;
}

export async function reverseEntry(
  tx: Tx,
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
  const guard = hands.guardOf(entry.sourceType);
  const readLines = (): Promise<LineDraft[]> => linesOf(tx, entry.id);
  await guard?.hold?.(tx, entry, readLines);
  const possible = await checkReversible(tx, entry, await isReversedNow(tx, entry), guard);
  if (possible !== true) return possible;
  const effectiveOn = await dayOfReversal(tx, entry, draft.effectiveOn ?? null);
  if (isRefusal(effectiveOn)) return effectiveOn;
  await guard?.note?.(tx, entry, readLines);
  return hands.write(
    {
      kind: 'reversal',
      narration: `Reversal: ${reason}`,
      effectiveOn,
      sourceType: 'ledger-entry',
      sourceId: entry.id,
    },
    entry.id,
  );
}

/** Whether the entry can be undone at all: it stands, is no reversal itself, and its module lets it go. */
export async function checkReversible(
  tx: Tx,
  entry: EntryRow,
  isReversed: boolean,
  guard: ReversalGuard | undefined,
): Promise<true | Refusal> {
  const standing = checkStanding(entry, isReversed);
  if (standing !== true || !guard) return standing;
  return guard.check(tx, entry, () => linesOf(tx, entry.id));
}

/** Today, or the day named; never before the entry, or the books of the days between would show its mirror alone. */
async function dayOfReversal(tx: Tx, entry: EntryRow, wanted: string | null): Promise<string | Refusal> {
  const today = await tx.one<{ day: string }>(`SELECT today_in(current_cooperative_id()) AS day`);
  if (wanted === null) return today!.day > entry.effectiveOn ? today!.day : entry.effectiveOn;
  if (wanted >= entry.effectiveOn) return wanted;
  return new Refusal(
    'INVALID_INPUT',
    `The entry is effective on ${entry.effectiveOn}; it is undone on that day or later.`,
    ['effectiveOn'],
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

function checkStanding(entry: EntryRow, isReversed: boolean): true | Refusal<LedgerReason> {
  if (entry.reverses !== null) {
    return new Refusal(
      'REVERSAL_IS_FINAL',
      'A reversal is not reversed; book the event anew if it did happen.',
    );
  }
  return !isReversed || new Refusal('ALREADY_REVERSED', 'This entry has been reversed already.');
}

async function isReversedNow(tx: Tx, entry: EntryRow): Promise<boolean> {
  const reversals = await tx.sql(
    `SELECT FROM ledger_entry WHERE cooperative_id = current_cooperative_id() AND reverses = $1`,
    [entry.id],
  );
  return reversals.length > 0;
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
