import { Refusal, type Verdict } from '../../../shared/refusal.js';
import type { CapitalReason } from './capital-reasons.js';

/** Whether so much may be taken from a lot: it is paid up, and nobody holds it in pledge. */
export function checkTaking(
  lot: { readonly balanceMinor: bigint; readonly pledgedTo: string | null },
  amountMinor: bigint,
): Verdict<CapitalReason> {
  if (amountMinor <= 0n) return new Refusal('INVALID_INPUT', 'An amount is more than zero.');
  if (lot.pledgedTo !== null)
    return new Refusal('LOT_PLEDGED', 'This lot is pledged; whoever holds the pledge must release it first.');
  return (
    amountMinor <= lot.balanceMinor ||
    new Refusal('LOT_TOO_SMALL', `The lot holds ${lot.balanceMinor} minor units paid up, not ${amountMinor}.`)
  );
}
