import type { Tx } from '../platform/database/transaction.js';
import { electorateSum, type ClassOfElectors, type PollElectorate } from './domain/count-poll.js';
import { votingStandings, type EligibilityFacts } from './domain/eligibility.js';

export interface FrozenElectorate {
  readonly people: bigint;
  readonly weightMillionths: bigint;
  /** The same by class of members, numbers as text. */
  readonly perClass: readonly StoredClass[];
}
interface StoredClass {
  readonly classCode: string;
  readonly people: string;
  readonly weightMillionths: string;
}

const holdsSeat = (membership: string, poll: string): string => `EXISTS (
  SELECT FROM seat t LEFT JOIN seat_end x ON x.cooperative_id = t.cooperative_id AND x.seat_id = t.id
  WHERE t.cooperative_id = ${poll}.cooperative_id AND t.body_id = ${poll}.body_id AND t.membership_id = ${membership}
    AND t.effective_from <= ${poll}.record_on AND (x.effective_until IS NULL OR ${poll}.record_on < x.effective_until))`;

/** Of rows with `c` (class), `people` and `weight`: one entry per class, in the order of their codes. */
const classesAsJson = `jsonb_agg(jsonb_build_object('classCode', c.code, 'people', people::text,
  'weightMillionths', weight::text) ORDER BY c.code)`;

/**
 * Draws the electorate of a poll from the register as of its record date and freezes it, in one statement whatever the
 * number of members: the latest standing and class of each by DISTINCT ON over the index, never a question per member.
 * The rule is that of `domain/eligibility.ts`. Answers what was frozen; nothing is written when nobody is eligible.
 */
export async function freezeElectorate(tx: Tx, pollId: string): Promise<FrozenElectorate> {
  const frozen = await tx.one<FrozenElectorate>(
    `WITH of_poll AS MATERIALIZED (
       SELECT p.cooperative_id, p.id, p.record_on, p.body_id, b.kind = 'general_assembly' AS is_assembly
       FROM poll p JOIN body b ON b.cooperative_id = p.cooperative_id AND b.id = p.body_id WHERE p.id = $1
     ), standing AS (
       SELECT DISTINCT ON (s.membership_id) s.membership_id, s.standing FROM membership_standing s
       WHERE s.effective_on <= (SELECT record_on FROM of_poll)
       ORDER BY s.membership_id, s.effective_on DESC, s.recorded_at DESC, s.id DESC
     ), class AS (
       SELECT DISTINCT ON (t.membership_id) t.membership_id, t.class_id FROM membership_class_term t
       WHERE t.effective_on <= (SELECT record_on FROM of_poll)
       ORDER BY t.membership_id, t.effective_on DESC, t.recorded_at DESC, t.id DESC
     ), frozen AS (
       INSERT INTO elector (cooperative_id, poll_id, membership_id, class_id, weight_millionths)
       SELECT o.cooperative_id, o.id, m.id, c.id, CASE WHEN o.is_assembly THEN c.vote_weight_millionths ELSE 1000000 END
       FROM of_poll o
       JOIN membership m ON m.cooperative_id = o.cooperative_id AND m.joined_on <= o.record_on
       JOIN standing ON standing.membership_id = m.id AND standing.standing = ANY ($2)
       JOIN class ON class.membership_id = m.id
       JOIN member_class c ON c.cooperative_id = o.cooperative_id AND c.id = class.class_id
       WHERE CASE WHEN o.is_assembly THEN c.may_vote AND c.vote_weight_millionths > 0 ELSE ${holdsSeat('m.id', 'o')} END
       RETURNING class_id, weight_millionths
     ), drawn AS (
       SELECT class_id, count(*) AS people, sum(weight_millionths)::bigint AS weight FROM frozen GROUP BY class_id
     )
     UPDATE poll SET eligible_people = whole.people, eligible_weight_millionths = whole.weight,
       eligible_by_class = whole.by_class
     FROM (SELECT coalesce(sum(people), 0)::bigint AS people, coalesce(sum(weight), 0)::bigint AS weight,
             coalesce(${classesAsJson}, '[]') AS by_class
           FROM drawn JOIN member_class c ON c.id = drawn.class_id) whole
     WHERE poll.id = $1
     RETURNING eligible_people AS people, eligible_weight_millionths AS "weightMillionths",
       eligible_by_class AS "perClass"`,
    [pollId, votingStandings],
  );
  if (!frozen) throw new Error('the poll whose electorate is drawn does not exist');
  return frozen;
}

