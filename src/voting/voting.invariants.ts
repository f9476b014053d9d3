import type { Invariant } from '../platform/invariants.js';

/** Ballots joined with the pointer that says which one counts. */
const currentBallots = `SELECT c.poll_id, b.marks ->> 'choice' AS choice, e.weight_millionths FROM ballot_current c
  JOIN ballot b ON b.cooperative_id = c.cooperative_id AND b.poll_id = c.poll_id
    AND b.membership_id = c.membership_id AND b.revision = c.revision
  JOIN elector e ON e.cooperative_id = c.cooperative_id AND e.poll_id = c.poll_id AND e.membership_id = c.membership_id`;

/** A fraction as text, `2/3` or `1`, as an exact pair. */
const fraction = (text: string): string =>
  `split_part(${text}, '/', 1)::numeric AS num, coalesce(nullif(split_part(${text}, '/', 2), ''), '1')::numeric AS den`;
const sumOf = (choice: string, measure: string): string =>
  `(r.arithmetic #>> ARRAY['sums', ${choice}, ${measure}])::numeric`;
const weightOf = (choice: string): string => sumOf(`'${choice}'`, `'weightMillionths'`);

/** The outcome counted again from the sums and the poll's own rule: whole numbers multiplied crosswise. */
const outcomesCountedAgain = `SELECT r.poll_id, r.outcome, CASE
    WHEN q.counted * q.den < q.num * q.whole THEN 'no_quorum'
    WHEN t.counted > 0 AND CASE t.comparison WHEN '>' THEN t.counted * t.den > t.num * t.whole ELSE t.counted * t.den >= t.num * t.whole END
    THEN 'passed' ELSE 'failed' END AS expected
  FROM poll_result r JOIN poll p ON p.cooperative_id = r.cooperative_id AND p.id = r.poll_id
  CROSS JOIN LATERAL (SELECT ${fraction(`p.rule #>> '{quorum,fraction}'`)},
    CASE p.rule #>> '{quorum,measure}' WHEN 'people' THEN p.eligible_people ELSE p.eligible_weight_millionths END AS whole,
    (SELECT coalesce(sum(${sumOf('c.choice', `CASE p.rule #>> '{quorum,measure}' WHEN 'people' THEN 'people' ELSE 'weightMillionths' END`)}), 0)
      FROM jsonb_array_elements_text(p.rule #> '{quorum,counting}') c (choice)) AS counted) q
  CROSS JOIN LATERAL (SELECT ${fraction(`p.rule #>> '{threshold,fraction}'`)}, p.rule #>> '{threshold,comparison}' AS comparison,
    ${weightOf('for')} AS counted, CASE p.rule #>> '{threshold,base}'
      WHEN 'cast' THEN ${weightOf('for')} + ${weightOf('against')}
      WHEN 'valid' THEN ${weightOf('for')} + ${weightOf('against')} + ${weightOf('abstain')}
      ELSE p.eligible_weight_millionths END AS whole) t`;

export const votingInvariants: readonly Invariant[] = [
  {
    name: 'voting.the_last_ballot_counts',
    sentence: 'Of each elector who voted, the ballot that counts is the last one cast.',
    exceptions: `SELECT format('poll %s, membership %s: revision %s counts, the last is %s', b.poll_id, b.membership_id,
        coalesce(c.revision::text, 'none'), b.last) AS what
      FROM (SELECT cooperative_id, poll_id, membership_id, max(revision) AS last, count(*) AS ballots
            FROM ballot GROUP BY cooperative_id, poll_id, membership_id) b
      FULL JOIN ballot_current c ON c.cooperative_id = b.cooperative_id AND c.poll_id = b.poll_id AND c.membership_id = b.membership_id
      WHERE c.revision IS DISTINCT FROM b.last OR b.ballots <> b.last`,
  },
  {
    name: 'voting.ballots_lie_within_the_window',
    sentence: 'Every ballot was cast after its poll opened and before it closed.',
    exceptions: `SELECT format('poll %s, membership %s, revision %s was cast at %s', b.poll_id, b.membership_id, b.revision, b.cast_at) AS what
      FROM ballot b JOIN poll p ON p.cooperative_id = b.cooperative_id AND p.id = b.poll_id
      WHERE b.cast_at < p.opens_at OR b.cast_at >= p.closes_at`,
  },
  {
    name: 'voting.turnout_is_the_ballots',
    sentence: 'The turnout of a poll is the number of its electors whose ballot counts.',
    exceptions: `SELECT format('poll %s: turnout says %s, %s ballots count', p.id, coalesce(t.people, 0), coalesce(c.people, 0)) AS what
      FROM poll p
      LEFT JOIN (SELECT poll_id, sum(people) AS people FROM poll_turnout GROUP BY poll_id) t ON t.poll_id = p.id
      LEFT JOIN (SELECT poll_id, count(*) AS people FROM ballot_current GROUP BY poll_id) c ON c.poll_id = p.id
      WHERE coalesce(t.people, 0) <> coalesce(c.people, 0)`,
  },
  {
    name: 'voting.results_are_the_ballots',
    sentence:
      'The sums of a result are the sums of the ballots that count, choice by choice, in people and weight.',
    exceptions: `SELECT format('poll %s: the result says %s people and %s millionths %s, the ballots %s and %s', r.poll_id,
        s.people, s.weight, k.choice, coalesce(c.people, 0), coalesce(c.weight, 0)) AS what
      FROM poll_result r CROSS JOIN (VALUES ('for'), ('against'), ('abstain')) k (choice)
      CROSS JOIN LATERAL (SELECT (r.arithmetic #>> ARRAY['sums', k.choice, 'people'])::bigint AS people,
        (r.arithmetic #>> ARRAY['sums', k.choice, 'weightMillionths'])::bigint AS weight) s
      LEFT JOIN (SELECT poll_id, choice, count(*) AS people, sum(weight_millionths) AS weight
                 FROM (${currentBallots}) b GROUP BY poll_id, choice) c ON c.poll_id = r.poll_id AND c.choice = k.choice
      WHERE s.people IS DISTINCT FROM coalesce(c.people, 0) OR s.weight IS DISTINCT FROM coalesce(c.weight, 0)`,
  },
  {
    name: 'voting.outcomes_follow_from_the_count',
    sentence:
      'The outcome of every result is what its sums make by the quorum and the majority of the poll’s rule.',
    exceptions: `SELECT format('poll %s is recorded as %s, its ballots make it %s', poll_id, outcome, expected) AS what
      FROM (${outcomesCountedAgain}) again WHERE outcome <> expected`,
  },
  {
    name: 'voting.electorates_are_frozen',
    sentence: 'The electorate of a poll still has the people and the weight that it opened with.',
    exceptions: `SELECT format('poll %s opened with %s electors of %s millionths, now %s of %s', p.id, p.eligible_people,
        p.eligible_weight_millionths, coalesce(e.people, 0), coalesce(e.weight, 0)) AS what
      FROM poll p LEFT JOIN (SELECT poll_id, count(*) AS people, sum(weight_millionths) AS weight FROM elector GROUP BY poll_id) e
        ON e.poll_id = p.id
      WHERE p.eligible_people <> coalesce(e.people, 0) OR p.eligible_weight_millionths <> coalesce(e.weight, 0)`,
  },
  {
    name: 'voting.closed_polls_have_a_result',
    sentence: 'A poll has a result when, and only when, it has closed, and its closing was recorded once.',
    exceptions: `SELECT format('poll %s is %s, with %s results and %s recorded closings', p.id, p.state,
        count(DISTINCT r.poll_id), count(DISTINCT a.id)) AS what
      FROM poll p LEFT JOIN poll_result r ON r.cooperative_id = p.cooperative_id AND r.poll_id = p.id
      LEFT JOIN audit_event a ON a.cooperative_id = p.cooperative_id AND a.subject_type = 'poll' AND a.subject_id = p.id
        AND a.act = 'closePoll'
      GROUP BY p.cooperative_id, p.id, p.state
      HAVING count(DISTINCT r.poll_id) <> (p.state = 'closed')::int OR count(DISTINCT a.id) <> (p.state = 'closed')::int`,
  },
  {
    name: 'voting.results_follow_from_their_rule',
    sentence: 'A poll counts by the rule of the bylaws it was called under, in the version recorded with it.',
    exceptions: `SELECT format('poll %s names %s v%s, whose text differs', p.id, p.rule_key, p.rule_version) AS what
      FROM poll p JOIN bylaw_rule r ON r.cooperative_id = p.cooperative_id AND r.key = p.rule_key AND r.version = p.rule_version
      WHERE p.rule <> r.value`,
  },
];
