import { countGregory } from './gregory-count.js';
import { countMeek } from './meek-count.js';
import { countScottish } from './scottish-count.js';
import { prepareStv, type PreparedStv } from './stv-rule.js';
import { type Outcome, type TallyMethod } from '../tally-method.js';
import { countWigm } from './wigm-count.js';

/**
 * Single transferable vote: several seats, ranked ballots, a quota; what a winner has above the quota passes
 * on at a fraction, and when nobody has one the lowest falls. The option `variant` names the rule exactly:
 * `scottish` (Scottish Local Government Elections Order 2007, rules 45 to 52), `wigm-prf` and `meek-prf`
 * (reference rules of the Proportional Representation Foundation), `meek` and `warren` (Hill, Wichmann and
 * Woodall 1987), `gregory-fractional` (as RCTab counts it). Each is told in its own file.
 */
export const singleTransferableVote: TallyMethod<PreparedStv> = {
  name: 'stv',
  version: 1,
  reads: 'rankings',
  prepare: prepareStv,
  count: (prepared): Outcome => {
    const outcome = countByVariant(prepared);
    return prepared.absent.length === 0 ? outcome : { ...outcome, excluded: prepared.absent };
  },
};

function countByVariant(prepared: PreparedStv): Outcome {
  if (prepared.variant === 'scottish') return countScottish(prepared);
  if (prepared.variant === 'wigm-prf') return countWigm(prepared);
  if (prepared.variant === 'gregory-fractional') return countGregory(prepared);
  return countMeek(prepared);
}
