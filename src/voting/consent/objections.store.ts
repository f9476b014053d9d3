import { randomUUID } from 'node:crypto';
import { storedPolicy } from '../../membership/domain/decision-policy.js';
import type { Tx } from '../../platform/database/transaction.js';
import { isId, newId } from '../../shared/ids.js';
import { endingOf, type ObjectionEvent, type ObjectionText } from '../domain/consent/objection.js';
import type { ObjectionFacts } from './consent.policy.js';

/** An objection with what decides about acts on it, for one viewer. */
export interface ObjectionInHand extends ObjectionFacts {
  readonly id: string;
  readonly pollId: string;
  /** Whether everybody may know who raised it. */
  readonly isNamed: boolean;
}

interface FactsRow extends Omit<ObjectionInHand, 'rule'> {
  readonly policy: unknown;
}

const facts = `SELECT o.id, o.poll_id AS "pollId", o.state, o.membership_id AS "objectorId", o.name_shown AS "isNamed",
    CASE WHEN p.state = 'open' AND p.closes_at <= rochdale_now() THEN 'closing' ELSE p.state END AS "pollState",
    p.proposed_by AS "proposedBy", p.opened_by AS "openedBy", p.rule AS policy,
    (SELECT count(*)::int FROM objection_event h WHERE h.cooperative_id = o.cooperative_id AND h.objection_id = o.id
       AND h.kind = 'answered') AS answers,
    EXISTS (SELECT FROM elector e WHERE e.cooperative_id = o.cooperative_id AND e.poll_id = o.poll_id
       AND e.membership_id = $2) AS "isElector",
    EXISTS (SELECT FROM poll_withdrawal w WHERE w.cooperative_id = o.cooperative_id AND w.poll_id = o.poll_id
       AND w.membership_id = $2) AS "hasWithdrawn"
  FROM objection o JOIN poll p ON p.cooperative_id = o.cooperative_id AND p.id = o.poll_id`;

const inHand = ({ policy, ...row }: FactsRow): ObjectionInHand => ({
  ...row,
  rule: storedPolicy(policy).objections,
});

/** The facts about objections, for the verdicts that a reader is shown. */
export async function objectionFacts(
  tx: Tx,
  ids: readonly string[],
  viewerId: string | null,
): Promise<ObjectionInHand[]> {
  const rows = await tx.sql<FactsRow>(`${facts} WHERE o.id = ANY ($1)`, [ids, viewerId]);
  return rows.map(inHand);
}

/**
 * One objection to act on, its row locked until the command ends; null where there is none. The poll is held first,
 * FOR SHARE as a ballot holds it, so that it neither closes nor changes its text meanwhile; then the viewer's ballot,
 * which a cast takes before the objection too.
 */
export async function holdObjection(
  tx: Tx,
  id: string,
  viewerId: string | null,
): Promise<ObjectionInHand | null> {
  if (!isId(id)) return null;
  const found = await tx.one<{ pollId: string }>(`SELECT poll_id AS "pollId" FROM objection WHERE id = $1`, [
    id,
  ]);
  if (!found) return null;
  await tx.sql(`SELECT FROM poll WHERE id = $1 FOR SHARE`, [found.pollId]);
  await tx.sql(`SELECT FROM ballot_current WHERE poll_id = $1 AND membership_id = $2 FOR UPDATE`, [
    found.pollId,
    viewerId,
  ]);
  await tx.sql(`SELECT FROM objection WHERE id = $1 FOR UPDATE`, [id]);
  const [held] = await objectionFacts(tx, [id], viewerId);
  return held ?? null;
}

/** Raises an objection in the name of an elector; in an open poll the name is shown whatever was wished. */
export async function insertObjection(
  tx: Tx,
  raised: {
    readonly pollId: string;
    readonly membershipId: string;
    readonly by: string;
    readonly words: ObjectionText;
    readonly nameShown: boolean;
  },
): Promise<string> {
  // Random, since identifiers in order of time would tell when somebody who is not named objected.
  const id = randomUUID();
  const { reason, criteria, proposedChange } = raised.words;
  await tx.sql(
    `INSERT INTO objection (cooperative_id, id, poll_id, membership_id, reason, criteria, proposed_change, name_shown,
       text_version, raised_at)
     SELECT cooperative_id, $2, id, $3, $4, $5, $6, $7 OR visibility = 'open', text_version, rochdale_now()
     FROM poll WHERE id = $1`,
    [raised.pollId, id, raised.membershipId, reason, criteria, proposedChange, raised.nameShown],
  );
  await insertEvent(tx, [id], { kind: 'raised', by: raised.by });
  return id;
}

export interface HistoryEntry {
  readonly kind: ObjectionEvent;
  /** The membership whose act it was; null for the product, at the close. */
  readonly by: string | null;
  readonly text?: string | null;
}

/** Adds to the history and, where the entry ends the objections, ends them. Their rows are held by the caller. */
export async function recordEvent(tx: Tx, ids: readonly string[], entry: HistoryEntry): Promise<void> {
  const ending = endingOf[entry.kind];
  if (ending !== null)
    await tx.sql(`UPDATE objection SET state = $2 WHERE id = ANY ($1) AND state = 'open'`, [ids, ending]);
  await insertEvent(tx, ids, entry);
}

async function insertEvent(tx: Tx, ids: readonly string[], entry: HistoryEntry): Promise<void> {
  const rows = ids.map((objectionId) => ({ id: newId(), objectionId }));
  await tx.sql(
    `INSERT INTO objection_event (cooperative_id, id, objection_id, kind, by_membership_id, text, text_version)
     SELECT o.cooperative_id, r.id, o.id, $2, $3, $4, p.text_version
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "objectionId" uuid)
     JOIN objection o ON o.id = r."objectionId"
     JOIN poll p ON p.cooperative_id = o.cooperative_id AND p.id = o.poll_id`,
    [JSON.stringify(rows), entry.kind, entry.by, entry.text ?? null],
  );
}

/** Ends the open objection of an elector, if there is one; see `recordEvent`. */
export async function withdrawOpenObjection(
  tx: Tx,
  elector: { readonly pollId: string; readonly membershipId: string; readonly by: string },
  text: string | null = null,
): Promise<boolean> {
  const open = await tx.sql<{ id: string }>(
    `SELECT id FROM objection WHERE poll_id = $1 AND membership_id = $2 AND state = 'open' FOR UPDATE`,
    [elector.pollId, elector.membershipId],
  );
  if (open.length === 0) return false;
  const ids = open.map(({ id }) => id);
  await recordEvent(tx, ids, { kind: 'withdrawn', by: elector.by, text });
  return true;
}
