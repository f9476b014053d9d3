import type { Tx } from '../platform/database/transaction.js';
import { storedMarks } from './domain/ballots/ballot-marks.js';
import type { MarkGroup } from './domain/count-poll.js';

interface GroupRow {
  readonly marks: string;
  readonly classCode: string;
  readonly weightMillionths: bigint;
  readonly people: bigint;
}
const groupOf = ({ marks, classCode, weightMillionths, people }: GroupRow): MarkGroup => ({
  marks: storedMarks(JSON.parse(marks)),
  classCode,
  weightMillionths,
  people,
});

export interface CountedBallots {
  readonly groups: readonly MarkGroup[];
  readonly ballotsHash: string;
}

/**
 * The votes that count (`counted_ballot`), grouped by marks, class and weight, and the hash of their list
 * (`ballotsHashOf`), read in one pass. Codes are compared byte by byte, whatever the collation of the database.
 */
export async function countBallots(tx: Tx, pollId: string): Promise<CountedBallots> {
  const rows = await tx.sql<Partial<GroupRow> & { ballotsHash: string }>(
    `WITH counted AS MATERIALIZED (
       SELECT canonical_marks(b.marks) AS marks, b.class_id, b.weight_millionths, b.check_code
       FROM counted_ballot b WHERE b.poll_id = $1
     ), grouped AS (
       SELECT marks, class_id, weight_millionths, count(*) AS people FROM counted
       GROUP BY marks, class_id, weight_millionths
     ), hashed AS (
       SELECT encode(sha256(convert_to(coalesce(string_agg(check_code || ' ' || marks || ' ' || weight_millionths || E'\\n', ''
         ORDER BY check_code COLLATE "C", weight_millionths), ''), 'UTF8')), 'hex') AS hash FROM counted
     )
     SELECT g.marks, c.code AS "classCode", g.weight_millionths AS "weightMillionths", g.people, h.hash AS "ballotsHash"
     FROM hashed h LEFT JOIN grouped g ON true
     LEFT JOIN member_class c ON c.cooperative_id = current_cooperative_id() AND c.id = g.class_id`,
    [pollId],
  );
  const [first] = rows;
  if (!first) throw new Error('counting ballots answered nothing');
  const groups = rows.filter((row): row is GroupRow & { ballotsHash: string } => row.marks !== null);
  return { groups: groups.map(groupOf), ballotsHash: first.ballotsHash };
}

/** The groups of several polls at once, for polls whose rule shows results before the close. */
export async function groupsOfPolls(
  tx: Tx,
  pollIds: readonly string[],
): Promise<ReadonlyMap<string, readonly MarkGroup[]>> {
  const rows = await tx.sql<GroupRow & { pollId: string }>(
    `SELECT g.poll_id AS "pollId", g.marks, c.code AS "classCode", g.weight_millionths AS "weightMillionths", g.people
     FROM (SELECT b.poll_id, canonical_marks(b.marks) AS marks, b.class_id, b.weight_millionths, count(*) AS people
           FROM counted_ballot b WHERE b.poll_id = ANY ($1) GROUP BY 1, 2, 3, 4) g
     JOIN member_class c ON c.cooperative_id = current_cooperative_id() AND c.id = g.class_id`,
    [pollIds],
  );
  return new Map(pollIds.map((id) => [id, rows.filter((row) => row.pollId === id).map(groupOf)]));
}
