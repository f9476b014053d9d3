import type { Tx } from '../../platform/database/transaction.js';
import { mayReadKept } from '../../ledger/kept-books.js';
import type { AsOf } from '../../ledger/ledger.rows.js';
import type { CapitalMovement } from './domain/roll-forward.js';
import {
  isMandatoryByKind,
  lotOfPath,
  qualifiedByPart,
  retainedFamily,
  shareCapitalFamily,
  unpaidFamily,
  type Lot,
} from './domain/lot.js';

/** A lot as it stands: what is paid up, and its marks. */
export interface LotRow extends Lot {
  /** The account's id. */
  readonly id: string;
  readonly path: string;
  readonly partyId: string;
  readonly currency: string;
  /** Paid up, in minor units. */
  readonly balanceMinor: bigint;
  /** Promised and not paid: no capital yet. */
  readonly unpaidMinor: bigint;
  /** Taxed when allocated (true) or when paid back (false); null where the law knows no difference. */
  readonly qualified: boolean | null;
  readonly mandatory: boolean;
  readonly pledgedTo: string | null;
  readonly requestedOn: string | null;
}

/** Movements `m` of accounts that hold capital, and of the debts of who has not wholly paid. */
export const ofCapital = `m.cooperative_id = current_cooperative_id() AND m.party_id IS NOT NULL
  AND (starts_with(m.path, '${shareCapitalFamily}') OR starts_with(m.path, '${retainedFamily}') OR starts_with(m.path, '${unpaidFamily}'))`;
const known = (first: number): string =>
  `($${first}::date IS NULL OR m.effective_on <= $${first}) AND ($${first + 1}::timestamptz IS NULL OR m.recorded_at <= $${first + 1})`;

interface AccountSum {
  readonly id: string;
  readonly path: string;
  readonly partyId: string;
  readonly currency: string;
  readonly sum: string;
  readonly qualified: boolean | null;
  readonly mandatory: boolean | null;
  readonly pledgedTo: string | null;
  readonly requestedOn: string | null;
}

/** Lots of some parties, or of everybody, oldest year first and shares before; those emptied are left out unless asked for. */
export async function lotsOf(
  tx: Tx,
  partyIds: readonly string[] | null,
  asOf: AsOf = {},
  emptied = false,
): Promise<LotRow[]> {
  const rows = await tx.sql<AccountSum>(
    `SELECT s.*, k.qualified, k.mandatory, k.pledged_to AS "pledgedTo", k.requested_on AS "requestedOn"
     FROM (SELECT m.account_id AS id, m.path, m.party_id AS "partyId", m.currency, (-sum(m.amount_minor))::text AS sum
           FROM ledger_movement m WHERE ${ofCapital} AND ($1::uuid[] IS NULL OR m.party_id = ANY($1)) AND ${known(2)}
           GROUP BY 1, 2, 3, 4) s
     LEFT JOIN capital_lot_marked k ON k.cooperative_id = current_cooperative_id() AND k.account_id = s.id
     ORDER BY s.path`,
    [partyIds, asOf.effectiveOn ?? null, asOf.knownAt ?? null],
  );
  const unpaid = new Map(
    rows
      .filter(({ path }) => path.startsWith(unpaidFamily))
      .map((row) => [keyOfDebt(row.path), -BigInt(row.sum)]),
  );
  return rows
    .flatMap((row): LotRow[] => {
      const lot = lotOfPath(row.path);
      return lot === null ? [] : [lotRow(row, lot, unpaid)];
    })
    .filter(({ balanceMinor, unpaidMinor }) => emptied || balanceMinor !== 0n || unpaidMinor !== 0n);
}

const keyOfDebt = (path: string): string => path.slice(unpaidFamily.length);

/** What is promised and not paid lies on the share itself, never on a voluntary part. */
function lotRow({ sum, ...row }: AccountSum, lot: Lot, unpaid: ReadonlyMap<string, bigint>): LotRow {
  const owed = lot.kind === 'shares' && lot.part === null ? (unpaid.get(lot.key) ?? 0n) : 0n;
  return {
    ...row,
    ...lot,
    qualified: row.qualified ?? qualifiedByPart(lot),
    mandatory: row.mandatory ?? isMandatoryByKind(lot),
    balanceMinor: BigInt(sum) - owed,
    unpaidMinor: owed,
  };
}

/** The lot that an account holds; null when there is none in this cooperative. */
export async function findLot(tx: Tx, accountId: string): Promise<LotRow | null> {
  const holder = await tx.one<{ partyId: string }>(
    `SELECT m.party_id AS "partyId" FROM ledger_movement m WHERE ${ofCapital} AND m.account_id = $1 LIMIT 1`,
    [accountId],
  );
  if (!holder) return null;
  const lots = await lotsOf(tx, [holder.partyId], {}, true);
  return lots.find(({ id }) => id === accountId.toLowerCase()) ?? null;
}

/** Whatever takes from anybody's capital waits here for what takes at the same time: such acts are rare. */
export const holdCapital = (tx: Tx): Promise<unknown> =>
  tx.sql(
    `SELECT pg_advisory_xact_lock(hashtextextended('capital of ' || current_cooperative_id()::text, 0))`,
  );

export interface Interval {
  /** First day; null from the beginning. */
  readonly from: string | null;
  /** Last day; null up to the latest entry. */
  readonly to: string | null;
  readonly knownAt: Date | null;
}
export interface PartyMovement extends CapitalMovement {
  readonly partyId: string | null;
}

