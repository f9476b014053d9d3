import type { Tx } from '../platform/database/transaction.js';
import type { DistributionPayload } from './domain/distribution-payload.js';
import type { PatronageDistribution } from './domain/patronage-distribution.js';

/** Net patronage of each party: records and counter-records together; who nets to nothing is left out. */
export const loadPatronage = (
  tx: Tx,
  periodId: string,
  basis: string,
): Promise<{ partyId: string; weightMillionths: bigint }[]> =>
  tx.sql<{ partyId: string; weightMillionths: bigint }>(
    `SELECT party_id AS "partyId", sum(quantity_millionths)::bigint AS "weightMillionths" FROM patronage_record
     WHERE cooperative_id = current_cooperative_id() AND period_id = $1 AND basis = $2
     GROUP BY party_id HAVING sum(quantity_millionths) > 0`,
    [periodId, basis],
  );

export const findDistributionOf = (tx: Tx, decisionId: string): Promise<{ id: string } | null> =>
  tx.one<{ id: string }>(
    `SELECT id FROM distribution WHERE cooperative_id = current_cooperative_id() AND decision_id = $1`,
    [decisionId],
  );

export interface NewDistribution {
  readonly id: string;
  readonly decisionId: string;
  readonly terms: DistributionPayload;
  readonly currency: string;
  readonly ledgerEntryId: string;
  readonly postedOn: string;
  readonly result: PatronageDistribution;
}

/** Writes the distribution and a line for everybody who takes part, by one statement. */
export async function insertDistribution(tx: Tx, distribution: NewDistribution): Promise<void> {
  const { terms, result } = distribution;
  await tx.sql(
    `INSERT INTO distribution (cooperative_id, id, period_id, basis, amount_minor, currency, cash_basis_points, decision_id,
                               ledger_entry_id, total_weight_millionths, inputs_hash, posted_on)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      distribution.id,
      terms.periodId,
      terms.basis,
      terms.amountMinor.toString(),
      distribution.currency,
      terms.cashBasisPoints,
      distribution.decisionId,
      distribution.ledgerEntryId,
      result.totalWeight.toString(),
      result.inputsHash,
      distribution.postedOn,
    ],
  );
  const text = (pick: (share: PatronageDistribution['shares'][number]) => bigint): string[] =>
    result.shares.map((share) => pick(share).toString());
  await tx.sql(
    `INSERT INTO distribution_line (cooperative_id, distribution_id, party_id, weight_millionths, floor_minor, remainder,
                                    rounded_up, amount_minor, cash_minor, retained_minor)
     SELECT current_cooperative_id(), $1, s.* FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::numeric[],
       $6::boolean[], $7::bigint[], $8::bigint[], $9::bigint[]) AS s`,
    [
      distribution.id,
      result.shares.map((share) => share.partyId),
      text((share) => share.weightMillionths),
      text((share) => share.floorMinor),
      text((share) => share.remainder),
      result.shares.map((share) => share.roundedUp),
      text((share) => share.amountMinor),
      text((share) => share.cashMinor),
      text((share) => share.retainedMinor),
    ],
  );
}
