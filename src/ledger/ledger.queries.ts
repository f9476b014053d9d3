import type { Tx } from '../platform/database/transaction.js';
import type { AsOf } from './ledger.rows.js';

export interface BalanceQuery extends AsOf {
  /** Only lines that belong to this period of the surplus. */
  readonly periodId?: string;
}

const asOfCondition = `($2::date IS NULL OR e.effective_on <= $2) AND ($3::timestamptz IS NULL OR e.recorded_at <= $3)`;

/** Debits less credits of one account; zero when it has never been used. */
export async function balanceOf(tx: Tx, path: string, query: BalanceQuery): Promise<bigint> {
  const row = await tx.one<{ balance: string }>(
    `SELECT coalesce(sum(l.amount_minor), 0)::text AS balance
     FROM ledger_account a
     JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
     JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
     WHERE a.cooperative_id = current_cooperative_id() AND a.path = $1 AND ${asOfCondition}
       AND ($4::uuid IS NULL OR l.period_id = $4)`,
    [path, query.effectiveOn ?? null, query.knownAt ?? null, query.periodId ?? null],
  );
  return BigInt(row?.balance ?? 0);
}

/** Balances of many accounts in one statement, in the order of their ids. */
export async function balancesOf(tx: Tx, accountIds: readonly string[], asOf: AsOf): Promise<bigint[]> {
  const rows = await tx.sql<{ id: string; balance: string }>(
    `SELECT l.account_id AS id, sum(l.amount_minor)::text AS balance
     FROM ledger_line l JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
     WHERE l.cooperative_id = current_cooperative_id() AND l.account_id = ANY($1::uuid[]) AND ${asOfCondition}
     GROUP BY l.account_id`,
    [accountIds, asOf.effectiveOn ?? null, asOf.knownAt ?? null],
  );
  const balances = new Map(rows.map((row) => [row.id, BigInt(row.balance)]));
  return accountIds.map((id) => balances.get(id) ?? 0n);
}

export interface TrialBalanceRow {
  /** Root and family, such as `equity:share-capital`; accounts of single parties are folded into it. */
  readonly family: string;
  readonly currency: string;
  readonly accounts: number;
  readonly debitMinor: string;
  readonly creditMinor: string;
  readonly balanceMinor: string;
}

/** Read from what is kept of the books together with what waits; the accounts are all that were ever used. */
export const keptTrialBalance = (tx: Tx, effectiveOn: string | null): Promise<TrialBalanceRow[]> =>
  tx.sql<TrialBalanceRow>(
    `SELECT s.family, s.currency, c.accounts, s.debit::text AS "debitMinor", s.credit::text AS "creditMinor",
            (s.debit - s.credit)::text AS "balanceMinor"
     FROM (SELECT family, currency, sum(debit_minor) AS debit, sum(credit_minor) AS credit FROM ledger_family_sum_now
           WHERE cooperative_id = current_cooperative_id() AND ($1::date IS NULL OR effective_on <= $1) GROUP BY 1, 2) s
     JOIN (SELECT family, currency, sum(accounts)::int AS accounts FROM ledger_family_accounts
           WHERE cooperative_id = current_cooperative_id() GROUP BY 1, 2) c USING (family, currency)
     ORDER BY 1, 2`,
    [effectiveOn],
  );

