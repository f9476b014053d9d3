import type { Invariant } from '../../platform/invariants.js';
import { retainedFamily, shareCapitalFamily, unpaidFamily } from './domain/lot.js';
import { debtFamily } from './member-debts.js';
import { capitalKinds, sharingSources } from './domain/roll-forward.js';

/** What capital and the books must agree on. These reconcile two modules and so read both; nothing else may. */
const isLot = (path: string): string =>
  `(starts_with(${path}, '${shareCapitalFamily}') OR starts_with(${path}, '${retainedFamily}'))`;
const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

export const capitalInvariants: readonly Invariant[] = [
  {
    name: 'capital.no_lot_is_below_zero',
    sentence: 'Nobody’s capital is below zero: what is owed is a debt, never negative capital.',
    exceptions: `SELECT m.path || ' holds ' || -sum(m.amount_minor) AS what FROM ledger_movement m
      WHERE ${isLot('m.path')} GROUP BY m.path HAVING sum(m.amount_minor) > 0`,
  },
  {
    name: 'capital.no_debt_is_overpaid',
    sentence: 'Nobody had more set off, or paid up on shares, than they owed.',
    exceptions: `SELECT min(m.path) || ' was overpaid by ' || -sum(m.amount_minor) AS what FROM ledger_movement m
      WHERE starts_with(m.path, '${unpaidFamily}') OR starts_with(m.path, '${debtFamily}')
      GROUP BY m.party_id, starts_with(m.path, '${debtFamily}') HAVING sum(m.amount_minor) < 0`,
  },
  {
    name: 'capital.lots_have_a_holder',
    sentence: 'Every account of capital belongs to one party, and one retained is of the year in its name.',
    exceptions: `SELECT a.path || ' is nobody’s, or of another year' AS what FROM ledger_account a
      WHERE ${isLot('a.path')} AND (a.party_id IS NULL
        OR (starts_with(a.path, '${retainedFamily}') AND a.year IS DISTINCT FROM split_part(a.path, ':', 3)::int))`,
  },
  {
    name: 'capital.movements_are_named',
    sentence: 'Every movement of capital has a name in the roll-forward.',
    exceptions: `SELECT 'entry ' || m.entry_id || ' moves capital as ' || m.kind AS what FROM ledger_movement m
      WHERE (${isLot('m.path')} OR starts_with(m.path, '${unpaidFamily}'))
        AND m.kind NOT IN (${list([...capitalKinds, 'loss-absorbed'])}) AND m.source_type NOT IN (${list(sharingSources)})`,
  },
  {
    name: 'capital.accounts_sum_to_the_books',
    sentence:
      'The capital of all members together is what the books hold as share capital and retained surplus.',
    exceptions: `SELECT 'members hold ' || held.sum || ' and the books ' || booked.sum AS what
      FROM (SELECT coalesce(-sum(m.amount_minor), 0) AS sum FROM ledger_movement m WHERE m.party_id IS NOT NULL AND ${isLot('m.path')}) held,
           (SELECT coalesce(-sum(l.amount_minor), 0) AS sum FROM ledger_line l JOIN ledger_account a ON a.cooperative_id = l.cooperative_id
              AND a.id = l.account_id WHERE a.path ~ '^equity:(share-capital|allocated)(:|$)') booked
      WHERE held.sum <> booked.sum`,
  },
  {
    name: 'capital.openings_are_booked',
    sentence: 'Every balance from before day one stands in the books as it was entered, or was undone.',
    exceptions: `SELECT 'opening ' || o.id || ' is not booked so' AS what FROM capital_opening o
      LEFT JOIN ledger_entry e ON e.cooperative_id = o.cooperative_id AND e.source_type = 'capital-opening' AND e.source_id = o.id
      WHERE e.id IS NULL OR -o.amount_minor IS DISTINCT FROM (SELECT sum(m.amount_minor) FROM ledger_movement m
        WHERE m.cooperative_id = o.cooperative_id AND m.entry_id = e.id AND m.path = o.path)`,
  },
  {
    name: 'capital.transfers_keep_the_year',
    sentence: 'A transfer takes from one member what it gives another, of the same kind and year.',
    exceptions: `SELECT 'transfer ' || t.id || ' is not booked so' AS what FROM capital_transfer t
      LEFT JOIN ledger_entry e ON e.cooperative_id = t.cooperative_id AND e.source_type = 'capital-transfer' AND e.source_id = t.id
      LEFT JOIN LATERAL (SELECT sum(m.amount_minor) FILTER (WHERE m.path = t.from_path AND m.party_id = t.from_party_id) AS taken,
          -sum(m.amount_minor) FILTER (WHERE m.path = t.to_path AND m.party_id = t.to_party_id) AS given, count(DISTINCT coalesce(m.year, 0)) AS years
        FROM ledger_movement m WHERE m.cooperative_id = e.cooperative_id AND m.entry_id = e.id) b ON true
      WHERE (b.taken, b.given, b.years) IS DISTINCT FROM (t.amount_minor::numeric, t.amount_minor::numeric, 1::bigint)`,
  },
  {
    name: 'capital.consent_imports_are_whole',
    sentence: 'An import of consents has as many on file as its file had lines.',
    exceptions: `SELECT 'import ' || i.id || ' says ' || i.lines AS what FROM tax_consent_import i
      WHERE i.lines <> (SELECT count(*) FROM tax_consent c WHERE c.cooperative_id = i.cooperative_id AND c.import_id = i.id)`,
  },
];
