/**
 * Whether members' capital may be paid back at all: after it, what the cooperative owns still covers what it owes, and
 * its own means stay at or above a least amount (a share of the highest capital, a figure of the bylaws). What it owns
 * and owes are figures of the general accounts, stated with their evidence: these books hold members' capital alone.
 */
export interface SolvencyFigures {
  readonly assets: bigint;
  readonly debts: bigint;
  /** The least own means after paying; zero where nothing else is said. */
  readonly leastEquity: bigint;
}
export interface Solvency {
  readonly equityAfter: bigint;
  readonly ok: boolean;
  /** The most that can be paid back without falling below. */
  readonly mostPayable: bigint;
}

export function testSolvency({ assets, debts, leastEquity }: SolvencyFigures, paid: bigint): Solvency {
  const room = assets - debts - leastEquity;
  return { equityAfter: assets - debts - paid, ok: paid <= room, mostPayable: room > 0n ? room : 0n };
}
