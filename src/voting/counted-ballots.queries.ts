import type { PgTransaction, Tx } from '../platform/database/transaction.js';
import { isId } from '../shared/ids.js';
import { readGroup, type WrittenGroup } from './domain/batch-count.js';
import type { MarkGroup } from './domain/count-poll.js';

/** How many ballots were cast; those of members who delegated are not among them. */
export async function ballotsCast(tx: Tx, pollId: string): Promise<bigint> {
  const row = await tx.one<{ people: bigint }>(
    `SELECT coalesce(sum(people), 0)::bigint AS people FROM poll_turnout WHERE poll_id = $1`,
    [pollId],
  );
  return row?.people ?? 0n;
}

/** Some of the groups of a poll, and what is known of all of them. */
export interface GroupBatch {
  readonly groups: readonly WrittenGroup[];
  readonly ballotsHash: string;
  /** How many ballots are counted. */
  readonly ballots: bigint;
}

/**
 * The votes that count (`counted_ballot`), grouped by marks, class and weight, with equal marks one after the other, and
 * the hash of their list (`ballotsHashOf`): in one pass, `atOnce` groups at a time, at least one batch. Codes and marks
 * are compared byte by byte, whatever the collation of the database.
 */
export async function* groupBatches(
  tx: PgTransaction,
  pollId: string,
  atOnce: number,
): AsyncGenerator<GroupBatch, void> {
  if (!isId(pollId)) throw new Error('not the identifier of a poll');
  // All rows will be fetched: planned for the first of them, it would sort what it had better hash.
  await tx.control(
    `SET LOCAL cursor_tuple_fraction = 1; DECLARE ballot_groups NO SCROLL CURSOR FOR ${groupsOf(pollId)}`,
  );
  for (let batches = 0; ; batches++) {
    const rows = await tx.sql<GroupRow>(`FETCH ${atOnce} FROM ballot_groups`);
    const [first] = rows;
    if (first) {
      const { ballotsHash, ballots } = first;
      yield { groups: rows.filter(isGroup).map(groupOf), ballotsHash, ballots };
    } else if (batches === 0) throw new Error('counting ballots answered nothing');
    if (rows.length < atOnce) break;
  }
  await tx.control('CLOSE ballot_groups');
}

type GroupRow = (WrittenGroup | { readonly marks: null }) & {
  readonly ballotsHash: string;
  readonly ballots: bigint;
};
type RowOfGroup = GroupRow & WrittenGroup;
const isGroup = (row: GroupRow): row is RowOfGroup => row.marks !== null;
const groupOf = ({ marks, classCode, weightMillionths, people }: RowOfGroup): WrittenGroup => ({
  ...{ marks, classCode, weightMillionths, people },
});

/** The identifier was checked to be one: a cursor takes no parameters. */
const groupsOf = (pollId: string): string =>
  `WITH counted AS MATERIALIZED (
     SELECT canonical_marks(b.marks) AS marks, b.class_id, b.weight_millionths, b.check_code
     FROM counted_ballot b WHERE b.poll_id = '${pollId}'
   ), grouped AS (
     SELECT marks, class_id, weight_millionths, count(*) AS people FROM counted
     GROUP BY marks, class_id, weight_millionths
   ), hashed AS (
     SELECT encode(sha256(convert_to(coalesce(string_agg(check_code || ' ' || marks || ' ' || weight_millionths || E'\\n', ''
       ORDER BY check_code COLLATE "C", weight_millionths), ''), 'UTF8')), 'hex') AS hash, count(*) AS ballots FROM counted
   )
   SELECT g.marks, c.code AS "classCode", g.weight_millionths AS "weightMillionths", g.people, h.hash AS "ballotsHash",
     h.ballots
   FROM hashed h LEFT JOIN grouped g ON true
   LEFT JOIN member_class c ON c.cooperative_id = current_cooperative_id() AND c.id = g.class_id
   ORDER BY g.marks COLLATE "C"`;

/** The groups of several polls at once, for polls whose rule shows results before the close. */
export async function groupsOfPolls(
  tx: Tx,
  pollIds: readonly string[],
): Promise<ReadonlyMap<string, readonly MarkGroup[]>> {
  const rows = await tx.sql<WrittenGroup & { pollId: string }>(
    `SELECT g.poll_id AS "pollId", g.marks, c.code AS "classCode", g.weight_millionths AS "weightMillionths", g.people
     FROM (SELECT b.poll_id, canonical_marks(b.marks) AS marks, b.class_id, b.weight_millionths, count(*) AS people
           FROM counted_ballot b WHERE b.poll_id = ANY ($1) GROUP BY 1, 2, 3, 4) g
     JOIN member_class c ON c.cooperative_id = current_cooperative_id() AND c.id = g.class_id`,
    [pollIds],
  );
  return new Map(pollIds.map((id) => [id, rows.filter((row) => row.pollId === id).map(readGroup)]));
}
