import type { Invariant } from '../../platform/invariants.js';

/** What plans, decisions and the books must agree on. These reconcile modules and so read them; nothing else may. */
export const redemptionInvariants: readonly Invariant[] = [
  {
    name: 'redemption.lines_sum_to_the_plan',
    sentence: 'What a plan pays back is the sum of its lines, and no line pays more than its lot held.',
    exceptions: `SELECT 'plan ' || r.name || ' pays ' || r.paid_minor || ' by lines of ' || coalesce(l.sum, 0) AS what FROM redemption r
      LEFT JOIN (SELECT cooperative_id, redemption_id, sum(paid_minor) AS sum, bool_or(paid_minor > balance_minor) AS over
        FROM redemption_line GROUP BY 1, 2) l ON l.cooperative_id = r.cooperative_id AND l.redemption_id = r.id
      WHERE coalesce(l.sum, 0) <> r.paid_minor OR l.over`,
  },
  {
    name: 'redemption.is_booked_as_planned',
    sentence: 'A plan carried out took from every lot what its line says, once, and nothing else did.',
    exceptions: `SELECT coalesce(l.path, b.path) || ' is paid back ' || coalesce(b.taken, 0) || ' for a line of ' || coalesce(l.paid, 0) AS what
      FROM (SELECT x.cooperative_id, x.redemption_id, x.path, x.paid_minor AS paid FROM redemption_line x
            JOIN redemption r ON r.cooperative_id = x.cooperative_id AND r.id = x.redemption_id WHERE r.posted_on IS NOT NULL) l
      FULL JOIN (SELECT m.cooperative_id, m.source_id, m.path, sum(m.amount_minor) AS taken FROM ledger_movement m
            WHERE m.source_type = 'capital-redemption' AND starts_with(m.path, 'equity:') GROUP BY 1, 2, 3) b
        ON b.cooperative_id = l.cooperative_id AND b.source_id = l.redemption_id AND b.path = l.path
      WHERE coalesce(l.paid, 0) <> coalesce(b.taken, 0)`,
  },
  {
    name: 'redemption.was_decided',
    sentence: 'Every plan carried out was decided by its hash.',
    exceptions: `SELECT 'plan ' || r.name || ' was not decided so' AS what FROM redemption r
      LEFT JOIN decision d ON d.cooperative_id = r.cooperative_id AND d.id = r.decision_id
      WHERE r.posted_on IS NOT NULL AND (d.outcome IS DISTINCT FROM 'adopted' OR d.effect_kind IS DISTINCT FROM 'redeem-capital'
        OR lower(d.effect ->> 'redemptionId') IS DISTINCT FROM r.id::text OR d.effect ->> 'hash' IS DISTINCT FROM r.hash)`,
  },
];
