import type { Invariant } from '../platform/invariants.js';

/** A fraction as text, `2/3` or `1`, as an exact pair. */
const fraction = (text: string): string =>
  `split_part(${text}, '/', 1)::numeric AS num, coalesce(nullif(split_part(${text}, '/', 2), ''), '1')::numeric AS den`;

/** Of a closed vote for or against: people and weight per class and choice, as its ballots have them now. */
const votesByClass = `SELECT b.poll_id, c.code, b.marks ->> 'choice' AS choice, count(*) AS people, sum(b.weight_millionths) AS weight
  FROM counted_ballot b JOIN member_class c ON c.cooperative_id = b.cooperative_id AND c.id = b.class_id GROUP BY 1, 2, 3`;

/** What of `v` (votes by class) counts towards a base; the entitled of the class or of all are in `r.electorate`. */
const baseOf = (base: string, code: string): string => `CASE ${base}
  WHEN 'cast' THEN coalesce(sum(v.weight) FILTER (WHERE v.choice IN ('for', 'against', 'block')), 0)
  WHEN 'valid' THEN coalesce(sum(v.weight) FILTER (WHERE v.choice IN ('for', 'against', 'block', 'abstain')), 0)
  ELSE (SELECT coalesce(sum((k.one ->> 'weightMillionths')::numeric), 0) FROM jsonb_array_elements(r.electorate -> 'perClass') k (one)
        WHERE ${code} IS NULL OR k.one ->> 'classCode' = ${code}) END`;

/**
 * The outcome of a vote for or against counted again from its ballots and its own rule: whole numbers multiplied
 * crosswise. Votes with caps on classes are left to the recount, which scales them.
 */
