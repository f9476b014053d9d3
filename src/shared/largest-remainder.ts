import { createHash } from 'node:crypto';

/**
 * Sharing whole units by weight: the largest remainder method (Hamilton 1792, Hare quota).
 *
 * Everyone first gets the whole part of their exact share `total × weight ÷ Σ weights`; the units left over
 * go one each to the largest remainders. Equal remainders are broken by the order of `SHA-256(seed ‖ key)`,
 * never by list order or member number, which would favour the same people every time. The seed is drawn
 * once, before anybody can know whom it favours, and recorded.
 *
 * Guarantees (held by property tests): the shares sum to `total`; each is the floor or the ceiling of the
 * exact share; a weight of zero gets zero; the order of claims changes nothing.
 *
 * Units: `total` in minor units (≥ 0); weights are integers ≥ 0 on one common scale.
 */
export interface Claim {
  readonly key: string;
  readonly weight: bigint;
}
export interface ApportionedShare {
  readonly key: string;
  readonly weight: bigint;
  /** What the member gets, in whole units. */
  readonly units: bigint;
  /** Whole part of the exact share. */
  readonly floor: bigint;
  /** Remainder of the exact share, over `totalWeight`. */
  readonly remainder: bigint;
  /** True when the left-over unit came to this claim. */
  readonly roundedUp: boolean;
}
export interface Apportionment {
  readonly total: bigint;
  readonly totalWeight: bigint;
  readonly shares: readonly ApportionedShare[];
}

/** Throws RangeError on a negative total or weight, or when all weights are zero and there is something to share. */
export function apportionByLargestRemainder(
  total: bigint,
  claims: readonly Claim[],
  seed: string,
): Apportionment {
  if (total < 0n) throw new RangeError('a negative total is not shared by this rule');
  let totalWeight = 0n;
  for (const claim of claims) {
    if (claim.weight < 0n) throw new RangeError(`the weight of ${claim.key} is negative`);
    totalWeight += claim.weight;
  }
  if (totalWeight === 0n) {
    if (total > 0n) throw new RangeError('all weights are zero: there is nobody to share with');
    return { total, totalWeight, shares: claims.map(emptyShare) };
  }
  const exact = claims.map((claim) => {
    const product = total * claim.weight;
    return { claim, floor: product / totalWeight, remainder: product % totalWeight };
  });
  const leftOver = total - exact.reduce((sum, share) => sum + share.floor, 0n);
  const winners = largestRemainders(exact, Number(leftOver), seed);
  return {
    total,
    totalWeight,
    shares: exact.map(({ claim, floor, remainder }) => {
      const roundedUp = winners.has(claim.key);
      return { ...claim, units: roundedUp ? floor + 1n : floor, floor, remainder, roundedUp };
    }),
  };
}

const emptyShare = (claim: Claim): ApportionedShare => ({
  ...claim,
  units: 0n,
  floor: 0n,
  remainder: 0n,
  roundedUp: false,
});

function largestRemainders(
  exact: readonly { claim: Claim; remainder: bigint }[],
  count: number,
  seed: string,
): ReadonlySet<string> {
  if (count === 0) return new Set();
  const ranked = exact
    .filter((share) => share.remainder > 0n)
    .map((share) => ({ key: share.claim.key, remainder: share.remainder, lot: lotOf(seed, share.claim.key) }))
    .sort((a, b) =>
      a.remainder !== b.remainder
        ? a.remainder > b.remainder
          ? -1
          : 1
        : a.lot < b.lot
          ? -1
          : a.lot > b.lot
            ? 1
            : 0,
    );
  return new Set(ranked.slice(0, count).map((share) => share.key));
}

/** The lot of one claimant: hexadecimal SHA-256 of `seed ‖ key`. Ascending order decides ties. */
export const lotOf = (seed: string, key: string): string =>
  createHash('sha256').update(seed).update(key).digest('hex');
