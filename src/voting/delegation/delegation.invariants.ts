import type { Invariant } from '../../platform/invariants.js';

/** A ballot that counts for its own elector. */
const ownBallotOf = (member: string): string => `EXISTS (SELECT FROM own_ballot v
  WHERE v.cooperative_id = d.cooperative_id AND v.poll_id = d.poll_id AND v.membership_id = ${member})`;

export const delegationInvariants: readonly Invariant[] = [
  {
    name: 'delegation.own_ballots_override',
    sentence: 'No vote is counted through a holder whose elector has a ballot of their own that counts.',
    exceptions: `SELECT format('poll %s: membership %s voted, and is counted with %s', d.poll_id, d.membership_id, d.holder_membership_id) AS what
      FROM delegated_vote d WHERE ${ownBallotOf('d.membership_id')}`,
  },
  {
    name: 'delegation.electors_are_counted_once',
    sentence: 'Every elector is counted once at most, and nobody both counted and lost.',
    exceptions: `SELECT format('poll %s: membership %s is counted %s times, lost %s times', poll_id, membership_id,
        count(*) FILTER (WHERE counted), count(*) FILTER (WHERE NOT counted)) AS what
      FROM (SELECT poll_id, membership_id, true AS counted FROM counted_ballot
            UNION ALL SELECT poll_id, membership_id, false FROM delegation_lost_vote) votes
      GROUP BY poll_id, membership_id HAVING count(*) > 1`,
  },
  {
    name: 'delegation.holders_have_ballots',
    sentence: 'Every holder whose ballot is counted for another has a ballot that counts.',
    exceptions: `SELECT format('poll %s: membership %s is counted with %s, who has no ballot', d.poll_id, d.membership_id, d.holder_membership_id) AS what
      FROM delegated_vote d WHERE NOT ${ownBallotOf('d.holder_membership_id')}`,
  },
  {
    name: 'delegation.caps_are_kept',
    sentence: 'No holder casts more votes of others than the rule of the poll allows.',
    exceptions: `SELECT format('poll %s: holder %s has %s votes, the rule allows %s', d.poll_id, d.holder_membership_id, count(*),
        p.rule #>> '{delegation,holderCap}') AS what
      FROM delegated_vote d JOIN poll p ON p.cooperative_id = d.cooperative_id AND p.id = d.poll_id
      GROUP BY d.poll_id, d.holder_membership_id, p.rule
      HAVING count(*) > (p.rule #>> '{delegation,holderCap}')::integer`,
  },
  {
    name: 'delegation.only_where_allowed',
    sentence: 'Votes are delegated in closed polls only whose rule allows it.',
    exceptions: `SELECT format('poll %s is %s, and its rule %s delegation: membership %s', p.id, p.state,
        CASE WHEN p.rule #>> '{delegation,allowed}' = 'true' THEN 'allows' ELSE 'forbids' END, d.membership_id) AS what
      FROM (SELECT cooperative_id, poll_id, membership_id FROM delegated_vote
            UNION ALL SELECT cooperative_id, poll_id, membership_id FROM delegation_lost_vote) d
      JOIN poll p ON p.cooperative_id = d.cooperative_id AND p.id = d.poll_id
      WHERE p.state <> 'closed' OR p.rule #>> '{delegation,allowed}' IS DISTINCT FROM 'true'`,
  },
  {
    name: 'delegation.votes_follow_delegations',
    sentence: 'Every vote that was passed on follows a delegation that stood when the poll closed.',
    exceptions: `SELECT format('poll %s: membership %s delegated nothing to %s', d.poll_id, d.membership_id, d.path[1]) AS what
      FROM (SELECT cooperative_id, poll_id, membership_id, path FROM delegated_vote
            UNION ALL SELECT cooperative_id, poll_id, membership_id, path FROM delegation_lost_vote WHERE steps > 0) d
      JOIN poll p ON p.cooperative_id = d.cooperative_id AND p.id = d.poll_id
      WHERE NOT EXISTS (SELECT FROM delegation g WHERE g.cooperative_id = d.cooperative_id
        AND g.principal_membership_id = d.membership_id AND g.holder_membership_id = d.path[1]
        AND g.granted_at < p.closes_at AND (g.ended_at IS NULL OR g.ended_at >= p.closes_at)
        AND CASE g.scope WHEN 'poll' THEN g.poll_id = p.id WHEN 'topic' THEN g.topic = p.topic
          WHEN 'circle' THEN g.body_id = p.body_id ELSE true END)`,
  },
  {
    name: 'delegation.paths_end_with_the_holder',
    sentence: 'The way of a counted vote ends with the holder, and each on it passed the vote to the next.',
    exceptions: `SELECT format('poll %s: the way of membership %s does not lead to %s', d.poll_id, d.membership_id, d.holder_membership_id) AS what
      FROM delegated_vote d
      LEFT JOIN LATERAL (SELECT e.holder_membership_id, e.path FROM delegated_vote e
        WHERE e.cooperative_id = d.cooperative_id AND e.poll_id = d.poll_id AND e.membership_id = d.path[1] LIMIT 1) n ON true
      WHERE cardinality(d.path) = 0 OR CASE WHEN d.path[1] = d.holder_membership_id THEN cardinality(d.path) > 1
        ELSE n.holder_membership_id IS DISTINCT FROM d.holder_membership_id
          OR n.path[1:31] IS DISTINCT FROM d.path[2:32] END`,
  },
  {
    name: 'delegation.one_at_a_time',
    sentence: 'Of one member in one scope one delegation held at a time, and it was confirmed while it held.',
    exceptions: `SELECT format('membership %s: delegations %s and %s overlap', a.principal_membership_id, a.id, b.id) AS what
      FROM delegation a JOIN delegation b ON b.cooperative_id = a.cooperative_id
        AND b.principal_membership_id = a.principal_membership_id AND b.scope = a.scope AND a.id < b.id
        AND (b.poll_id, b.topic, b.body_id) IS NOT DISTINCT FROM (a.poll_id, a.topic, a.body_id)
      WHERE a.granted_at < coalesce(b.ended_at, 'infinity') AND b.granted_at < coalesce(a.ended_at, 'infinity')
      UNION ALL
      SELECT format('delegation %s was confirmed at %s', c.delegation_id, c.confirmed_at)
      FROM delegation_confirmation c JOIN delegation d ON d.cooperative_id = c.cooperative_id AND d.id = c.delegation_id
      WHERE c.confirmed_at < d.granted_at OR c.confirmed_at > d.ended_at`,
  },
];
