import { Ratio } from '../../../shared/ratio.js';
import { type OptionReader } from './option-reader.js';
import { refuseTally } from './tally-method.js';
import { type Json } from '../../../shared/canonical-json.js';

export const COMPARISONS = ['>', '>='] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A share of the whole from 0 to 1, written `"2/3"`, `"0.5"`, `"50%"`; null when it is none. */
export function readShare(value: Json | undefined): Ratio | null {
  const share =
    typeof value === 'string'
      ? Ratio.parse(value)
      : Number.isInteger(value)
        ? Ratio.of(BigInt(Number(value)))
        : null;
  return share && !share.isNegative() && !Ratio.one.isLessThan(share) ? share : null;
}

/** A required option that is a share of the whole. */
export function readShareOption(options: OptionReader, name: string): Ratio {
  const value = options.take(name);
  const share = readShare(value);
  if (share) return share;
  options.fail(
    refuseTally(
      value === undefined ? 'MISSING_OPTION' : 'UNKNOWN_OPTION_VALUE',
      `"${name}" is a share of the whole from 0 to 1, such as "2/3" or "50%".`,
    ),
  );
  return Ratio.zero;
}
