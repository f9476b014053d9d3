import { recordAct } from '../../audit/audit-record.js';
import { storedPolicy } from '../../membership/domain/decision-policy.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { closingWhenAskedAgain, type AskedAgain } from '../domain/consent/asking-again.js';
import { moveClosing } from '../polls.js';
import { notifyPollChanged } from '../voting.events.js';
import { mayTakePart } from '../voting.policy.js';
import { mayIntegrateObjection } from './consent.policy.js';
import { objectionFacts, recordEvent, type ObjectionInHand } from './objections.store.js';

const mostAtOnce = 50;

export interface Integration {
  /** The objections that the change meets: all of one poll, at most 50. */
  readonly objectionIds: readonly string[];
  /** Whom it concerns, also of those whose ballot would stand. */
  readonly asked: AskedAgain;
}

/** What is voted on, held so that its module can write the new text. */
export interface HeldSubject {
  readonly pollId: string;
  readonly subjectType: string;
  readonly subjectId: string;
  /** The version that the text to be written becomes. */
  readonly textVersion: number;
}

/** The new text, as the poll shows it: its question, and in readable lines what changed. */
export interface WrittenText {
  readonly question: string;
  readonly summary: string;
  /** Whether its title or what adoption does is another: then no ballot stands, whatever its elector said. */
  readonly isAnother: boolean;
}

export interface Integrated {
  readonly pollId: string;
  readonly textVersion: number;
  readonly askedAgainPeople: number;
}

interface HeldPoll {
  readonly subjectType: string;
  readonly subjectId: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly rule: unknown;
  readonly now: Date;
}

/**
 * Integrates objections: the module whose text is voted on writes the next version (`write`), and those whose ballot
 * does not stand on it are asked again. In the caller's transaction; a refusal means that the caller refuses too. The poll is held first,
 * against ballots and the closing, and only then does the module lock what is its own: the order in which closing does.
 */
export async function integrateObjections(
  tx: Tx,
  viewer: Viewer,
  asked: Integration,
  write: (subject: HeldSubject) => Promise<WrittenText | Refusal>,
): Promise<Integrated | Refusal> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  const pollId = await pollOf(tx, asked.objectionIds);
  if (isRefusal(pollId)) return pollId;
  const poll = await holdPoll(tx, pollId, asked.objectionIds);
  const objections = await objectionFacts(tx, asked.objectionIds, viewer.membershipId);
  for (const objection of objections) {
    const verdict = mayIntegrateObjection(viewer, objection);
    if (verdict !== true) return verdict;
  }
  const closesAt = await checkedClosing(tx, poll, asked.asked);
  if (isRefusal(closesAt)) return closesAt;
  const textVersion = await raiseTextVersion(tx, pollId);
  const { subjectType, subjectId } = poll;
  const written = await write({ pollId, subjectType, subjectId, textVersion });
  if (isRefusal(written)) return written;
  await keepChange(tx, viewer, { pollId, textVersion, ...written });
  await recordEvent(tx, asked.objectionIds, { kind: 'integrated', by: viewer.membershipId });
  const whom = { ...asked.asked, everybody: asked.asked.everybody || written.isAnother };
  const askedAgainPeople = await askAgain(tx, { pollId, textVersion, objections, asked: whom });
  await recordAct(tx, viewer, {
    act: 'integrateObjections',
    subjectType: 'poll',
    subjectId: pollId,
    data: { objectionIds: [...asked.objectionIds], textVersion, askedAgainPeople },
  });
  if (closesAt > poll.closesAt)
    await moveClosing(tx, viewer, {
      ...{ pollId, closesAt, closedBefore: poll.closesAt },
      reason: 'The text has changed: those asked again have the days of the rule to answer.',
    });
  else await notifyPollChanged(tx, viewer.cooperativeId, pollId);
  return { pollId, textVersion, askedAgainPeople };
}

/** The one poll of the objections named. */
async function pollOf(tx: Tx, ids: readonly string[]): Promise<string | Refusal> {
  if (ids.length === 0 || ids.length > mostAtOnce || new Set(ids).size !== ids.length)
    return new Refusal('INVALID_INPUT', `Name 1 to ${mostAtOnce} objections, each once.`);
  const rows = ids.every(isId)
    ? await tx.sql<{ pollId: string }>(`SELECT poll_id AS "pollId" FROM objection WHERE id = ANY ($1)`, [ids])
    : [];
  if (rows.length !== ids.length) return new Refusal('NOT_FOUND', 'There is no such objection here.');
  return rows.every(({ pollId }) => pollId === rows[0]!.pollId)
    ? rows[0]!.pollId
    : new Refusal('INVALID_INPUT', 'A change of the text meets objections to one vote, not to several.');
}

