import type { Invariant } from '../platform/invariants.js';

/** What must always be true of periods, patronage and distributions; where money moved, the books must say the same. */
export const surplusInvariants: readonly Invariant[] = [
  {
    name: 'surplus.lines_sum_to_the_amount',
    sentence: 'The lines of every distribution sum to the amount that was decided.',
    exceptions: `SELECT 'distribution ' || d.id || ' shares ' || d.amount_minor || ' and its lines sum to ' || coalesce(sum(l.amount_minor), 0) AS what
      FROM distribution d LEFT JOIN distribution_line l ON l.cooperative_id = d.cooperative_id AND l.distribution_id = d.id
      GROUP BY d.id, d.amount_minor HAVING coalesce(sum(l.amount_minor), 0) <> d.amount_minor`,
  },
  {
    name: 'surplus.lines_keep_the_quota',
    sentence: 'Every line is the exact share rounded down, or one minor unit more.',
    exceptions: `SELECT 'the line of party ' || l.party_id || ' in distribution ' || d.id || ' is ' || l.amount_minor AS what
      FROM distribution d JOIN distribution_line l ON l.cooperative_id = d.cooperative_id AND l.distribution_id = d.id
      WHERE l.floor_minor <> div(d.amount_minor::numeric * l.weight_millionths, d.total_weight_millionths)
         OR l.remainder <> mod(d.amount_minor::numeric * l.weight_millionths, d.total_weight_millionths)
         OR l.amount_minor NOT IN (l.floor_minor, l.floor_minor + 1)
         OR (l.rounded_up AND l.remainder = 0)`,
  },
  {
    name: 'surplus.cash_is_rounded_down',
    sentence: 'The cash part of every line is its decided fraction rounded down; the rest is retained.',
    exceptions: `SELECT 'the line of party ' || l.party_id || ' in distribution ' || d.id || ' pays ' || l.cash_minor AS what
      FROM distribution d JOIN distribution_line l ON l.cooperative_id = d.cooperative_id AND l.distribution_id = d.id
      WHERE l.cash_minor <> div(l.amount_minor::numeric * d.cash_basis_points, 10000) OR l.cash_minor + l.retained_minor <> l.amount_minor`,
  },
  {
    name: 'surplus.weights_are_the_patronage',
    sentence:
      'Everybody’s weight in a distribution is their recorded patronage, and the total is everybody’s.',
    exceptions: `SELECT 'party ' || j.party_id || ' weighs ' || coalesce(j.weight, 0) || ' in distribution ' || d.id || ' with patronage of ' || coalesce(j.total, 0) AS what
      FROM distribution d CROSS JOIN LATERAL (
        SELECT coalesce(l.party_id, r.party_id) AS party_id, l.weight_millionths AS weight, r.total
        FROM (SELECT party_id, weight_millionths FROM distribution_line WHERE cooperative_id = d.cooperative_id AND distribution_id = d.id) l
        FULL JOIN (SELECT party_id, sum(quantity_millionths) AS total FROM patronage_record
          WHERE cooperative_id = d.cooperative_id AND period_id = d.period_id AND basis = d.basis
          GROUP BY party_id HAVING sum(quantity_millionths) > 0) r ON r.party_id = l.party_id) j
      WHERE coalesce(j.weight, 0) <> coalesce(j.total, 0)
      UNION ALL
      SELECT 'distribution ' || d.id || ' has a total weight of ' || d.total_weight_millionths FROM distribution d
      WHERE d.total_weight_millionths <> (SELECT coalesce(sum(weight_millionths), 0) FROM distribution_line
        WHERE cooperative_id = d.cooperative_id AND distribution_id = d.id)`,
  },
  {
    name: 'surplus.distributions_are_booked',
    sentence:
      'The entry of every distribution credits each party what its line says, and debits the surplus the whole.',
    exceptions: `SELECT 'party ' || j.party_id || ' is credited ' || coalesce(j.booked, 0) || ' for a line of ' || coalesce(j.amount_minor, 0) || ' in distribution ' || d.id AS what
      FROM distribution d CROSS JOIN LATERAL (
        SELECT coalesce(l.party_id, b.party_id) AS party_id, l.amount_minor, l.cash_minor, b.booked, b.cash
        FROM (SELECT party_id, amount_minor, cash_minor FROM distribution_line WHERE cooperative_id = d.cooperative_id AND distribution_id = d.id) l
        FULL JOIN (SELECT a.party_id, -sum(e.amount_minor) AS booked,
            -coalesce(sum(e.amount_minor) FILTER (WHERE starts_with(a.path, 'liabilities:member-payable:')), 0) AS cash
          FROM ledger_line e JOIN ledger_account a ON a.cooperative_id = e.cooperative_id AND a.id = e.account_id
          WHERE e.cooperative_id = d.cooperative_id AND e.entry_id = d.ledger_entry_id AND e.amount_minor < 0
          GROUP BY a.party_id) b ON b.party_id = l.party_id) j
      WHERE (coalesce(j.booked, 0), coalesce(j.cash, 0)) IS DISTINCT FROM (coalesce(j.amount_minor, 0)::numeric, coalesce(j.cash_minor, 0)::numeric)
      UNION ALL
      SELECT 'the entry of distribution ' || d.id || ' takes another amount from the surplus' FROM distribution d
      WHERE d.amount_minor IS DISTINCT FROM (SELECT sum(e.amount_minor) FROM ledger_line e
        JOIN ledger_account a ON a.cooperative_id = e.cooperative_id AND a.id = e.account_id
        WHERE e.cooperative_id = d.cooperative_id AND e.entry_id = d.ledger_entry_id AND e.period_id = d.period_id
          AND starts_with(a.path, 'equity:surplus-to-appropriate:'))`,
  },
  {
    name: 'surplus.distributions_were_decided',
    sentence:
      'Every distribution shares what an adopted decision says, and every such decision carried out has its distribution.',
    exceptions: `SELECT 'distribution ' || d.id || ' was not decided so' AS what
      FROM distribution d LEFT JOIN decision c ON c.cooperative_id = d.cooperative_id AND c.id = d.decision_id
      WHERE c.outcome IS DISTINCT FROM 'adopted' OR c.effect_kind IS DISTINCT FROM 'post-distribution'
         OR c.stage NOT IN ('carried_out', 'annulled', 'superseded')
         OR (lower(c.effect ->> 'periodId'), c.effect ->> 'basis', (c.effect ->> 'amountMinor')::numeric, (c.effect ->> 'cashBasisPoints')::numeric)
            IS DISTINCT FROM (d.period_id::text, d.basis, d.amount_minor::numeric, d.cash_basis_points::numeric)
      UNION ALL
      SELECT 'decision ' || c.number || ' is carried out and shared nothing' FROM decision c
      WHERE c.stage = 'carried_out' AND c.effect_kind = 'post-distribution'
        AND NOT EXISTS (SELECT FROM distribution d WHERE d.cooperative_id = c.cooperative_id AND d.decision_id = c.id)`,
  },
  {
    name: 'surplus.nothing_leaves_undecided',
    sentence:
      'Nothing is taken from the surplus but by a distribution, by a loss brought in, or by undoing a result.',
    exceptions: `SELECT 'entry ' || e.id || ' takes ' || l.amount_minor || ' from ' || a.path AS what
      FROM ledger_account a JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
      JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
      LEFT JOIN ledger_entry o ON o.cooperative_id = e.cooperative_id AND o.id = e.reverses
      WHERE starts_with(a.path, 'equity:surplus-to-appropriate:') AND l.amount_minor > 0
        AND coalesce(o.kind, e.kind) <> 'result-recorded'
        AND NOT EXISTS (SELECT FROM distribution d WHERE d.cooperative_id = e.cooperative_id AND d.ledger_entry_id = e.id)`,
  },
  {
    name: 'surplus.no_more_is_shared_than_there_was',
    sentence: 'No period shares more surplus than its result.',
    exceptions: `SELECT 'period ' || p.name || ' shared ' || sum(d.amount_minor) || ' of ' || coalesce(p.result_minor, 0) AS what
      FROM period p JOIN distribution d ON d.cooperative_id = p.cooperative_id AND d.period_id = p.id
      GROUP BY p.cooperative_id, p.id HAVING sum(d.amount_minor) > coalesce(p.result_minor, 0)`,
  },
  {
    name: 'surplus.results_are_booked',
    sentence: 'The result recorded for a period is what the books brought in for it.',
    exceptions: `SELECT 'period ' || p.name || ' has a result of ' || coalesce(p.result_minor, 0) || ' and ' || coalesce(b.booked, 0) || ' in the books' AS what
      FROM period p LEFT JOIN (
        SELECT l.period_id, sum(l.amount_minor) AS booked FROM ledger_line l
        JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
        WHERE starts_with(a.path, 'equity:result:') GROUP BY l.period_id) b ON b.period_id = p.id
      WHERE coalesce(p.result_minor, 0) <> coalesce(b.booked, 0)`,
  },
  {
    name: 'surplus.records_end_with_the_period',
    sentence: 'No patronage was recorded after its period had closed.',
    exceptions: `SELECT 'record ' || r.id || ' came after ' || p.name || ' had closed' AS what
      FROM patronage_record r JOIN period p ON p.cooperative_id = r.cooperative_id AND p.id = r.period_id
      WHERE r.recorded_at > p.closed_at`,
  },
  {
    name: 'surplus.corrections_mirror',
    sentence: 'Every counter-record takes back exactly one record, and no counter-record is taken back.',
    exceptions: `SELECT 'record ' || c.id || ' does not take back ' || c.corrects AS what
      FROM patronage_record c LEFT JOIN patronage_record r ON r.cooperative_id = c.cooperative_id AND r.id = c.corrects
      WHERE c.corrects IS NOT NULL AND (r.corrects IS NOT NULL OR
        (c.period_id, c.party_id, c.basis, c.quantity_millionths) IS DISTINCT FROM (r.period_id, r.party_id, r.basis, -r.quantity_millionths))
      UNION ALL
      SELECT 'record ' || id || ' is negative and takes nothing back' FROM patronage_record
      WHERE corrects IS NULL AND quantity_millionths < 0`,
  },
  {
    name: 'surplus.periods_do_not_overlap',
    sentence: 'No day of a business line belongs to two periods.',
    exceptions: `SELECT 'periods ' || a.name || ' and ' || b.name || ' share days' AS what
      FROM period a JOIN period b ON b.cooperative_id = a.cooperative_id AND b.business_line = a.business_line AND b.id > a.id
      WHERE a.starts_on <= b.ends_on AND b.starts_on <= a.ends_on`,
  },
];
