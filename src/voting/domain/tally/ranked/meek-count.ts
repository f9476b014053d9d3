import {
  compareVotes,
  FIXED,
  GUARDED,
  nextKeepFactor,
  shownText,
  type MeekArithmetic,
} from './meek-arithmetic.js';
import { MeekField } from './meek-field.js';
import { type PreparedStv } from './stv-rule.js';
import { asJson, type Outcome } from '../tally-method.js';
import { tieBreakJson } from '../tie-break.js';

/**
 * Meek's rule and Warren's (Hill, Wichmann and Woodall 1987; Warren 1994), and the Proportional Representation
 * Foundation's reference rule for Meek's. Every candidate has a keep factor, 1 while hopeful. Each ballot of
 * weight 1 gives, in order of preference, weight × factor to a candidate (Warren: at most the factor) and passes
 * the rest on; the quota is what all candidates hold ÷ (seats + 1), recomputed each time. Whoever has a quota is
 * elected, and a new round begins; otherwise the factors of the elected become factor × quota ÷ votes, until
 * the total surplus is below ω, or no longer falls. Then the lowest is excluded, everyone within the total
 * surplus of the lowest being tied; `meek` and `warren` exclude at once whoever cannot catch up even together
 * with the surplus. Equal ranks split a ballot equally, and what they do not keep goes on to the next rank.
 * `meek-prf`: nine decimals, kept weight and factors rounded up, ω 10⁻⁶, exclusions one by one, election tested
 * before the surplus. A round shows the votes on which its last decision was taken, the last one the final votes.
 */
export function countMeek(prepared: PreparedStv): Outcome {
  const prf = prepared.variant === 'meek-prf';
  const arithmetic = prf || prepared.arithmetic === 'fixed' ? FIXED : GUARDED;
  const field = new MeekField(prepared, arithmetic);
  field.startFromFirstPreferences();
  while (!field.isComplete()) {
    field.newRound();
    const ended = iterate(field, arithmetic, prf);
    if (ended === 'elected') continue;
    if (Array.isArray(ended)) field.exclude(ended);
    else field.excludeLowest();
  }
  field.electRemaining();
  const text = (value: bigint): string => shownText(arithmetic, value, field.perVote);
  return {
    winners: field.elected,
    ...{ variant: prepared.variant, seats: prepared.seats, tie_break: tieBreakJson(prepared.tieBreak) },
    undervotes: text(field.unused),
    quota_final: text(field.quota),
    rounds: asJson(field.rounds),
    ties: asJson(field.ties),
  };
}

/** Until someone is elected, nobody can catch up (who), or the surplus is small enough or no longer falls. */
function iterate(
  field: MeekField,
  arithmetic: MeekArithmetic,
  prf: boolean,
): 'elected' | 'settled' | number[] {
  const omega = arithmetic.omega * field.perVote;
  const tolerance = arithmetic.tolerance * field.perVote;
  let before = field.validVotes;
  for (;;) {
    field.distribute();
    field.updateQuota();
    const someoneElected = field.electAtQuota();
    if (someoneElected && prf) return 'elected';
    field.surplus = field.totalSurplus();
    if (someoneElected) return field.showDecision('elected');
    const small = compareVotes(field.surplus, omega, tolerance);
    if (prf ? small < 0 : small <= 0) return field.showDecision('settled');
    if (compareVotes(field.surplus, before, tolerance) >= 0) return field.showDecision('settled');
    const batch = prf ? [] : field.batchThatCannotCatchUp();
    if (batch.length > 0) return batch;
    before = field.surplus;
    for (const candidate of field.elected) {
      field.keep[candidate] = nextKeepFactor(
        arithmetic,
        field.keep[candidate]!,
        field.quota,
        field.votes[candidate]!,
      );
    }
  }
}
