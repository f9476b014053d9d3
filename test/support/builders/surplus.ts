import { isRefusal } from '../../../src/shared/refusal.js';
import { computeSurplus } from '../../../src/surplus/domain/compute-surplus.js';
import { printSurplus } from '../../../src/surplus/domain/print-surplus.js';

/** Printed JSON as tests look at it; a second copy of its type would hide a change of the first. */

export type Fields = Readonly<Record<string, any>>;

/** The printed result of a policy and a snapshot, as a reader of the command's output sees it. */
export function computePrinted(policy: Fields, snapshot: Fields): Fields {
  const result = computeSurplus({ policy: { id: 'test', ...policy }, snapshot });
  if (isRefusal(result)) throw new Error(`${result.reason}: ${result.message} ${result.details.join('; ')}`);
  return JSON.parse(printSurplus(result)) as Fields;
}

/** The reason for which a policy and a snapshot are refused, or `computed`. */
export function refusalReason(policy: Fields, snapshot: Fields): string {
  const result = computeSurplus({ policy: { id: 'test', ...policy }, snapshot });
  return isRefusal(result) ? result.reason : 'computed';
}

/** Participants with one basis from a table `{name: quantity}`. */
export const withBasis = (basis: string, table: Fields): Fields[] =>
  Object.entries(table).map(([key, quantity]) => ({ key, bases: { [basis]: quantity } }));

/** Units by member of a printed pool. */
export const unitsOf = (pool: Fields): Record<string, string> =>
  Object.fromEntries((pool.result.lines as Fields[]).map(({ key, units }) => [key, units as string]));