const outcomesCountedAgain = `SELECT r.poll_id, r.outcome, CASE
    WHEN p.rule ->> 'block' = 'veto' AND q.blocking > 0 THEN 'failed'
    WHEN q.whole = 0 OR q.counted * q.den < q.num * q.whole THEN 'no_quorum'
    WHEN m.all_met AND q.in_favour > 0 THEN 'passed'
    WHEN NOT m.all_met AND m.all_met_or_equal THEN 'tie' ELSE 'failed' END AS expected
  FROM poll_result r JOIN poll p ON p.cooperative_id = r.cooperative_id AND p.id = r.poll_id
  CROSS JOIN LATERAL (SELECT ${fraction(`p.rule #>> '{quorum,fraction}'`)},
    (SELECT coalesce(sum((k.one ->> CASE p.rule #>> '{quorum,measure}' WHEN 'people' THEN 'people' ELSE 'weightMillionths' END)::numeric), 0)
      FROM jsonb_array_elements(r.electorate -> 'perClass') k (one)) AS whole,
    (SELECT coalesce(sum(CASE p.rule #>> '{quorum,measure}' WHEN 'people' THEN v.people ELSE v.weight END), 0)
      FROM votes v WHERE v.poll_id = p.id AND p.rule #> '{quorum,counting}' ? v.choice) AS counted,
    (SELECT coalesce(sum(v.people), 0) FROM votes v WHERE v.poll_id = p.id AND v.choice = 'block') AS blocking,
    (SELECT coalesce(sum(v.weight), 0) FROM votes v WHERE v.poll_id = p.id AND v.choice = 'for') AS in_favour) q
  CROSS JOIN LATERAL (SELECT bool_and(met) AS all_met, bool_and(met OR equal) AS all_met_or_equal FROM (
    SELECT c.whole > 0 AND CASE c.comparison WHEN '>' THEN c.counted * c.den > c.num * c.whole ELSE c.counted * c.den >= c.num * c.whole END AS met,
      c.base = 'cast' AND c.comparison = '>' AND c.whole > 0 AND c.num * 2 = c.den AND c.counted * 2 = c.whole AS equal
    FROM (SELECT n.one ->> 'base' AS base, n.one ->> 'comparison' AS comparison, ${fraction(`n.one ->> 'fraction'`)},
        (SELECT coalesce(sum(v.weight), 0) FROM votes v WHERE v.poll_id = p.id AND v.choice = 'for'
          AND (n.one ->> 'class' IS NULL OR v.code = n.one ->> 'class')) AS counted,
        (SELECT ${baseOf(`n.one ->> 'base'`, `n.one ->> 'class'`)} FROM votes v WHERE v.poll_id = p.id
          AND (n.one ->> 'class' IS NULL OR v.code = n.one ->> 'class')) AS whole
      FROM (SELECT p.rule -> 'threshold' UNION ALL SELECT jsonb_array_elements(coalesce(p.rule -> 'classMajorities', '[]'))) n (one)) c) k) m
  WHERE p.method = 'threshold' AND r.electorate IS NOT NULL AND jsonb_array_length(coalesce(p.rule -> 'classCaps', '[]')) = 0`;

/** What must be true of results. */
export const resultInvariants: readonly Invariant[] = [
  {
    name: 'voting.results_are_the_ballots',
    sentence:
      'The sums of a vote for or against are the sums of the ballots that count, choice by choice, in people and weight.',
    exceptions: `SELECT format('poll %s: the result says %s people and %s millionths %s, the ballots %s and %s', r.poll_id,
        s.people, s.weight, k.choice, coalesce(c.people, 0), coalesce(c.weight, 0)) AS what
      FROM poll_result r
      CROSS JOIN (VALUES ('for'), ('against'), ('abstain'), ('blank'), ('invalid'), ('block')) k (choice)
      CROSS JOIN LATERAL (SELECT coalesce((r.arithmetic #>> ARRAY['sums', k.choice, 'people'])::bigint, 0) AS people,
        coalesce((r.arithmetic #>> ARRAY['sums', k.choice, 'weightMillionths'])::bigint, 0) AS weight) s
      LEFT JOIN (SELECT poll_id, marks ->> 'choice' AS choice, count(*) AS people, sum(weight_millionths) AS weight
                 FROM counted_ballot GROUP BY 1, 2) c ON c.poll_id = r.poll_id AND c.choice = k.choice
      WHERE r.arithmetic IS NOT NULL
        AND (s.people IS DISTINCT FROM coalesce(c.people, 0) OR s.weight IS DISTINCT FROM coalesce(c.weight, 0))`,
  },
  {
    name: 'voting.results_commit_to_their_ballots',
    sentence:
      'Who took part in a result is who has a ballot that counts, and its hash is the hash of the list of these ballots.',
    exceptions: `SELECT format('poll %s counted %s people under %s, its ballots are %s under %s', r.poll_id,
        r.electorate #>> '{takenPart,people}', r.ballots_hash, coalesce(c.people, 0), c.hash) AS what
      FROM poll_result r LEFT JOIN LATERAL (
        SELECT count(*) AS people, coalesce(sum(weight_millionths), 0) AS weight,
          encode(sha256(convert_to(coalesce(string_agg(check_code || ' ' || canonical_marks(marks) || ' ' || weight_millionths || E'\\n', ''
            ORDER BY check_code COLLATE "C", weight_millionths), ''), 'UTF8')), 'hex') AS hash
        FROM counted_ballot b WHERE b.cooperative_id = r.cooperative_id AND b.poll_id = r.poll_id) c ON true
      WHERE r.counting IS NOT NULL AND (c.hash <> r.ballots_hash OR (r.electorate #>> '{takenPart,people}')::numeric <> c.people
        OR (r.electorate #>> '{takenPart,weightMillionths}')::numeric <> c.weight)`,
  },
  {
    name: 'voting.results_count_the_entitled',
    sentence:
      'The electorate of a result is the frozen one without those who withdrew, and says who they were in number.',
    exceptions: `SELECT format('poll %s counted %s entitled and %s withdrawn, of %s electors %s withdrew', r.poll_id, k.people,
        r.electorate #>> '{withdrawn,people}', p.eligible_people, w.people) AS what
      FROM poll_result r JOIN poll p ON p.cooperative_id = r.cooperative_id AND p.id = r.poll_id
      CROSS JOIN LATERAL (SELECT coalesce(sum((one ->> 'people')::numeric), 0) AS people,
        coalesce(sum((one ->> 'weightMillionths')::numeric), 0) AS weight FROM jsonb_array_elements(r.electorate -> 'perClass') one) k
      CROSS JOIN LATERAL (SELECT count(*) AS people, coalesce(sum(e.weight_millionths), 0) AS weight FROM poll_withdrawal d
        JOIN elector e ON e.cooperative_id = d.cooperative_id AND e.poll_id = d.poll_id AND e.membership_id = d.membership_id
        WHERE d.cooperative_id = p.cooperative_id AND d.poll_id = p.id) w
      WHERE r.electorate IS NOT NULL AND (k.people <> p.eligible_people - w.people OR k.weight <> p.eligible_weight_millionths - w.weight
        OR (r.electorate #>> '{withdrawn,people}')::numeric <> w.people)`,
  },
  {
    name: 'voting.outcomes_follow_from_the_count',
    sentence:
      'The outcome of a vote for or against is what its ballots make by the quorum and the majorities of its rule.',
    exceptions: `WITH votes AS MATERIALIZED (${votesByClass})
      SELECT format('poll %s is recorded as %s, its ballots make it %s', poll_id, outcome, expected) AS what
      FROM (${outcomesCountedAgain}) again WHERE outcome <> expected`,
  },
  {
    name: 'voting.winners_are_options',
    sentence:
      'Options are chosen where a poll is decided, none twice, none that is tied and no more than its seats; the engine’s count names each.',
    exceptions: `SELECT format('poll %s is %s with the winners %s for %s seats', p.id, r.outcome, r.winners, p.seats) AS what
      FROM poll_result r JOIN poll p ON p.cooperative_id = r.cooperative_id AND p.id = r.poll_id
      WHERE (r.outcome = 'decided') <> (cardinality(r.winners) > 0) AND r.outcome <> 'tie'
        OR cardinality(r.winners) > p.seats OR r.winners && r.tied
        OR cardinality(r.winners) <> (SELECT count(DISTINCT o.position) FROM poll_option o
          WHERE o.cooperative_id = p.cooperative_id AND o.poll_id = p.id AND o.position = ANY (r.winners)
            AND r.counting -> 'winners' @> to_jsonb(o.position))`,
  },
  {
    name: 'voting.recounts_found_the_same',
    sentence:
      'Every recount found the recorded result, under its hash; it was ordered when as many electors had asked as the rule names.',
    exceptions: `SELECT format('poll %s: recount %s, asked for by %s, found %s under %s', o.poll_id, o.number, q.people,
        coalesce(r.verdict, 'nothing yet') || coalesce(' in ' || r.difference, ''), r.ballots_hash) AS what
      FROM poll_recount_order o JOIN poll p ON p.cooperative_id = o.cooperative_id AND p.id = o.poll_id
      JOIN poll_result s ON s.cooperative_id = o.cooperative_id AND s.poll_id = o.poll_id
      LEFT JOIN poll_recount r ON r.cooperative_id = o.cooperative_id AND r.poll_id = o.poll_id AND r.number = o.number
      CROSS JOIN LATERAL (SELECT count(*) AS people FROM poll_recount_request q
        WHERE q.cooperative_id = o.cooperative_id AND q.poll_id = o.poll_id AND q.number = o.number) q
      CROSS JOIN LATERAL (SELECT ${fraction(`coalesce(p.rule ->> 'recountShare', '0')`)}) n
      WHERE r.verdict = 'differs' OR r.ballots_hash <> s.ballots_hash OR q.people < 1 OR q.people * n.den < n.num * p.eligible_people`,
  },
  {
    name: 'voting.early_ends_were_certain',
    sentence:
      'A poll ended before its announced closing only where its rule says so, it had lasted as long as that asks, and its count found that nothing could change it.',
    exceptions: `SELECT format('poll %s ended at %s, announced for %s', p.id, p.closes_at, p.ended_early_from) AS what
      FROM poll p JOIN poll_result r ON r.cooperative_id = p.cooperative_id AND r.poll_id = p.id
      WHERE (p.ended_early_from IS NOT NULL) <> coalesce((r.counting ->> 'decided_early')::boolean, false)
        OR p.ended_early_from IS NOT NULL AND (p.rule ->> 'earlyDecision' IS DISTINCT FROM 'certain'
          OR p.closes_at < p.opens_at + make_interval(hours => (p.rule ->> 'minimumDurationHours')::int))`,
  },
  {
    name: 'voting.options_left_out_were_excluded',
    sentence:
      'An option is taken out of a vote only where its rule lets it, before the close; the count leaves out those and no others.',
    exceptions: `SELECT format('poll %s leaves out the options %s, excluded were %s', p.id, r.counting -> 'excluded', x.positions) AS what
      FROM poll p
      LEFT JOIN (SELECT cooperative_id, poll_id, jsonb_agg(position ORDER BY position) AS positions, max(recorded_at) AS last
                 FROM poll_exclusion GROUP BY 1, 2) x ON x.cooperative_id = p.cooperative_id AND x.poll_id = p.id
      LEFT JOIN poll_result r ON r.cooperative_id = p.cooperative_id AND r.poll_id = p.id
      WHERE x.positions IS NOT NULL AND (p.rule -> 'options' -> 'excluded' IS DISTINCT FROM 'true' OR x.last >= p.closes_at)
        OR r.poll_id IS NOT NULL AND coalesce(r.counting -> 'excluded', '[]') <> coalesce(x.positions, '[]')`,
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
];
