import type { Tx } from '../../platform/database/transaction.js';
import { Refusal } from '../../shared/refusal.js';
import { isStorableJson } from '../../shared/text.js';
import { parseQuantity, quantityFaults } from '../domain/quantity.js';
import type { RunRow } from '../runs/run.rows.js';

/** A basis of one's own patronage: what is on record for the period, and what it should be. */
export interface Claim {
  readonly basis: string;
  readonly recorded: bigint;
  readonly claimed: bigint;
}

/** What counts for a party in a period: its records and counter-records, or what an upheld dispute put in their place. */
export const countedQuantity = `coalesce(
  (SELECT s.claimed_millionths FROM review_response s WHERE s.cooperative_id = current_cooperative_id() AND s.period_id = $1
     AND s.party_id = $2 AND s.basis = $3 AND s.ending = 'upheld' ORDER BY s.ended_at DESC, s.id DESC LIMIT 1),
  (SELECT sum(r.quantity_millionths)::bigint FROM patronage_record r WHERE r.cooperative_id = current_cooperative_id()
     AND r.period_id = $1 AND r.party_id = $2 AND r.basis = $3), 0)::bigint`;

/** Reads a claim. Refuses a quantity that is none, a basis nobody has in this period, what is recorded already. */
export async function claimOf(
  tx: Tx,
  run: RunRow,
  partyId: string,
  asked: { readonly basis?: string | null; readonly claimedQuantity?: string | null },
): Promise<Claim | Refusal> {
  const basis = asked.basis!;
  if (!isStorableJson(JSON.stringify(basis)))
    return new Refusal('UNKNOWN_BASIS', 'Nobody has a basis of this name on record in this period.');
  const quantity = parseQuantity(asked.claimedQuantity!, '.');
  if ('fault' in quantity)
    return new Refusal('INVALID_INPUT', 'The quantity cannot be read.', [
      `claimedQuantity: it ${quantityFaults[quantity.fault]}.`,
    ]);
  if (quantity.millionths < 0n)
    return new Refusal('INVALID_INPUT', 'The quantity cannot be read.', [
      'claimedQuantity: it is below zero.',
    ]);
  const known = await tx.one<{
    isKnown: boolean;
    names: readonly string[];
    recorded: bigint;
    isDisputed: boolean;
  }>(
    `SELECT EXISTS (SELECT FROM patronage_record r WHERE r.cooperative_id = current_cooperative_id() AND r.period_id = $1 AND r.basis = $3) AS "isKnown",
       ARRAY(SELECT b.basis FROM period_basis_total b WHERE b.cooperative_id = current_cooperative_id() AND b.period_id = $1 ORDER BY 1 LIMIT 20) AS names,
       ${countedQuantity} AS recorded,
       EXISTS (SELECT FROM review_response s WHERE s.cooperative_id = current_cooperative_id() AND s.period_id = $1
         AND s.party_id = $2 AND s.basis = $3 AND s.kind = 'objection' AND s.state <> 'ended') AS "isDisputed"`,
    [run.periodId, partyId, basis],
  );
  if (!known?.isKnown)
    return new Refusal(
      'UNKNOWN_BASIS',
      `Nobody has ${[...basis].slice(0, 40).join('')} on record in this period.`,
      [`On record are: ${known?.names.join(', ') ?? ''}.`],
    );
  if (known.isDisputed)
    return new Refusal(
      'DISPUTE_OPEN',
      'You dispute this record already; take that back to claim something else.',
    );
  return known.recorded === quantity.millionths
    ? new Refusal('NOTHING_CLAIMED', 'That is what the record says.')
    : { basis, recorded: known.recorded, claimed: quantity.millionths };
}
