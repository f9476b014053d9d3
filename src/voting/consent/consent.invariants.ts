import type { Invariant } from '../../platform/invariants.js';

/** The state in which the event `e` leaves an objection; null for one that leaves it open. */
const ending = `CASE e.kind WHEN 'answer_accepted' THEN 'answered' WHEN 'integrated' THEN e.kind
  WHEN 'withdrawn' THEN e.kind WHEN 'overruled' THEN e.kind END`;

/** What is always true of objections, of texts changed during the vote, of conflicts of interest and of dissent. */
export const consentInvariants: readonly Invariant[] = [
  {
    name: 'voting.objections_are_what_their_history_says',
    sentence: 'An objection was raised once, and ended once or not at all, in the state it is in.',
    exceptions: `SELECT format('poll %s, objection %s is %s; raised %s times, ended %s times as %s', o.poll_id, o.id, o.state,
        h.raised, h.ended, coalesce(h.state, 'nothing')) AS what
      FROM objection o CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE e.kind = 'raised') AS raised, count(${ending}) AS ended, min(${ending}) AS state
        FROM objection_event e WHERE e.cooperative_id = o.cooperative_id AND e.objection_id = o.id) h
      WHERE h.raised <> 1 OR h.ended <> (o.state <> 'open')::int OR (h.ended = 1 AND h.state <> o.state)`,
  },
  {
    name: 'voting.objecting_ballots_have_their_objection',
    sentence:
      'The ballot that counts objects when, and only when, an objection of its elector is open or overruled.',
    exceptions: `SELECT format('poll %s, membership %s: the ballot says %s, %s objections are open or overruled', p.id,
        e.membership_id, coalesce(b.marks ->> 'consent', 'nothing'), s.standing) AS what
      FROM poll p
      JOIN elector e ON e.cooperative_id = p.cooperative_id AND e.poll_id = p.id
      LEFT JOIN own_ballot b ON b.cooperative_id = e.cooperative_id AND b.poll_id = e.poll_id AND b.membership_id = e.membership_id
      CROSS JOIN LATERAL (SELECT count(*) AS standing FROM objection o WHERE o.cooperative_id = e.cooperative_id
        AND o.poll_id = e.poll_id AND o.membership_id = e.membership_id AND o.state IN ('open', 'overruled')) s
      WHERE p.method = 'consent' AND s.standing <> coalesce(b.marks ->> 'consent' = 'object', false)::int`,
  },
  {
    name: 'voting.voices_were_heard_in_time',
    sentence:
      'Voices on an objection are not its objector’s, and were given while it and its poll were open.',
    exceptions: `SELECT format('poll %s, objection %s, membership %s spoke at %s', o.poll_id, o.id, v.membership_id, v.recorded_at) AS what
      FROM objection_voice v JOIN objection o ON o.cooperative_id = v.cooperative_id AND o.id = v.objection_id
      JOIN poll p ON p.cooperative_id = o.cooperative_id AND p.id = o.poll_id
      WHERE v.membership_id = o.membership_id OR v.recorded_at >= p.closes_at OR v.recorded_at < o.raised_at
        OR EXISTS (SELECT FROM objection_event e WHERE e.cooperative_id = o.cooperative_id AND e.objection_id = o.id
          AND ${ending} IS NOT NULL AND e.recorded_at < v.recorded_at)`,
  },
  {
    name: 'voting.overruling_follows_from_the_voices',
    sentence:
      'Of the objections open at the close, those were overruled that the voices overrule by the rule of the poll.',
    exceptions: `SELECT format('poll %s, objection %s is %s; %s of %s found it not valid, of which %s are needed', o.poll_id, o.id,
        o.state, n.counted, n.base, r.rule ->> 'fraction') AS what
      FROM objection o JOIN poll p ON p.cooperative_id = o.cooperative_id AND p.id = o.poll_id
      JOIN objection_voices v ON v.cooperative_id = o.cooperative_id AND v.objection_id = o.id
      CROSS JOIN LATERAL (SELECT nullif(p.rule #> '{objections,mayOverrule}', 'null') AS rule) r
      CROSS JOIN LATERAL (SELECT v.not_valid_weight::numeric AS counted, CASE r.rule ->> 'base'
        WHEN 'eligible' THEN p.eligible_weight_millionths - (SELECT coalesce(sum(e.weight_millionths), 0) FROM poll_withdrawal w
          JOIN elector e USING (cooperative_id, poll_id, membership_id)
          WHERE w.cooperative_id = p.cooperative_id AND w.poll_id = p.id)
        ELSE v.valid_weight + v.not_valid_weight END::numeric AS base,
        split_part(r.rule ->> 'fraction', '/', 1)::numeric AS num,
        coalesce(nullif(split_part(r.rule ->> 'fraction', '/', 2), ''), '1')::numeric AS den) n
      WHERE p.state = 'closed' AND o.state IN ('open', 'overruled')
        AND (o.state = 'overruled') <> coalesce(n.counted > 0 AND CASE r.rule ->> 'comparison'
          WHEN '>' THEN n.counted * n.den > n.num * n.base ELSE n.counted * n.den >= n.num * n.base END, false)`,
  },
  {
    name: 'voting.text_versions_are_the_changes',
    sentence:
      'The text version of a poll is one more than its changes, and its question that of the last of them.',
    exceptions: `SELECT format('poll %s stands at version %s with %s changes', p.id, p.text_version, c.changes) AS what
      FROM poll p CROSS JOIN LATERAL (SELECT count(*) AS changes, max(t.text_version) AS last FROM poll_text_change t
        WHERE t.cooperative_id = p.cooperative_id AND t.poll_id = p.id) c
      LEFT JOIN poll_text_change l ON l.cooperative_id = p.cooperative_id AND l.poll_id = p.id AND l.text_version = c.last
      WHERE p.text_version <> c.changes + 1 OR coalesce(c.last, 1) <> p.text_version OR l.question <> p.question`,
  },
  {
    name: 'voting.asked_again_for_a_change',
    sentence:
      'Every change of a text integrated an objection, and whoever was asked again had a ballot on an earlier text.',
    exceptions: `SELECT format('poll %s: version %s integrated nothing', t.poll_id, t.text_version) AS what FROM poll_text_change t
      WHERE NOT EXISTS (SELECT FROM objection_event e JOIN objection o ON o.cooperative_id = e.cooperative_id AND o.id = e.objection_id
        WHERE o.cooperative_id = t.cooperative_id AND o.poll_id = t.poll_id AND e.kind = 'integrated' AND e.text_version = t.text_version)
      UNION ALL
      SELECT format('poll %s: membership %s was asked again about version %s', a.poll_id, a.membership_id, a.text_version)
      FROM poll_asked_again a
      WHERE NOT EXISTS (SELECT FROM poll_text_change t WHERE t.cooperative_id = a.cooperative_id AND t.poll_id = a.poll_id
          AND t.text_version = a.text_version)
        OR NOT EXISTS (SELECT FROM ballot b WHERE b.cooperative_id = a.cooperative_id AND b.poll_id = a.poll_id
          AND b.membership_id = a.membership_id AND b.text_version < a.text_version)`,
  },
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
