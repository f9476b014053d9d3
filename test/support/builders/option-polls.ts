import type { DecisionPolicy } from '../../../src/membership/domain/decision-policy.js';
import type { RuleOptions } from '../../../src/membership/domain/decision-rule.js';
import { Ratio } from '../../../src/shared/ratio.js';

/** Changes to the rule for resolutions that make it one of another method, without a quorum. */
export const ruleBy = (
  method: DecisionPolicy['method'],
  options: RuleOptions,
  more: Partial<DecisionPolicy> = {},
): Partial<DecisionPolicy> => ({
  method,
  options,
  threshold: null,
  quorum: { measure: 'people', fraction: Ratio.zero, counting: ['ballots'] },
  ...(method !== 'gradients' && method !== 'consent' && { minimumOptions: 2, maximumOptions: 20 }),
  ...more,
});

/** Options by their labels, in this order. */
export const optionsNamed = (...labels: string[]): { label: string }[] => labels.map((label) => ({ label }));
