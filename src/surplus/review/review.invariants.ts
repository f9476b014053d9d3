import type { Invariant } from '../../platform/invariants.js';

/** What must always be true of reviews: answers and ends have their history, and what disputes hold is what the books hold. */
export const reviewInvariants: readonly Invariant[] = [
  {
    name: 'review.ends_have_their_history',
    sentence: 'What was said of a run ended as the last thing that happened to it says.',
    exceptions: `SELECT 'response ' || s.id || ' ended as ' || coalesce(s.ending, 'nothing') || ' after ' || coalesce(v.act, 'nothing') AS what
      FROM review_response s LEFT JOIN LATERAL (SELECT e.act, e.proposes FROM review_event e
        WHERE e.cooperative_id = s.cooperative_id AND e.response_id = s.id ORDER BY e.recorded_at DESC, e.id DESC LIMIT 1) v ON true
      WHERE s.kind <> 'agreement' AND NOT coalesce(CASE
        WHEN s.state = 'open' THEN v.act IS NULL
        WHEN s.state = 'answered' THEN v.act IN ('answered', 'accepted')
        WHEN s.state = 'pressed' THEN v.act = 'pressed'
        WHEN s.ending = 'accepted' THEN v.act = 'accepted'
        WHEN s.ending = 'withdrawn' THEN v.act = 'withdrawn'
        WHEN s.ending = 'upheld' THEN v.act = 'decided' AND v.proposes = 'upheld'
        WHEN s.ending = 'as_recorded' THEN v.act IN ('accepted', 'withdrawn') OR (v.act = 'decided' AND v.proposes = 'as_recorded')
        END, false)`,
  },
  {
    name: 'review.disputes_are_decided_by_a_second_person',
    sentence: 'Nobody answered or decided what they had said themselves, nor decided what they had answered.',
    exceptions: `SELECT 'response ' || s.id || ' was ' || e.act || ' by ' || e.acted_by AS what
      FROM review_event e JOIN review_response s ON s.cooperative_id = e.cooperative_id AND s.id = e.response_id
      WHERE (e.act IN ('answered', 'decided') AND e.acted_by = s.responded_by)
         OR (e.act IN ('accepted', 'pressed', 'withdrawn') AND e.acted_by <> s.responded_by)
         OR (e.act = 'decided' AND e.acted_by = (SELECT a.acted_by FROM review_event a WHERE a.cooperative_id = e.cooperative_id
           AND a.response_id = e.response_id AND a.act = 'answered' ORDER BY a.recorded_at DESC, a.id DESC LIMIT 1))`,
  },
  {
    name: 'review.releases_are_booked',
    sentence:
      'What the end of a dispute released left the held sum in one entry, and its lines and funds are what that entry says.',
    exceptions: `SELECT 'release ' || r.id || ' of ' || r.released_minor || ' took ' || coalesce(b.from_held, 0) || ' from what was held' AS what
      FROM dispute_release r LEFT JOIN LATERAL (
        SELECT sum(l.amount_minor) FILTER (WHERE a.path = 'liabilities:contested') AS from_held FROM ledger_line l
        JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
        WHERE l.cooperative_id = r.cooperative_id AND l.entry_id = r.ledger_entry_id) b ON true
      WHERE coalesce(b.from_held, 0) <> r.released_minor
      UNION ALL
      SELECT 'release ' || r.id || ' gave its participants ' || coalesce(b.to_them, 0) || ' and names lines of ' || n.named
      FROM dispute_release r CROSS JOIN LATERAL (SELECT coalesce(sum(l.amount_minor), 0) AS named FROM dispute_release_line l
        WHERE l.cooperative_id = r.cooperative_id AND l.release_id = r.id) n
      LEFT JOIN LATERAL (SELECT -sum(l.amount_minor) AS to_them FROM ledger_line l
        JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
        WHERE l.cooperative_id = r.cooperative_id AND l.entry_id = r.ledger_entry_id
          AND (a.party_id IS NOT NULL OR a.path IN ('liabilities:withholding', 'equity:reserve:donated'))) b ON true
      WHERE coalesce(b.to_them, 0) <> n.named
      UNION ALL
      SELECT 'release ' || r.id || ' gave party ' || b.party_id || ' more than its line of ' || coalesce(n.named, 0)
      FROM dispute_release r CROSS JOIN LATERAL (SELECT a.party_id, -sum(l.amount_minor) AS given FROM ledger_line l
        JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
        WHERE l.cooperative_id = r.cooperative_id AND l.entry_id = r.ledger_entry_id AND a.party_id IS NOT NULL GROUP BY a.party_id) b
      LEFT JOIN LATERAL (SELECT sum(l.amount_minor) AS named FROM dispute_release_line l
        WHERE l.cooperative_id = r.cooperative_id AND l.release_id = r.id AND l.party_id = b.party_id) n ON true
      WHERE b.given > coalesce(n.named, 0)`,
  },
  {
    name: 'review.ended_disputes_are_released',
    sentence:
      'A dispute that has ended holds nothing back any more in a run that is in the books, unless its release was asked for less than a day ago and goes on, and was released once it had ended.',
    exceptions: `SELECT 'the dispute ' || s.id || ' has ended and run ' || r.id || ' still holds what it held' AS what
      FROM distribution_run r CROSS JOIN LATERAL jsonb_array_elements(coalesce(r.snapshot -> 'disputes', '[]')) d
      JOIN review_response s ON s.cooperative_id = r.cooperative_id AND s.id::text = d ->> 'id'
      WHERE r.state IN ('posted', 'paid', 'locked') AND r.reversal_entry_id IS NULL AND s.state = 'ended'
        AND NOT EXISTS (SELECT FROM run_progress g WHERE g.cooperative_id = r.cooperative_id AND g.run_id = r.id
          AND g.task = 'release-disputes' AND g.phase <> 'refused' AND g.task_since > rochdale_now() - interval '1 day')
        AND NOT EXISTS (SELECT FROM dispute_release e WHERE e.cooperative_id = r.cooperative_id AND e.run_id = r.id AND e.response_id = s.id)
        AND NOT EXISTS (SELECT FROM distribution_run c WHERE c.cooperative_id = r.cooperative_id AND c.corrects = r.id
          AND c.state IN ('posted', 'paid', 'locked') AND c.reversal_entry_id IS NULL)
      UNION ALL
      SELECT 'the dispute ' || e.response_id || ' was released before it had ended' FROM dispute_release e
      JOIN review_response s ON s.cooperative_id = e.cooperative_id AND s.id = e.response_id WHERE s.state <> 'ended'`,
  },
  {
    name: 'review.held_is_what_disputes_hold',
    sentence: 'What the books hold because of disputes is what the runs held less what was released of it.',
    exceptions: `SELECT 'period ' || h.period_id || ' holds ' || h.in_books || ' in the books and ' || h.by_runs || ' by its runs' AS what FROM (
        SELECT p.cooperative_id, p.id AS period_id,
          (SELECT coalesce(-sum(l.amount_minor), 0) FROM ledger_line l
            JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id AND a.path = 'liabilities:contested'
            WHERE l.cooperative_id = p.cooperative_id AND l.period_id = p.id) AS in_books,
          (SELECT coalesce(sum((o ->> 'heldMinor')::bigint), 0) FROM distribution_run r
            CROSS JOIN LATERAL jsonb_array_elements(coalesce(r.waterfall -> 'pools', '[]')) o
            WHERE r.cooperative_id = p.cooperative_id AND r.period_id = p.id AND r.state IN ('posted', 'paid', 'locked')
              AND r.reversal_entry_id IS NULL AND NOT EXISTS (SELECT FROM distribution_run c WHERE c.cooperative_id = r.cooperative_id
                AND c.corrects = r.id AND c.state IN ('posted', 'paid', 'locked') AND c.reversal_entry_id IS NULL))
          - (SELECT coalesce(sum(e.released_minor), 0) FROM dispute_release e JOIN distribution_run r
              ON r.cooperative_id = e.cooperative_id AND r.id = e.run_id
            WHERE e.cooperative_id = p.cooperative_id AND r.period_id = p.id AND r.reversal_entry_id IS NULL AND NOT EXISTS (SELECT FROM distribution_run c
              WHERE c.cooperative_id = r.cooperative_id AND c.corrects = r.id AND c.state IN ('posted', 'paid', 'locked') AND c.reversal_entry_id IS NULL)) AS by_runs
        FROM period p) h
      WHERE h.in_books <> h.by_runs`,
  },
  {
    name: 'review.comparisons_are_of_the_lines',
    sentence:
      'What members are told of their class, and of what a computation changed, is what the lines say.',
    exceptions: `SELECT 'the class ' || t.class || ' of run ' || t.run_id || ' is told to get ' || t.total_minor AS what
      FROM distribution_run r JOIN run_class_total t ON t.cooperative_id = r.cooperative_id AND t.run_id = r.id AND t.computation = r.computation,
        LATERAL (SELECT count(DISTINCT p.party_id) AS people, coalesce(sum(l.amount_minor), 0) AS total FROM run_participant p
          LEFT JOIN run_line l ON l.cooperative_id = p.cooperative_id AND l.run_id = p.run_id AND l.party_id = p.party_id AND l.part <> 'loss'
          WHERE p.cooperative_id = r.cooperative_id AND p.run_id = r.id AND p.class = t.class) of_lines
      WHERE (t.people, t.total_minor) IS DISTINCT FROM (of_lines.people, of_lines.total)
      UNION ALL
      SELECT 'of pool ' || s.pool || ' of run ' || s.run_id || ' it is told that ' || s.sharing || ' share in it'
      FROM distribution_run r JOIN run_pool_spread s ON s.cooperative_id = r.cooperative_id AND s.run_id = r.id AND s.computation = r.computation,
        LATERAL (SELECT count(*) AS sharing, coalesce(min(amount_minor), 0) AS least, coalesce(max(amount_minor), 0) AS most FROM run_line l
          WHERE l.cooperative_id = r.cooperative_id AND l.run_id = r.id AND l.pool = s.pool AND (l.weight > 0 OR l.amount_minor > 0)) of_lines
      WHERE (s.sharing, s.min_minor, s.max_minor) IS DISTINCT FROM (of_lines.sharing, of_lines.least, of_lines.most)
      UNION ALL
      SELECT 'of pool ' || s.pool || ' of run ' || s.run_id || ' it is counted that ' || a.people || ' alike share in it'
      FROM distribution_run r JOIN run_pool_spread s ON s.cooperative_id = r.cooperative_id AND s.run_id = r.id AND s.computation = r.computation,
        LATERAL (SELECT coalesce(sum(people), 0) AS people FROM run_alike a WHERE a.cooperative_id = s.cooperative_id
          AND a.run_id = s.run_id AND a.computation = s.computation AND s.pool = ANY(a.pools)) a
      WHERE a.people <> s.sharing
      UNION ALL
      SELECT 'party ' || c.party_id || ' is told to get ' || c.after_minor || ' by run ' || c.run_id
      FROM distribution_run r JOIN run_change c ON c.cooperative_id = r.cooperative_id AND c.run_id = r.id AND c.computation = r.computation,
        LATERAL (SELECT coalesce(sum(amount_minor) FILTER (WHERE part <> 'loss'), 0) AS got, coalesce(sum(amount_minor) FILTER (WHERE part = 'loss'), 0) AS borne
          FROM run_line l WHERE l.cooperative_id = c.cooperative_id AND l.run_id = c.run_id AND l.party_id = c.party_id) of_lines,
        LATERAL (SELECT coalesce(sum(amount_minor) FILTER (WHERE pool NOT LIKE 'loss:%'), 0) AS got, coalesce(sum(amount_minor) FILTER (WHERE pool LIKE 'loss:%'), 0) AS borne
          FROM run_line_earlier e WHERE e.cooperative_id = c.cooperative_id AND e.run_id = c.run_id AND e.computation = c.computation - 1 AND e.party_id = c.party_id) earlier
      WHERE (c.after_minor, c.borne_after_minor, c.before_minor, c.borne_before_minor)
        IS DISTINCT FROM (of_lines.got, of_lines.borne, earlier.got, earlier.borne)`,
  },
];
