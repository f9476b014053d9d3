import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import type { ConsentPosition } from '../domain/ballots/ballot-marks.js';
import { objectionText, type ObjectionText } from '../domain/consent/objection.js';
import type { TakenBallot } from '../casting-steps.js';
import { insertObjection, withdrawOpenObjection } from './objections.store.js';

/** What a ballot of consent may bring beside its marks. */
export interface ConsentWords {
  readonly position: ConsentPosition;
  readonly reason?: string | null | undefined;
  readonly criteria?: string | null | undefined;
  readonly proposedChange?: string | null | undefined;
  /** Whether a confidential poll shows the objector's name; false when absent. */
  readonly showMyName?: boolean | null | undefined;
  /** Whether the elector is asked again should the text change to meet an objection; true when absent. */
  readonly askMeAgain?: boolean | null | undefined;
  /** The version of the text that the elector has read; refused when it is missing, or not the one that stands. */
  readonly textVersion: number;
}

/** The words checked before the ballot is cast: an objection has them, another ballot has none. */
export function checkedWords(given: ConsentWords): ObjectionText | null | Refusal<'INVALID_INPUT'> {
  if (given.position === 'object') return objectionText(given);
  const stray = (['reason', 'criteria', 'proposedChange'] as const).filter(
    (field) => (given[field] ?? null) !== null,
  );
  return stray.length === 0
    ? null
    : new Refusal(
        'INVALID_INPUT',
        'Reason, criteria and change belong to an objection; this ballot does not object.',
        stray.map((field) => `${field}: only where the ballot objects.`),
      );
}

/**
 * What follows from a ballot of consent that was just taken, in its transaction: an objection is raised, or withdrawn
 * by a ballot that does not object; one that objects again in other words ends the former. A ballot on a text that
 * changed while it was being read is refused, and with it everything undone.
 */
export async function followConsentBallot(
  tx: Tx,
  viewer: Viewer,
  taken: TakenBallot,
): Promise<true | Refusal> {
  const given = wordsGiven(taken.given);
  const { pollId, membershipId, revision } = taken;
  const standing = await standingOf(tx, pollId, membershipId);
  if (standing.hasWithdrawn)
    return new Refusal('WITHDRAWN_FROM_POLL', 'You left this vote for a conflict of interest.');
  const read = hasReadText(given.textVersion, standing.textVersion);
  if (read !== true) return read;
  const words = checkedWords(given);
  if (isRefusal(words)) return words;
  if (given.askMeAgain === false)
    await tx.sql(
      `INSERT INTO ask_again_waiver (cooperative_id, poll_id, membership_id, revision)
       VALUES (current_cooperative_id(), $1, $2, $3)`,
      [pollId, membershipId, revision],
    );
  const elector = { pollId, membershipId, by: viewer.membershipId! };
  if (words !== null && (await saysTheSame(tx, elector, words))) return true;
  await withdrawOpenObjection(tx, elector);
  if (words !== null) await insertObjection(tx, { ...elector, words, nameShown: given.showMyName ?? false });
  return true;
}

/** What is consented to is a version of the text: the one that the elector says they have read, and no later one. */
function hasReadText(read: unknown, standing: number): true | Refusal<'INVALID_BALLOT' | 'TEXT_HAS_CHANGED'> {
  if (read === standing) return true;
  if (typeof read !== 'number')
    return new Refusal('INVALID_BALLOT', 'A ballot of consent says which version of the text it is about.', [
      `textVersion: ${standing} is the one that stands.`,
    ]);
  return new Refusal(
    'TEXT_HAS_CHANGED',
    `You have read version ${read} of the text; version ${standing} stands. Read it, then vote.`,
    [`textVersion: ${standing} is the one that stands.`],
  );
}

/** The form `consent` of the ballot as it was given; its position was read with the marks. */
function wordsGiven(ballot: unknown): ConsentWords {
  const { consent } = ballot as { readonly consent: ConsentWords | ConsentPosition };
  return typeof consent === 'string' ? ({ position: consent } as ConsentWords) : consent;
}

/** Read by a statement of its own: the ballot's waited for the poll, this one sees what was done meanwhile. */
async function standingOf(
  tx: Tx,
  pollId: string,
  membershipId: string,
): Promise<{ textVersion: number; hasWithdrawn: boolean }> {
  const row = await tx.one<{ textVersion: number; hasWithdrawn: boolean }>(
    `SELECT p.text_version AS "textVersion", EXISTS (SELECT FROM poll_withdrawal w
       WHERE w.cooperative_id = p.cooperative_id AND w.poll_id = p.id AND w.membership_id = $2) AS "hasWithdrawn"
     FROM poll p WHERE p.id = $1`,
    [pollId, membershipId],
  );
  if (!row) throw new Error(`poll ${pollId} took a ballot and is gone`);
  return row;
}

/** Whether the elector's open objection has the same words: then it goes on, with its answers and voices. */
async function saysTheSame(
  tx: Tx,
  elector: { readonly pollId: string; readonly membershipId: string },
  words: ObjectionText,
): Promise<boolean> {
  const same = await tx.sql(
    `SELECT FROM objection WHERE poll_id = $1 AND membership_id = $2 AND state = 'open'
       AND (reason, criteria) = ($3, $4) AND proposed_change IS NOT DISTINCT FROM $5`,
    [elector.pollId, elector.membershipId, words.reason, words.criteria, words.proposedChange],
  );
  return same.length === 1;
}
