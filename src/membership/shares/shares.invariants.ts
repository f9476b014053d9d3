import type { Invariant } from '../../platform/invariants.js';
import { surplusSources } from './share.queries.js';

/** What shares and the books must agree on. These reconcile two modules and so read both; nothing else may. */
const entryOf = (sourceType: string, row: string): string =>
  `ledger_entry e WHERE e.cooperative_id = ${row}.cooperative_id AND e.source_type = '${sourceType}' AND e.source_id = ${row}.id`;
const undone = (sourceType: string, row: string): string =>
  `EXISTS (SELECT FROM ledger_entry r WHERE r.reverses IN (SELECT e.id FROM ${entryOf(sourceType, row)}))`;

export const sharesInvariants: readonly Invariant[] = [
  {
    name: 'shares.are_booked',
    sentence: 'Every subscription, payment and release of shares has its entry in the books.',
    exceptions: `SELECT 'subscription ' || s.id || ' is not booked' AS what FROM share_subscription s
      WHERE NOT EXISTS (SELECT FROM ${entryOf('share-subscription', 's')})
      UNION ALL
      SELECT 'payment ' || p.id || ' is not booked' FROM share_payment p
      WHERE NOT EXISTS (SELECT FROM ${entryOf('share-payment', 'p')})
      UNION ALL
      SELECT 'release ' || r.id || ' is not booked' FROM share_release r
      WHERE NOT EXISTS (SELECT FROM ${entryOf('share-release', 'r')})`,
  },
  {
    name: 'shares.owed_is_subscribed_less_paid',
    sentence:
      'What the books say a member owes on shares is what was subscribed less what was paid, by them or out of the surplus, or released on leaving.',
    exceptions: `SELECT 'member ' || m.number || ' owes ' || coalesce(b.balance, 0) || ' in the books and ' || coalesce(o.owed, 0) + coalesce(u.moved, 0) || ' by subscription' AS what
      FROM membership m
      LEFT JOIN (SELECT s.membership_id, sum(CASE WHEN ${undone('share-subscription', 's')} THEN 0 ELSE s.amount_minor END)
             - coalesce(sum((SELECT sum(p.amount_minor) FROM share_payment p WHERE p.cooperative_id = s.cooperative_id
                 AND p.subscription_id = s.id AND NOT ${undone('share-payment', 'p')})), 0)
             - coalesce(sum((SELECT sum(r.amount_minor) FROM share_release r WHERE r.cooperative_id = s.cooperative_id AND r.subscription_id = s.id)), 0) AS owed
           FROM share_subscription s GROUP BY s.membership_id) o ON o.membership_id = m.id
      LEFT JOIN (SELECT a.party_id, sum(l.amount_minor) AS balance FROM ledger_account a
           JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
           WHERE starts_with(a.path, 'assets:receivable:share-subscription:') GROUP BY a.party_id) b ON b.party_id = m.party_id
      LEFT JOIN (SELECT v.party_id, sum(v.amount_minor) AS moved FROM ledger_movement v WHERE v.source_type IN ${surplusSources}
           AND starts_with(v.path, 'assets:receivable:share-subscription:') GROUP BY v.party_id) u ON u.party_id = m.party_id
      WHERE coalesce(b.balance, 0) <> coalesce(o.owed, 0) + coalesce(u.moved, 0)`,
  },
  {
    name: 'shares.are_never_overpaid',
    sentence: 'No more is paid on a subscription than was subscribed.',
    exceptions: `SELECT 'subscription ' || s.id || ' is overpaid' AS what FROM share_subscription s
      WHERE s.amount_minor < (SELECT sum(p.amount_minor) FROM share_payment p WHERE p.cooperative_id = s.cooperative_id
        AND p.subscription_id = s.id AND NOT ${undone('share-payment', 'p')})`,
  },
];
