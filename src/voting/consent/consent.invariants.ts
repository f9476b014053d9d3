import type { Invariant } from '../../platform/invariants.js';

/** What is always true of conflicts of interest and of dissent, on live data. */
export const consentInvariants: readonly Invariant[] = [
  {
    name: 'voting.withdrawals_come_before_the_close',
    sentence:
      'Whoever left a poll for a conflict of interest did so before its close, and holds no open objection.',
    exceptions: `SELECT format('poll %s, membership %s left at %s', w.poll_id, w.membership_id, w.recorded_at) AS what
      FROM poll_withdrawal w JOIN poll p ON p.cooperative_id = w.cooperative_id AND p.id = w.poll_id
      WHERE w.recorded_at >= p.closes_at OR w.recorded_at < p.opens_at
        OR EXISTS (SELECT FROM objection o WHERE o.cooperative_id = w.cooperative_id AND o.poll_id = w.poll_id
          AND o.membership_id = w.membership_id AND o.state = 'open')`,
  },
  {
    name: 'voting.dissent_follows_the_result',
    sentence:
      'Dissent was recorded after the result, within the days of the rule, of an elector who had not left.',
    exceptions: `SELECT format('poll %s, membership %s dissented at %s', d.poll_id, d.membership_id, d.recorded_at) AS what
      FROM poll_dissent d JOIN poll p ON p.cooperative_id = d.cooperative_id AND p.id = d.poll_id
      WHERE p.closed_at IS NULL OR d.recorded_at < p.closed_at
        OR d.recorded_at >= p.closed_at + make_interval(hours => 24 * coalesce((p.rule ->> 'dissentDays')::int, 0))
        OR EXISTS (SELECT FROM poll_withdrawal w WHERE w.cooperative_id = d.cooperative_id AND w.poll_id = d.poll_id
          AND w.membership_id = d.membership_id)`,
  },
];
