import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { isRefusal } from '../../../src/shared/refusal.js';
import { Ratio } from '../../../src/shared/ratio.js';
import { computeSurplus, type SurplusResult } from '../../../src/surplus/domain/compute-surplus.js';
import { printSurplus } from '../../../src/surplus/domain/print-surplus.js';
import { toPlainJson } from '../../../src/surplus/domain/explain.js';
import { type PoolLine, type PoolResult } from '../../../src/surplus/domain/pool.js';
import { type Fields } from '../../support/builders/surplus.js';
import { type Chance } from '../../support/generated-elections.js';
import { generatedPool, generatedSurplus, type GeneratedSurplus } from '../../support/generated-surplus.js';
import { type CaseProperty } from '../case-property.js';

const total = (values: readonly bigint[]): bigint => values.reduce((sum, value) => sum + value, 0n);
const poolsOf = ({ result }: SurplusResult): readonly PoolResult[] =>
  [...(result.waterfall?.pools ?? []), ...(result.pools ?? [])].map((one) => one.result);

/** Steps sum to the surplus, lines and what goes to a fund to their pool, forms to each line and to their totals. */
function conserves(computed: SurplusResult): void {
  const { waterfall } = computed.result;
  if (waterfall) strictEqual(total(waterfall.entries.map(({ amount }) => amount)), waterfall.surplus);
  for (const { size, lines, toFund, totals } of poolsOf(computed)) {
    strictEqual(total(lines.map(({ units }) => units)) + toFund, size);
    const byForm = new Map<string, bigint>();
    for (const { units, forms } of lines) {
      strictEqual(total(forms.map(({ amount }) => amount)), units);
      for (const { form, amount } of forms) byForm.set(form, (byForm.get(form) ?? 0n) + amount);
    }
    for (const [form, amount] of totals) strictEqual(byForm.get(form) ?? 0n, amount);
  }
}

/**
 * Whoever no limit holds gets the whole part of the exact share, or one unit more; weight zero gets nothing.
 * A declared rate is no share of a whole: each line is rounded down.
 */
function keepsQuota({ lines }: PoolResult, declared: boolean): void {
  const free = lines.filter(({ heldBy }) => heldBy === null);
  const shared = total(free.map(({ floor, roundedUp }) => floor + (roundedUp ? 1n : 0n)));
  for (const { weight, units, floor, remainder, of, roundedUp, belowMinimum } of free) {
    if (declared) ok(!roundedUp);
    else if (of > 0n) strictEqual(floor * of + remainder, shared * weight);
    ok(remainder >= 0n && (remainder < of || of === 0n || of === 1n));
    if (!belowMinimum) strictEqual(units, floor + (roundedUp ? 1n : 0n));
  }
  for (const { weight, units } of lines) if (weight === 0n) strictEqual(units, 0n);
}

function limit(rule: Fields | undefined, size: bigint, who: Fields, up: boolean): bigint | null {
  if (!rule) return null;
  if (rule.amount !== undefined) return BigInt(rule.amount);
  const of = rule.basis ? Ratio.parse(String(who.bases[rule.basis] ?? 0))! : Ratio.of(size);
  const exact = Ratio.parse(String(rule.rate))!.times(of);
  return up ? exact.ceil() : exact.floor();
}

/** Nobody who has a weight is above the cap or below the floor of the rule. */
function keepsLimits(rule: Fields, { size, lines }: PoolResult, people: ReadonlyMap<string, Fields>): void {
  for (const { key, weight, units, belowMinimum } of lines) {
    const who = people.get(key);
    if (!who || weight === 0n || belowMinimum || rule.size.declaredRate) continue;
    const [cap, floor] = [limit(rule.cap, size, who, false), limit(rule.floor, size, who, true)];
    if (cap !== null) ok(units <= cap, `${key} is above the cap`);
    if (floor !== null) ok(units >= floor, `${key} is below the floor`);
  }
}

const byKey = (lines: readonly PoolLine[]): unknown =>
  toPlainJson(new Map(lines.map((line) => [line.key, line])));

/** One generated year, against every claim that a sharing makes. Infeasible rules are refused alike whatever the order. */
function everyClaim(chance: Chance): boolean {
  const { policy, snapshot }: GeneratedSurplus = generatedSurplus(chance);
  const computed = computeSurplus({ policy, snapshot });
  const shuffled = { ...snapshot, participants: chance.shuffled(snapshot.participants as Fields[]) };
  const other = computeSurplus({ policy, snapshot: shuffled });
  if (isRefusal(computed)) {
    strictEqual(isRefusal(other) && other.reason, computed.reason);
    return false;
  }
  if (isRefusal(other)) throw new Error(`refused in another order: ${other.message}`);
  strictEqual(
    printSurplus(computeSurplus(structuredClone({ policy, snapshot })) as SurplusResult),
    printSurplus(computed),
  );
  conserves(computed);
  const people = new Map((snapshot.participants as Fields[]).map((one) => [one.key as string, one]));
  const again = poolsOf(other);
  poolsOf(computed).forEach((pool, row) => {
    const rule = policy.waterfall.pools[row] as Fields;
    keepsQuota(pool, rule.size.declaredRate !== undefined);
    keepsLimits(rule, pool, people);
    deepStrictEqual(byKey(again[row]!.lines), byKey(pool.lines));
  });
  return true;
}

/** One unit more in a pool takes at most one unit from anybody. */
function monotone(chance: Chance): boolean {
  const { snapshot } = generatedSurplus(chance);
  // What is chosen here is of pools that are not shared.
  const participants = (snapshot.participants as Fields[]).map(({ choices: _, ...one }) => one);
  const amount = chance.below(chance.oneIn(2) ? 40 : 90_000);
  const rule = generatedPool(chance, 'alone', { amount }, true);
  const share = (size: number): ReadonlyMap<string, bigint> | null => {
    const shared = computeSurplus({
      policy: { id: 'alone', pools: [{ ...rule, size: { amount: size } }] },
      snapshot: { ...snapshot, participants },
    });
    return isRefusal(shared)
      ? null
      : new Map(poolsOf(shared)[0]!.lines.map(({ key, units }) => [key, units]));
  };
  const [before, after] = [share(amount), share(amount + 1)];
  if (!before || !after || before.size === 0) return false;
  // Where nobody has a weight, a pool of something goes to a fund and has no lines; one of nothing still lists everybody.
  for (const [key, units] of before)
    ok((after.get(key) ?? 0n) >= units - 1n, `${key} loses more than one unit`);
  return true;
}

/** A whole year, with everything that its sharing keeps at once. */
export const SHARING_PROPERTIES: readonly CaseProperty[] = [
  {
    method: 'sharing',
    rule: 'a surplus',
    claim:
      'is conserved at every level, by quota, within limits, in any order, to the same bytes; zero stays zero',
    check: everyClaim,
    meetsOneIn: 2,
  },
];
export const POOL_PROPERTIES: readonly CaseProperty[] = [
  {
    method: 'monotone',
    rule: 'a pool',
    claim: 'takes at most one unit from anybody when it grows by one',
    check: monotone,
    meetsOneIn: 2,
  },
];
export const SURPLUS_PROPERTIES = [...SHARING_PROPERTIES, ...POOL_PROPERTIES];
