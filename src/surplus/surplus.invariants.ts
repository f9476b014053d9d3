import type { Invariant } from '../platform/invariants.js';

/** What must always be true of periods and patronage; where money moved, the books must say the same. */
export const surplusInvariants: readonly Invariant[] = [
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
    name: 'surplus.totals_are_of_the_records',
    sentence: 'The totals that were kept of a closed period are what its records come to.',
    exceptions: `SELECT 'of ' || t.basis || ' in period ' || t.period_id || ' ' || t.total_millionths || ' is told by ' || t.participants AS what
      FROM period_basis_total t, LATERAL (SELECT coalesce(sum(n.net), 0) AS total, count(*) FILTER (WHERE n.net > 0) AS participants
        FROM (SELECT sum(quantity_millionths) AS net FROM patronage_record r
          WHERE r.cooperative_id = t.cooperative_id AND r.period_id = t.period_id AND r.basis = t.basis GROUP BY r.party_id) n) of_records
      WHERE (t.total_millionths, t.participants) IS DISTINCT FROM (of_records.total, of_records.participants)`,
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
