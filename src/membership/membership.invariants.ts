import type { Invariant } from '../platform/invariants.js';

/** What must always be true of who belongs. */
export const membershipInvariants: readonly Invariant[] = [
  {
    name: 'membership.members_have_a_standing_from_their_first_day',
    sentence: 'Every membership has a standing and a class on the day it began.',
    exceptions: `SELECT 'member ' || m.number || ' has no standing or no class on ' || m.joined_on AS what FROM membership m
      WHERE standing_on(m.cooperative_id, m.id, m.joined_on) IS NULL
         OR class_on(m.cooperative_id, m.id, m.joined_on) IS NULL`,
  },
  {
    name: 'membership.numbers_are_below_the_next',
    sentence: 'Every member’s number is lower than the next to be given, so that none is given twice.',
    exceptions: `SELECT 'member ' || m.number || ' has a number not given yet; the next is ' || c.next_member_number AS what
      FROM membership m JOIN cooperative c ON c.id = m.cooperative_id WHERE m.number >= c.next_member_number`,
  },
  {
    name: 'membership.personal_data_belongs_to_a_party',
    sentence: 'Every name and every contact belongs to a party that exists.',
    exceptions: `SELECT kind || ' ' || id || ' belongs to no party' AS what FROM (
        SELECT 'name' AS kind, n.id, n.party_id FROM party_name n
        UNION ALL SELECT 'contact', c.id, c.party_id FROM party_contact c) AS personal
      WHERE NOT EXISTS (SELECT FROM party p WHERE p.id = personal.party_id)`,
  },
  {
    name: 'membership.terms_end_after_they_begin',
    sentence: 'No term of office and no seat ends before it begins.',
    exceptions: `SELECT 'role term ' || r.id || ' ends before it begins' AS what FROM role_term r
        JOIN role_term_end e ON e.cooperative_id = r.cooperative_id AND e.role_term_id = r.id
        WHERE e.effective_until < r.effective_from
      UNION ALL
      SELECT 'seat ' || s.id || ' ends before it begins' FROM seat s
        JOIN seat_end e ON e.cooperative_id = s.cooperative_id AND e.seat_id = s.id
        WHERE e.effective_until < s.effective_from`,
  },
  {
    name: 'membership.roles_are_held_once',
    sentence: 'No member holds the same role twice at the same time.',
    exceptions: `SELECT 'member ' || m.number || ' holds the role of ' || a.role || ' twice' AS what
      FROM role_term a JOIN role_term b ON b.membership_id = a.membership_id AND b.role = a.role AND b.id > a.id
      JOIN membership m ON m.cooperative_id = a.cooperative_id AND m.id = a.membership_id
      LEFT JOIN role_term_end ae ON ae.cooperative_id = a.cooperative_id AND ae.role_term_id = a.id
      LEFT JOIN role_term_end be ON be.cooperative_id = b.cooperative_id AND be.role_term_id = b.id
      WHERE daterange(a.effective_from, CASE WHEN ae.effective_until IS NOT NULL THEN greatest(ae.effective_until, a.effective_from) END)
         && daterange(b.effective_from, CASE WHEN be.effective_until IS NOT NULL THEN greatest(be.effective_until, b.effective_from) END)`,
  },
  {
    name: 'membership.accepted_invitations_have_an_account',
    sentence: 'Whoever accepted an invitation holds its membership.',
    exceptions: `SELECT 'invitation ' || i.id || ' was accepted by nobody' AS what FROM invitation i
      JOIN membership m ON m.cooperative_id = i.cooperative_id AND m.id = i.membership_id
      JOIN party p ON p.cooperative_id = m.cooperative_id AND p.id = m.party_id
      WHERE i.accepted_at IS NOT NULL AND p.person_id IS NULL`,
  },
  {
    name: 'bylaws.versions_follow_one_another',
    sentence:
      'The versions of every rule are numbered from 1 without a gap, and none takes force before an earlier one.',
    exceptions: `SELECT 'version ' || version || ' of ' || key || ' is out of order' AS what FROM (
        SELECT key, version, effective_at,
               row_number() OVER versions AS place, max(effective_at) OVER (versions ROWS UNBOUNDED PRECEDING) AS latest
        FROM bylaw_rule WINDOW versions AS (PARTITION BY key ORDER BY version)) AS ordered
      WHERE version <> place OR effective_at < latest`,
  },
  {
    name: 'bylaws.provide_for_every_kind_of_decision',
    sentence: 'For every kind of decision a rule is in force, and the body that it names exists.',
    exceptions: `SELECT 'no rule is in force for ' || kind AS what
      FROM unnest(ARRAY['bylaw-change', 'role-assignment', 'distribution', 'resolution']) AS kind
      WHERE NOT EXISTS (SELECT FROM bylaw_rule r WHERE r.key = 'decision-policy/' || kind AND r.effective_at <= rochdale_now())
      UNION ALL
      SELECT 'version ' || r.version || ' of ' || r.key || ' names the body ' || coalesce(r.value->>'body', 'none')
      FROM bylaw_rule r WHERE r.key LIKE 'decision-policy/%'
        AND NOT EXISTS (SELECT FROM body b WHERE b.code = r.value->>'body')`,
  },
];