/** What explains the eligibility of one membership (or of nobody) in several polls, in one statement. */
export function eligibilityFacts(
  tx: Tx,
  pollIds: readonly string[],
  membershipId: string | null,
): Promise<(EligibilityFacts & { readonly pollId: string })[]> {
  return tx.sql(
    `SELECT p.id AS "pollId", p.record_on AS "recordOn", b.name AS "bodyName", b.kind = 'general_assembly' AS "isAssembly",
       m.id IS NOT NULL AS "isMember", m.joined_on AS "joinedOn",
       standing_on(p.cooperative_id, m.id, p.record_on) AS standing, c.name AS "className",
       coalesce(c.may_vote AND c.vote_weight_millionths > 0, false) AS "classMayVote",
       m.id IS NOT NULL AND ${holdsSeat('m.id', 'p')} AS "hasSeat", e.weight_millionths AS "weightMillionths"
     FROM poll p
     JOIN body b ON b.cooperative_id = p.cooperative_id AND b.id = p.body_id
     LEFT JOIN membership m ON m.cooperative_id = p.cooperative_id AND m.id = $2
     LEFT JOIN elector e ON e.cooperative_id = p.cooperative_id AND e.poll_id = p.id AND e.membership_id = m.id
     LEFT JOIN member_class c ON c.cooperative_id = p.cooperative_id
       AND c.id = coalesce(e.class_id, class_on(p.cooperative_id, m.id, p.record_on))
     WHERE p.id = ANY ($1)`,
    [pollIds, membershipId],
  );
}

/** What was frozen when a poll opened, and who is counted as entitled: the electorate without those who withdrew. */
export interface FrozenPoll {
  readonly id: string;
  /** The policy in its stored form. */
  readonly rule: unknown;
  /** The options, by position. */
  readonly labels: readonly string[];
  readonly tieSeed: string | null;
  readonly electorate: PollElectorate;
  /** Options taken out of it, and whether it ended before its announced closing. */
  readonly excluded: readonly number[];
  readonly endedEarly: boolean;
}

/** Everything but the ballots that a count of several polls depends on, in one statement. */
export async function frozenPolls(tx: Tx, pollIds: readonly string[]): Promise<FrozenPoll[]> {
  const rows = await tx.sql<
    Omit<FrozenPoll, 'electorate'> & { perClass: StoredClass[] | null; withdrawn: StoredClass[] | null }
  >(
    `SELECT p.id, p.rule, p.tie_seed AS "tieSeed", ARRAY(SELECT o.label FROM poll_option o
         WHERE o.cooperative_id = p.cooperative_id AND o.poll_id = p.id ORDER BY o.position) AS labels,
       ARRAY(SELECT x.position FROM poll_exclusion x
         WHERE x.cooperative_id = p.cooperative_id AND x.poll_id = p.id ORDER BY x.position) AS excluded,
       p.ended_early_from IS NOT NULL AS "endedEarly",
       coalesce(p.eligible_by_class, (SELECT ${classesAsJson}
         FROM (SELECT e.class_id, count(*) AS people, sum(e.weight_millionths)::bigint AS weight FROM elector e
               WHERE e.cooperative_id = p.cooperative_id AND e.poll_id = p.id GROUP BY e.class_id) drawn
         JOIN member_class c ON c.cooperative_id = p.cooperative_id AND c.id = drawn.class_id)) AS "perClass",
       (SELECT ${classesAsJson}
         FROM (SELECT e.class_id, count(*) AS people, sum(e.weight_millionths)::bigint AS weight FROM poll_withdrawal w
               JOIN elector e ON e.cooperative_id = w.cooperative_id AND e.poll_id = w.poll_id
                 AND e.membership_id = w.membership_id
               WHERE w.cooperative_id = p.cooperative_id AND w.poll_id = p.id GROUP BY e.class_id) gone
         JOIN member_class c ON c.cooperative_id = p.cooperative_id AND c.id = gone.class_id) AS withdrawn
     FROM poll p WHERE p.id = ANY ($1)`,
    [pollIds],
  );
  return rows.map(({ perClass, withdrawn, ...poll }) => ({
    ...poll,
    electorate: withoutWithdrawn(perClass ?? [], withdrawn ?? []),
  }));
}

function withoutWithdrawn(
  perClass: readonly StoredClass[],
  withdrawn: readonly StoredClass[],
): PollElectorate {
  const gone = withdrawn.map(exactClass);
  return {
    perClass: perClass.map(exactClass).map((entitled) => {
      const left = gone.find(({ classCode }) => classCode === entitled.classCode);
      return {
        classCode: entitled.classCode,
        people: entitled.people - (left?.people ?? 0n),
        weightMillionths: entitled.weightMillionths - (left?.weightMillionths ?? 0n),
      };
    }),
    withdrawn: electorateSum(gone),
  };
}

const exactClass = ({ classCode, people, weightMillionths }: StoredClass): ClassOfElectors => ({
  classCode,
  people: BigInt(people),
  weightMillionths: BigInt(weightMillionths),
});
