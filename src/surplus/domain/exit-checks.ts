import { Ratio } from '../../shared/ratio.js';
import type { CheckOutcome } from './checks.js';
import type { Policy } from './input/policy-schema.js';
import type { Preset } from './presets/preset.js';

/** Whether the deductions of a policy for leaving stay within the law's highest ones, with and without a broken minimum stay. */
export function checkExitDeductions(
  policy: Policy,
  preset: Preset,
  enforced: boolean,
): readonly CheckOutcome[] {
  const limits = preset.exitDeductionLimits;
  if (!limits || !policy.exit?.deductions) return [];
  return [...policy.exit.deductions].map(([reason, { rate, breach = Ratio.zero, on }]): CheckOutcome => {
    const limit = limits.get(reason);
    const most = limit?.rate ?? Ratio.zero;
    const both = most.plus(limit?.breach ?? Ratio.zero);
    const ofAll = limit?.on === 'mandatory' && on !== 'mandatory';
    const within = rate.compare(most) <= 0 && rate.plus(breach).compare(both) <= 0 && !ofAll;
    return {
      id: `deduction: ${reason}`,
      outcome: within ? 'pass' : enforced ? 'block' : 'warn',
      article: preset.exit?.source ?? preset.source,
      message: 'What may be kept from a leaving member has a highest part.',
      detail: `${rate.toString()}, with a broken stay ${rate.plus(breach).toString()}, against ${most.toString()} and ${both.toString()}${ofAll ? '; of mandatory contributions alone' : ''}`,
    };
  });
}
