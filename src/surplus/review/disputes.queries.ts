import { accountKey } from '../../membership/shares/domain/account-key.js';
import type { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { ClaimedRecord } from '../domain/review/disputed-records.js';
import { disputesOf, type ResponseRow } from './review.rows.js';

/** What disputes mean for a run that is frozen now: upheld claims are the record, open ones are compared both ways. */
export interface DisputesNow {
  readonly upheld: readonly (ClaimedRecord & { readonly partyId: string })[];
  readonly open: readonly ClaimedRecord[];
}

/** The disputes about the records of a period; where a record was disputed more than once, the last upheld claim counts. */
export async function disputesNow(
  tx: Tx,
  parties: Pick<PartyDirectory, 'keyedParties'>,
  periodId: string,
): Promise<DisputesNow> {
  const rows = await disputesOf(tx, periodId);
  if (rows.length === 0) return { upheld: [], open: [] };
  const keyed = await parties.keyedParties(
    tx,
    rows.map(({ partyId }) => partyId),
  );
  const claims = rows.map((row) => ({ row, claim: claimedBy(row, accountKey(keyed.get(row.partyId)!)) }));
  return {
    upheld: claims
      .filter(({ row }) => row.ending === 'upheld')
      .map(({ row, claim }) => ({ ...claim, partyId: row.partyId })),
    open: claims.filter(({ row }) => row.state !== 'ended').map(({ claim }) => claim),
  };
}

/** What a dispute claims, under the key of the party's accounts. */
export const claimedBy = (row: ResponseRow, key: string): ClaimedRecord => ({
  disputeId: row.id,
  key,
  basis: row.basis!,
  quantityMillionths: row.claimedMillionths!,
});
