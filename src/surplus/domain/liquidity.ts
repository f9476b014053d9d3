import { Ratio } from '../../shared/ratio.js';
import type { Policy } from './input/policy-schema.js';
import { positive, smaller } from './origin.js';

/**
 * Whether there is cash for what is to be paid: the part of allocations not retained against cash above the
 * least reserve. When it is short, everybody's payment is scaled alike (`scale`) or nothing is paid yet
 * (`defer`); the reserve is never touched.
 */
export interface Liquidity {
  /** Allocations payable in cash, the retained part rounded down. */
  readonly pool: bigint;
  readonly distributableCash: bigint;
  readonly ok: boolean;
  readonly payable: bigint;
  readonly scaledBy: Ratio;
}

export function testLiquidity(rule: NonNullable<Policy['liquidity']>, cash: bigint): Liquidity {
  const pool = rule.allocations - rule.retention.times(Ratio.of(rule.allocations)).floor();
  const distributableCash = positive(cash - rule.minimumReserve);
  const ok = pool <= distributableCash;
  const payable = ok ? pool : rule.ifShort === 'defer' ? 0n : smaller(pool, distributableCash);
  return {
    pool,
    distributableCash,
    ok,
    payable,
    scaledBy: pool === 0n ? Ratio.one : Ratio.of(payable, pool),
  };
}
