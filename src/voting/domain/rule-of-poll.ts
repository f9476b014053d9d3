import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import type { MethodName } from '../../membership/domain/decision-rule.js';

/** Methods that add up votes, where an option that nobody speaks for could fill a seat that is left over. */
const addingUp: readonly MethodName[] = [
  ...(['choice', 'approval', 'score', 'dots', 'weighted-split', 'quadratic'] as const),
];

/**
 * The rule that is frozen with a poll when it opens: that of the bylaws, with every choice by name that the bylaws leave
 * to the product. Nobody is chosen for whom no ballot speaks, neither by lot nor to fill a seat (`without_votes`).
 *
 * It is written into the poll and not added by each count: so a recount package says all that it is counted by, and what
 * was opened before this was so is recounted as it was counted.
 */
export const ruleOfPoll = <Rule extends Pick<DecisionPolicy, 'method' | 'options'>>(policy: Rule): Rule =>
  addingUp.includes(policy.method)
    ? { ...policy, options: { without_votes: 'never', ...policy.options } }
    : policy;
