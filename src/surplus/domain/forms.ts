import { apportionByLargestRemainder } from '../../shared/largest-remainder.js';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import type { Offered } from './choices.js';
import type { FormRule } from './input/rule-schema.js';
import { refuse, type SurplusReason } from './reasons.js';
import { roundTo } from './rounding.js';

/**
 * In what form each member gets an allocation: set off against debts, applied to unpaid shares, withheld for
 * tax, paid in cash, booked as shares, retained on the member's account by year, donated. The rules work in
 * their order, each on what the earlier ones left of that member's allocation; the last takes all the rest, so
 * that the forms of every member sum to the allocation exactly.
 *
 * A rate with rounding `pool` makes the total exact (half up on the whole) and the units go by largest
 * remainder over members; `eachUp` rounds every member's part up (the US 20% rule is per member).
 */
export interface FormClaimant {
  readonly key: string;
  readonly amount: bigint;
  readonly debts: bigint;
  readonly unpaidShares: bigint;
  readonly lossOwed?: bigint | undefined;
  /** Which of the forms on offer they chose. */
  readonly choice?: string | undefined;
}
export interface FormPart {
  readonly form: string;
  readonly amount: bigint;
  readonly kind?: string;
  readonly year?: number;
}
export interface FormSplit {
  /** The parts of each claimant, in order. */
  readonly parts: ReadonlyMap<string, readonly FormPart[]>;
  /** Totals by form name. */
  readonly totals: ReadonlyMap<string, bigint>;
  /** Forms of which the lot decided a unit. */
  readonly lotDecided: readonly string[];
}

/** The same where forms are on offer: those who chose alike are split among themselves. */
export function splitByOffered(
  claimants: readonly FormClaimant[],
  offered: readonly Offered[],
  seed: string,
): FormSplit | Refusal<SurplusReason> {
  const parts = new Map<string, readonly FormPart[]>();
  const totals = new Map<string, bigint>();
  const lotDecided: string[] = [];
  for (const { choice, forms } of offered) {
    const split = splitByForm(
      claimants.filter((one) => (one.choice ?? null) === choice),
      forms,
      seed,
    );
    if (isRefusal(split)) return split;
    for (const [key, own] of split.parts) parts.set(key, own);
    for (const [form, amount] of split.totals) totals.set(form, (totals.get(form) ?? 0n) + amount);
    lotDecided.push(...split.lotDecided);
  }
  return { parts, totals, lotDecided };
}

export function splitByForm(
  claimants: readonly FormClaimant[],
  rules: readonly FormRule[],
  seed: string,
): FormSplit | Refusal<SurplusReason> {
  const open = lastFormTakesAll(rules);
  if (open) return open;
  const left = new Map(claimants.map(({ key, amount }) => [key, amount]));
  const parts = new Map<string, FormPart[]>(claimants.map(({ key }) => [key, []]));
  const totals = new Map<string, bigint>();
  const lotDecided: string[] = [];
  for (const rule of rules) {
    const wanted = wantedBy(rule, claimants, left, seed);
    if (wanted.byLot) lotDecided.push(rule.form);
    for (const { key } of claimants) {
      const rest = left.get(key)!;
      const amount = smaller(wanted.amounts.get(key)!, rest);
      left.set(key, rest - amount);
      parts.get(key)!.push(formPart(rule, amount));
      totals.set(rule.form, (totals.get(rule.form) ?? 0n) + amount);
    }
  }
  return { parts, totals, lotDecided };
}

/** Forms that pay off what somebody owes, which may be less than the allocation. */
export const paysOff = ({ form }: FormRule): boolean =>
  form === 'setOff' || form === 'unpaidShares' || form === 'ownLosses';

/** Refuses rules after which something could be left over. */
export function lastFormTakesAll(rules: readonly FormRule[]): Refusal<SurplusReason> | null {
  const last = rules.at(-1);
  return !last || last.rate || paysOff(last)
    ? refuse('NOT_WHOLLY_COVERED', 'The last form must take all that is left: give it no rate.')
    : null;
}

export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** A part of an allocation in the form of a rule, with the kind and year that the rule gives it. */
export const formPart = ({ form, kind, year }: FormRule, amount: bigint): FormPart => ({
  form,
  amount,
  ...(kind === undefined ? {} : { kind }),
  ...(year === undefined ? {} : { year }),
});

/** Whether the total of a form is exact and its units go by largest remainder over members. */
export const isExactOverMembers = (rule: FormRule): boolean =>
  !paysOff(rule) && rule.rate !== undefined && (rule.rounding ?? 'pool') === 'pool';

/** What the rate of a form is taken of, for one claimant. */
export const baseOfForm = (rule: FormRule, { amount }: FormClaimant, left: bigint): bigint =>
  rule.of === 'remaining' ? left : amount;

/** What a form that looks at one claimant alone asks for, before it is held at what is left. */
export function wantedOfOne(rule: FormRule, claimant: FormClaimant, left: bigint): bigint {
  if (rule.form === 'setOff') return claimant.debts;
  if (rule.form === 'unpaidShares') return claimant.unpaidShares;
  if (rule.form === 'ownLosses') return claimant.lossOwed ?? 0n;
  if (!rule.rate) return left;
  const mode = ({ eachUp: 'up', eachDown: 'down', eachHalfUp: 'halfUp', pool: 'halfUp' } as const)[
    rule.rounding ?? 'pool'
  ];
  return roundTo(mode, rule.rate.times(Ratio.of(baseOfForm(rule, claimant, left))));
}

/** The whole that a form comes to, when it is exact over members: half up on the sum of what it is taken of. */
export const exactTotal = (rate: Ratio, whole: bigint): bigint => rate.times(Ratio.of(whole)).roundHalfUp();

function wantedBy(
  rule: FormRule,
  claimants: readonly FormClaimant[],
  left: ReadonlyMap<string, bigint>,
  seed: string,
): { amounts: ReadonlyMap<string, bigint>; byLot: boolean } {
  if (isExactOverMembers(rule))
    return exactOverMembers(
      rule.rate!,
      claimants.map((one) => ({ key: one.key, weight: baseOfForm(rule, one, left.get(one.key)!) })),
      seed,
    );
  const wanted = claimants.map((one) => [one.key, wantedOfOne(rule, one, left.get(one.key)!)] as const);
  return { amounts: new Map(wanted), byLot: false };
}

/** The form's total is the rate of the whole, and each member gets floor or ceiling of the rate of their own. */
function exactOverMembers(rate: Ratio, claims: readonly { key: string; weight: bigint }[], seed: string) {
  const whole = claims.reduce((sum, { weight }) => sum + weight, 0n);
  if (whole === 0n) return { amounts: new Map(claims.map(({ key }) => [key, 0n])), byLot: false };
  const total = exactTotal(rate, whole);
  const { shares } = apportionByLargestRemainder(total, claims, seed);
  const up = new Set(shares.filter(({ roundedUp }) => roundedUp).map(({ remainder }) => remainder));
  const byLot = shares.some(({ roundedUp, remainder }) => !roundedUp && remainder > 0n && up.has(remainder));
  return { amounts: new Map(shares.map(({ key, units }) => [key, units])), byLot };
}
