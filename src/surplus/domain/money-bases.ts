import { minorDigits } from '../../shared/money.js';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import type { AppliedPolicy } from './apply-preset.js';
import type { Check, Policy } from './input/policy-schema.js';
import type { LimitRule, Pool } from './input/rule-schema.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * Records of pay or purchases are kept in euros, amounts in cents. Where a basis is compared with amounts (a declared
 * rate, a limit by a basis, a check of what one gets against their pay) the rule is read in cents for the bases that
 * the policy names in `moneyBases`. Where a basis is only a share of everybody's, its unit makes no difference.
 * Refused without a currency whose places are known.
 */
export function inMinorUnits(
  applied: AppliedPolicy,
  currency: string | undefined,
): AppliedPolicy | Refusal<SurplusReason> {
  const { policy, preset } = applied;
  const unit = unitOfMoneyBases(policy, currency);
  if (unit === null || isRefusal(unit)) return unit ?? applied;
  const isMoney = (basis: string | undefined): boolean => policy.moneyBases!.includes(basis!);
  const pool = (one: Pool): Pool => poolIn(one, unit, isMoney);
  const check = (one: Check): Check =>
    one.kind === 'perMemberAtMost' && isMoney(one.of?.[0])
      ? { ...one, rate: (one.rate ?? Ratio.one).times(unit) }
      : one;
  const { waterfall, pools, checks } = policy;
  return {
    policy: {
      ...policy,
      ...(waterfall?.pools ? { waterfall: { ...waterfall, pools: waterfall.pools.map(pool) } } : {}),
      ...(pools ? { pools: pools.map(pool) } : {}),
      ...(checks ? { checks: checks.map(check) } : {}),
    },
    preset: preset && { ...preset, checks: preset.checks.map(check) },
  };
}

/** Minor units in one of the currency, for the bases a policy says are kept in it; null where it names none. */
export function unitOfMoneyBases(
  { moneyBases }: Pick<Policy, 'moneyBases'>,
  currency: string | undefined,
): Ratio | null | Refusal<SurplusReason> {
  if (!moneyBases?.length) return null;
  const digits = currency === undefined ? null : minorDigits(currency);
  return digits === null
    ? refuse('MISSING_FIGURE', 'snapshot.currency is needed: policy.moneyBases are kept in it.')
    : Ratio.of(10n ** BigInt(digits));
}

function poolIn(pool: Pool, unit: Ratio, isMoney: (basis: string | undefined) => boolean): Pool {
  const { size, weighting, cap, floor } = pool;
  const limit = (rule: LimitRule): LimitRule =>
    isMoney(rule.basis) ? { ...rule, rate: (rule.rate ?? Ratio.one).times(unit) } : rule;
  const bases = [...weighting.bases].map(
    ([basis, weight]) => [basis, isMoney(basis) ? weight.times(unit) : weight] as const,
  );
  return {
    ...pool,
    ...(size.declaredRate ? { weighting: { ...weighting, bases: new Map(bases) } } : {}),
    ...(cap ? { cap: limit(cap) } : {}),
    ...(floor ? { floor: limit(floor) } : {}),
  };
}
