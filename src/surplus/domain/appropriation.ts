import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { balanceNamed, holds } from './balances.js';
import { explain, type ExplainNode } from './explain.js';
import type { Appropriation } from './input/rule-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { positive, smaller } from './origin.js';
import { refuse, type SurplusReason } from './reasons.js';
import { roundTo } from './rounding.js';

/**
 * Steps 4 to 6. One reserve or fund: a rate of the base struck for all, or of what is left, or an amount.
 * A mandatory rate is rounded up (a least part rounded down would fall short), any other half up.
 *
 * A stop rule ends it when a balance, with what the same year has restored to it and given it before, reaches a
 * target: `whole` stops the year's appropriation only when the target was reached before; otherwise the last one is
 * the gap. What is stopped may go to another fund.
 */
export interface Appropriated {
  readonly id: string;
  readonly fund: string;
  readonly kind: Appropriation['kind'];
  readonly mandatory: boolean;
  readonly amount: bigint;
  readonly base: bigint;
  readonly rate: Ratio | null;
  /** The amount at the lower rate the rule allows now, when a condition for it holds. */
  readonly least: bigint | null;
  /** Whether a stop rule cut it, so that less than the rate is lawful. */
  readonly stopped: boolean;
  readonly redirected: { readonly fund: string; readonly amount: bigint } | null;
  readonly node: ExplainNode;
}

export function appropriate(
  rule: Appropriation,
  amounts: {
    readonly base: bigint;
    readonly remaining: bigint;
    /** What funds were given earlier in this run, restored or appropriated: a stop rule counts it. */
    readonly given: ReadonlyMap<string, bigint>;
    /** How many parts were rounded up before this one. */
    readonly roundedBefore: number;
  },
  snapshot: Snapshot,
): Appropriated | Refusal<SurplusReason> {
  const base = rule.of === 'remaining' ? amounts.remaining : amounts.base;
  const lower = lowerRate(rule, snapshot);
  if (isRefusal(lower)) return lower;
  const asked = amountOf(rule, rule.alternative?.taken && lower ? lower : rule.rate, base);
  const wanted = withoutRounding(rule, asked, amounts);
  const stopped = stopAt(rule, wanted, snapshot, amounts.given);
  if (isRefusal(stopped)) return stopped;
  const taken = rule.stop?.thenTo ? wanted : stopped;
  if (taken > amounts.remaining)
    return refuse(
      'MORE_THAN_THERE_IS',
      `${rule.name ?? rule.id} asks for ${taken}; only ${amounts.remaining} is left.`,
    );
  const rate = rule.alternative?.taken && lower ? lower : (rule.rate ?? null);
  const least = lower ? amountOf(rule, lower, base) : null;
  const redirected =
    rule.stop?.thenTo && wanted > stopped ? { fund: rule.stop.thenTo, amount: wanted - stopped } : null;
  const { id, kind } = rule;
  const result = {
    id,
    fund: rule.fund ?? id,
    kind,
    mandatory: rule.mandatory ?? false,
    amount: stopped,
    base,
    rate,
    least,
    stopped: stopped < wanted,
    redirected,
  };
  return { ...result, node: nodeOf(rule, result, wanted) };
}

export function amountOf(rule: Appropriation, rate: Ratio | undefined, base: bigint): bigint {
  if (!rate) return rule.amount ?? 0n;
  return roundTo(rule.rounding ?? (rule.mandatory ? 'up' : 'halfUp'), rate.times(Ratio.of(base)));
}

/** Parts that are each rounded up may come to some units more than there is: the last one gives way, by those units. */
function withoutRounding(
  rule: Appropriation,
  asked: bigint,
  { remaining, roundedBefore }: { readonly remaining: bigint; readonly roundedBefore: number },
): bigint {
  const over = asked - remaining;
  return rule.rate && over > 0n && over <= BigInt(roundedBefore) ? remaining : asked;
}

export function lowerRate(
  { alternative }: Appropriation,
  snapshot: Snapshot,
): Ratio | null | Refusal<SurplusReason> {
  if (!alternative) return null;
  const { when } = alternative;
  const known = when.fact !== undefined && snapshot.facts?.has(when.fact);
  // An alternative is a permission: when nothing is known about its condition, it is simply not open.
  const comparable =
    when.balance !== undefined &&
    snapshot.balances?.has(when.balance) &&
    when.of !== undefined &&
    snapshot.balances.has(when.of);
  if (!known && !comparable) return null;
  const open = holds(when, snapshot);
  return isRefusal(open) ? open : open ? alternative.rate : null;
}

export function stopAt(
  { stop }: Appropriation,
  wanted: bigint,
  snapshot: Snapshot,
  given: ReadonlyMap<string, bigint>,
): bigint | Refusal<SurplusReason> {
  if (!stop) return wanted;
  const balance = balanceNamed(snapshot, stop.balance);
  if (isRefusal(balance)) return balance;
  const measure = balanceNamed(snapshot, stop.of);
  if (isRefusal(measure)) return measure;
  const reached = balance + (given.get(stop.balance) ?? 0n);
  const gap = positive(stop.target.times(Ratio.of(measure)).ceil() - reached);
  if (gap === 0n) return 0n;
  return stop.whole ? wanted : smaller(wanted, gap);
}

const nodeOf = (rule: Appropriation, result: Omit<Appropriated, 'node'>, wanted: bigint): ExplainNode =>
  explain({
    step: rule.kind === 'reserve' ? (rule.mandatory ? 'mandatoryReserve' : 'voluntaryReserve') : rule.kind,
    id: rule.id,
    rule: rule.name ?? `part of the surplus for ${rule.id}`,
    source: rule.source ?? 'policy',
    decidedBy: rule.decidedBy ?? (rule.mandatory ? 'law' : 'assembly'),
    parameter: {
      rate: result.rate,
      amount: rule.amount,
      divisible: rule.divisible ?? false,
      ledger: rule.ledger ?? 'equity',
      stop: rule.stop && { balance: rule.stop.balance, target: rule.stop.target, of: rule.stop.of },
      spendWithinYears: rule.spendWithinYears,
      ifUnspent: rule.ifUnspent,
    },
    input: { base: result.base, wanted },
    output: { amount: result.amount, least: result.least, redirected: result.redirected },
  });
