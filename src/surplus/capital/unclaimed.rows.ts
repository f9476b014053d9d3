import type { Tx } from '../../platform/database/transaction.js';
import { dueStatement, type PayoutRow } from './payouts.rows.js';

export interface ClaimRow {
  readonly id: string;
  readonly payoutId: string;
  readonly partyId: string;
  readonly key: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly availableOn: string;
  readonly lapsesOn: string;
  readonly becomes: 'shares' | 'reserve' | 'donatedCapital';
  readonly fund: string | null;
  readonly state: 'open' | 'returned' | 'forfeited';
  readonly endedOn: string | null;
}
export const claimColumns = `u.id, u.payout_id AS "payoutId", u.party_id AS "partyId", u.key, u.amount_minor AS "amountMinor",
  u.currency, u.available_on AS "availableOn", u.lapses_on AS "lapsesOn", u.becomes, u.fund, u.state, u.ended_on AS "endedOn"`;

export const findClaim = (tx: Tx, id: string): Promise<ClaimRow | null> =>
  tx.one<ClaimRow>(
    `SELECT ${claimColumns} FROM unclaimed_claim u WHERE u.cooperative_id = current_cooperative_id() AND u.id = $1 FOR UPDATE`,
    [id],
  );

/** Whether what a payout was to pay is still owed and waits in no batch. */
export async function isOwed(tx: Tx, payout: PayoutRow): Promise<boolean> {
  const rows = await tx.sql(
    `SELECT FROM (${dueStatement}) d WHERE d.party_id = $4 AND d.source = $5 AND d.period_id IS NOT DISTINCT FROM $6::uuid
       AND d.instalment_id IS NOT DISTINCT FROM $7::uuid AND d.principal_minor >= $8
       AND NOT EXISTS (SELECT FROM unclaimed_claim u WHERE u.cooperative_id = current_cooperative_id() AND u.payout_id = $9)`,
    [
      ...['2999-12-31', null, payout.currency, payout.partyId, payout.source],
      ...[payout.periodId, payout.instalmentId, payout.principalMinor.toString(), payout.id],
    ],
  );
  return rows.length > 0;
}
