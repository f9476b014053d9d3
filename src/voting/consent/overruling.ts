import { recordAct } from '../../audit/audit-record.js';
import { storedPolicy } from '../../membership/domain/decision-policy.js';
import type { Tx } from '../../platform/database/transaction.js';
import { nobody } from '../../platform/request/viewer.js';
import type { CountedObjection } from '../domain/count-poll.js';
import { overrulingOf, type OverrulingArithmetic, type Voices } from '../domain/consent/overruling.js';
import { recordEvent } from './objections.store.js';

interface VoicesRow {
  readonly objectionId: string;
  readonly validPeople: bigint;
  readonly validWeight: bigint;
  readonly notValidPeople: bigint;
  readonly notValidWeight: bigint;
  readonly eligibleWeight: bigint;
  readonly rule: unknown;
  readonly isOpen: boolean;
}

/** Voices on objections with the electorate they are of, less who left it for a conflict of interest. */
const voicesOf = (where: string): string => `
  SELECT v.objection_id AS "objectionId", v.valid_people AS "validPeople", v.valid_weight AS "validWeight",
    v.not_valid_people AS "notValidPeople", v.not_valid_weight AS "notValidWeight", p.rule, p.visibility = 'open' AS "isOpen",
    p.eligible_weight_millionths - (SELECT coalesce(sum(e.weight_millionths), 0)::bigint FROM poll_withdrawal w
      JOIN elector e ON e.cooperative_id = w.cooperative_id AND e.poll_id = w.poll_id AND e.membership_id = w.membership_id
      WHERE w.cooperative_id = p.cooperative_id AND w.poll_id = p.id) AS "eligibleWeight"
  FROM objection_voices v JOIN poll p ON p.cooperative_id = v.cooperative_id AND p.id = v.poll_id
  JOIN objection o ON o.cooperative_id = v.cooperative_id AND o.id = v.objection_id
  WHERE ${where}`;

/** The arithmetic of a row; null where the rule lets nothing be overruled. */
function arithmeticOf(row: VoicesRow): OverrulingArithmetic | null {
  const rule = storedPolicy(row.rule).objections?.mayOverrule ?? null;
  const voices: Voices = {
    valid: { people: row.validPeople, weightMillionths: row.validWeight },
    notValid: { people: row.notValidPeople, weightMillionths: row.notValidWeight },
  };
  return rule === null ? null : overrulingOf(rule, voices, row.eligibleWeight);
}

/** The voices on objections as they stand, by objection. */
export async function voicesOnObjections(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OverrulingArithmetic | null>> {
  const rows = await tx.sql<VoicesRow>(voicesOf('o.id = ANY ($1)'), [ids]);
  return new Map(rows.map((row) => [row.objectionId, arithmeticOf(row)]));
}

/**
 * At the close, before the count: overrules the open objections that the electors found not valid by the majority the
 * rule names. In a poll by another method there are none.
 */
export async function overruleObjections(tx: Tx, pollId: string): Promise<void> {
  const rows = await tx.sql<VoicesRow>(voicesOf(`o.poll_id = $1 AND o.state = 'open'`), [pollId]);
  for (const row of rows) {
    const arithmetic = arithmeticOf(row);
    if (arithmetic?.overruled !== true) continue;
    await recordEvent(tx, [row.objectionId], { kind: 'overruled', by: null });
    await recordAct(tx, nobody, {
      act: 'overruleObjection',
      subjectType: 'objection',
      subjectId: row.objectionId,
      // In a confidential poll the sums stand beside the objection, where the count is given out.
      data: row.isOpen ? sumsOf(pollId, arithmetic) : { pollId },
    });
  }
}

const sumsOf = (pollId: string, arithmetic: OverrulingArithmetic): Record<string, string> => ({
  pollId,
  notValidMillionths: arithmetic.notValid.weightMillionths.toString(),
  validMillionths: arithmetic.valid.weightMillionths.toString(),
  neededMillionths: arithmetic.needed.toString(),
});

/**
 * The objections that a count takes in, by poll: those open and those overruled, each with the weight of the votes
 * behind it. What ended otherwise has another ballot, or none.
 */
export async function countedObjections(
  tx: Tx,
  pollIds: readonly string[],
): Promise<ReadonlyMap<string, readonly CountedObjection[]>> {
  const rows = await tx.sql<CountedObjection & { pollId: string }>(
    `SELECT o.poll_id AS "pollId", o.reason, o.state, e.weight_millionths + coalesce((
       SELECT sum(d.weight_millionths) FROM counted_ballot d WHERE d.cooperative_id = o.cooperative_id
         AND d.poll_id = o.poll_id AND d.held_by = o.membership_id), 0)::bigint AS "weightMillionths"
     FROM objection o
     JOIN elector e ON e.cooperative_id = o.cooperative_id AND e.poll_id = o.poll_id AND e.membership_id = o.membership_id
     WHERE o.poll_id = ANY ($1) AND o.state IN ('open', 'overruled') ORDER BY o.raised_at, o.id`,
    [pollIds],
  );
  return new Map(pollIds.map((id) => [id, rows.filter(({ pollId }) => pollId === id)]));
}
