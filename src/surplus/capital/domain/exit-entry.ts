/**
 * How a settlement on leaving is booked (surplus.md, postings): losses borne shrink the lots first, what was retained
 * longest before what was paid in; then every lot is emptied into the deduction (legal reserve), the discount for early
 * payment (indivisible reserve), the debts set off, and what is payable to the one who left or the heirs.
 */
export interface SettledLot {
  readonly path: string;
  readonly year: number | null;
  readonly balanceMinor: bigint;
}
export interface SettledAmounts {
  readonly losses: bigint;
  readonly deduction: bigint;
  readonly discount: bigint;
  readonly setOff: bigint;
  /** Of the losses, what the lots could not bear: owed by the one who left. */
  readonly lossOwed: bigint;
}
export interface Payee {
  readonly partyId: string;
  readonly key: string;
  readonly amount: bigint;
}
export interface BookLine {
  readonly path: string;
  readonly partyId: string | null;
  readonly year: number | null;
  readonly amountMinor: bigint;
}
export interface Leaver {
  readonly partyId: string;
  readonly key: string;
  /** What the books hold as losses that this member still owes. */
  readonly lossDebt: bigint;
  /** What the books hold of their other debts. */
  readonly debt: bigint;
}

/** Oldest retained year first, shares last. */
const order = (a: SettledLot, b: SettledLot): number =>
  (a.year ?? 9999) - (b.year ?? 9999) || (a.path < b.path ? -1 : 1);

/** What each lot gives of a loss, in order, until it is borne. */
export function lossByLot(lots: readonly SettledLot[], losses: bigint): ReadonlyMap<string, bigint> {
  const taken = new Map<string, bigint>();
  let left = losses;
  for (const lot of [...lots].sort(order)) {
    const part = lot.balanceMinor < left ? lot.balanceMinor : left;
    taken.set(lot.path, part);
    left -= part;
  }
  return taken;
}

/** The lines of the loss borne on leaving; none when there is no loss. */
export function lossLines(
  lots: readonly SettledLot[],
  leaver: Leaver,
  { losses, lossOwed }: SettledAmounts,
  lossYear: number,
): readonly BookLine[] {
  const taken = lossByLot(lots, losses);
  const { partyId, key } = leaver;
  return moving([
    ...lots.map(({ path, year }) => ({ path, partyId, year, amountMinor: taken.get(path) ?? 0n })),
    { path: `assets:receivable:member-loss:${key}`, partyId, year: null, amountMinor: lossOwed },
    {
      path: `equity:loss-carryforward:${lossYear}`,
      partyId: null,
      year: lossYear,
      amountMinor: -(losses + lossOwed),
    },
  ]);
}

/** The lines of the settlement itself: what is left of every lot, and where it goes. */
export function settlementLines(
  lots: readonly SettledLot[],
  leaver: Leaver,
  amounts: SettledAmounts,
  payees: readonly Payee[],
): readonly BookLine[] {
  const taken = lossByLot(lots, amounts.losses);
  const { partyId, key } = leaver;
  const ownDebt = smaller(amounts.setOff, leaver.lossDebt);
  const recorded = smaller(amounts.setOff - ownDebt, leaver.debt);
  const to = (path: string, amount: bigint, of: string | null = null) => ({
    ...{ path, partyId: of, year: null, amountMinor: -amount },
  });
  return moving([
    ...lots.map(({ path, year, balanceMinor }) => ({
      ...{ path, partyId, year, amountMinor: balanceMinor - (taken.get(path) ?? 0n) },
    })),
    to('equity:reserve:legal', amounts.deduction),
    to('equity:reserve:indivisible', amounts.discount),
    to(`assets:receivable:member-loss:${key}`, ownDebt, partyId),
    to(`assets:receivable:member-debt:${key}`, recorded, partyId),
    to('assets:clearing:set-off', amounts.setOff - ownDebt - recorded),
    ...payees.map((payee) => to(`liabilities:redemption-payable:${payee.key}`, payee.amount, payee.partyId)),
  ]);
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const moving = (lines: readonly BookLine[]): readonly BookLine[] =>
  lines.filter(({ amountMinor }) => amountMinor !== 0n);
