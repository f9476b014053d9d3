import { Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { sha256, type Json } from '../shared/canonical-json.js';
import { newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { checkEntry, checkHead, type EntryDraft, type LedgerReason } from './domain/book.js';
import { draftHash } from './domain/draft-hash.js';
import { openAccounts } from './ledger-accounts.js';
import { addAll, LinesOfLargeEntry, type LargeEntryDraft, type LinesOfEntry } from './ledger-large-entry.js';
import { balanceOf, type BalanceQuery } from './ledger.queries.js';
import type { EntryRow } from './ledger.rows.js';
import { checkReversible, reverseEntry, type ReversalDraft, type ReversalGuard } from './ledger-reversal.js';

export interface Posted {
  readonly entryId: string;
}

/**
 * The books as other modules use them, inside their own transaction. Nothing here asks who may post: the command that
 * posts has its own rule.
 */
@Injectable()
export class Ledger {
  private readonly guards = new Map<string, ReversalGuard>();

  /**
   * Books an event once. The same draft again answers with the same entry; another draft for the same event
   * (`sourceType`, `sourceId`, `kind`) is refused. Accounts are opened when first used; lines are written by one
   * statement, however many. Refusals: those of `checkEntry`, ACCOUNT_MISMATCH, ENTRY_DIFFERS.
   */
  async post(tx: Tx, viewer: Viewer, draft: EntryDraft): Promise<Posted | Refusal<LedgerReason>> {
    const home = await homeCurrency(tx);
    const verdict = checkEntry(draft, home);
    if (verdict !== true) return verdict;
    const hash = draftHash(draft, home);
    const begun = await begin(tx, draft, { hash, home, reverses: null });
    if (isRefusal(begun)) return begun;
    if (begun.isThere) return { entryId: begun.entryId };
    await recordPosted(tx, viewer, begun.entryId, {
      ...{ kind: draft.kind, lines: draft.lines.length, draftHash: hash },
    });
    return { entryId: begun.entryId };
  }

  /**
   * As `post`, for an entry of more lines than are to be held: the parts are written as they come. The same `followsFrom`
   * and head again are the same entry. The caller takes back what was written when it is refused.
   */
  async postLarge(
    tx: Tx,
    viewer: Viewer,
    large: LargeEntryDraft,
    parts: AsyncIterable<LinesOfEntry>,
  ): Promise<Posted | Refusal<LedgerReason>> {
    const home = await homeCurrency(tx);
    const draft = { ...large, lines: large.head };
    const verdict = checkHead(draft, home);
    if (verdict !== true) return verdict;
    const hash = sha256(`${draftHash(draft, home)} and what follows from ${large.followsFrom}`);
    const begun = await begin(tx, draft, { hash, home, reverses: null });
    if (isRefusal(begun)) return begun;
    if (begun.isThere) return { entryId: begun.entryId };
    const lines = new LinesOfLargeEntry(tx, begun.entryId, large, home, draft.lines.length);
    const added = await addAll(lines, parts);
    if (added !== true) return added;
    await recordPosted(tx, viewer, begun.entryId, {
      kind: draft.kind,
      lines: lines.written,
      draftHash: hash,
    });
    return { entryId: begun.entryId };
  }

  /**
   * Undoes an entry by its mirror, once, with the reason; the two stay linked. Refusals: NOT_FOUND, ALREADY_REVERSED,
   * REVERSAL_IS_FINAL for a reversal, INVALID_INPUT for a missing reason or a day before the entry's own, and what the
   * entry's own module says.
   */
  async reverse(tx: Tx, viewer: Viewer, entryId: string, draft: ReversalDraft): Promise<Posted | Refusal> {
    return reverseEntry(tx, entryId, draft, {
      guardOf: (sourceType) => this.guards.get(sourceType),
      write: (reversal, reverses) => this.mirror(tx, viewer, reversal, reverses),
    });
  }

  /** Whether `reverse` would let the entry go, whoever asks. */
  reversible(tx: Tx, entry: EntryRow, isReversed: boolean): Promise<true | Refusal> {
    return checkReversible(tx, entry, isReversed, this.guards.get(entry.sourceType));
  }

  /** Which of these sources have an entry that was reversed since: what they booked no longer stands. */
  async reversedSources(
    tx: Tx,
    sourceType: string,
    sourceIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const rows = await tx.sql<{ sourceId: string }>(
      `SELECT e.source_id AS "sourceId" FROM ledger_entry e
       JOIN ledger_entry r ON r.cooperative_id = e.cooperative_id AND r.reverses = e.id
       WHERE e.cooperative_id = current_cooperative_id() AND e.source_type = $1 AND e.source_id = ANY($2::uuid[])`,
      [sourceType, sourceIds],
    );
    return new Set(rows.map((row) => row.sourceId));
  }

  /** A module says what must hold before an entry of its own is reversed, and what it keeps of the reversal. */
  guardReversals(sourceType: string, guard: ReversalGuard): void {
    if (this.guards.has(sourceType)) throw new Error(`reversals of ${sourceType} are guarded twice`);
    this.guards.set(sourceType, guard);
  }

  /** Debits less credits of an account, in minor units; zero when it has never been used. */
  balance(tx: Tx, path: string, query: BalanceQuery = {}): Promise<bigint> {
    return balanceOf(tx, path, query);
  }

  /** A reversal follows wholly from what it undoes: its lines are written within the database, however many they are. */
  private async mirror(
    tx: Tx,
    viewer: Viewer,
    reversal: Omit<EntryDraft, 'lines'>,
    reverses: string,
  ): Promise<Posted | Refusal<LedgerReason>> {
    const home = await homeCurrency(tx);
    const draft = { ...reversal, lines: [] };
    const verdict = checkHead(draft, home);
    if (verdict !== true) return verdict;
    const hash = sha256(`${draftHash(draft, home)} and the mirror of ${reverses}`);
    const begun = await begin(tx, draft, { hash, home, reverses });
    if (isRefusal(begun)) return begun;
    if (begun.isThere) return { entryId: begun.entryId };
    const lines = await insertMirror(tx, begun.entryId, reverses);
    await recordPosted(tx, viewer, begun.entryId, { kind: draft.kind, lines, draftHash: hash });
    return { entryId: begun.entryId };
  }
}

/** The entry with the lines of the draft; or the one that is in the books already, when it is the same. */
async function begin(
  tx: Tx,
  draft: EntryDraft,
  { hash, home, reverses }: { hash: string; home: string; reverses: string | null },
): Promise<(Posted & { isThere: boolean }) | Refusal<LedgerReason>> {
  const earlier = await entryOfSource(tx, draft);
  if (earlier) return sameOrRefused(earlier, hash);
  const opened = await openAccounts(tx, draft, home);
  if (isRefusal(opened)) return opened;
  const entryId = await insertEntry(tx, draft, hash, reverses);
  // Somebody else booked the same event while we wrote ours.
  if (entryId === null) return sameOrRefused((await entryOfSource(tx, draft))!, hash);
  await insertLines(tx, entryId, draft, home);
  return { entryId, isThere: false };
}

const recordPosted = (tx: Tx, viewer: Viewer, subjectId: string, data: Readonly<Record<string, Json>>) =>
  recordAct(tx, viewer, { act: 'postEntry', subjectType: 'ledger-entry', subjectId, data });

async function homeCurrency(tx: Tx): Promise<string> {
  const row = await tx.one<{ currency: string }>(
    `SELECT currency FROM cooperative WHERE id = current_cooperative_id()`,
  );
  if (!row) throw new Error('entries are posted in a cooperative');
  return row.currency;
}

interface Earlier {
  readonly id: string;
  readonly draftHash: string;
}

const entryOfSource = (tx: Tx, draft: EntryDraft): Promise<Earlier | null> =>
  tx.one<Earlier>(
    `SELECT id, draft_hash AS "draftHash" FROM ledger_entry
     WHERE cooperative_id = current_cooperative_id() AND source_type = $1 AND source_id = $2 AND kind = $3`,
    [draft.sourceType, draft.sourceId, draft.kind],
  );

const sameOrRefused = (
  earlier: Earlier,
  hash: string,
): (Posted & { isThere: true }) | Refusal<LedgerReason> =>
  earlier.draftHash === hash
    ? { entryId: earlier.id, isThere: true }
    : new Refusal('ENTRY_DIFFERS', 'This event is already in the books with other lines, date or text.');

async function insertEntry(
  tx: Tx,
  draft: EntryDraft,
  hash: string,
  reverses: string | null,
): Promise<string | null> {
  const inserted = await tx.one<{ id: string }>(
    `INSERT INTO ledger_entry (cooperative_id, id, kind, narration, effective_on, source_type, source_id, draft_hash, reverses)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (cooperative_id, source_type, source_id, kind) DO NOTHING RETURNING id`,
    [
      newId(),
      draft.kind,
      draft.narration,
      draft.effectiveOn,
      draft.sourceType,
      draft.sourceId,
      hash,
      reverses,
    ],
  );
  return inserted?.id ?? null;
}

async function insertLines(tx: Tx, entryId: string, draft: EntryDraft, home: string): Promise<void> {
  const column = <Value>(pick: (line: EntryDraft['lines'][number]) => Value): Value[] =>
    draft.lines.map(pick);
  await tx.sql(
    `INSERT INTO ledger_line (cooperative_id, entry_id, seq, account_id, currency, amount_minor, party_id, period_id,
                              fund, restriction, site, project)
     SELECT current_cooperative_id(), $1, l.seq, a.id, l.currency, l.amount_minor, l.party_id, l.period_id,
            l.fund, l.restriction, l.site, l.project
     FROM unnest($2::text[], $3::text[], $4::bigint[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[])
       WITH ORDINALITY AS l(path, currency, amount_minor, party_id, period_id, fund, restriction, site, project, seq)
     JOIN ledger_account a ON a.cooperative_id = current_cooperative_id() AND a.path = l.path`,
    [
      entryId,
      column((line) => line.account.path),
      column((line) => line.currency ?? home),
      column((line) => line.amountMinor.toString()),
      column((line) => line.partyId ?? line.account.partyId ?? null),
      column((line) => line.periodId ?? null),
      column((line) => line.fund ?? null),
      column((line) => line.restriction ?? null),
      column((line) => line.site ?? null),
      column((line) => line.project ?? null),
    ],
  );
}

async function insertMirror(tx: Tx, entryId: string, of: string): Promise<number> {
  const row = await tx.one<{ written: number }>(
    `WITH mirror AS (
       INSERT INTO ledger_line (cooperative_id, entry_id, seq, account_id, currency, amount_minor, party_id, period_id,
                                fund, restriction, site, project)
       SELECT l.cooperative_id, $1, l.seq, l.account_id, l.currency, -l.amount_minor, l.party_id, l.period_id,
              l.fund, l.restriction, l.site, l.project
       FROM ledger_line l WHERE l.cooperative_id = current_cooperative_id() AND l.entry_id = $2 RETURNING 1)
     SELECT count(*)::int AS written FROM mirror`,
    [entryId, of],
  );
  return row!.written;
}
