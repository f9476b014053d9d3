import { Ratio } from '../../../../shared/ratio.js';
import { type GregoryRule } from './stv-rule.js';

/** Cut (towards zero) after `places` decimals; null: left exact. */
export function cut(value: Ratio, places: number | null): Ratio {
  if (places === null) return value;
  const scale = 10n ** BigInt(places);
  return Ratio.of((value.numerator * scale) / value.denominator, scale);
}

/**
 * The votes that elect. `droop`: votes ÷ (seats + 1), cut, plus one unit of the last decimal (so that no more
 * than the seats can reach it). `hare`: votes ÷ seats; `hagenbach-bischoff`: votes ÷ (seats + 1);
 * `imperiali`: votes ÷ (seats + 2); these three rounded up to the last decimal, or left exact in exact
 * arithmetic. Whole numbers unless `quota_fractional`. Never below the minimum of votes.
 */
export function gregoryQuota(rule: GregoryRule, votes: Ratio, seats: number): Ratio {
  const quota = plainQuota(rule, votes, BigInt(seats));
  const least = Ratio.of(BigInt(rule.minVotes));
  return quota.isLessThan(least) ? least : quota;
}

function plainQuota(rule: GregoryRule, votes: Ratio, seats: bigint): Ratio {
  const unit = Ratio.of(1n, 10n ** BigInt(rule.quotaDecimals));
  if (rule.quota === 'droop')
    return cut(votes.dividedBy(Ratio.of(seats + 1n)), rule.quotaDecimals).plus(unit);
  const extra = { hare: 0n, 'hagenbach-bischoff': 1n, imperiali: 2n }[rule.quota];
  const exact = votes.dividedBy(Ratio.of(seats + extra));
  return rule.decimals === null ? exact : Ratio.of(exact.dividedBy(unit).ceil()).times(unit);
}

/** Plain decimals without trailing zeros, or a fraction where decimals do not end. */
export function ratioText(value: Ratio): string {
  for (let places = 0; places <= 18; places++) {
    if (10n ** BigInt(places) % value.denominator === 0n) return value.toDecimal(places);
  }
  return value.toString();
}
