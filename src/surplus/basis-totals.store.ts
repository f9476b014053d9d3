import type { Tx } from '../platform/database/transaction.js';

/** What the records of periods `p` come to, basis by basis, and how many parties have some of it. */
export const sumOfRecords = (which: string): string => `
  SELECT period_id, basis, sum(net) AS total_millionths, (count(*) FILTER (WHERE net > 0))::int AS participants
  FROM (SELECT r.period_id, r.basis, r.party_id, sum(r.quantity_millionths) AS net
    FROM period p JOIN patronage_record r ON r.cooperative_id = p.cooperative_id AND r.period_id = p.id
    WHERE p.cooperative_id = current_cooperative_id() AND ${which} GROUP BY r.period_id, r.basis, r.party_id) party
  GROUP BY period_id, basis`;

/**
 * Keeps the totals of a period that is being closed: its records are final, every member's statement asks for their
 * totals, and a million records take seconds to sum. Who closes the period holds it.
 */
export async function keepBasisTotals(tx: Tx, periodId: string): Promise<void> {
  // Longer than a request's statement may take, where very many take part.
  await tx.sql(`SELECT set_config('statement_timeout', '10min', true)`);
  await tx.sql(
    `INSERT INTO period_basis_total (cooperative_id, period_id, basis, total_millionths, participants)
     SELECT current_cooperative_id(), s.period_id, s.basis, s.total_millionths, s.participants FROM (${sumOfRecords('p.id = $1')}) s`,
    [periodId],
  );
}
