import {
  ballotChoices,
  type BallotChoice,
  type QuorumRule,
  type ThresholdRule,
} from '../../membership/domain/decision-policy.js';
import { Ratio } from '../../shared/ratio.js';
import { smallestChange, type SmallestChange } from './smallest-change.js';

/** Weights are whole millionths of a vote: one member, one vote is 1,000,000. */
export const oneVote = 1_000_000n;

/** How many people, and how much weight. */
export interface Sum {
  readonly people: bigint;
  readonly weightMillionths: bigint;
}
export type SumPerChoice = Readonly<Record<BallotChoice, Sum>>;

/** Equal ballots, as the database groups them. */
export interface BallotGroup {
  readonly choice: BallotChoice;
  readonly weightMillionths: bigint;
  readonly people: bigint;
}

export const outcomes = ['passed', 'failed', 'no_quorum'] as const;
export type Outcome = (typeof outcomes)[number];

/** A condition with everything needed to check it by hand: `counted comparison needed`, where needed = fraction × of. */
export interface Condition {
  readonly fraction: Ratio;
  readonly comparison: '>' | '>=';
  /** What the fraction is of, in `unit`. */
  readonly of: bigint;
  readonly needed: Ratio;
  readonly counted: bigint;
  readonly unit: 'people' | 'weight_millionths';
  readonly met: boolean;
}

export interface ThresholdArithmetic {
  readonly eligible: Sum;
  readonly sums: SumPerChoice;
  readonly threshold: Condition & { readonly base: ThresholdRule['base'] };
  readonly quorum: Condition & { readonly counting: readonly BallotChoice[] };
  readonly outcome: Outcome;
  /** Null when no number of further votes could have made another outcome. */
  readonly smallestChange: SmallestChange | null;
}

/**
 * The outcome of a poll for or against.
 *
 * Rule (Rochdale's `threshold`, version 1): first the quorum, the counted choices >= fraction × eligible, in people or
 * weight; then the weight for, > or >= fraction × base, where the base is `cast` (for + against), `valid` (with
 * abstentions) or `eligible` (the whole electorate). What nobody votes for does not pass, whatever the fraction.
 *
 * Everything is exact: weights in millionths, fractions of integers. Never refuses; negative sums are a bug and throw.
 */
export function thresholdOutcome(
  rule: { readonly threshold: ThresholdRule | null; readonly quorum: QuorumRule },
  eligible: Sum,
  sums: SumPerChoice,
): ThresholdArithmetic {
  if ([eligible, ...ballotChoices.map((choice) => sums[choice])].some(isNegative))
    throw new RangeError('a sum of ballots is never negative');
  if (rule.threshold === null)
    throw new RangeError('a rule without a majority counts nothing for or against');
  const quorum = quorumCondition(rule.quorum, eligible, sums);
  const threshold = thresholdCondition(rule.threshold, eligible, sums);
  const outcome: Outcome = !quorum.met ? 'no_quorum' : threshold.met ? 'passed' : 'failed';
  return {
    eligible,
    sums,
    threshold,
    quorum,
    outcome,
    smallestChange: smallestChange({ eligible, sums, threshold, quorum, outcome }),
  };
}

const isNegative = (sum: Sum): boolean => sum.people < 0n || sum.weightMillionths < 0n;

function quorumCondition(rule: QuorumRule, eligible: Sum, sums: SumPerChoice): ThresholdArithmetic['quorum'] {
  const measure = (sum: Sum): bigint => (rule.measure === 'people' ? sum.people : sum.weightMillionths);
  const counting = rule.counting.filter((kind): kind is BallotChoice => kind in sums);
  const counted = counting.reduce((total, choice) => total + measure(sums[choice]), 0n);
  const of = measure(eligible);
  const needed = rule.fraction.times(Ratio.of(of));
  return {
    fraction: rule.fraction,
    comparison: '>=',
    of,
    needed,
    counted,
    unit: rule.measure === 'people' ? 'people' : 'weight_millionths',
    met: Ratio.of(counted).compare(needed) >= 0,
    counting,
  };
}

function thresholdCondition(
  rule: ThresholdRule,
  eligible: Sum,
  sums: SumPerChoice,
): ThresholdArithmetic['threshold'] {
  const cast = sums.for.weightMillionths + sums.against.weightMillionths;
  const of = {
    cast,
    valid: cast + sums.abstain.weightMillionths,
    eligible: eligible.weightMillionths,
  }[rule.base];
  const needed = rule.fraction.times(Ratio.of(of));
  const counted = sums.for.weightMillionths;
  const difference = Ratio.of(counted).compare(needed);
  return {
    fraction: rule.fraction,
    comparison: rule.comparison,
    of,
    needed,
    counted,
    unit: 'weight_millionths',
    met: counted > 0n && (rule.comparison === '>' ? difference > 0 : difference >= 0),
    base: rule.base,
  };
}

const nothing: Sum = { people: 0n, weightMillionths: 0n };

/** Sums grouped ballots per choice; the order of the groups changes nothing. */
export function sumPerChoice(groups: readonly BallotGroup[]): SumPerChoice {
  const sums: Record<BallotChoice, Sum> = { for: nothing, against: nothing, abstain: nothing };
  for (const { choice, people, weightMillionths } of groups) {
    const sum = sums[choice];
    sums[choice] = {
      people: sum.people + people,
      weightMillionths: sum.weightMillionths + people * weightMillionths,
    };
  }
  return sums;
}
