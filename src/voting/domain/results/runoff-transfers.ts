import { Ratio } from '../../../shared/ratio.js';
import { type OptionAmount } from './ballots-result.js';
import { type OutcomeFields } from './outcome-fields.js';
import type { StvVariant } from '../tally/ranked/stv-rule.js';
import { type RoundTransfers, type RunoffRound } from './runoff-rounds.js';

type Variant = StvVariant | null;
type Shown = Omit<RunoffRound, 'transfers'>;

/**
 * What passed on in each round, as the difference between two states that the rule shows. `irv` and
 * `gregory-fractional` show a round before what it decides, so its transfers are seen in the next; `scottish`
 * and `wigm-prf` show it after. `meek` and `warren` share all ballots out anew, and nothing passes from one option
 * to others.
 */
export function readRoundTransfers(
  variant: Variant,
  rounds: readonly OutcomeFields[],
  shown: readonly Shown[],
): (RoundTransfers | null)[] {
  if (variant === 'meek-prf' || variant === 'meek' || variant === 'warren') return [];
  const after = variant === 'scottish' || variant === 'wigm-prf';
  return shown.map((round, index) => {
    const [before, next] = after ? [shown[index - 1], round] : [round, shown[index + 1]];
    if (!before || !next) return null;
    const from = sourcesOf(variant, rounds[index]!, round, before);
    const kind = round.excluded.length > 0 ? 'excluded' : variant === null ? 'placed' : 'surplus';
    return difference(before, next, from, kind);
  });
}

function sourcesOf(variant: Variant, stored: OutcomeFields, round: Shown, before: Shown): readonly number[] {
  if (round.excluded.length > 0) return round.excluded;
  if (variant === 'gregory-fractional' || variant === null) return round.elected;
  const transferred = stored.integerOrNull('transferred');
  if (transferred !== null) return [transferred];
  // Whose surplus passed on is not named: it is who stood above the quota before and stands at it now.
  const now = new Map(round.votes.map(({ option, amount }) => [option, amount]));
  return before.votes
    .filter(({ option, amount }) => now.get(option)!.isLessThan(amount))
    .map(({ option }) => option);
}

function difference(
  before: Shown,
  next: Shown,
  from: readonly number[],
  kind: RoundTransfers['kind'],
): RoundTransfers | null {
  const earlier = new Map(before.votes.map(({ option, amount }) => [option, amount]));
  const to = next.votes
    .map(({ option, amount }) => ({ option, amount: amount.minus(earlier.get(option) ?? Ratio.zero) }))
    .filter(({ option, amount }) => Ratio.zero.isLessThan(amount) && !from.includes(option));
  const sum = (votes: readonly OptionAmount[]): Ratio =>
    votes.reduce((total, { amount }) => total.plus(amount), Ratio.zero);
  // What no option holds any more found nobody, or was cut off by rounding.
  const exhausted = sum(before.votes).minus(sum(next.votes));
  return from.length === 0 || (to.length === 0 && exhausted.isZero()) ? null : { from, kind, to, exhausted };
}
