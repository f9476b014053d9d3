import type { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { systemIn } from '../../platform/request/viewer.js';

export interface BooksChecked {
  readonly surplus: bigint;
  readonly paidOut: bigint;
  readonly retained: bigint;
  readonly left: bigint;
  /** Members, and others, with something in their accounts. */
  readonly members: number;
  /** Paid out, retained and left make the surplus; debits equal credits; every recorded share is in the books. */
  readonly agrees: boolean;
}
interface SumsRow extends Omit<BooksChecked, 'agrees'> {
  readonly difference: bigint;
  readonly sharesNotBooked: number;
}

/**
 * The totals of the books, from the lines alone: none of the ledger's code is asked. One statement sums what the audited
 * result brought in, what was paid out and retained, and what is left, and looks for shares that are not in the books.
 */
export async function checkBooks(work: UnitOfWork, cooperativeId: string): Promise<BooksChecked> {
  const sums = await work.inTransaction(systemIn(cooperativeId), (tx) =>
    tx.one<SumsRow>(
      `WITH line AS (
         SELECT a.path, a.party_id, l.amount_minor AS amount FROM ledger_line l
         JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
         WHERE l.cooperative_id = current_cooperative_id()
       ), booked AS (
         SELECT party_id, -sum(amount) AS amount FROM line
         WHERE path LIKE 'liabilities:member-payable:%' OR path LIKE 'equity:allocated:%' GROUP BY party_id
       ), share AS (
         SELECT party_id, sum(amount_minor) AS amount FROM run_line
         WHERE cooperative_id = current_cooperative_id() AND amount_minor > 0 GROUP BY party_id
       )
       SELECT coalesce(sum(amount) FILTER (WHERE path LIKE 'equity:result:%'), 0)::bigint AS surplus,
              coalesce(-sum(amount) FILTER (WHERE path LIKE 'liabilities:member-payable:%'), 0)::bigint AS "paidOut",
              coalesce(-sum(amount) FILTER (WHERE path LIKE 'equity:allocated:%'), 0)::bigint AS retained,
              coalesce(-sum(amount) FILTER (WHERE path LIKE 'equity:surplus-to-appropriate:%'), 0)::bigint AS "left",
              coalesce(sum(amount), 0)::bigint AS difference,
              (SELECT count(*) FROM booked)::int AS members,
              (SELECT count(*) FROM share FULL JOIN booked USING (party_id)
               WHERE coalesce(share.amount, 0) <> coalesce(booked.amount, 0))::int AS "sharesNotBooked"
       FROM line`,
    ),
  );
  const { difference, sharesNotBooked, ...totals } = sums!;
  const { surplus, paidOut, retained, left } = totals;
  const agrees = difference === 0n && sharesNotBooked === 0 && paidOut + retained + left === surplus;
  return { ...totals, agrees };
}
