import { Ratio } from '../../shared/ratio.js';
import type { Pool } from './input/rule-schema.js';

/**
 * How large each pool is. Parts of the base or of what is available, and fixed amounts, are known before
 * interest on capital; parts of what remains, and the pool that takes all the rest, come after it.
 * Parts are rounded down, unless the rule asks for a least part: that is rounded up as far as there is anything left.
 */
export const isSizedFirst = ({ size }: Pool): boolean =>
  size.amount !== undefined || (size.rate !== undefined && size.of !== 'remaining');

export function sizeOf(
  pool: Pool,
  amounts: { base: bigint; distributable: bigint; memberBase: bigint; available: bigint; remaining: bigint },
): bigint {
  const { rate, of, amount } = pool.size;
  if (amount !== undefined) return amount;
  if (pool.size.declaredRate) return amounts.remaining;
  if (rate === undefined) return amounts.remaining;
  const exact = rate.times(Ratio.of(amounts[of ?? 'available']));
  const part = exact.floor();
  return pool.size.rounding === 'up' && part < amounts.remaining ? exact.ceil() : part;
}
