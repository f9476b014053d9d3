import type { Invariant } from '../platform/invariants.js';

/** Options of the result `r`, as a decision names them. */
const named = (list: 'winners' | 'tied'): string => `(
  SELECT coalesce(jsonb_agg(jsonb_build_object('position', o.position, 'label', o.label)
      ORDER BY array_position(r.${list}, o.position)), '[]') FROM poll_option o
    WHERE o.cooperative_id = r.cooperative_id AND o.poll_id = r.poll_id AND o.position = ANY (r.${list}))`;

/** What is always true of proposals and decisions, on live data. */
export const proposalInvariants: readonly Invariant[] = [
  {
    name: 'proposals.closed_poll_is_decided',
    sentence: 'Every closed poll on a proposal has exactly one decision, and it says what the poll said.',
    exceptions: `SELECT 'poll ' || p.id || ' closed ' || r.outcome || ' but the decision says ' || coalesce(d.outcome, 'nothing') AS what
      FROM poll p JOIN poll_result r ON r.cooperative_id = p.cooperative_id AND r.poll_id = p.id
      LEFT JOIN decision d ON d.cooperative_id = p.cooperative_id AND d.poll_id = p.id
      WHERE p.subject_type = 'proposal' AND d.outcome IS DISTINCT FROM
        CASE r.outcome WHEN 'passed' THEN 'adopted' WHEN 'decided' THEN 'adopted' WHEN 'no_quorum' THEN 'no_quorum'
          WHEN 'tie' THEN 'tied' ELSE 'rejected' END`,
  },
  {
    name: 'proposals.decision_keeps_the_text_voted_on',
    sentence: 'Every decision carries the title, text and effect of the version that was voted on.',
    exceptions: `SELECT 'decision ' || d.number || ' differs from proposal ' || p.number AS what
      FROM decision d JOIN proposal p ON p.cooperative_id = d.cooperative_id AND p.id = d.proposal_id
      JOIN proposal_version v ON v.cooperative_id = p.cooperative_id AND v.proposal_id = p.id AND v.version = p.current_version
      WHERE (d.title, d.text) <> (v.title, v.body) OR d.effect IS DISTINCT FROM v.effect`,
  },
  {
    name: 'proposals.options_voted_on_are_those_proposed',
    sentence:
      'Every poll on a proposal has the options of the version that was voted on, in their order, and beside them only what its rule adds.',
    exceptions: `SELECT 'proposal ' || p.number || ' was voted on with other options than it brought' AS what FROM proposal p
      WHERE p.poll_id IS NOT NULL AND EXISTS (
        SELECT FROM (SELECT position, label, description FROM proposal_option v WHERE v.cooperative_id = p.cooperative_id
            AND v.proposal_id = p.id AND v.version = p.current_version) proposed
        FULL JOIN (SELECT position, label, description FROM poll_option o WHERE o.cooperative_id = p.cooperative_id
            AND o.poll_id = p.poll_id AND NOT o.is_added) offered USING (position)
        WHERE (proposed.label, proposed.description) IS DISTINCT FROM (offered.label, offered.description))`,
  },
  {
    name: 'proposals.decision_names_what_was_chosen',
    sentence:
      'Every decision that was adopted names what its poll chose, every tied one who is certain and who is equal, and no other decision names anything.',
    exceptions: `SELECT 'decision ' || d.number || ' does not name what was chosen' AS what FROM decision d
      JOIN poll_result r ON r.cooperative_id = d.cooperative_id AND r.poll_id = d.poll_id
      -- Ties recorded before the equal options were kept name nobody.
      WHERE d.chosen <> CASE WHEN d.outcome = 'adopted' OR d.outcome = 'tied' AND cardinality(r.tied) > 0
          THEN ${named('winners')} ELSE '[]' END
        OR d.tied <> CASE d.outcome WHEN 'tied' THEN ${named('tied')} ELSE '[]' END`,
  },
  {
    name: 'proposals.text_is_frozen_by_the_vote',
    sentence:
      'No version was written after the vote opened, but the one of each change of its poll’s text, before the close.',
    exceptions: `SELECT 'proposal ' || p.number || ' got version ' || v.version || ' after its vote opened' AS what
      FROM proposal p JOIN proposal_version v ON v.cooperative_id = p.cooperative_id AND v.proposal_id = p.id
      WHERE p.voting_at IS NOT NULL AND v.recorded_at > p.voting_at AND NOT EXISTS (
        SELECT FROM poll_text_change t JOIN poll o ON o.cooperative_id = t.cooperative_id AND o.id = t.poll_id
        WHERE t.cooperative_id = p.cooperative_id AND t.poll_id = p.poll_id AND t.text_version = v.poll_text_version
          AND t.question = v.title AND v.recorded_at < o.closes_at)
      UNION ALL
      SELECT 'proposal ' || p.number || ' has no text for version ' || t.text_version || ' of its poll'
      FROM poll_text_change t JOIN proposal p ON p.cooperative_id = t.cooperative_id AND p.poll_id = t.poll_id
      WHERE NOT EXISTS (SELECT FROM proposal_version v WHERE v.cooperative_id = p.cooperative_id AND v.proposal_id = p.id
        AND v.poll_text_version = t.text_version)`,
  },
  {
    name: 'proposals.carried_out_decision_shows_its_effect',
    sentence: 'A decision that was carried out has the attempt that did it, after it took force.',
    exceptions: `SELECT 'decision ' || d.number || ' is carried out without an attempt in force' AS what FROM decision d
      WHERE d.stage = 'carried_out' AND NOT EXISTS (SELECT FROM decision_attempt a WHERE a.cooperative_id = d.cooperative_id
        AND a.decision_id = d.id AND a.result = 'carried_out' AND a.recorded_at >= d.effective_at)`,
  },
  {
    name: 'proposals.amended_rule_was_decided',
    sentence: 'Every rule after the founding ones was made by an adopted decision.',
    exceptions: `SELECT r.key || ' version ' || r.version || ' was not decided' AS what FROM bylaw_rule r
      JOIN bylaw_rule f ON f.cooperative_id = r.cooperative_id AND f.key = 'decision-policy/bylaw-change' AND f.version = 1
      LEFT JOIN decision d ON d.cooperative_id = r.cooperative_id AND d.id = r.decision_id
      WHERE (r.version > 1 OR r.effective_at <> f.effective_at) AND coalesce(d.outcome, '') <> 'adopted'`,
  },
];
