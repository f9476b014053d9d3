import { type Ratio } from '../../../../shared/ratio.js';
import { exactJson, type ExactJson } from '../exact-json.js';
import { type Comparison } from '../fraction-option.js';

/** Counted against needed, with nothing left out. */
export interface MajorityArithmetic {
  readonly counted: Ratio;
  readonly base: Ratio;
  readonly fraction: Ratio;
  readonly comparison: Comparison;
  /** base × fraction. */
  readonly needed: Ratio;
  readonly met: boolean;
  readonly json: {
    readonly counted: ExactJson;
    readonly base: ExactJson;
    readonly fraction: string;
    readonly comparison: Comparison;
    readonly needed: ExactJson;
    readonly met: boolean;
  };
}

/** Compares exactly: `counted > base × fraction`, or `>=`. Of an empty base nothing is ever met. */
export function majorityArithmetic(
  counted: Ratio,
  base: Ratio,
  fraction: Ratio,
  comparison: Comparison,
): MajorityArithmetic {
  const needed = base.times(fraction);
  const order = counted.compare(needed);
  const met = !base.isZero() && (comparison === '>' ? order > 0 : order >= 0);
  return {
    ...{ counted, base, fraction, comparison, needed, met },
    json: {
      counted: exactJson(counted),
      base: exactJson(base),
      fraction: fraction.toString(),
      comparison,
      needed: exactJson(needed),
      met,
    },
  };
}
