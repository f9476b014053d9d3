import { apportionByLargestRemainder } from '../../shared/largest-remainder.js';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { rateNamed } from './balances.js';
import { daysBetween, type Period } from './eligibility.js';
import { explain, type ExplainNode } from './explain.js';
import type { CapitalInterestRule } from './input/rule-schema.js';
import type { CapitalBalance, Snapshot } from './input/snapshot-schema.js';
import { smaller } from './origin.js';
import { firstDuplicate, refuse, type SurplusReason } from './reasons.js';

/**
 * Step 8. Interest on paid-up capital, as an expense before the surplus or as an appropriation of it.
 *
 * Base: the opening balance (DE: the balance at the end of the year before), or the balance weighted by days.
 * The rate is held at a cap (a fixed rate, or a named one plus points). The total is rounded down and shared
 * over members by largest remainder of their exact interest. It is held at `limit`, what may be paid at most;
 * a shortfall reduces everybody in proportion, or is refused, as the policy says.
 */
export interface CapitalInterest {
  readonly amount: bigint;
  readonly rate: Ratio;
  readonly rateHeldAtCap: boolean;
  readonly fullAmount: bigint;
  readonly lines: readonly { readonly key: string; readonly base: Ratio; readonly amount: bigint }[];
  readonly node: ExplainNode;
}

/** Interest within a limit. */
export type PayInterest = (
  rule: CapitalInterestRule,
  snapshot: Snapshot,
  limit: bigint,
) => CapitalInterest | Refusal<SurplusReason>;

export function computeCapitalInterest(
  rule: CapitalInterestRule,
  snapshot: Snapshot,
  limit: bigint,
): CapitalInterest | Refusal<SurplusReason> {
  const balances = snapshot.capital ?? [];
  const twice = firstDuplicate(balances.map(({ key }) => key));
  if (twice) return refuse('DUPLICATE_ENTRY', `The capital of ${twice} is listed twice.`);
  const bases = basesOf(rule, balances, snapshot.period);
  const whole = isRefusal(bases) ? bases : bases.reduce((sum, { base }) => sum.plus(base), Ratio.zero);
  const interest = interestOnWhole(rule, snapshot, whole, limit);
  if (isRefusal(bases) || isRefusal(interest)) return interest as Refusal<SurplusReason>;
  const scale = scaleOf(bases);
  const claims = bases.map(({ key, base }) => ({
    key,
    weight: base.numerator * (scale / base.denominator),
  }));
  const { shares } = apportionByLargestRemainder(interest.amount, claims, snapshot.seed ?? '');
  const lines = bases.map(({ key, base }, row) => ({ key, base, amount: shares[row]!.units }));
  return { ...interest, lines };
}

/** Interest on all capital together, before it is shared; what cannot be said of the whole is refused after the cap. */
export function interestOnWhole(
  rule: CapitalInterestRule,
  snapshot: Snapshot,
  whole: Ratio | Refusal<SurplusReason>,
  limit: bigint,
): Omit<CapitalInterest, 'lines'> | Refusal<SurplusReason> {
  const cap = capOf(rule, snapshot);
  if (isRefusal(cap)) return cap;
  if (isRefusal(whole)) return whole;
  const rate = cap?.isLessThan(rule.rate) ? cap : rule.rate;
  const fullAmount = rate.times(whole).floor();
  if (fullAmount > limit && rule.shortfall === 'refuse')
    return refuse(
      'MORE_THAN_THERE_IS',
      `Interest on capital comes to ${fullAmount}; at most ${limit} may be paid.`,
    );
  const amount = smaller(fullAmount, limit);
  const result = { amount, rate, rateHeldAtCap: !rate.equals(rule.rate), fullAmount };
  return { ...result, node: nodeOf(rule, result, cap, limit, whole) };
}

function capOf({ cap }: CapitalInterestRule, snapshot: Snapshot): Ratio | null | Refusal<SurplusReason> {
  if (!cap) return null;
  const named = cap.named ? rateNamed(snapshot, cap.named) : (cap.rate ?? Ratio.zero);
  return isRefusal(named) ? named : named.plus(cap.plus ?? Ratio.zero);
}

type Base = { readonly key: string; readonly base: Ratio };

function basesOf(
  rule: CapitalInterestRule,
  balances: readonly CapitalBalance[],
  period: Period | undefined,
): readonly Base[] | Refusal<SurplusReason> {
  if (rule.base === 'timeWeighted' && !period) return noPeriod();
  const moved = balances.find((balance) => movesOutside(balance, period));
  if (moved) return movedOutside(moved.key);
  const bases = balances.map((balance) => ({ key: balance.key, base: interestBase(rule, balance, period) }));
  const below = bases.find(({ base }) => base.isNegative());
  return below ? capitalBelowZero(below.key) : bases;
}

/** What interest is paid on: the opening balance, or the balance weighted by the days of a period that is given. */
export const interestBase = (
  rule: CapitalInterestRule,
  balance: CapitalBalance,
  period: Period | undefined,
): Ratio => (rule.base === 'opening' ? Ratio.of(balance.opening) : averageBalance(balance, period!));

/** An opening balance holds what moved before the period, and what moves after it is of the next one. */
export const movesOutside = ({ movements }: CapitalBalance, period: Period | undefined): boolean =>
  period !== undefined && (movements ?? []).some(({ on }) => on < period.from || on > period.to);
export const movedOutside = (key: string): Refusal<SurplusReason> =>
  refuse('MALFORMED_INPUT', `The capital of ${key} moves on a day outside the period.`);

export const noPeriod = (): Refusal<SurplusReason> =>
  refuse('MISSING_FIGURE', 'snapshot.period is needed to weigh balances by days.');
export const capitalBelowZero = (key: string): Refusal<SurplusReason> =>
  refuse('NEGATIVE_FIGURE', `The capital of ${key} is below zero.`);

/** Mean of the daily balances; a movement counts from its own day to the last of the period. */
export function averageBalance({ opening, movements }: CapitalBalance, period: Period): Ratio {
  const days = daysBetween(period.from, period.to) + 1n;
  const moved = (movements ?? []).reduce((sum, { on, amount }) => {
    return sum + amount * (daysBetween(on, period.to) + 1n);
  }, 0n);
  return Ratio.of(opening * days + moved, days);
}

/** All bases have the days of one period below the line, so the largest denominator is a multiple of each. */
const scaleOf = (bases: readonly Base[]): bigint =>
  bases.reduce((scale, { base }) => {
    const both = Ratio.of(scale, base.denominator);
    return scale * both.denominator;
  }, 1n);

const nodeOf = (
  rule: CapitalInterestRule,
  result: Omit<CapitalInterest, 'node' | 'lines'>,
  cap: Ratio | null,
  limit: bigint,
  whole: Ratio,
): ExplainNode =>
  explain({
    step: 'capitalInterest',
    id: 'capitalInterest',
    rule: rule.name ?? 'interest on paid-up capital',
    source: rule.source ?? 'policy',
    decidedBy: rule.decidedBy ?? 'assembly',
    parameter: {
      rate: rule.rate,
      cap,
      base: rule.base,
      stage: rule.stage,
      shortfall: rule.shortfall ?? 'reduce',
    },
    input: { capital: whole, limit },
    output: { rate: result.rate, full: result.fullAmount, amount: result.amount },
  });
