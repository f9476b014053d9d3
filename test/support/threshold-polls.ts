import { plainPolicy } from '../../src/membership/domain/decision-policy.js';
import type { QuorumRule, ThresholdRule } from '../../src/membership/domain/decision-rule.js';
import type { ClassCap, ClassMajority } from '../../src/membership/domain/decision-rule.js';
import type { VoteChoice } from '../../src/voting/domain/ballots/ballot-marks.js';
import {
  countPoll,
  type CountingRule,
  type MarkGroup,
  type PollElectorate,
} from '../../src/voting/domain/count-poll.js';
import { oneVote, type Sum, type ThresholdArithmetic } from '../../src/voting/domain/threshold-outcome.js';

/** A rule for or against, with what a test says of it. */
export const forOrAgainst = (rule: {
  readonly threshold: ThresholdRule;
  readonly quorum: QuorumRule;
  readonly classMajorities?: readonly ClassMajority[];
  readonly classCaps?: readonly ClassCap[];
  readonly block?: CountingRule['block'];
}): CountingRule => ({ ...plainPolicy, method: 'threshold', ...rule });

/** So many equal votes of members with one vote each, or with the weight given. */
export const votesOf = (
  choice: VoteChoice,
  people: number | bigint,
  weightMillionths = oneVote,
  classCode = 'member',
): MarkGroup => ({ marks: { choice }, classCode, people: BigInt(people), weightMillionths });

/** Everybody in one class. */
export const oneClass = (eligible: Sum, classCode = 'member'): PollElectorate => ({
  perClass: [{ classCode, ...eligible }],
  withdrawn: { people: 0n, weightMillionths: 0n },
});

/** The arithmetic of a vote for or against in which everybody is of one class. */
export function thresholdOutcome(
  rule: { readonly threshold: ThresholdRule; readonly quorum: QuorumRule },
  eligible: Sum,
  groups: readonly MarkGroup[],
): ThresholdArithmetic {
  return countPoll(forOrAgainst(rule), [], oneClass(eligible), groups, []).arithmetic!;
}
