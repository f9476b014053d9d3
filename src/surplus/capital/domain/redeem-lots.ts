/** A part of a lot that is paid back. */
export interface RedeemedPart {
  readonly path: string;
  readonly paid: bigint;
}

/** An amount paid back to one member, taken from their lots: what was retained longest first, shares last. */
export function fromOldest(
  lots: readonly { readonly path: string; readonly year: number | null; readonly balanceMinor: bigint }[],
  amount: bigint,
): readonly RedeemedPart[] {
  let left = amount;
  return [...lots]
    .sort((a, b) => (a.year ?? 9999) - (b.year ?? 9999) || (a.path < b.path ? -1 : 1))
    .map(({ path, balanceMinor }) => {
      const paid = balanceMinor < left ? balanceMinor : left;
      left -= paid;
      return { path, paid };
    })
    .filter(({ paid }) => paid > 0n);
}