/** The same, summed from the lines themselves. */
export function trialBalanceOfLines(tx: Tx, asOf: AsOf): Promise<TrialBalanceRow[]> {
  return tx.sql<TrialBalanceRow>(
    `SELECT ledger_family(a.path) AS family, l.currency,
            count(DISTINCT a.id)::int AS accounts,
            coalesce(sum(l.amount_minor) FILTER (WHERE l.amount_minor > 0), 0)::text AS "debitMinor",
            coalesce(-sum(l.amount_minor) FILTER (WHERE l.amount_minor < 0), 0)::text AS "creditMinor",
            sum(l.amount_minor)::text AS "balanceMinor"
     FROM ledger_line l
     JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
     JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
     WHERE l.cooperative_id = current_cooperative_id() AND $1::text IS NULL AND ${asOfCondition}
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [null, asOf.effectiveOn ?? null, asOf.knownAt ?? null],
  );
}

export interface PartyBalance {
  readonly partyId: string;
  readonly balanceMinor: bigint;
}

/**
 * Debits less credits by party over every account of these families, in the cooperative's own currency; who nets to
 * nothing is left out. A family is a path and everything below it.
 */
export async function balancesByParty(
  tx: Tx,
  families: readonly string[],
  effectiveOn: string | null = null,
): Promise<PartyBalance[]> {
  return partyBalances(await tx.sql(balancesOfParties(''), [families, effectiveOn]));
}

/** As `balancesByParty`, of these parties alone. */
export async function balancesOfSomeParties(
  tx: Tx,
  families: readonly string[],
  effectiveOn: string | null,
  among: readonly string[],
): Promise<PartyBalance[]> {
  const some = balancesOfParties('AND a.party_id = ANY($3::uuid[])');
  return partyBalances(await tx.sql(some, [families, effectiveOn, among]));
}

const partyBalances = (rows: readonly { partyId: string; balance: string }[]): PartyBalance[] =>
  rows.map(({ partyId, balance }) => ({ partyId, balanceMinor: BigInt(balance) }));

const balancesOfParties = (restricted: '' | 'AND a.party_id = ANY($3::uuid[])'): string =>
  `SELECT a.party_id AS "partyId", sum(l.amount_minor)::text AS balance
   FROM ledger_account a
   JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
   JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
   WHERE a.cooperative_id = current_cooperative_id() AND a.party_id IS NOT NULL ${restricted}
     AND EXISTS (SELECT FROM unnest($1::text[]) AS f(family) WHERE starts_with(a.path, f.family || ':'))
     AND ($2::date IS NULL OR e.effective_on <= $2)
   GROUP BY a.party_id HAVING sum(l.amount_minor) <> 0`;

export interface PartyMovement {
  readonly partyId: string;
  readonly on: string;
  readonly amountMinor: bigint;
}

/** What moved, debits less credits by party and day, over these families from one day to another, both included. */
export async function movementsByParty(
  tx: Tx,
  families: readonly string[],
  from: string,
  to: string,
): Promise<PartyMovement[]> {
  return partyMovements(await tx.sql(movementsOfParties(''), [families, from, to]));
}

/** As `movementsByParty`, of these parties alone. */
export async function movementsOfSomeParties(
  tx: Tx,
  families: readonly string[],
  { from, to }: { readonly from: string; readonly to: string },
  among: readonly string[],
): Promise<PartyMovement[]> {
  const some = movementsOfParties('AND a.party_id = ANY($4::uuid[])');
  return partyMovements(await tx.sql(some, [families, from, to, among]));
}

const partyMovements = (rows: readonly { partyId: string; on: string; amount: string }[]): PartyMovement[] =>
  rows.map(({ partyId, on, amount }) => ({ partyId, on, amountMinor: BigInt(amount) }));

const movementsOfParties = (restricted: '' | 'AND a.party_id = ANY($4::uuid[])'): string =>
  `SELECT a.party_id AS "partyId", e.effective_on AS on, sum(l.amount_minor)::text AS amount
   FROM ledger_account a
   JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
   JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
   WHERE a.cooperative_id = current_cooperative_id() AND a.party_id IS NOT NULL ${restricted}
     AND EXISTS (SELECT FROM unnest($1::text[]) AS f(family) WHERE starts_with(a.path, f.family || ':'))
     AND e.effective_on BETWEEN $2 AND $3
   GROUP BY a.party_id, e.effective_on HAVING sum(l.amount_minor) <> 0
   ORDER BY a.party_id, e.effective_on`;

export interface AccountSum {
  readonly path: string;
  readonly partyId: string | null;
  readonly year: number | null;
  readonly divisible: boolean;
  readonly amountMinor: bigint;
}

/**
 * What some entries together did to each account, debits less credits; what nets to nothing is left out. Of these families
 * alone, where any are named.
 */
export async function sumsOfEntries(
  tx: Tx,
  entryIds: readonly string[],
  families: readonly string[] | null = null,
): Promise<AccountSum[]> {
  const rows = await tx.sql<Omit<AccountSum, 'amountMinor'> & { amount: string }>(
    `SELECT a.path, a.party_id AS "partyId", a.year, a.divisible, sum(l.amount_minor)::text AS amount
     FROM ledger_line l JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
     WHERE l.cooperative_id = current_cooperative_id() AND l.entry_id = ANY($1::uuid[])
       AND ($2::text[] IS NULL OR EXISTS (SELECT FROM unnest($2::text[]) AS f(family) WHERE starts_with(a.path, f.family || ':')))
     GROUP BY a.path, a.party_id, a.year, a.divisible HAVING sum(l.amount_minor) <> 0 ORDER BY a.path`,
    [entryIds, families],
  );
  return rows.map(({ amount, ...row }) => ({ ...row, amountMinor: BigInt(amount) }));
}

/** What accounts owe now, credits less debits, by path; accounts that were never used are missing. */
export async function owedBy(tx: Tx, paths: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
  const rows = await tx.sql<{ path: string; owed: string }>(
    `SELECT a.path, (-sum(l.amount_minor))::text AS owed
     FROM ledger_account a JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
     WHERE a.cooperative_id = current_cooperative_id() AND a.path = ANY($1::text[]) GROUP BY a.path`,
    [paths],
  );
  return new Map(rows.map(({ path, owed }) => [path, BigInt(owed)]));
}
