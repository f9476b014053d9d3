import {
  countedForQuorum,
  countOf,
  outstanding,
  withOutstandingAs,
  type ThresholdCount,
} from './threshold-count.js';
import type { ThresholdDecision } from './threshold-decision.js';
import type { ThresholdRule } from './threshold-rule.js';

/**
 * Whether a vote for or against comes out as `decision` says whatever the electors do who have not voted: each may vote
 * for, against, abstain, leave it blank, block where the rule lets them, or stay away. Ballots cast are taken as they are.
 *
 * Exact, with weights, quorums and majorities of classes, since votes in favour never make a majority harder to reach
 * and every vote brings a quorum nearer: what passes must pass with all of them against, and nobody may be able to stop
 * it; what fails must fail with all of them in favour; a quorum must be out of reach with all of them taking part. A
 * tie is broken by a single further vote. Where nobody is left everything is certain. `decide` decides a count as if
 * nobody else voted. Caps on classes are not asked for: under them a vote against can bring others back.
 */
export function isCertain(
  rule: ThresholdRule,
  count: ThresholdCount,
  { outcome }: Pick<ThresholdDecision, 'outcome'>,
  decide: (count: ThresholdCount) => ThresholdDecision,
): boolean {
  const left = outstanding(countOf(count, null)).people;
  if (left.isZero() || outcome === 'blocked') return true;
  if (outcome === 'failed') return decide(withOutstandingAs(count, 'for')).outcome === 'failed';
  const blocking = countOf(count, null).votes.block.people.plus(left);
  if (typeof rule.block === 'number' && blocking.floor() >= BigInt(rule.block)) return false;
  if (outcome === 'passed') return decide(withOutstandingAs(count, 'against')).outcome === 'passed';
  return outcome === 'no_quorum' && rule.quorums.some((quorum) => isOutOfReach(quorum, count));
}

function isOutOfReach(quorum: ThresholdRule['quorums'][number], count: ThresholdCount): boolean {
  const group = countOf(count, quorum.of);
  const counted = countedForQuorum(group, quorum.counted)[quorum.measure];
  // Attendance does not grow by a ballot.
  const more = quorum.counted === 'present' ? counted : counted.plus(outstanding(group)[quorum.measure]);
  const base = group.eligible[quorum.measure];
  const order = more.compare(base.times(quorum.fraction));
  return base.isZero() || (quorum.comparison === '>' ? order <= 0 : order < 0);
}
