import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { storedPolicy, type DecisionPolicy } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId, newId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { cleanText } from '../shared/text.js';
import { checkExtension, type StoredPollState, type WindowReason } from './domain/poll-lifecycle.js';
import type { OptionsReason } from './domain/poll-options.js';
import { openPoll } from './poll-opening.js';
import { notifyPollChanged } from './voting.events.js';
import { mayTakePart, mayExtendPoll } from './voting.policy.js';

export interface PollDraft {
  /** What is voted on, as its module names it: `proposal`. */
  readonly subjectType: string;
  readonly subjectId: string;
  readonly question: string;
  /** What can be chosen, in the order in which it is shown; absent where the rule answers a question. */
  readonly options?: readonly { readonly label: string; readonly description?: string | null }[] | undefined;
  /** A short code under which members may have delegated their vote. */
  readonly topic?: string | null | undefined;
  /** The membership that put it forward, who answers objections to it beside facilitators. */
  readonly proposedBy?: string | null | undefined;
  /** The rule in force now, with the version of the bylaws it was read from; both stay with the poll. */
  readonly policy: DecisionPolicy;
  readonly ruleKey: string;
  readonly ruleVersion: number;
  readonly bodyId: string;
  readonly closesAt: Date;
  /** The day whose register decides who votes; today in the cooperative when absent. */
  readonly recordOn?: string | undefined;
  /** Whether a confidential vote that could not stay one is held openly (`tooFewToHide`, or by its rule); else it is refused. */
  readonly openlyIfTooFew?: boolean | undefined;
}
export type OpeningReason =
  | WindowReason
  | OptionsReason
  | 'RULE_NOT_COUNTABLE'
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'RECORD_DATE_IN_FUTURE'
  | 'SUBJECT_ALREADY_VOTED'
  | 'ELECTORATE_EMPTY'
  | 'TOO_FEW_TO_HIDE';

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
   * Opens a poll in the caller's transaction: freezes rule, options and seed, and its electorate as of the record date.
   * Who may open it is the subject's rule, asked by the module that calls. A refusal means that the caller refuses too:
   * what this wrote is undone with the caller's command.
   */
  openPoll(tx: Tx, viewer: Viewer, draft: PollDraft): Promise<{ pollId: string } | Refusal<OpeningReason>> {
    return openPoll(tx, viewer, draft);
  }

  /** Gives an open poll more time, with a reason that stays with it; see `checkExtension`. */
  extendPoll(scope: RequestScope, request: ExtensionRequest): Promise<{ pollId: string } | Refusal> {
    const { idempotencyKey, ...asked } = request;
    return this.work.command(scope, { act: 'extendPoll', idempotencyKey, request: asked }, (tx, viewer) =>
      extend(tx, viewer, asked),
    );
  }
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
