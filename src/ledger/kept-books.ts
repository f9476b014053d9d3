import type { Tx } from '../platform/database/transaction.js';
import { keptTrialBalance, trialBalanceOfLines, type TrialBalanceRow } from './ledger.queries.js';
import type { AsOf } from './ledger.rows.js';

/** Of so many lines that wait it is worth while to read what is kept and add them; of more, every line is read. */
const mostWaiting = 2_000;

/**
 * Whether what is kept answers for this moment. As known at an instant it never does: it has effective days alone. After
 * an entry of very many lines it does not until that is kept, seconds or minutes later.
 */
export async function mayReadKept(tx: Tx, asOf: AsOf): Promise<boolean> {
  if (asOf.knownAt) return false;
  const waiting = await tx.one<{ lines: number }>(
    `SELECT count(*)::int AS lines FROM (
       SELECT FROM ledger_entry_to_keep q CROSS JOIN LATERAL (
         SELECT FROM ledger_line l WHERE l.cooperative_id = q.cooperative_id AND l.entry_id = q.entry_id LIMIT ${mostWaiting + 1}) l
       WHERE q.cooperative_id = current_cooperative_id() LIMIT ${mostWaiting + 1}) w`,
  );
  return waiting!.lines <= mostWaiting;
}

/**
 * The trial balance: every family with its debits, credits and balance. Balances of a currency sum to zero. How many
 * accounts were used by a day is kept of no day: who asks for it (`counted`) has the lines read.
 */
export async function trialBalance(tx: Tx, asOf: AsOf = {}, counted = true): Promise<TrialBalanceRow[]> {
  const needsLines = counted && (asOf.effectiveOn ?? null) !== null;
  if (needsLines || !(await mayReadKept(tx, asOf))) return trialBalanceOfLines(tx, asOf);
  return keptTrialBalance(tx, asOf.effectiveOn ?? null);
}

/**
 * Adds what waits to what is kept. One at a time in a cooperative; who comes second leaves it to the first. An entry of a
 * million lines takes a minute or two, and the books of many years, which wait as one when they are brought up to date, longer.
 */
export async function keepBooks(tx: Tx): Promise<void> {
  await tx.sql(`SELECT set_config('statement_timeout', '1h', true)`);
  await tx.sql('SELECT keep_books()');
}
