/**
 * The roll-forward of capital, read off the books: opening + paid in + allocated − paid out − losses ± transfers =
 * closing. A movement is named by the kind of entry that made it; a reversal goes under the name of what it undoes, so
 * that a corrected mistake leaves no trace in the sums. Balances brought in from before day one count as opening,
 * whatever day they were entered for. Shares promised and not paid are no capital: the promise and the debt cancel.
 */
export interface RollForward {
  readonly openingMinor: bigint;
  readonly paidInMinor: bigint;
  readonly allocatedMinor: bigint;
  /** Redeemed, settled on leaving: positive when capital went out. */
  readonly paidOutMinor: bigint;
  /** Losses borne: positive when capital shrank. */
  readonly lossesMinor: bigint;
  readonly transfersMinor: bigint;
  readonly closingMinor: bigint;
}
export interface CapitalMovement {
  readonly kind: string;
  readonly sourceType: string;
  /** Whether the entry itself (not its reversal) took from capital. */
  readonly took: boolean;
  /** Whether it lies before the interval. */
  readonly isBefore: boolean;
  /** What capital grew by, in minor units; negative when it shrank. */
  readonly amountMinor: bigint;
}
type Column = 'opening' | 'paidIn' | 'allocated' | 'paidOut' | 'losses' | 'transfers';

const columnOfKind: Readonly<Record<string, Column>> = {
  'capital-opened': 'opening',
  'share-subscribed': 'paidIn',
  'share-paid': 'paidIn',
  'share-released': 'paidIn',
  'capital-transferred': 'transfers',
  'capital-redeemed': 'paidOut',
  'exit-settled': 'paidOut',
  'exit-loss-borne': 'losses',
  'member-loss-borne': 'losses',
  'unclaimed-forfeited': 'paidIn',
};
/** Kinds of entry that move capital by a name of their own; besides them only what shares surplus or losses does. */
export const capitalKinds: readonly string[] = Object.keys(columnOfKind);
export const sharingSources: readonly string[] = ['distribution', 'distribution-run', 'dispute-release'];

/** Whatever shares out a surplus or a loss gives or takes; any other entry is paid in or paid out. */
function columnOf({ kind, sourceType, took }: CapitalMovement): Column {
  const named = columnOfKind[kind];
  if (named) return named;
  if (kind === 'loss-absorbed' || sharingSources.includes(sourceType)) return took ? 'losses' : 'allocated';
  return took ? 'paidOut' : 'paidIn';
}

/** Sums movements up to the end of an interval; the closing is what the books hold. */
export function rollForwardOf(movements: readonly CapitalMovement[]): RollForward {
  const sums: Record<Column, bigint> = {
    ...{ opening: 0n, paidIn: 0n, allocated: 0n },
    ...{ paidOut: 0n, losses: 0n, transfers: 0n },
  };
  let closingMinor = 0n;
  for (const movement of movements) {
    sums[movement.isBefore ? 'opening' : columnOf(movement)] += movement.amountMinor;
    closingMinor += movement.amountMinor;
  }
  return {
    openingMinor: sums.opening,
    paidInMinor: sums.paidIn,
    allocatedMinor: sums.allocated,
    paidOutMinor: -sums.paidOut,
    lossesMinor: -sums.losses,
    transfersMinor: sums.transfers,
    closingMinor,
  };
}
