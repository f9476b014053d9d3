import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../audit/audit-record.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { nobody, type Viewer } from '../../platform/request/viewer.js';
import { isRefusal, Refusal, type Verdict } from '../../shared/refusal.js';
import { cleanText } from '../../shared/text.js';
import { mayTakePart } from '../voting.policy.js';
import { mayAnswerObjection, mayVoiceOnObjection } from './consent.policy.js';
import { holdObjection, recordEvent, type ObjectionInHand } from './objections.store.js';

/** What an act on an objection answers with: the identifiers; the rest is read after the commit. */
export interface ObjectionDone {
  readonly objectionId: string;
  readonly pollId: string;
}

export const doneTo = ({ id, pollId }: ObjectionInHand): ObjectionDone => ({ objectionId: id, pollId });

/** Answers to objections, and what the electors find of them. How one ends is in `ending-objections.ts`. */
@Injectable()
export class Objections {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** Adds a reasoned answer. The objection stays open until the objector accepts it. */
  answer(
    scope: RequestScope,
    asked: { readonly objectionId: string; readonly text: string },
  ): Promise<ObjectionDone | Refusal> {
    return this.work.command(scope, { act: 'answerObjection' }, async (tx, viewer) => {
      const held = await heldFor(tx, viewer, asked.objectionId, mayAnswerObjection);
      if (isRefusal(held)) return held;
      const text = cleanText(asked.text, 10_000);
      if (text === null)
        return new Refusal('INVALID_INPUT', 'An answer gives its reasons, in 1 to 10,000 characters.', [
          'text',
        ]);
      await recordEvent(tx, [held.id], { kind: 'answered', by: viewer.membershipId, text });
      await record(tx, viewer, 'answerObjection', held);
      return doneTo(held);
    });
  }

  /** Says whether the viewer finds the objection valid; the last time counts, until the close. */
  voice(
    scope: RequestScope,
    asked: { readonly objectionId: string; readonly findsValid: boolean },
  ): Promise<ObjectionDone | Refusal> {
    return this.work.command(scope, { act: 'voiceOnObjection' }, async (tx, viewer) => {
      const held = await heldFor(tx, viewer, asked.objectionId, mayVoiceOnObjection);
      if (isRefusal(held)) return held;
      await tx.sql(
        `INSERT INTO objection_voice (cooperative_id, poll_id, objection_id, membership_id, revision, finds_valid)
         SELECT current_cooperative_id(), $1, $2, $3, coalesce(max(revision), 0) + 1, $4
         FROM objection_voice WHERE objection_id = $2 AND membership_id = $3`,
        [held.pollId, held.id, viewer.membershipId, asked.findsValid],
      );
      await recordVoice(tx, viewer, held);
      return doneTo(held);
    });
  }
}

/** The objection, held, if the verdict lets the viewer act on it. */
export async function heldFor(
  tx: Tx,
  viewer: Viewer,
  objectionId: string,
  may: (viewer: Viewer, facts: ObjectionInHand) => Verdict,
): Promise<ObjectionInHand | Refusal> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  const held = await holdObjection(tx, objectionId.toLowerCase(), viewer.membershipId);
  if (!held) return new Refusal('NOT_FOUND', 'There is no such objection here.');
  const verdict = may(viewer, held);
  return verdict === true ? held : verdict;
}

/**
 * The record, which all members read, says never what was found. Where the objector is not named it says neither who
 * spoke nor on what: who never speaks on an objection is its author. It says that in this poll somebody did.
 */
const recordVoice = (tx: Tx, viewer: Viewer, held: ObjectionInHand): Promise<void> =>
  held.isNamed
    ? record(tx, viewer, 'voiceOnObjection', held)
    : recordAct(tx, nobody, { act: 'voiceOnObjection', subjectType: 'poll', subjectId: held.pollId });

export const record = (tx: Tx, viewer: Viewer, act: string, held: ObjectionInHand): Promise<void> =>
  recordAct(tx, viewer, { act, subjectType: 'objection', subjectId: held.id, data: { pollId: held.pollId } });
