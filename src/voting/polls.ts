import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { policyToJson, storedPolicy, type DecisionPolicy } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isCalendarDate } from '../shared/calendar-date.js';
import { isId, newId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { cleanLine, cleanText } from '../shared/text.js';
import {
  checkExtension,
  checkWindow,
  type StoredPollState,
  type WindowReason,
} from './domain/poll-lifecycle.js';
import { freezeElectorate, type FrozenElectorate } from './electorate.queries.js';
import { notifyPollChanged } from './voting.events.js';
import { mayTakePart, mayExtendPoll } from './voting.policy.js';

export interface PollDraft {
  /** What is voted on, as its module names it: `proposal`. */
  readonly subjectType: string;
  readonly subjectId: string;
  readonly question: string;
  /** The rule in force now, with the version of the bylaws it was read from; both stay with the poll. */
  readonly policy: DecisionPolicy;
  readonly ruleKey: string;
  readonly ruleVersion: number;
  readonly bodyId: string;
  readonly closesAt: Date;
  /** The day whose register decides who votes; today in the cooperative when absent. */
  readonly recordOn?: string | undefined;
}
export type OpeningReason =
  | WindowReason
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'RECORD_DATE_IN_FUTURE'
  | 'SUBJECT_ALREADY_VOTED'
  | 'ELECTORATE_EMPTY';

export interface ExtensionRequest {
  readonly pollId: string;
  readonly closesAt: Date;
  readonly reason: string;
  readonly idempotencyKey: string;
}

interface ExtensibleRow {
  readonly state: StoredPollState;
  readonly rule: unknown;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly openedBy: string | null;
}

/** Opening polls and giving them more time. */
@Injectable()
export class Polls {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /**
   * Opens a poll in the caller's transaction and freezes its electorate as of the record date. Who may open it is the
   * subject's rule, asked by the module that calls. A refusal means that the caller refuses too: what this wrote is
   * undone with the caller's command.
   */
  async openPoll(
    tx: Tx,
    viewer: Viewer,
    draft: PollDraft,
  ): Promise<{ pollId: string } | Refusal<OpeningReason>> {
    const question = cleanLine(draft.question, 300);
    if (question === null)
      return new Refusal('INVALID_INPUT', 'The question of a vote is one line of 1 to 300 characters.');
    if (draft.recordOn !== undefined && !isCalendarDate(draft.recordOn))
      return new Refusal('INVALID_INPUT', 'The record date is not a day of the calendar.');
    // A million electors take longer than a request's statement may.
    const present = await tx.one<{ now: Date; today: string }>(
      `SELECT rochdale_now() AS now, today_in(current_cooperative_id()) AS today,
              set_config('statement_timeout', '10min', true) AS patience`,
    );
    if (!present) throw new Error('the database told no time');
    const recordOn = draft.recordOn ?? present.today;
    if (recordOn > present.today)
      return new Refusal(
        'RECORD_DATE_IN_FUTURE',
        'Who votes is decided by the register of today or of an earlier day.',
      );
    const window = checkWindow(draft.policy, present.now, draft.closesAt);
    if (window !== true) return window;
    const pollId = await insertPoll(tx, viewer, draft, { question, recordOn, opensAt: present.now });
    if (pollId instanceof Refusal) return pollId;
    const electorate = await freezeElectorate(tx, pollId);
    if (electorate.people === 0n)
      return new Refusal('ELECTORATE_EMPTY', `Nobody is entitled to vote on this as of ${recordOn}.`);
    await recordOpening(tx, viewer, { pollId, draft, recordOn, electorate });
    await notifyPollChanged(tx, viewer.cooperativeId, pollId);
    return { pollId };
  }

  /** Gives an open poll more time, with a reason that stays with it; see `checkExtension`. */
  extendPoll(scope: RequestScope, request: ExtensionRequest): Promise<{ pollId: string } | Refusal> {
    const { idempotencyKey, ...asked } = request;
    return this.work.command(scope, { act: 'extendPoll', idempotencyKey, request: asked }, (tx, viewer) =>
      extend(tx, viewer, asked),
    );
  }
}

async function insertPoll(
  tx: Tx,
  viewer: Viewer,
  draft: PollDraft,
  checked: { question: string; recordOn: string; opensAt: Date },
): Promise<string | Refusal<OpeningReason>> {
  const found = isId(draft.bodyId)
    ? await tx.one(`SELECT 1 AS found FROM body WHERE id = $1`, [draft.bodyId])
    : null;
  if (!found) return new Refusal('NOT_FOUND', 'The body that decides on this does not exist here.');
  const pollId = newId();
  const inserted = await tx.sql(
    `INSERT INTO poll (cooperative_id, id, subject_type, subject_id, body_id, question, method, method_version, rule,
       rule_key, rule_version, visibility, record_on, opens_at, closes_at, opened_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, 'threshold', 1, $6, $7, $8, $9, $10, $11, $12, $13)
     ON CONFLICT (cooperative_id, subject_type, subject_id) WHERE state <> 'cancelled' DO NOTHING RETURNING id`,
    [
      pollId,
      draft.subjectType,
      draft.subjectId,
      draft.bodyId,
      checked.question,
      JSON.stringify(policyToJson(draft.policy)),
      draft.ruleKey,
      draft.ruleVersion,
      draft.policy.visibility,
      checked.recordOn,
      checked.opensAt,
      draft.closesAt,
      viewer.membershipId,
    ],
  );
  return inserted.length === 1
    ? pollId
    : new Refusal('SUBJECT_ALREADY_VOTED', 'A vote on this is under way or has been held.');
}

async function recordOpening(
  tx: Tx,
  viewer: Viewer,
  opened: { pollId: string; draft: PollDraft; recordOn: string; electorate: FrozenElectorate },
): Promise<void> {
  const { pollId, draft, recordOn, electorate } = opened;
  await recordAct(tx, viewer, {
    act: 'openPoll',
    subjectType: 'poll',
    subjectId: pollId,
    data: {
      voteOn: draft.subjectType,
      voteOnId: draft.subjectId,
      rule: `${draft.ruleKey} v${draft.ruleVersion}`,
      recordOn,
      closesAt: draft.closesAt.toISOString(),
      eligiblePeople: electorate.people.toString(),
      eligibleWeightMillionths: electorate.weightMillionths.toString(),
    },
  });
}

async function extend(
  tx: Tx,
  viewer: Viewer,
  asked: Omit<ExtensionRequest, 'idempotencyKey'>,
): Promise<{ pollId: string } | Refusal> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  const poll = isId(asked.pollId)
    ? await tx.one<ExtensibleRow>(
        `SELECT state, rule, opens_at AS "opensAt", closes_at AS "closesAt", opened_by AS "openedBy"
         FROM poll WHERE id = $1 FOR NO KEY UPDATE`,
        [asked.pollId],
      )
    : null;
  if (!poll) return new Refusal('NOT_FOUND', 'There is no such vote here.');
  const policy = storedPolicy(poll.rule);
  const permission = mayExtendPoll(viewer, { openedBy: poll.openedBy, policy });
  if (permission !== true) return permission;
  const reason = cleanText(asked.reason, 1_000);
  if (reason === null)
    return new Refusal('INVALID_INPUT', 'Give the reason for more time, in 1 to 1,000 characters.');
  // Asked after the lock: who waited for it until after the close is too late.
  const clock = await tx.one<{ now: Date }>(`SELECT rochdale_now() AS now`);
  const verdict = checkExtension(policy, poll, asked.closesAt, clock!.now);
  if (verdict !== true) return verdict;
  await moveClosing(tx, viewer, { ...asked, reason, closedBefore: poll.closesAt });
  return { pollId: asked.pollId };
}

/** Moves the closing of an open poll that the caller holds, keeps why, and tells who watches. */
export async function moveClosing(
  tx: Tx,
  viewer: Viewer,
  moved: { pollId: string; closesAt: Date; reason: string; closedBefore: Date },
): Promise<void> {
  await tx.sql(
    `WITH moved AS (
       INSERT INTO poll_extension (cooperative_id, id, poll_id, closed_before, closes_at, reason)
       SELECT cooperative_id, $2, id, closes_at, $3, $4 FROM poll WHERE id = $1
     ) UPDATE poll SET closes_at = $3 WHERE id = $1`,
    [moved.pollId, newId(), moved.closesAt, moved.reason],
  );
  await recordAct(tx, viewer, {
    act: 'extendPoll',
    subjectType: 'poll',
    subjectId: moved.pollId,
    data: { closedBefore: moved.closedBefore.toISOString(), closesAt: moved.closesAt.toISOString() },
  });
  await notifyPollChanged(tx, viewer.cooperativeId, moved.pollId);
}
