import type { Tx } from '../platform/database/transaction.js';
import { newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { indivisibleMessage, mayDebit, type EntryDraft, type LedgerReason } from './domain/book.js';

/**
 * An entry of more lines than are to be held in memory: those of the `head` are given one by one, the others come from
 * statements of the module that posts it. All of them are one entry: it balances when it is committed, or it is not there.
 */
export interface LargeEntryDraft extends Omit<EntryDraft, 'lines'> {
  readonly head: EntryDraft['lines'];
  /** A hash of everything that the other lines follow from: with the rest of the draft it says what was asked. */
  readonly followsFrom: string;
  readonly periodId: string | null;
}

/**
 * A part of the lines: a SELECT of `position` (1, 2, …), `path`, `party_id`, `year`, `amount_minor` (not zero), one row
 * for each account, of accounts that no other part names. Its text is constant; every value is a parameter.
 */
export interface LinesOfEntry {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Tables that grow by very many rows in one transaction are measured on the way: plans follow what is known of them. */
const firstMeasured = 20_000;

/** Writes the parts of one entry, each by two statements: the accounts that it uses first, then its lines. */
export class LinesOfLargeEntry {
  private measuredAt = firstMeasured;

  constructor(
    private readonly tx: Tx,
    private readonly entryId: string,
    private readonly draft: LargeEntryDraft,
    private readonly currency: string,
    /** How many lines the entry has so far. */
    public written: number,
  ) {}

  /** Refuses ACCOUNT_MISMATCH and INDIVISIBLE_RESERVE, as an entry whose lines are given one by one. */
  async add(lines: LinesOfEntry): Promise<true | Refusal<LedgerReason>> {
    const first = lines.values.length + 1;
    await this.tx.sql(openingOf(lines.text, first), [...lines.values, newId(), this.currency]);
    const mayTake = mayDebit(this.draft.kind, { divisible: false });
    const counted = await this.tx.one<{ wanted: bigint; written: bigint }>(writingOf(lines.text, first), [
      ...lines.values,
      ...[this.entryId, this.written, this.currency, this.draft.periodId, mayTake],
    ]);
    this.written += Number(counted!.written);
    if (counted!.wanted !== counted!.written) return this.whatDoesNotFit(lines, first);
    await this.measure();
    return true;
  }

  private async measure(): Promise<void> {
    if (this.written < this.measuredAt) return;
    this.measuredAt = this.written * 8;
    await this.tx.sql('SELECT measure_ledger_tables()');
  }

  private async whatDoesNotFit(lines: LinesOfEntry, first: number): Promise<Refusal<LedgerReason>> {
    const unfit = await this.tx.sql<{ path: string; reserve: boolean }>(
      `SELECT w.path, NOT a.divisible AND w.amount_minor > 0 AS reserve FROM (${lines.text}) w
       LEFT JOIN ledger_account a ON a.cooperative_id = current_cooperative_id() AND a.path = w.path
       WHERE a.id IS NULL OR NOT ${fits(first)} OR (w.amount_minor > 0 AND NOT a.divisible) ORDER BY w.path LIMIT 10`,
      [...lines.values, this.currency],
    );
    const paths = unfit.map(({ path }) => path);
    if (unfit.length > 0 && unfit.every(({ reserve }) => reserve))
      return new Refusal(
        'INDIVISIBLE_RESERVE',
        indivisibleMessage,
        paths.map((path) => `${path}.`),
      );
    return new Refusal(
      'ACCOUNT_MISMATCH',
      'An account keeps the currency, party and year it was opened with.',
      paths.map((path) => `${path} is kept otherwise.`),
    );
  }
}

/** Whether account `a` is what line `w` says of it; the currency is the parameter `at`. */
const fits = (at: number): string =>
  `(a.currency = $${at} AND a.party_id IS NOT DISTINCT FROM w.party_id AND a.year IS NOT DISTINCT FROM w.year)`;

/**
 * Opens what is used for the first time, in order of the paths, so that two entries that open the same accounts wait for
 * each other. Accounts are looked up one by one, never all of them for each part. Their identifiers count up from one
 * that is new: close rows lie close in the index.
 */
const openingOf = (lines: string, first: number): string =>
  `INSERT INTO ledger_account (cooperative_id, id, path, currency, party_id, year)
   SELECT current_cooperative_id(), overlay($${first}::text PLACING lpad(to_hex(row_number() OVER (ORDER BY w.path)), 12, '0') FROM 25)::uuid,
     w.path, $${first + 1}, w.party_id, w.year
   FROM (${lines}) w LEFT JOIN LATERAL (SELECT a.id FROM ledger_account a
     WHERE a.cooperative_id = current_cooperative_id() AND a.path = w.path LIMIT 1) a ON true
   WHERE a.id IS NULL ORDER BY w.path ON CONFLICT (cooperative_id, path) DO NOTHING`;

const writingOf = (lines: string, first: number): string =>
  `WITH wanted AS MATERIALIZED (${lines}), written AS (
     INSERT INTO ledger_line (cooperative_id, entry_id, seq, account_id, currency, amount_minor, party_id, period_id)
     SELECT current_cooperative_id(), $${first}, $${first + 1}::int + w.position, a.id, a.currency, w.amount_minor, w.party_id, $${first + 3}
     FROM wanted w CROSS JOIN LATERAL (SELECT a.id, a.currency, a.party_id, a.year, a.divisible FROM ledger_account a
       WHERE a.cooperative_id = current_cooperative_id() AND a.path = w.path LIMIT 1) a
     WHERE ${fits(first + 2)} AND (w.amount_minor < 0 OR a.divisible OR $${first + 4}::boolean)
     ORDER BY w.position RETURNING 1)
   SELECT (SELECT count(*) FROM wanted) AS wanted, (SELECT count(*) FROM written) AS written`;

/** Adds every part; the first that is refused ends it. */
export async function addAll(
  lines: LinesOfLargeEntry,
  parts: AsyncIterable<LinesOfEntry>,
): Promise<true | Refusal<LedgerReason>> {
  for await (const part of parts) {
    const added = await lines.add(part);
    if (isRefusal(added)) return added;
  }
  return true;
}
