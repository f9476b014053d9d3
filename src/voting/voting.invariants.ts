import { methodNames } from '../membership/domain/decision-rule.js';
import type { Invariant } from '../platform/invariants.js';
import { formOf } from './domain/ballots/ballot-marks.js';

const formOfMethod = methodNames.map((method) => `WHEN '${method}' THEN '${formOf(method)}'`).join(' ');

/** What must be true of polls, electorates and ballots; of results, see `resultInvariants`. */
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
    sentence: 'The turnout of a poll is the number of its electors who have cast a ballot.',
    exceptions: `SELECT format('poll %s: turnout says %s, %s cast a ballot', p.id, coalesce(t.people, 0), coalesce(c.people, 0)) AS what
      FROM poll p
      LEFT JOIN (SELECT poll_id, sum(people) AS people FROM poll_turnout GROUP BY poll_id) t ON t.poll_id = p.id
      LEFT JOIN (SELECT poll_id, count(*) AS people FROM ballot_current GROUP BY poll_id) c ON c.poll_id = p.id
      WHERE coalesce(t.people, 0) <> coalesce(c.people, 0)`,
  },
  {
    name: 'voting.ballots_are_of_their_form',
    sentence: 'Every ballot has the form of its poll’s method, and one form alone.',
    exceptions: `SELECT format('poll %s, membership %s, revision %s: %s is no ballot by %s', b.poll_id, b.membership_id, b.revision,
        b.marks, p.method) AS what
      FROM ballot b JOIN poll p ON p.cooperative_id = b.cooperative_id AND p.id = b.poll_id
      WHERE (SELECT array_agg(k) FROM jsonb_object_keys(b.marks - 'reason') k) IS DISTINCT FROM ARRAY[CASE p.method ${formOfMethod} END]
        OR (b.marks ? 'reason') <> (b.marks ->> 'choice' IS NOT DISTINCT FROM 'block')`,
  },
  {
    name: 'voting.options_are_frozen',
    sentence:
      'The options of a poll, and the seed that breaks its ties, are those recorded at its opening, without gaps; the last is one that its rule adds, where it adds one.',
    exceptions: `SELECT format('poll %s has the options %s and the seed %s, recorded were %s and %s', p.id, o.labels, p.tie_seed,
        a.data -> 'options', a.data ->> 'tieSeed') AS what
      FROM poll p
      LEFT JOIN (SELECT poll_id, jsonb_agg(label ORDER BY position) AS labels, count(*) AS listed, max(position) AS last,
                   max(position) FILTER (WHERE is_added) AS added, count(*) FILTER (WHERE is_added) AS added_count
                 FROM poll_option GROUP BY poll_id) o ON o.poll_id = p.id
      LEFT JOIN audit_event a ON a.cooperative_id = p.cooperative_id AND a.subject_type = 'poll' AND a.subject_id = p.id
        AND a.act = 'openPoll'
      WHERE (o.labels IS NOT NULL OR p.tie_seed IS NOT NULL) AND (o.labels IS DISTINCT FROM a.data -> 'options'
        OR p.tie_seed IS DISTINCT FROM a.data ->> 'tieSeed' OR o.last <> o.listed - 1 OR p.seats > o.listed
        OR o.added_count <> (p.rule -> 'options' -> 'none_of_these' IS NOT DISTINCT FROM 'true'
          OR p.rule -> 'options' -> 'undeclared_write_in' IS NOT DISTINCT FROM 'true')::int OR o.added <> o.last)`,
  },
  {
    name: 'voting.telling_counts_are_withheld',
    sentence:
      'The count of a confidential poll is withheld when, and only when, it would tell how somebody voted.',
    exceptions: `SELECT format('poll %s: the smallest of %s groups cast %s ballots, and the count is %s', p.id, c.groups, c.least,
        coalesce('withheld for ' || w.because, 'given out')) AS what
      FROM poll p
      LEFT JOIN poll_count_withheld w ON w.cooperative_id = p.cooperative_id AND w.poll_id = p.id
      CROSS JOIN LATERAL (SELECT count(*) AS groups, min(g.ballots) AS least FROM count_group g
        WHERE g.cooperative_id = p.cooperative_id AND g.poll_id = p.id) c
      CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM delegated_vote d WHERE d.cooperative_id = p.cooperative_id AND d.poll_id = p.id
        AND (d.check_code IS NULL OR p.method NOT IN ('threshold', 'choice', 'gradients')
          OR coalesce(p.rule ->> 'block', 'forbidden') <> 'forbidden')) AS held) v
      WHERE w.because IS DISTINCT FROM CASE WHEN p.visibility <> 'confidential' OR p.state <> 'closed' THEN NULL
        WHEN v.held THEN 'held_votes' WHEN c.least < CASE WHEN c.groups > 1 THEN 5 ELSE 3 END THEN 'few_ballots' END`,
  },
  {
    name: 'voting.electorates_are_frozen',
    sentence:
      'The electorate of a poll still has the people and the weight that it opened with, class by class.',
    exceptions: `SELECT format('poll %s opened with %s electors of %s millionths, now %s of %s', p.id, p.eligible_people,
        p.eligible_weight_millionths, coalesce(e.people, 0), coalesce(e.weight, 0)) AS what
      FROM poll p LEFT JOIN (
        SELECT poll_id, sum(people) AS people, sum(weight) AS weight, jsonb_agg(jsonb_build_object('classCode', code,
          'people', people::text, 'weightMillionths', weight::text) ORDER BY code) AS by_class
        FROM (SELECT e.poll_id, c.code, count(*) AS people, sum(e.weight_millionths) AS weight FROM elector e
              JOIN member_class c ON c.cooperative_id = e.cooperative_id AND c.id = e.class_id GROUP BY e.poll_id, c.code) k
        GROUP BY poll_id) e ON e.poll_id = p.id
      WHERE p.eligible_people <> coalesce(e.people, 0) OR p.eligible_weight_millionths <> coalesce(e.weight, 0)
        OR p.eligible_by_class <> coalesce(e.by_class, '[]')`,
  },
  {
    name: 'voting.results_follow_from_their_rule',
    sentence: 'A poll counts by the rule of the bylaws it was called under, in the version recorded with it.',
    exceptions: `SELECT format('poll %s names %s v%s, whose text differs', p.id, p.rule_key, p.rule_version) AS what
      FROM poll p JOIN bylaw_rule r ON r.cooperative_id = p.cooperative_id AND r.key = p.rule_key AND r.version = p.rule_version
      -- The poll's copy is complete; what the bylaws left out stands there by its fallback.
      WHERE NOT p.rule @> r.value`,
  },
];
