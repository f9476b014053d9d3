import type { Tx } from '../platform/database/transaction.js';
import type { BallotChoice } from '../membership/domain/decision-policy.js';
import type { BallotGroup } from './domain/threshold-outcome.js';

interface GroupRow {
  readonly choice: BallotChoice;
  readonly weight: string;
  readonly people: string;
}
const groupsOf = (rows: readonly GroupRow[] | null): BallotGroup[] =>
  (rows ?? []).map(({ choice, weight, people }) => ({
    choice,
    weightMillionths: BigInt(weight),
    people: BigInt(people),
  }));

const countedBallots = `SELECT c.poll_id, b.marks ->> 'choice' AS choice, e.class_id, e.weight_millionths, b.check_code
  FROM ballot_current c
  JOIN ballot b ON b.cooperative_id = c.cooperative_id AND b.poll_id = c.poll_id
    AND b.membership_id = c.membership_id AND b.revision = c.revision
  JOIN elector e ON e.cooperative_id = c.cooperative_id AND e.poll_id = c.poll_id AND e.membership_id = c.membership_id`;

export interface CountedPoll {
  readonly groups: readonly BallotGroup[];
  readonly ballotsHash: string;
}

/**
 * The ballots that count, grouped, and the hash of their list (`ballotsHashOf`), read in one pass. The codes are
 * compared byte by byte, whatever the collation of the database.
 */
export async function countBallots(tx: Tx, pollId: string): Promise<CountedPoll> {
  const counted = await tx.one<{ groups: GroupRow[] | null; ballotsHash: string }>(
    `WITH counted AS MATERIALIZED (${countedBallots} WHERE c.poll_id = $1)
     SELECT (SELECT jsonb_agg(g) FROM (SELECT choice, weight_millionths::text AS weight, count(*)::text AS people
               FROM counted GROUP BY choice, class_id, weight_millionths) g) AS groups,
       (SELECT encode(sha256(convert_to(coalesce(string_agg(check_code || ' ' || choice || ' ' || weight_millionths || E'\\n', ''
               ORDER BY check_code COLLATE "C"), ''), 'UTF8')), 'hex') FROM counted) AS "ballotsHash"`,
    [pollId],
  );
  if (!counted) throw new Error('counting ballots answered nothing');
  return { groups: groupsOf(counted.groups), ballotsHash: counted.ballotsHash };
}

/** The groups of several polls at once, for polls whose rule shows results before the close. */
export async function groupsOfPolls(
  tx: Tx,
  pollIds: readonly string[],
): Promise<ReadonlyMap<string, readonly BallotGroup[]>> {
  const rows = await tx.sql<GroupRow & { pollId: string }>(
    `SELECT poll_id AS "pollId", choice, weight_millionths::text AS weight, count(*)::text AS people
     FROM (${countedBallots} WHERE c.poll_id = ANY ($1)) counted GROUP BY poll_id, choice, weight_millionths`,
    [pollIds],
  );
  return new Map(pollIds.map((id) => [id, groupsOf(rows.filter((row) => row.pollId === id))]));
}
