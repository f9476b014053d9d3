import type { Invariant } from '../platform/invariants.js';

const isKept = `NOT EXISTS (SELECT FROM ledger_entry_to_keep q WHERE q.cooperative_id = m.cooperative_id AND q.entry_id = m.entry_id)`;
const key = 'cooperative_id, family, year, currency, kind, is_reversal, effective_on';

/** What is kept of the books is what their lines sum to, those of waiting entries left out. */
export const keptBooksInvariants: readonly Invariant[] = [
  {
    name: 'ledger.kept_sums_are_the_lines',
    sentence: 'The kept debits and credits are those of every line but the lines of entries that wait.',
    exceptions: `SELECT 'the kept sums of ' || family || ' on ' || effective_on || ' are off by ' || sum(debit) || ' and ' || sum(credit) AS what
      FROM (SELECT ${key}, debit_minor AS debit, credit_minor AS credit FROM ledger_family_sum
        UNION ALL
        SELECT m.cooperative_id, ledger_family(m.path), CASE WHEN m.party_id IS NOT NULL THEN m.year END, m.currency, m.kind, m.is_reversal, m.effective_on,
          -sum(greatest(m.amount_minor, 0)), sum(least(m.amount_minor, 0)) FROM ledger_movement m WHERE ${isKept} GROUP BY 1, 2, 3, 4, 5, 6, 7) s
      GROUP BY ${key} HAVING sum(debit) <> 0 OR sum(credit) <> 0`,
  },
  {
    name: 'ledger.kept_holders_hold',
    sentence: 'The kept number of parties that hold something of a year is right at the end of every day.',
    exceptions: `SELECT 'the kept holders of ' || family || ' of ' || year || ' on ' || effective_on || ' are off by ' || sum(more) AS what
      FROM (SELECT cooperative_id, family, year, currency, effective_on, more FROM ledger_holders
        UNION ALL
        SELECT cooperative_id, family, year, currency, effective_on, lag(holds, 1, 0) OVER (PARTITION BY cooperative_id, family, year, currency, party_id ORDER BY effective_on) - holds
        FROM (SELECT m.cooperative_id, ledger_family(m.path) AS family, m.year, m.currency, m.party_id, m.effective_on,
                (sum(sum(m.amount_minor)) OVER (PARTITION BY m.cooperative_id, ledger_family(m.path), m.year, m.currency, m.party_id ORDER BY m.effective_on) <> 0)::int AS holds
              FROM ledger_movement m WHERE m.party_id IS NOT NULL AND m.year IS NOT NULL AND ${isKept} GROUP BY 1, 2, 3, 4, 5, 6) d) h
      GROUP BY cooperative_id, family, year, currency, effective_on HAVING sum(more) <> 0`,
  },
  {
    name: 'ledger.accounts_are_counted',
    sentence: 'Every family has the accounts that it is said to have.',
    exceptions: `SELECT family || ' has ' || sum(accounts) || ' accounts more than there are' AS what
      FROM (SELECT cooperative_id, family, currency, accounts FROM ledger_family_accounts
        UNION ALL SELECT cooperative_id, ledger_family(path), currency, -count(*) FROM ledger_account GROUP BY 1, 2, 3) a
      GROUP BY cooperative_id, family, currency HAVING sum(accounts) <> 0`,
  },
];