/** Movements of capital up to the end of an interval, summed by what made them; by party, or of all when none is named. */
export async function movementsOf(
  tx: Tx,
  partyIds: readonly string[] | null,
  interval: Interval,
): Promise<PartyMovement[]> {
  const rows = await tx.sql<Omit<PartyMovement, 'amountMinor'> & { sum: string }>(
    `SELECT ${partyIds === null ? 'NULL::uuid' : 'm.party_id'} AS "partyId", m.kind, m.source_type AS "sourceType",
            (m.amount_minor > 0) <> m.is_reversal AS took, ($4::date IS NOT NULL AND m.effective_on < $4) AS "isBefore",
            (-sum(m.amount_minor))::text AS sum
     FROM ledger_movement m WHERE ${ofCapital} AND ($1::uuid[] IS NULL OR m.party_id = ANY($1)) AND ${known(2)}
     GROUP BY 1, 2, 3, 4, 5`,
    [partyIds, interval.to, interval.knownAt, interval.from],
  );
  return rows.map(({ sum, ...row }) => ({ ...row, amountMinor: BigInt(sum) }));
}

/** Accounts `a` that hold or held capital; an account is opened when it is first used. */
const accountsOfCapital = `a.cooperative_id = current_cooperative_id() AND a.party_id IS NOT NULL
  AND (starts_with(a.path, '${shareCapitalFamily}') OR starts_with(a.path, '${retainedFamily}') OR starts_with(a.path, '${unpaidFamily}'))`;

/** Parties that hold or held capital, in the order in which they were entered. */
export const holdersAfter = (tx: Tx, after: string, limit: number): Promise<{ partyId: string }[]> =>
  tx.sql<{ partyId: string }>(
    `SELECT DISTINCT a.party_id AS "partyId" FROM ledger_account a WHERE ${accountsOfCapital} AND a.party_id > $1
     ORDER BY 1 LIMIT $2`,
    [after, limit],
  );
export async function countHolders(tx: Tx): Promise<bigint> {
  const row = await tx.one<{ count: bigint }>(
    `SELECT count(DISTINCT a.party_id) AS count FROM ledger_account a WHERE ${accountsOfCapital}`,
  );
  return row?.count ?? 0n;
}

export interface VintageRow {
  readonly year: number;
  readonly currency: string;
  readonly retainedMinor: string;
  readonly remainingMinor: string;
  /** How many still hold something of the year. */
  readonly holders: number;
}
/**
 * What was retained of each year, and what of it is still to be paid back; transfers between members change neither. Of
 * all together it is read from what is kept of the books, where that answers; of one party from its lines.
 */
export const vintagesOf = async (tx: Tx, asOf: AsOf, partyId: string | null = null): Promise<VintageRow[]> =>
  partyId === null && (await mayReadKept(tx, asOf))
    ? keptVintages(tx, asOf.effectiveOn ?? null)
    : vintagesOfLines(tx, asOf, partyId);

const keptOfYears = `cooperative_id = current_cooperative_id() AND family || ':' = '${retainedFamily}' AND year IS NOT NULL
  AND ($1::date IS NULL OR effective_on <= $1)`;

const keptVintages = (tx: Tx, effectiveOn: string | null): Promise<VintageRow[]> =>
  tx.sql<VintageRow>(
    `SELECT s.year, s.currency, s.retained::text AS "retainedMinor", s.remaining::text AS "remainingMinor", coalesce(c.holders, 0) AS holders
     FROM (SELECT year, currency, sum(credit_minor - debit_minor) AS remaining,
             coalesce(sum(CASE WHEN is_reversal THEN -debit_minor ELSE credit_minor END) FILTER (WHERE kind <> 'capital-transferred'), 0) AS retained
           FROM ledger_family_sum_now WHERE ${keptOfYears} GROUP BY 1, 2) s
     LEFT JOIN (SELECT year, currency, sum(more)::int AS holders FROM ledger_holders_now WHERE ${keptOfYears} GROUP BY 1, 2) c
       USING (year, currency)
     ORDER BY 1, 2`,
    [effectiveOn],
  );

/** The same, summed from the lines themselves. */
export const vintagesOfLines = (tx: Tx, asOf: AsOf, partyId: string | null): Promise<VintageRow[]> =>
  tx.sql<VintageRow>(
    `SELECT s.year, s.currency, sum(s.retained)::text AS "retainedMinor", sum(s.remaining)::text AS "remainingMinor",
            count(*) FILTER (WHERE s.remaining <> 0)::int AS holders
     FROM (SELECT m.year, m.currency, m.party_id, -sum(m.amount_minor) AS remaining,
             -coalesce(sum(m.amount_minor) FILTER (WHERE (m.amount_minor > 0) = m.is_reversal
               AND ($3::uuid IS NOT NULL OR m.kind <> 'capital-transferred')), 0) AS retained
           FROM ledger_movement m WHERE ${ofCapital} AND starts_with(m.path, '${retainedFamily}')
             AND ($3::uuid IS NULL OR m.party_id = $3) AND ${known(1)} GROUP BY 1, 2, 3) s
     GROUP BY 1, 2 ORDER BY 1, 2`,
    [asOf.effectiveOn ?? null, asOf.knownAt ?? null, partyId],
  );

export async function todayHere(tx: Tx): Promise<string> {
  const row = await tx.one<{ day: string }>(`SELECT today_in(current_cooperative_id()) AS day`);
  return row!.day;
}
export async function currencyHere(tx: Tx): Promise<string> {
  const row = await tx.one<{ currency: string }>(
    `SELECT currency FROM cooperative WHERE id = current_cooperative_id()`,
  );
  return row!.currency;
}
