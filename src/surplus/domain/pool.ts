import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { entitledTo, type Entitled, type LeftOut, type Period } from './eligibility.js';
import type { ExplainNode } from './explain.js';
import type { FormPart } from './forms.js';
import type { Pool } from './input/rule-schema.js';
import type { Participant } from './input/snapshot-schema.js';
import { countLines, explainPool, reportLines } from './pool-report.js';
import { declaredSize, everybodyElse, sharePool } from './pool-shares.js';
import { firstDuplicate, refuse, type SurplusReason } from './reasons.js';
import type { SharedLine } from './share-out.js';
import { applyMinimum, type MinimumOutcome } from './small-amounts.js';
import { quantityOf, weigh, type WeightedLine, type Weights } from './weights.js';

/** What a member gets from a pool, and why: own quantities beside everybody's, exact share, rounding, limits. */
export interface PoolLine extends SharedLine {
  readonly parts: WeightedLine['parts'];
  readonly coefficient: Ratio;
  readonly seniority: Ratio;
  /** The value of the weight formula, in its own units. */
  readonly value: Ratio;
  /** Exact share of all weights. */
  readonly share: Ratio;
  readonly belowMinimum: boolean;
  /** What is left after small amounts, split by form. */
  readonly forms: readonly FormPart[];
  /** Which of the forms on offer its member chose. */
  readonly chose?: string;
  readonly levelling?: { readonly plain: Ratio; readonly clamped: Ratio };
}
export interface PoolResult {
  readonly id: string;
  readonly size: bigint;
  readonly lines: readonly PoolLine[];
  readonly leftOut: readonly LeftOut[];
  /** What goes to the fallback fund: nobody to share with, all at their caps, or small amounts. */
  readonly toFund: bigint;
  readonly fund: string | null;
  /** Totals by form. */
  readonly totals: ReadonlyMap<string, bigint>;
  /** Sum of the values of the weight formula. */
  readonly totalValue: Ratio;
  readonly rate: Ratio | null;
  readonly node: ExplainNode;
}
export interface PoolInput {
  readonly pool: Pool;
  /** Minor units to share; ignored for a declared rate, which makes its own size. */
  readonly size: bigint;
  readonly participants: readonly Participant[];
  readonly basisTotals?: ReadonlyMap<string, Ratio> | undefined;
  readonly period?: Period | undefined;
  readonly seed: string;
}

/**
 * One pool from eligibility to forms: who takes part, their weights, caps and floors, the exact apportionment,
 * small amounts, and the form each allocation takes. The allocations and what goes to a fund sum to the pool.
 */
export function computePool(input: PoolInput): PoolResult | Refusal<SurplusReason> {
  const { pool, participants } = input;
  const twice = firstDuplicate(participants.map(({ key }) => key));
  if (twice) return refuse('DUPLICATE_ENTRY', `${twice} is listed twice among the participants.`);
  const { entitled, leftOut } = entitledTo(participants, pool.eligibility ?? {}, input.period);
  const complete = completeWithEverybodyElse(entitled, participants, input.basisTotals);
  if (isRefusal(complete)) return complete;
  const weights = weigh(complete, weightingOf(pool));
  if (isRefusal(weights)) return weights;
  const size = pool.size.declaredRate ? declaredSize(pool.size.declaredRate, weights) : input.size;
  if (size > 0n && !weights.lines.some(({ weight }) => weight > 0n))
    return poolForNobody(input, size, leftOut);
  const outcome = applyMinimum(pool.minimum, weights.lines, (lines) =>
    sharePool(pool, size, lines, complete, weights, input.seed),
  );
  if (isRefusal(outcome)) return outcome;
  return poolResult(input, { size, weights, leftOut, complete, outcome });
}

/** A rate is declared on the measured quantity itself, so its mix is never normalised. */
export const weightingOf = ({ size, weighting }: Pool): Pool['weighting'] =>
  size.declaredRate ? { ...weighting, method: 'raw' } : weighting;

/** Adds one line for those not listed, so that shares are of everybody's total. */
export function completeWithEverybodyElse(
  entitled: readonly Entitled[],
  participants: readonly Participant[],
  totals: ReadonlyMap<string, Ratio> | undefined,
): readonly Entitled[] | Refusal<SurplusReason> {
  if (!totals) return entitled;
  const listed = new Map(
    [...totals.keys()].map((basis) => [
      basis,
      participants.reduce((sum, one) => sum.plus(quantityOf(one, basis)), Ratio.zero),
    ]),
  );
  const others = everybodyNotListed(totals, listed);
  return others === null || isRefusal(others) ? (others ?? entitled) : [...entitled, others];
}

