import { balancesByParty, sumsOfEntries, type AccountSum } from '../../../ledger/ledger.queries.js';
import { holdClaims } from '../../../membership/shares/share.queries.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { isRefusal } from '../../../shared/refusal.js';
import { claimFamilies, paysOffClaims, type OpenClaims } from '../../domain/run/run-entry.js';
import { readRunPolicy } from '../../domain/run/run-policy.js';
import type { RunRow } from '../run.rows.js';

/**
 * What each party owes of debts, of shares and of losses now. For a correction, `booked` is what the corrected run did: what it paid
 * off it may pay off again, so that a debt that was set off is not paid out instead.
 */
export async function openClaims(tx: Tx, booked: readonly AccountSum[] = []): Promise<OpenClaims> {
  const of = async (family: string): Promise<ReadonlyMap<string, bigint>> => {
    const open = new Map(
      (await balancesByParty(tx, [family])).map(({ partyId, balanceMinor }) => [partyId, balanceMinor]),
    );
    for (const { path, partyId, amountMinor } of booked)
      if (partyId !== null && path.startsWith(`${family}:`))
        open.set(partyId, (open.get(partyId) ?? 0n) - amountMinor);
    return open;
  };
  return {
    setOff: await of(claimFamilies.setOff),
    unpaidShares: await of(claimFamilies.unpaidShares),
    ownLosses: await of(claimFamilies.ownLosses),
  };
}

/**
 * Of a run that pays off what is owed on the day: nobody pays it, and no other run does, between the look at it and the
 * entry. Held by whoever books, and not before.
 */
export async function holdClaimsPaidOff(tx: Tx, run: RunRow): Promise<void> {
  const policy = readRunPolicy(run.policy);
  if (isRefusal(policy) || paysOffClaims(policy.full)) await holdClaims(tx, 'alone');
}

/** What some entries paid off of members' debts and unpaid shares, by account. */
export async function claimsPaidBy(
  tx: Tx,
  entryIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  if (entryIds.length === 0) return new Map();
  const sums = await sumsOfEntries(tx, entryIds, Object.values(claimFamilies));
  return new Map(sums.map(({ path, amountMinor }) => [path, -amountMinor]));
}
