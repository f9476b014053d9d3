/** The proposals page as one statement that answers with the JSON itself; $1 is the viewer's membership. */
export const bareProposalsPage = `
  SELECT json_build_object('data', json_build_object('proposals', json_build_object(
      'nodes', coalesce(json_agg(node ORDER BY created_at DESC, id DESC) FILTER (WHERE place <= 20), '[]'),
      'pageInfo', json_build_object('hasNextPage', count(*) > 20))))::text AS page
  FROM (
    SELECT p.created_at, p.id, row_number() OVER (ORDER BY p.created_at DESC, p.id DESC) AS place,
      json_build_object('id', p.id, 'number', p.number, 'title', v.title, 'state', upper(p.state),
        'author', json_build_object('id', m.id, 'name', (SELECT n.name FROM party_name n
          WHERE n.cooperative_id = m.cooperative_id AND n.party_id = m.party_id AND n.usage = 'chosen'
          ORDER BY n.effective_on DESC, n.recorded_at DESC LIMIT 1)),
        'poll', CASE WHEN l.id IS NOT NULL THEN json_build_object('id', l.id,
          'closesAt', to_char(l.closes_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'state', upper(CASE WHEN l.state = 'open' AND l.closes_at <= rochdale_now() THEN 'closing' ELSE l.state END),
          'turnout', json_build_object('people', (SELECT coalesce(sum(t.people), 0) FROM poll_turnout t
              WHERE t.cooperative_id = l.cooperative_id AND t.poll_id = l.id), 'eligiblePeople', l.eligible_people),
          'myBallot', CASE WHEN b.poll_id IS NOT NULL THEN json_build_object('choice', upper(b.marks ->> 'choice'),
            'castAt', to_char(b.cast_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END) END) AS node
    FROM proposal p
    JOIN proposal_version v ON v.cooperative_id = p.cooperative_id AND v.proposal_id = p.id AND v.version = p.current_version
    JOIN membership m ON m.cooperative_id = p.cooperative_id AND m.id = p.author_membership_id
    LEFT JOIN poll l ON l.cooperative_id = p.cooperative_id AND l.id = p.poll_id
    LEFT JOIN ballot_current c ON c.cooperative_id = l.cooperative_id AND c.poll_id = l.id AND c.membership_id = $1
    LEFT JOIN ballot b ON b.cooperative_id = c.cooperative_id AND b.poll_id = c.poll_id
      AND b.membership_id = c.membership_id AND b.revision = c.revision
    WHERE p.published_at IS NOT NULL OR p.author_membership_id = $1
    ORDER BY p.created_at DESC, p.id DESC LIMIT 21
  ) AS page`;