/** Those not listed as one participant, from what everybody has and what those listed have; null without any. */
export function everybodyNotListed(
  totals: ReadonlyMap<string, Ratio>,
  listed: ReadonlyMap<string, Ratio>,
): Entitled | null | Refusal<SurplusReason> {
  const bases = new Map<string, Ratio>();
  for (const [basis, total] of totals) {
    const own = listed.get(basis)!;
    if (total.isLessThan(own))
      return refuse(
        'PARTS_EXCEED_WHOLE',
        `The participants' ${basis} sum to ${own.toString()}, above the total ${total.toString()}.`,
      );
    bases.set(basis, total.minus(own));
  }
  if ([...bases.values()].every((rest) => rest.isZero())) return null;
  // How many they are is not known of them as one: they are counted by heads only where that total is given.
  if (!bases.has('equal')) bases.set('equal', Ratio.zero);
  return { participant: { key: everybodyElse, bases }, timeFraction: Ratio.one };
}

export interface ComputedPool {
  readonly size: bigint;
  readonly weights: Weights;
  readonly leftOut: readonly LeftOut[];
  readonly complete: readonly Entitled[];
  readonly outcome: MinimumOutcome;
}

function poolResult(input: PoolInput, computed: ComputedPool): PoolResult | Refusal<SurplusReason> {
  const { pool } = input;
  const { size, weights, leftOut, outcome } = computed;
  const reported = reportLines(input, computed);
  if (isRefusal(reported)) return reported;
  const { lines, totals } = reported;
  const allocated = [...totals.values()].reduce((sum, amount) => sum + amount, 0n);
  const toFund = size - allocated;
  const unfunded = restGoesToNobody(pool, toFund);
  if (unfunded) return unfunded;
  const result = {
    id: pool.id,
    size,
    lines,
    leftOut,
    toFund,
    fund: toFund > 0n ? pool.fallbackFund! : null,
    totals,
    totalValue: weights.scale.times(Ratio.of(weights.lines.reduce((sum, { weight }) => sum + weight, 0n))),
    rate: uniformRate(
      pool,
      size - outcome.shared.beyondCaps,
      weights.totals,
      weights.lines.every(({ coefficient }) => coefficient.equals(Ratio.one)) &&
        !leavesSmallOnesOut(outcome.treatment, outcome.below.size),
    ),
  };
  return { ...result, node: explainPool(pool, result, countLines(result, outcome), weights) };
}

/** Whether somebody gets nothing because it would be little: then no one rate is everybody's. */
export const leavesSmallOnesOut = (treatment: MinimumOutcome['treatment'], below: number): boolean =>
  below > 0 && (treatment === 'toFund' || treatment === 'redistribute');

/** Minor units per unit of the only basis, when every line has the same rate. */
export function uniformRate(
  pool: Pool,
  size: bigint,
  totals: ReadonlyMap<string, Ratio>,
  isTheSameForAll: boolean,
): Ratio | null {
  const [basis, ...others] = [...pool.weighting.bases.keys()];
  const total = totals.get(basis!);
  if (others.length > 0 || !total || total.isZero() || pool.cap || pool.floor || pool.method === 'levelling')
    return null;
  if (!isTheSameForAll) return null;
  return pool.size.declaredRate ?? Ratio.of(size).dividedBy(total);
}

/** Refuses what would go to nobody: a rest for which the policy names no fund. */
export const restGoesToNobody = (pool: Pool, toFund: bigint): Refusal<SurplusReason> | null =>
  toFund > 0n && !pool.fallbackFund
    ? refuse(
        'NOBODY_TO_SHARE_WITH',
        `${toFund} minor units of ${pool.id} go to nobody: the policy must name a fund for them.`,
      )
    : null;

/** Refuses a pool of which nobody has a weight, unless a fund receives it. */
export const nobodyToShareWith = (pool: Pool, size: bigint): Refusal<SurplusReason> | null =>
  pool.fallbackFund
    ? null
    : refuse(
        'NOBODY_TO_SHARE_WITH',
        `All weights of ${pool.id} are zero: there is nobody to share ${size} minor units with.`,
        ['name a fund that receives it, and say so in the text put to the vote'],
      );

function poolForNobody(
  { pool }: PoolInput,
  size: bigint,
  leftOut: readonly LeftOut[],
): PoolResult | Refusal<SurplusReason> {
  const refused = nobodyToShareWith(pool, size);
  if (refused) return refused;
  const result = {
    id: pool.id,
    size,
    lines: [],
    leftOut,
    toFund: size,
    fund: pool.fallbackFund!,
    totals: new Map<string, bigint>(),
    totalValue: Ratio.zero,
    rate: null,
  };
  return { ...result, node: explainPool(pool, result, countLines(result)) };
}
