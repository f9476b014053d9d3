import { Ratio } from '../../shared/ratio.js';
import type { Refusal } from '../../shared/refusal.js';
import type { Entitled } from './eligibility.js';
import type { LimitRule, Pool } from './input/rule-schema.js';
import type { Participant } from './input/snapshot-schema.js';
import { levelOut, type Levelled } from './levelling.js';
import type { LimitedLine } from './limits.js';
import type { SurplusReason } from './reasons.js';
import { roundTo } from './rounding.js';
import { shareOut, type SharedLine, type SharedOut } from './share-out.js';
import { leastCommonMultiple, quantityOf, type WeightedLine, type Weights } from './weights.js';

/** The line of all who are not listed, when the snapshot gives the totals of a basis. */
export const everybodyElse = '*';

/** A rate declared on a basis ("20% of the interest paid"): each line is rounded down, the pool is their sum. */
export const declaredSize = (rate: Ratio, { lines, scale }: Weights): bigint =>
  lines.reduce((sum, line) => sum + declaredLine(rate, line, scale).units, 0n);

/** Shares a pool of a size among weighted lines, by the method and within the limits of its rule. */
export function sharePool(
  pool: Pool,
  size: bigint,
  lines: readonly WeightedLine[],
  entitled: readonly Entitled[],
  weights: Weights,
  seed: string,
): SharedOut | Refusal<SurplusReason> {
  const { declaredRate } = pool.size;
  if (declaredRate) return declaredLines(declaredRate, lines, weights);
  const people = new Map(entitled.map(({ participant }) => [participant.key, participant]));
  const levelled = pool.method === 'levelling' ? levelledWeights(size, lines, entitled) : lines;
  const limited = levelled.map(({ key, weight }) => limitedLine(pool, size, people.get(key)!, weight));
  return shareOut(size, limited, seed, restGoesToFund(pool));
}

export const restGoesToFund = (pool: Pool): boolean =>
  pool.ifAllCapped === 'fund' && pool.fallbackFund !== undefined;

/** A weight with the limits that the rule sets for its participant; those not listed have none. */
export const limitedLine = (pool: Pool, size: bigint, who: Participant, weight: bigint): LimitedLine => ({
  key: who.key,
  weight,
  cap: who.key === everybodyElse ? null : limitOf(pool.cap, size, who, 'down'),
  floor: who.key === everybodyElse ? 0n : (limitOf(pool.floor, size, who, 'up') ?? 0n),
});

const declaredLines = (rate: Ratio, lines: readonly WeightedLine[], { scale }: Weights): SharedOut => ({
  rounds: 0,
  beyondCaps: 0n,
  lines: lines.map((line) => declaredLine(rate, line, scale)),
});

/** What a declared rate gives on one weight, rounded down. */
export function declaredLine(
  rate: Ratio,
  { key, weight }: { readonly key: string; readonly weight: bigint },
  scale: Ratio,
): SharedLine {
  const exact = rate.times(Ratio.of(weight).times(scale));
  const floor = exact.floor();
  const remainder = exact.numerator - floor * exact.denominator;
  const fixed = { roundedUp: false, lotDecided: false, heldBy: null };
  return { key, weight, units: floor, floor, remainder, of: exact.denominator, ...fixed };
}

/** The basis `received` says what each has already got. */
export const receivedBy = ({ bases }: Participant): Ratio => bases?.get('received') ?? Ratio.zero;

/** The levelling of a pool; null when nobody has a weight in it. */
export function levelledPool(
  size: bigint,
  lines: readonly { key: string; weight: bigint }[],
  entitled: readonly Entitled[],
): Levelled | null {
  const received = new Map(entitled.map(({ participant }) => [participant.key, receivedBy(participant)]));
  return levelOut(
    size,
    lines.map(({ key, weight }) => ({ key, weight, received: received.get(key)! })),
  );
}

/** Levelled amounts on one whole-number scale, to be apportioned like weights. */
function levelledWeights(size: bigint, lines: readonly WeightedLine[], entitled: readonly Entitled[]) {
  const levelled = levelledPool(size, lines, entitled);
  const clamped = lines.map(({ key }) => levelled?.amounts.get(key)!.clamped ?? Ratio.zero);
  const scale = clamped.reduce((common, { denominator }) => leastCommonMultiple(common, denominator), 1n);
  return lines.map(({ key }, row) => ({
    key,
    weight: (clamped[row]!.numerator * scale) / clamped[row]!.denominator,
  }));
}

/** A limit in minor units: an amount, a part of the pool, or a part of a basis such as pay. */
function limitOf(
  rule: LimitRule | undefined,
  size: bigint,
  who: Participant,
  rounding: 'up' | 'down',
): bigint | null {
  if (!rule) return null;
  if (rule.amount !== undefined) return rule.amount;
  const base = rule.basis ? quantityOf(who, rule.basis) : Ratio.of(size);
  return roundTo(rounding, (rule.rate ?? Ratio.one).times(base));
}
