import { apportionByLargestRemainder } from '../../shared/largest-remainder.js';
import { greatestCommonDivisor, Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { splitByForm } from './forms.js';
import type { Policy, Rate } from './input/policy-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { refuse, type SurplusReason } from './reasons.js';
import { quoteRate, roundTo } from './rounding.js';

/** Amounts shared by bare weights, nothing else: the apportionment by itself. A negative total is a loss shared. */
export interface Apportioned {
  readonly id: string;
  readonly total: bigint;
  readonly shares: readonly bigint[];
  /** For each share, whether the lot decided its last unit. */
  readonly lotDecided: readonly boolean[];
}

export function apportionAll(snapshot: Snapshot): readonly Apportioned[] | Refusal<SurplusReason> {
  const results: Apportioned[] = [];
  for (const { id, total, weights } of snapshot.apportionments ?? []) {
    const scale = weights.reduce(
      (common, { denominator }) => common * (denominator / greatestCommonDivisor(common, denominator)),
      1n,
    );
    const claims = weights.map(({ numerator, denominator }, index) => ({
      key: String(index),
      weight: numerator * (scale / denominator),
    }));
    if (total !== 0n && !claims.some(({ weight }) => weight > 0n))
      return refuse('NOBODY_TO_SHARE_WITH', `${id}: all weights are zero: there is nobody to share with.`);
    const sign = total < 0n ? -1n : 1n;
    const { shares } = apportionByLargestRemainder(total * sign, claims, snapshot.seed ?? '');
    const up = new Set(shares.filter((share) => share.roundedUp).map(({ remainder }) => remainder));
    const down = new Set(shares.filter((share) => !share.roundedUp).map(({ remainder }) => remainder));
    results.push({
      id,
      total,
      shares: shares.map(({ units }) => units * sign),
      lotDecided: shares.map(({ remainder }) => remainder > 0n && up.has(remainder) && down.has(remainder)),
    });
  }
  return results;
}

/** Allocations that were decided elsewhere, split by form. */
export function splitAllocations(policy: Policy, snapshot: Snapshot) {
  const people = new Map((snapshot.participants ?? []).map((one) => [one.key, one]));
  const claimants = (snapshot.allocations ?? []).map(({ key, amount }) => ({
    key,
    amount,
    debts: people.get(key)?.debts ?? 0n,
    unpaidShares: people.get(key)?.unpaidShares ?? 0n,
    lossOwed: people.get(key)?.lossOwed,
  }));
  const split = splitByForm(claimants, policy.forms ?? [], snapshot.seed ?? '');
  if (isRefusal(split)) return split;
  return {
    ...split,
    lines: claimants.map(({ key, amount }) => ({ key, amount, forms: split.parts.get(key)! })),
  };
}

/** A rate with its exact fraction, as quoted, and what each would give on an amount. */
export interface QuotedRate {
  readonly id: string;
  readonly exact: Ratio;
  readonly quoted: Ratio;
  readonly appliedExact: bigint | null;
  readonly appliedQuoted: bigint | null;
}

export function quoteRates(rates: readonly Rate[]): readonly QuotedRate[] | Refusal<SurplusReason> {
  const empty = rates.find(({ per }) => per === 0n);
  if (empty) return refuse('MISSING_FIGURE', `${empty.id}: a rate per nothing is no rate.`);
  const fine = rates.find(({ places }) => places > 18);
  if (fine) return refuse('MALFORMED_INPUT', `${fine.id}: a rate is quoted with at most 18 decimals.`);
  return rates.map(({ id, of, per, places, rounding, applyTo }) => {
    const exact = Ratio.of(of, per);
    const quoted = quoteRate(exact, places, rounding);
    const applied = (rate: Ratio) =>
      applyTo === undefined ? null : roundTo(rounding, rate.times(Ratio.of(applyTo)));
    return { id, exact, quoted, appliedExact: applied(exact), appliedQuoted: applied(quoted) };
  });
}
