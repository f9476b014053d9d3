import type { Invariant } from '../../platform/invariants.js';

/** What settlements and the books must agree on. These reconcile two modules and so read both; nothing else may. */
export const exitInvariants: readonly Invariant[] = [
  {
    name: 'exits.took_two_persons',
    sentence: 'Nobody approved a settlement that they had drawn up.',
    exceptions: `SELECT 'settlement ' || id || ' of ' || key || ' was approved by who drew it up' AS what FROM exit_settlement
      WHERE approved_by_person = drafted_by_person`,
  },
  {
    name: 'exits.are_booked',
    sentence: 'A settlement that was approved took from the lots exactly what it settles, and no other did.',
    exceptions: `SELECT 'settlement ' || coalesce(s.id, b.id) || ' takes ' || coalesce(s.taken, 0) || ' and the books ' || coalesce(b.taken, 0) AS what
      FROM (SELECT id, balance_minor AS taken FROM exit_settlement WHERE state = 'settled') s
      FULL JOIN (SELECT m.source_id AS id, sum(m.amount_minor) AS taken FROM ledger_movement m
        WHERE m.source_type = 'capital-exit' AND (starts_with(m.path, 'equity:share-capital:') OR starts_with(m.path, 'equity:allocated:'))
        GROUP BY 1) b ON b.id = s.id
      WHERE coalesce(s.taken, 0) <> coalesce(b.taken, 0)`,
  },
  {
    name: 'exits.sum_to_what_was_there',
    sentence: 'Losses, deduction, discount, debts and what is payable sum to the capital of who left.',
    exceptions: `SELECT 'settlement ' || id || ' of ' || key || ' does not sum to its balance' AS what FROM exit_settlement
      WHERE balance_minor <> losses_minor + deduction_minor + discount_minor + set_off_minor + payable_minor`,
  },
  {
    name: 'exits.instalments_sum_to_what_is_payable',
    sentence:
      'Instalments that are not replaced sum to what is payable, but for what was set aside as unclaimed.',
    exceptions: `SELECT 'settlement ' || s.id || ' of ' || s.key || ' is paid by instalments of ' || coalesce(i.sum, 0) AS what
      FROM exit_settlement s LEFT JOIN (SELECT cooperative_id, settlement_id, sum(principal_minor) FILTER (WHERE NOT replaced) AS sum
        FROM exit_instalment GROUP BY 1, 2) i ON i.cooperative_id = s.cooperative_id AND i.settlement_id = s.id
      LEFT JOIN (SELECT x.cooperative_id, x.settlement_id, sum(x.principal_minor) AS sum FROM exit_instalment x
        JOIN payout o ON o.cooperative_id = x.cooperative_id AND o.instalment_id = x.id
        JOIN unclaimed_claim u ON u.cooperative_id = o.cooperative_id AND u.payout_id = o.id
        GROUP BY 1, 2) a ON a.cooperative_id = s.cooperative_id AND a.settlement_id = s.id
      WHERE coalesce(i.sum, 0) + coalesce(a.sum, 0) <> s.payable_minor`,
  },
  {
    name: 'exits.open_instalments_are_owed',
    sentence: 'What the books owe to those who left is what of their instalments has not been paid.',
    exceptions: `SELECT coalesce(i.key, b.key) || ' is owed ' || coalesce(b.owed, 0) || ' and has ' || coalesce(i.open, 0) || ' to come' AS what
      FROM (SELECT i.cooperative_id, i.key, sum(i.principal_minor) AS open FROM exit_instalment i
            JOIN exit_settlement s ON s.cooperative_id = i.cooperative_id AND s.id = i.settlement_id AND s.state = 'settled'
            WHERE NOT i.replaced AND NOT EXISTS (SELECT FROM payout o WHERE o.cooperative_id = i.cooperative_id AND o.instalment_id = i.id AND o.state = 'paid')
            GROUP BY 1, 2) i
      FULL JOIN (SELECT m.cooperative_id, substr(m.path, char_length('liabilities:redemption-payable:') + 1) AS key, -sum(m.amount_minor) AS owed
            FROM ledger_movement m WHERE starts_with(m.path, 'liabilities:redemption-payable:') GROUP BY 1, 2) b
        ON b.cooperative_id = i.cooperative_id AND b.key = i.key
      WHERE coalesce(i.open, 0) <> coalesce(b.owed, 0)`,
  },
];

export const unclaimedInvariants: readonly Invariant[] = [
  {
    name: 'unclaimed.is_held',
    sentence: 'What the books hold as unclaimed is what was set aside and neither fetched nor forfeited.',
    exceptions: `SELECT coalesce(u.key, b.key) || ' has ' || coalesce(u.open, 0) || ' set aside and ' || coalesce(b.held, 0) || ' in the books' AS what
      FROM (SELECT cooperative_id, key, sum(amount_minor) AS open FROM unclaimed_claim WHERE state = 'open' GROUP BY 1, 2) u
      FULL JOIN (SELECT m.cooperative_id, substr(m.path, char_length('liabilities:unclaimed:') + 1) AS key, -sum(m.amount_minor) AS held
        FROM ledger_movement m WHERE starts_with(m.path, 'liabilities:unclaimed:') GROUP BY 1, 2 HAVING sum(m.amount_minor) <> 0) b
        ON b.cooperative_id = u.cooperative_id AND b.key = u.key
      WHERE coalesce(u.open, 0) <> coalesce(b.held, 0)`,
  },
  {
    name: 'unclaimed.lapsed_by_the_rule',
    sentence: 'Nothing was forfeited before its last day was over.',
    exceptions: `SELECT 'claim ' || id || ' of ' || key || ' was forfeited on ' || ended_on || ', before ' || lapses_on AS what
      FROM unclaimed_claim WHERE state = 'forfeited' AND ended_on <= lapses_on`,
  },
];
