import type { Invariant } from '../platform/invariants.js';

/** What must always be true of the books. */
export const ledgerInvariants: readonly Invariant[] = [
  {
    name: 'ledger.entries_balance',
    sentence: 'In every entry the debits of each currency equal its credits.',
    exceptions: `SELECT 'entry ' || entry_id || ' is off by ' || sum(amount_minor) || ' ' || currency AS what
      FROM ledger_line GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0`,
  },
  {
    name: 'ledger.entries_have_two_sides',
    sentence: 'Every entry has at least two lines.',
    exceptions: `SELECT 'entry ' || e.id || ' has ' || count(l.seq) || ' lines' AS what
      FROM ledger_entry e LEFT JOIN ledger_line l ON l.cooperative_id = e.cooperative_id AND l.entry_id = e.id
      GROUP BY e.id HAVING count(l.seq) < 2`,
  },
  {
    name: 'ledger.lines_keep_their_accounts_currency',
    sentence: 'Every line is in the currency of its account, and its account exists.',
    exceptions: `SELECT 'line ' || l.seq || ' of entry ' || l.entry_id || ' is in ' || l.currency || ' on ' || coalesce(a.path || ' of ' || a.currency, 'no account') AS what
      FROM ledger_line l LEFT JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
      WHERE a.id IS NULL OR a.currency <> l.currency`,
  },
  {
    name: 'ledger.lines_are_born_with_their_entry',
    sentence: 'Every line was written in the transaction of its entry, and no line stands without one.',
    exceptions: `SELECT 'line ' || l.seq || ' of entry ' || l.entry_id || CASE WHEN e.id IS NULL THEN ' has no entry' ELSE ' was added by another transaction' END AS what
      FROM ledger_line l LEFT JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
      WHERE e.id IS NULL OR e.transaction_id <> l.transaction_id`,
  },
  {
    name: 'ledger.reversals_mirror',
    sentence: 'Every reversal holds exactly the lines of its entry with their signs turned.',
    exceptions: `SELECT 'entry ' || r.id || ' does not mirror ' || r.reverses AS what
      FROM ledger_entry r WHERE r.reverses IS NOT NULL AND EXISTS (
        SELECT FROM (SELECT * FROM ledger_line WHERE entry_id = r.id) m
        FULL JOIN (SELECT * FROM ledger_line WHERE entry_id = r.reverses) o ON o.seq = m.seq
        WHERE (m.account_id, m.currency, m.amount_minor) IS DISTINCT FROM (o.account_id, o.currency, -o.amount_minor))`,
  },
  {
    name: 'ledger.reversals_are_final',
    sentence: 'A reversal names the entry that it undoes, and is never reversed itself.',
    exceptions: `SELECT 'entry ' || r.id || ' reverses the reversal ' || o.id AS what
      FROM ledger_entry r JOIN ledger_entry o ON o.cooperative_id = r.cooperative_id AND o.id = r.reverses
      WHERE o.reverses IS NOT NULL
      UNION ALL
      SELECT 'entry ' || id || ' is called a reversal and names no entry' FROM ledger_entry
      WHERE (kind = 'reversal') <> (reverses IS NOT NULL)`,
  },
  {
    name: 'ledger.reserves_are_not_taken_from',
    sentence: 'No ordinary entry debits an indivisible reserve.',
    exceptions: `SELECT 'entry ' || e.id || ' takes ' || l.amount_minor || ' from ' || a.path AS what
      FROM ledger_account a
      JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
      JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
      WHERE NOT a.divisible AND l.amount_minor > 0 AND e.kind NOT IN ('loss-absorbed', 'reversal')`,
  },
  {
    name: 'ledger.balance_is_zero',
    sentence: 'All balances of a currency sum to zero.',
    exceptions: `SELECT 'the books are off by ' || sum(amount_minor) || ' ' || currency AS what
      FROM ledger_line GROUP BY currency HAVING sum(amount_minor) <> 0`,
  },
];
