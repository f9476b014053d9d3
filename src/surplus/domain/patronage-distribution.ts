import { canonicalJson, sha256 } from '../../shared/canonical-json.js';
import { apportionByLargestRemainder } from '../../shared/largest-remainder.js';

/**
 * An amount shared by recorded patronage (the third cooperative principle: surplus in proportion to transactions).
 *
 * Each party's exact share is `amount × own patronage ÷ all patronage`. Whole minor units are given by largest
 * remainder; equal remainders by the lot `SHA-256(seed ‖ account key)`, where the seed was drawn when the period closed
 * and the account key is the member's (`m007`), so that every member can repeat the draw.
 *
 * Of each share the cash part is `share × cashBasisPoints ÷ 10,000` rounded down; the rest is retained, so that the two
 * always sum to the share and rounding never pays out more than was decided.
 *
 * Units: minor units; patronage in millionths of the basis. Claims are positive; throws RangeError otherwise.
 */
export interface PatronageClaim {
  readonly partyId: string;
  readonly accountKey: string;
  readonly weightMillionths: bigint;
}
export interface DistributionTerms {
  readonly amountMinor: bigint;
  readonly cashBasisPoints: number;
  readonly seed: string;
}
export interface DistributionShare extends PatronageClaim {
  readonly floorMinor: bigint;
  /** Numerator of what is left of the exact share below a minor unit, over `totalWeight`. */
  readonly remainder: bigint;
  readonly roundedUp: boolean;
  readonly amountMinor: bigint;
  readonly cashMinor: bigint;
  readonly retainedMinor: bigint;
}
export interface PatronageDistribution {
  readonly totalWeight: bigint;
  readonly shares: readonly DistributionShare[];
  /** One hash of everything the result depends on; whoever has the inputs can recompute it. */
  readonly inputsHash: string;
}

export function distributeByPatronage(
  terms: DistributionTerms,
  claims: readonly PatronageClaim[],
): PatronageDistribution {
  const byKey = [...claims].sort((a, b) => (a.accountKey < b.accountKey ? -1 : 1));
  const { totalWeight, shares } = apportionByLargestRemainder(
    terms.amountMinor,
    byKey.map((claim) => ({ key: claim.accountKey, weight: claim.weightMillionths })),
    terms.seed,
  );
  return {
    totalWeight,
    inputsHash: inputsHash(terms, byKey),
    shares: shares.map((share, place) => {
      const cashMinor = (share.units * BigInt(terms.cashBasisPoints)) / 10_000n;
      return {
        ...byKey[place]!,
        floorMinor: share.floor,
        remainder: share.remainder,
        roundedUp: share.roundedUp,
        amountMinor: share.units,
        cashMinor,
        retainedMinor: share.units - cashMinor,
      };
    }),
  };
}

const inputsHash = (terms: DistributionTerms, claims: readonly PatronageClaim[]): string =>
  sha256(
    canonicalJson({
      amountMinor: terms.amountMinor.toString(),
      cashBasisPoints: terms.cashBasisPoints,
      seed: terms.seed,
      claims: claims.map((claim) => [claim.accountKey, claim.weightMillionths.toString()]),
    }),
  );
