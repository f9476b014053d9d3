import { apportionByLargestRemainder } from '../../shared/largest-remainder.js';
import { Ratio } from '../../shared/ratio.js';
import type { Refusal } from '../../shared/refusal.js';
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

export const defaultForms: readonly FormRule[] = [{ form: 'cash' }];

export function splitByForm(
  claimants: readonly FormClaimant[],
  rules: readonly FormRule[],
  seed: string,
): FormSplit | Refusal<SurplusReason> {
  const last = rules.at(-1);
  if (!last || last.rate || last.form === 'setOff' || last.form === 'unpaidShares')
    return refuse('NOT_WHOLLY_COVERED', 'The last form must take all that is left: give it no rate.');
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
      parts.get(key)!.push({ form: rule.form, amount, ...nameOf(rule) });
      totals.set(rule.form, (totals.get(rule.form) ?? 0n) + amount);
    }
  }
  return { parts, totals, lotDecided };
}

const smaller = (a: bigint, b: bigint) => (a < b ? a : b);
const nameOf = ({ kind, year }: FormRule) => ({
  ...(kind === undefined ? {} : { kind }),
  ...(year === undefined ? {} : { year }),
});

function wantedBy(
  rule: FormRule,
  claimants: readonly FormClaimant[],
  left: ReadonlyMap<string, bigint>,
  seed: string,
): { amounts: ReadonlyMap<string, bigint>; byLot: boolean } {
  const each = (of: (claimant: FormClaimant) => bigint) => ({
    amounts: new Map(claimants.map((claimant) => [claimant.key, of(claimant)])),
    byLot: false,
  });
  if (rule.form === 'setOff') return each(({ debts }) => debts);
  if (rule.form === 'unpaidShares') return each(({ unpaidShares }) => unpaidShares);
  const { rate } = rule;
  if (!rate) return each(({ key }) => left.get(key)!);
  const baseOf = ({ key, amount }: FormClaimant) => (rule.of === 'remaining' ? left.get(key)! : amount);
  const rounding = rule.rounding ?? 'pool';
  if (rounding !== 'pool') {
    const mode = ({ eachUp: 'up', eachDown: 'down', eachHalfUp: 'halfUp' } as const)[rounding];
    return each((claimant) => roundTo(mode, rate.times(Ratio.of(baseOf(claimant)))));
  }
  return exactOverMembers(
    rate,
    claimants.map((one) => ({ key: one.key, weight: baseOf(one) })),
    seed,
  );
}

/** The form's total is the rate of the whole, and each member gets floor or ceiling of the rate of their own. */
function exactOverMembers(rate: Ratio, claims: readonly { key: string; weight: bigint }[], seed: string) {
  const whole = claims.reduce((sum, { weight }) => sum + weight, 0n);
  if (whole === 0n) return { amounts: new Map(claims.map(({ key }) => [key, 0n])), byLot: false };
  const total = rate.times(Ratio.of(whole)).roundHalfUp();
  const { shares } = apportionByLargestRemainder(total, claims, seed);
  const up = new Set(shares.filter(({ roundedUp }) => roundedUp).map(({ remainder }) => remainder));
  const byLot = shares.some(({ roundedUp, remainder }) => !roundedUp && remainder > 0n && up.has(remainder));
  return { amounts: new Map(shares.map(({ key, units }) => [key, units])), byLot };
}
