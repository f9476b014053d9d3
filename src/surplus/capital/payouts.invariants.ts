import type { Invariant } from '../../platform/invariants.js';

/** What payouts and the books must agree on. These reconcile two modules and so read both; nothing else may. */
export const payoutInvariants: readonly Invariant[] = [
  {
    name: 'payouts.took_two_persons',
    sentence: 'Nobody said that a batch was paid which they had made themselves.',
    exceptions: `SELECT 'file ' || f.id || ' was recorded by who made the batch' AS what FROM payout_file f
      JOIN payout_batch b ON b.cooperative_id = f.cooperative_id AND b.id = f.batch_id
      WHERE f.recorded_by_person = b.prepared_by_person`,
  },
  {
    name: 'payouts.say_what_the_bank_said',
    sentence: 'A payout is paid or bounced when a file said so last, and otherwise waits or was cancelled.',
    exceptions: `SELECT 'payout ' || o.reference || ' is ' || o.state || ' and its outcomes are ' || coalesce(b.outcomes, 'none') AS what
      FROM payout o LEFT JOIN (SELECT cooperative_id, payout_id, string_agg(outcome, ', ' ORDER BY outcome DESC) AS outcomes
        FROM payout_outcome GROUP BY 1, 2) b ON b.cooperative_id = o.cooperative_id AND b.payout_id = o.id
      WHERE coalesce(b.outcomes, 'none') <> ALL (CASE o.state WHEN 'paid' THEN ARRAY['paid'] WHEN 'bounced' THEN ARRAY['bounced', 'paid, bounced']
        ELSE ARRAY['none'] END)`,
  },
  {
    name: 'payouts.are_booked',
    sentence:
      'What is reported as paid or as come back is what the books moved between the bank and the debts, and nothing else did.',
    exceptions: `SELECT 'entry ' || coalesce(s.entry_id, b.entry_id) || ' moves ' || coalesce(b.moved, 0) || ' for payouts of ' || coalesce(s.amount, 0) AS what
      FROM (SELECT x.ledger_entry_id AS entry_id, sum(CASE x.outcome WHEN 'paid' THEN 1 ELSE -1 END * (o.principal_minor + o.interest_minor)) AS amount
            FROM payout_outcome x JOIN payout o ON o.cooperative_id = x.cooperative_id AND o.id = x.payout_id
            WHERE x.ledger_entry_id IS NOT NULL GROUP BY 1) s
      FULL JOIN (SELECT m.entry_id, -sum(m.amount_minor) FILTER (WHERE starts_with(m.path, 'assets:bank:')) AS moved
            FROM ledger_movement m WHERE m.source_type = 'payout' AND NOT m.is_reversal GROUP BY 1) b ON b.entry_id = s.entry_id
      WHERE coalesce(s.amount, 0) <> coalesce(b.moved, 0)
      UNION ALL
      SELECT 'payout ' || o.reference || ' was paid and moved nothing' FROM payout_outcome x
      JOIN payout o ON o.cooperative_id = x.cooperative_id AND o.id = x.payout_id WHERE x.outcome = 'paid' AND x.ledger_entry_id IS NULL`,
  },
  {
    name: 'payouts.pay_no_more_than_is_owed',
    sentence: 'Nobody is paid more than they were owed.',
    exceptions: `SELECT m.path || ' is overpaid by ' || sum(m.amount_minor) AS what FROM ledger_movement m
      WHERE starts_with(m.path, 'liabilities:member-payable:') OR starts_with(m.path, 'liabilities:redemption-payable:')
      GROUP BY m.path HAVING sum(m.amount_minor) > 0`,
  },
];
