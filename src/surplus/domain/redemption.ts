import { apportionByLargestRemainder } from '../../shared/largest-remainder.js';
import { Ratio } from '../../shared/ratio.js';
import type { Refusal } from '../../shared/refusal.js';
import type { RedemptionPolicy } from './input/policy-schema.js';
import type { Lot, Snapshot } from './input/snapshot-schema.js';
import { explain, type ExplainNode } from './explain.js';
import { positive, smaller } from './origin.js';
import { refuse, type SurplusReason } from './reasons.js';
import { remaindersDecidedByLot } from './share-out.js';

/**
 * Paying back earlier retained allocations. `revolving`: oldest year first; a year that the money does not
 * wholly reach is paid in proportion to the lots, by largest remainder. `byRequest`: in the order in which
 * repayment was asked for (refusable contributions, Basque Ley 11/2019). The money is a budget, or what the
 * capital is above a target; with both, the lower of them. Equal remainders go by the lot of each capital lot's own
 * holder, year and kind, never by its place in the list. A cash rate pays that part of each lot; the rest of the lot stays.
 * Nothing is paid on what nobody asked for under `byRequest`. Minor units.
 */
export interface RedeemedLot {
  readonly key: string;
  readonly year: number;
  readonly kind: string | null;
  readonly amount: bigint;
  readonly paid: bigint;
  readonly left: bigint;
  readonly lotDecided: boolean;
}
export interface Redemption {
  readonly budget: bigint;
  readonly paid: bigint;
  readonly capitalAfter: bigint;
  readonly byYear: readonly { readonly year: number; readonly paid: bigint; readonly left: bigint }[];
  readonly lots: readonly RedeemedLot[];
  readonly node: ExplainNode;
}

export function redeem(policy: RedemptionPolicy, snapshot: Snapshot): Redemption | Refusal<SurplusReason> {
  const lots = named(snapshot.lots ?? []);
  const capital = lots.reduce((sum, { lot }) => sum + lot.amount, 0n);
  const { targetCapital } = policy;
  const above = targetCapital === undefined ? null : positive(capital - targetCapital);
  const budget =
    policy.budget === undefined ? above : above === null ? policy.budget : smaller(policy.budget, above);
  if (budget === null)
    return refuse('MISSING_FIGURE', 'A redemption needs a budget or a target for the capital.');
  const paid = new Map<string, { amount: bigint; lotDecided: boolean }>();
  let left = budget;
  for (const group of queueOf(policy, lots)) {
    const wanted = group.map(({ lot, name }) => ({ key: name, weight: payablePart(lot, policy) }));
    const whole = wanted.reduce((sum, { weight }) => sum + weight, 0n);
    const money = smaller(whole, left);
    if (money === 0n) continue;
    const { shares } = apportionByLargestRemainder(money, wanted, snapshot.seed ?? '');
    const byLot = remaindersDecidedByLot(shares);
    for (const { key, units, remainder } of shares)
      paid.set(key, { amount: units, lotDecided: byLot.has(remainder) });
    left -= money;
  }
  const redeemed = lots.map(({ lot, name }): RedeemedLot => {
    const { amount, lotDecided } = paid.get(name) ?? { amount: 0n, lotDecided: false };
    const { key, year, kind } = lot;
    return {
      key,
      year,
      kind: kind ?? null,
      amount: lot.amount,
      paid: amount,
      left: lot.amount - amount,
      lotDecided,
    };
  });
  return report(policy, { budget, capital, paid: budget - left, lots: redeemed });
}

type Named = { readonly lot: Lot; readonly name: string };

/** Each lot by what it is; of several that are alike, which comes first makes no difference to anybody. */
function named(lots: readonly Lot[]): readonly Named[] {
  const alike = new Map<string, number>();
  return lots.map((lot) => {
    const name = JSON.stringify([
      lot.key,
      lot.year,
      lot.kind ?? null,
      lot.requestedOn ?? null,
      `${lot.amount}`,
    ]);
    const before = alike.get(name) ?? 0;
    alike.set(name, before + 1);
    return { lot, name: before === 0 ? name : `${name} ${before}` };
  });
}

function queueOf({ method }: RedemptionPolicy, lots: readonly Named[]): readonly (readonly Named[])[] {
  const groupOf = ({ lot }: Named) =>
    method === 'byRequest' ? lot.requestedOn : String(lot.year).padStart(5, '0');
  const groups = new Map<string, Named[]>();
  for (const one of lots) {
    const group = groupOf(one);
    if (group === undefined) continue;
    if (groups.has(group)) groups.get(group)!.push(one);
    else groups.set(group, [one]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

const payablePart = (lot: Lot, { cashRate }: RedemptionPolicy): bigint =>
  cashRate ? cashRate.times(Ratio.of(lot.amount)).floor() : lot.amount;

function report(
  policy: RedemptionPolicy,
  facts: { budget: bigint; capital: bigint; paid: bigint; lots: readonly RedeemedLot[] },
): Redemption {
  const years = [...new Set(facts.lots.map(({ year }) => year))].sort((a, b) => a - b);
  const byYear = years.map((year) => {
    const ofYear = facts.lots.filter((lot) => lot.year === year);
    const total = (of: (lot: RedeemedLot) => bigint) => ofYear.reduce((sum, lot) => sum + of(lot), 0n);
    return { year, paid: total((lot) => lot.paid), left: total((lot) => lot.left) };
  });
  const capitalAfter = facts.capital - facts.paid;
  const node = explain({
    step: 'redemption',
    id: policy.method,
    rule: policy.method === 'byRequest' ? 'in the order of request' : 'oldest year first',
    source: policy.source ?? 'policy',
    decidedBy: 'board',
    parameter: { targetCapital: policy.targetCapital, cashRate: policy.cashRate },
    input: { budget: facts.budget, capital: facts.capital },
    output: { paid: facts.paid, capitalAfter, byYear },
  });
  return { budget: facts.budget, paid: facts.paid, capitalAfter, byYear, lots: facts.lots, node };
}
