import { Ratio } from '../../shared/ratio.js';
import type { CheckOutcome } from './checks.js';
import type { Policy } from './input/policy-schema.js';
import type { Preset } from './presets/preset.js';

/** Whether the deductions of a policy for leaving stay within the law's highest ones, breach of stay included. */
export function checkExitDeductions(
  policy: Policy,
  preset: Preset,
  enforced: boolean,
): readonly CheckOutcome[] {
  const limits = preset.exitDeductionLimits;
  if (!limits || !policy.exit?.deductions) return [];
  return [...policy.exit.deductions].map(([reason, { rate, breach }]): CheckOutcome => {
    const highest = rate.plus(breach ?? Ratio.zero);
    const limit = limits.get(reason) ?? Ratio.zero;
    const within = highest.compare(limit) <= 0;
    return {
      id: `deduction: ${reason}`,
      outcome: within ? 'pass' : enforced ? 'block' : 'warn',
      article: preset.exit?.source ?? preset.source,
      message: 'What may be kept from a leaving member has a highest part.',
      detail: `${highest.toString()} against ${limit.toString()}`,
    };
  });
}
