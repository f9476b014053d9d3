import { applyClassCaps, type CappedClass } from './class-weight-caps.js';
import { isCertain } from './certain-outcome.js';
import { majorityArithmetic, type MajorityArithmetic } from './majority-arithmetic.js';
import { baseOf, countedForQuorum, countOf, type ThresholdCount } from './threshold-count.js';
import { type MajorityRule, type QuorumRule, type ThresholdRule } from './threshold-rule.js';

/** `open`: the window has not closed, and a remaining ballot could still change the outcome. */
export type ThresholdOutcome = 'passed' | 'failed' | 'no_quorum' | 'tie' | 'blocked' | 'open';

export interface DecidedQuorum extends MajorityArithmetic {
  readonly rule: QuorumRule;
}
export interface DecidedMajority extends MajorityArithmetic {
  readonly rule: MajorityRule;
}

/** An outcome with all its arithmetic: whoever reads it can work it out again. */
export interface ThresholdDecision {
  readonly outcome: ThresholdOutcome;
  /** Decided before the close, because no remaining ballot could change it. */
  readonly early: boolean;
  readonly quorums: readonly DecidedQuorum[];
  readonly majorities: readonly DecidedMajority[];
  readonly caps: readonly CappedClass[];
}

/**
 * Decides a vote for or against. In this order: enough people blocking stop it; without its quorums it has no
 * quorum; it passes when every majority is met, the one of all and those of classes. When the only thing
 * missing is that for and against are exactly equal under "more than half of the votes cast", it is a tie,
 * which the bylaws may resolve; everything else has failed. An empty base meets nothing, and what nobody votes for does
 * not pass, not even by "at least nothing".
 *
 * While the window is open it is decided only under `certain`, and only where it would come out the same whatever all
 * outstanding electors did (`isCertain`).
 */
export function decideThreshold(
  rule: ThresholdRule,
  count: ThresholdCount,
  closed: boolean,
): ThresholdDecision {
  const decision = decideClosed(rule, count);
  if (closed) return decision;
  const early =
    rule.earlyDecision === 'certain' &&
    isCertain(rule, count, decision, (later) => decideClosed(rule, later));
  return early ? { ...decision, early } : { ...decision, outcome: 'open' };
}

function decideClosed(rule: ThresholdRule, count: ThresholdCount): ThresholdDecision {
  const quorums = rule.quorums.map((quorum): DecidedQuorum => {
    const group = countOf(count, quorum.of);
    const counted = countedForQuorum(group, quorum.counted)[quorum.measure];
    const base = group.eligible[quorum.measure];
    return { rule: quorum, ...majorityArithmetic(counted, base, quorum.fraction, quorum.comparison) };
  });
  const capped = applyClassCaps(count, rule.caps);
  const majorities = majoritiesOf(rule, capped.count);
  return { outcome: outcomeOf(), early: false, quorums, majorities, caps: capped.capped };

  function outcomeOf(): ThresholdOutcome {
    const blocking = countOf(count, null).votes.block.people;
    if (typeof rule.block === 'number' && blocking.floor() >= BigInt(rule.block)) return 'blocked';
    if (!quorums.every(({ met }) => met)) return 'no_quorum';
    const unmet = majorities.filter(({ met }) => !met);
    if (unmet.length === 0) return countOf(count, null).votes.for.people.isZero() ? 'failed' : 'passed';
    return unmet.every(isEquality) ? 'tie' : 'failed';
  }
}

const majoritiesOf = (rule: ThresholdRule, count: ThresholdCount): DecidedMajority[] =>
  rule.majorities.map((majority) => {
    const group = countOf(count, majority.of);
    const counted = group.votes.for[majority.measure];
    const base = baseOf(group, majority.base)[majority.measure];
    return { rule: majority, ...majorityArithmetic(counted, base, majority.fraction, majority.comparison) };
  });

/** For and against are exactly equal, and more than half was asked. */
const isEquality = ({ rule, counted, needed, base, comparison }: DecidedMajority): boolean =>
  rule.base === 'cast' &&
  comparison === '>' &&
  !base.isZero() &&
  counted.equals(needed) &&
  rule.fraction.numerator * 2n === rule.fraction.denominator;
