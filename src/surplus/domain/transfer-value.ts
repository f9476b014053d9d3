import { Ratio } from '../../shared/ratio.js';
import type { Policy } from './input/policy-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';

/**
 * What a home in a limited-equity housing cooperative may be sold on for: the price paid, indexed by a yearly
 * rate held at a cap, and approved improvements at cost (California Civil Code 817 caps the yearly increase;
 * read in a secondary source). Simple growth by default, compound where the bylaws say so; rounded down.
 */
export interface TransferValue {
  readonly key: string;
  readonly rate: Ratio;
  readonly indexed: bigint;
  readonly improvements: bigint;
  readonly transferValue: bigint;
}

export function transferValues(
  rule: NonNullable<Policy['transferValue']>,
  homes: NonNullable<Snapshot['homes']>,
): readonly TransferValue[] {
  const rate = rule.cap?.isLessThan(rule.indexation) ? rule.cap : rule.indexation;
  return homes.map(({ key, pricePaid, improvements = 0n, years }) => {
    const indexed = growth(rate, years, rule.compound ?? false)
      .times(Ratio.of(pricePaid))
      .floor();
    return { key, rate, indexed, improvements, transferValue: indexed + improvements };
  });
}

function growth(rate: Ratio, years: number, compound: boolean): Ratio {
  if (!compound) return Ratio.one.plus(rate.times(Ratio.of(BigInt(years))));
  let factor = Ratio.one;
  for (let year = 0; year < years; year += 1) factor = factor.times(Ratio.one.plus(rate));
  return factor;
}
