import { Ratio } from '../../shared/ratio.js';

export type Rounding = 'up' | 'down' | 'halfUp' | 'halfEven';

/** An exact value as whole units, by a rule that has a name. Half up goes away from zero. */
export function roundTo(rounding: Rounding, exact: Ratio): bigint {
  if (rounding === 'up') return exact.ceil();
  if (rounding === 'down') return exact.floor();
  if (rounding === 'halfUp') return exact.roundHalfUp();
  const floor = exact.floor();
  const half = exact.minus(Ratio.of(floor)).compare(Ratio.of(1n, 2n));
  return half < 0 || (half === 0 && floor % 2n === 0n) ? floor : floor + 1n;
}

/**
 * A rate as it is quoted: `places` decimals by a named rounding, with the exact fraction beside it.
 * A quoted rate is for reading; where a decision itself declares the rounded rate, `declaredRate` of a
 * pool takes it as the rule.
 */
export function quoteRate(exact: Ratio, places: number, rounding: Rounding): Ratio {
  const scale = Ratio.of(10n ** BigInt(places));
  return Ratio.of(roundTo(rounding, exact.times(scale)), scale.numerator);
}
