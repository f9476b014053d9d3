import type { ReversalGuard } from '../../ledger/ledger-reversal.js';
import { Refusal } from '../../shared/refusal.js';
import { holdCapital } from './capital.rows.js';
import { retainedFamily, shareCapitalFamily, unpaidFamily } from './domain/lot.js';

/**
 * What gave capital is undone only while the capital is still there: no lot ends below zero. What an entry gave to a lot
 * is what it put on it, and on the debt of its shares: paying shares up makes capital of them, promising them does not.
 * However many lots it gave to, they are looked at where they are kept.
 */
export const lotGuard: ReversalGuard = {
  hold: (tx) => holdCapital(tx),
  async check(tx, entry) {
    const gone = await tx.sql(
      `WITH given AS (
         SELECT replace(a.path, '${unpaidFamily}', '${shareCapitalFamily}') AS lot, -sum(l.amount_minor) AS amount
         FROM ledger_line l JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
         WHERE l.cooperative_id = current_cooperative_id() AND l.entry_id = $1 AND (starts_with(a.path, '${shareCapitalFamily}')
           OR starts_with(a.path, '${retainedFamily}') OR starts_with(a.path, '${unpaidFamily}'))
         GROUP BY 1 HAVING sum(l.amount_minor) < 0)
       SELECT FROM given g CROSS JOIN LATERAL (
         SELECT coalesce(-sum(l.amount_minor), 0) AS held FROM ledger_account a
         JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
         WHERE a.cooperative_id = current_cooperative_id()
           AND a.path IN (g.lot, replace(g.lot, '${shareCapitalFamily}', '${unpaidFamily}'))) h
       WHERE h.held < g.amount LIMIT 1`,
      [entry.id],
    );
    return (
      gone.length === 0 ||
      new Refusal(
        'REVERSAL_KEPT_ELSEWHERE',
        'This capital has been paid back or passed on since; it can no longer be undone.',
      )
    );
  },
};