async function holdPoll(tx: Tx, pollId: string, objectionIds: readonly string[]): Promise<HeldPoll> {
  await tx.sql(`SELECT FROM poll WHERE id = $1 FOR NO KEY UPDATE`, [pollId]);
  await tx.sql(`SELECT FROM objection WHERE id = ANY ($1) ORDER BY id FOR UPDATE`, [objectionIds]);
  // A statement of its own, so that the clock is read after the locks were had.
  const poll = await tx.one<HeldPoll>(
    `SELECT subject_type AS "subjectType", subject_id AS "subjectId", opens_at AS "opensAt", closes_at AS "closesAt",
       rule, rochdale_now() AS now FROM poll WHERE id = $1`,
    [pollId],
  );
  if (!poll) throw new Error(`poll ${pollId} is gone`);
  return poll;
}

async function checkedClosing(tx: Tx, poll: HeldPoll, asked: AskedAgain): Promise<Date | Refusal> {
  const known = await tx.sql<{ code: string }>(`SELECT code FROM member_class WHERE code = ANY ($1)`, [
    asked.classCodes,
  ]);
  const unknown = asked.classCodes.filter((code) => !known.some((row) => row.code === code));
  if (unknown.length > 0)
    return new Refusal(
      'INVALID_INPUT',
      'There is no such class of members.',
      unknown.slice(0, 20).map((code) => `askAgainClasses: ${JSON.stringify(code.slice(0, 60))} is not one.`),
    );
  const policy = storedPolicy(poll.rule);
  return closingWhenAskedAgain(policy, policy.objections?.answerDays ?? 0, poll, poll.now);
}

async function raiseTextVersion(tx: Tx, pollId: string): Promise<number> {
  const raised = await tx.one<{ textVersion: number }>(
    `UPDATE poll SET text_version = text_version + 1 WHERE id = $1 RETURNING text_version AS "textVersion"`,
    [pollId],
  );
  return raised!.textVersion;
}

async function keepChange(
  tx: Tx,
  viewer: Viewer,
  change: WrittenText & { readonly pollId: string; readonly textVersion: number },
): Promise<void> {
  const { pollId, textVersion, question, summary } = change;
  await tx.sql(`UPDATE poll SET question = $2 WHERE id = $1`, [pollId, question]);
  await tx.sql(
    `INSERT INTO poll_text_change (cooperative_id, poll_id, text_version, question, summary, changed_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5)`,
    [pollId, textVersion, question, summary, viewer.membershipId],
  );
}

/**
 * Asks again the objectors and whoever has a ballot, but for those who said with it that it stands; these too where the
 * change concerns everybody or their class. Who has another objection open is not asked: it stands by itself. Returns
 * how many.
 */
async function askAgain(
  tx: Tx,
  change: {
    readonly pollId: string;
    readonly textVersion: number;
    readonly objections: readonly ObjectionInHand[];
    readonly asked: AskedAgain;
  },
): Promise<number> {
  const { pollId, textVersion, objections, asked } = change;
  const rows = await tx.sql(
    `INSERT INTO poll_asked_again (cooperative_id, poll_id, membership_id, text_version)
     SELECT e.cooperative_id, e.poll_id, e.membership_id, $2
     FROM ballot_current c
     JOIN elector e ON e.cooperative_id = c.cooperative_id AND e.poll_id = c.poll_id AND e.membership_id = c.membership_id
     JOIN member_class k ON k.cooperative_id = e.cooperative_id AND k.id = e.class_id
     WHERE c.poll_id = $1
       AND (e.membership_id = ANY ($3) OR $4 OR k.code = ANY ($5) OR NOT EXISTS (SELECT FROM ask_again_waiver w
         WHERE w.cooperative_id = c.cooperative_id AND w.poll_id = c.poll_id AND w.membership_id = c.membership_id
           AND w.revision = c.revision))
       AND NOT EXISTS (SELECT FROM objection o WHERE o.cooperative_id = c.cooperative_id AND o.poll_id = c.poll_id
         AND o.membership_id = c.membership_id AND o.state = 'open')
       AND NOT EXISTS (SELECT FROM poll_withdrawal x WHERE x.cooperative_id = c.cooperative_id AND x.poll_id = c.poll_id
         AND x.membership_id = c.membership_id)
     RETURNING membership_id`,
    [pollId, textVersion, objections.map(({ objectorId }) => objectorId), asked.everybody, asked.classCodes],
  );
  return rows.length;
}
