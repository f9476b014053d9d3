import { type Json } from '../../../../shared/canonical-json.js';
import { isIntegerWithin, type OptionReader } from '../option-reader.js';
import { refuseTally } from '../tally-method.js';

export interface ScoreRange {
  readonly lowest: number;
  readonly highest: number;
}

/** The option `score_range`: `[lowest, highest]`, whole numbers; left out, the fallback. */
export function readScoreRange(options: OptionReader, fallback?: ScoreRange): ScoreRange {
  const value = options.take('score_range');
  if (value === undefined && fallback) return fallback;
  const [lowest, highest, ...more] = Array.isArray(value) ? (value as readonly Json[]) : [];
  const valid =
    isIntegerWithin(lowest, -1000, 1000) && isIntegerWithin(highest, -1000, 1000) && lowest < highest;
  if (valid && more.length === 0) return { lowest, highest };
  options.fail(
    refuseTally(
      value === undefined ? 'MISSING_OPTION' : 'UNKNOWN_OPTION_VALUE',
      '"score_range" is [lowest, highest], whole numbers from -1000 to 1000.',
    ),
  );
  return { lowest: 0, highest: 1 };
}
