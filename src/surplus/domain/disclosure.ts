import { Ratio } from '../../shared/ratio.js';
import type { Refusal } from '../../shared/refusal.js';
import type { Policy } from './input/policy-schema.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * Parts of the total surplus. "50% cash" is often said of what is allocated to members, not of the surplus:
 * with half of it unallocated, members get a quarter in cash. Statements show the parts of the total.
 */
export interface Disclosure {
  readonly ofTotal: ReadonlyMap<string, Ratio>;
}

export function partsOfTotal(rule: NonNullable<Policy['disclosure']>): Disclosure | Refusal<SurplusReason> {
  const allocated = Ratio.one.minus(rule.unallocated);
  const whole = [...rule.forms.values()].reduce((sum, part) => sum.plus(part), Ratio.zero);
  if (!whole.equals(Ratio.one))
    return refuse(
      'NOT_WHOLLY_COVERED',
      `The forms of what is allocated sum to ${whole.toString()}, not to the whole.`,
    );
  const forms = [...rule.forms].map(([form, part]) => [form, part.times(allocated)] as const);
  return { ofTotal: new Map([['unallocated', rule.unallocated], ...forms]) };
}
