import type { Tx } from '../platform/database/transaction.js';
import { newId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import {
  indivisibleMessage,
  isDivisible,
  mayDebit,
  type EntryDraft,
  type LedgerReason,
} from './domain/book.js';

interface WantedAccount {
  readonly path: string;
  readonly currency: string;
  readonly partyId: string | null;
  readonly year: number | null;
  readonly divisible: boolean;
}

/**
 * Opens the accounts that an entry uses for the first time, and holds those that exist to what the entry says of them:
 * an account keeps one currency, one party and one year for ever. In order of their paths, so that two entries that
 * open the same accounts wait for each other instead of locking each other out.
 */
export async function openAccounts(
  tx: Tx,
  draft: EntryDraft,
  home: string,
): Promise<true | Refusal<LedgerReason>> {
  const wanted = wantedAccounts(draft, home);
  if (wanted instanceof Refusal) return wanted;
  const columns = [
    wanted.map((account) => account.path),
    wanted.map((account) => account.currency),
    wanted.map((account) => account.partyId),
    wanted.map((account) => account.year),
    wanted.map((account) => account.divisible),
  ];
  await tx.sql(
    `INSERT INTO ledger_account (cooperative_id, id, path, currency, party_id, year, divisible)
     SELECT current_cooperative_id(), w.id, w.path, w.currency, w.party_id, w.year, w.divisible
     FROM unnest($1::text[], $2::text[], $3::uuid[], $4::int[], $5::boolean[], $6::uuid[])
       AS w(path, currency, party_id, year, divisible, id)
     WHERE NOT EXISTS (SELECT FROM ledger_account a WHERE a.cooperative_id = current_cooperative_id() AND a.path = w.path)
     ORDER BY w.path ON CONFLICT (cooperative_id, path) DO NOTHING`,
    [...columns, wanted.map(() => newId())],
  );
  return holdToAccounts(tx, draft, columns);
}

function wantedAccounts(draft: EntryDraft, home: string): WantedAccount[] | Refusal<LedgerReason> {
  const wanted = new Map<string, WantedAccount>();
  for (const line of draft.lines) {
    const account: WantedAccount = {
      path: line.account.path,
      currency: line.currency ?? home,
      partyId: line.account.partyId ?? null,
      year: line.account.year ?? null,
      divisible: isDivisible(line.account),
    };
    const other = wanted.get(account.path);
    if (other && !isSame(other, account)) return mismatch([account.path]);
    wanted.set(account.path, account);
  }
  return [...wanted.values()];
}

const isSame = (a: WantedAccount, b: WantedAccount): boolean =>
  a.currency === b.currency && a.partyId === b.partyId && a.year === b.year && a.divisible === b.divisible;

const mismatch = (paths: readonly string[]): Refusal<LedgerReason> =>
  new Refusal(
    'ACCOUNT_MISMATCH',
    'An account keeps the currency, party and year it was opened with.',
    paths.map((path) => `${path} is kept otherwise.`),
  );

async function holdToAccounts(
  tx: Tx,
  draft: EntryDraft,
  columns: readonly unknown[],
): Promise<true | Refusal<LedgerReason>> {
  const other = await tx.sql<{ path: string; divisible: boolean; fits: boolean }>(
    `SELECT a.path, a.divisible, a.currency = w.currency AND a.party_id IS NOT DISTINCT FROM w.party_id
            AND a.year IS NOT DISTINCT FROM w.year AS fits
     FROM unnest($1::text[], $2::text[], $3::uuid[], $4::int[], $5::boolean[]) AS w(path, currency, party_id, year, divisible)
     JOIN ledger_account a ON a.cooperative_id = current_cooperative_id() AND a.path = w.path
     WHERE NOT a.divisible OR a.currency <> w.currency OR a.party_id IS DISTINCT FROM w.party_id
        OR a.year IS DISTINCT FROM w.year ORDER BY a.path LIMIT 1000`,
    columns,
  );
  const unfit = other.filter((account) => !account.fits);
  if (unfit.length > 0) return mismatch(unfit.slice(0, 10).map((account) => account.path));
  // A reserve stays indivisible also when a later draft forgets to say so.
  const reserves = new Set(
    other.filter((account) => !mayDebit(draft.kind, account)).map((account) => account.path),
  );
  const taken = draft.lines.filter((line) => line.amountMinor > 0n && reserves.has(line.account.path));
  return (
    taken.length === 0 ||
    new Refusal(
      'INDIVISIBLE_RESERVE',
      indivisibleMessage,
      taken.slice(0, 10).map((line) => `${line.account.path}.`),
    )
  );
}
