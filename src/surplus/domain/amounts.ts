import { origins } from './origin.js';
import type { Waterfall } from './waterfall-report.js';

/**
 * An amount of a waterfall by the name that checks and reports use: `surplus`, `base`, `base.member`,
 * `available`, `tax`, `capitalInterest`, `undecided`, `pools`, an appropriation, a fund or a pool by its id, a
 * form of all pools as `pools/cash`, `funds` and `reserves` together, `optionalFunds`, which nobody is bound to feed,
 * `distributable` (the base less the
 * extraordinary part of it). Null for a name that no step has; interest that was not foreseen is zero.
 */
export function amountNamed(waterfall: Waterfall, name: string): bigint | null {
  const origin = origins.find((one) => name === `base.${one}`);
  if (origin) return waterfall.bases.get(origin)!;
  switch (name) {
    case 'surplus':
    case 'base':
    case 'available':
    case 'tax':
    case 'undecided':
      return waterfall[name];
    case 'capitalInterest':
      return waterfall.capitalInterest?.amount ?? 0n;
    case 'distributable':
      return waterfall.distributable;
    case 'funds':
      return [...waterfall.funds.values()].reduce((sum, amount) => sum + amount, 0n);
    case 'optionalFunds':
      return waterfall.appropriations
        .filter(({ mandatory }) => !mandatory)
        .reduce((sum, { amount, redirected }) => sum + amount + (redirected?.amount ?? 0n), 0n);
    case 'reserves':
      return waterfall.appropriations
        .filter(({ kind }) => kind === 'reserve')
        .reduce((sum, { amount, redirected }) => sum + amount + (redirected?.amount ?? 0n), 0n);
    case 'pools':
      return waterfall.pools.reduce((sum, { result }) => sum + result.size, 0n);
  }
  const form = /^pools\/(.+)$/.exec(name)?.[1];
  if (form) return waterfall.pools.reduce((sum, { result }) => sum + (result.totals.get(form) ?? 0n), 0n);
  const appropriation = waterfall.appropriations.find(({ id }) => id === name);
  const pool = waterfall.pools.find(({ result }) => result.id === name);
  return appropriation?.amount ?? pool?.result.size ?? waterfall.funds.get(name) ?? null;
}
