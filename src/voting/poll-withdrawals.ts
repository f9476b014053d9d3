import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { cleanText } from '../shared/text.js';
import { withdrawOpenObjection } from './consent/objections.store.js';
import type { PollState } from './domain/poll-lifecycle.js';
import { mayTakePart, mayWithdrawFromPoll } from './voting.policy.js';

export interface WithdrawalRequest {
  readonly pollId: string;
  /** The conflict of interest, as the members will read it beside the result. */
  readonly reason: string;
  /** The member without an account for whom it is noted; absent for oneself. */
  readonly onBehalfOf?: string | null | undefined;
}

interface WithdrawalFacts {
  readonly state: PollState;
  readonly isElector: boolean;
  readonly hasWithdrawn: boolean;
  readonly memberHasAccount: boolean;
}

/** Conflict of interest: an elector leaves the base and the quorum of one poll, and everybody reads why. */
@Injectable()
export class PollWithdrawals {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** A ballot already cast counts nowhere from now on, and an open objection is withdrawn. It cannot be taken back. */
  withdraw(scope: RequestScope, asked: WithdrawalRequest): Promise<{ pollId: string } | Refusal> {
    return this.work.command(scope, { act: 'withdrawFromPoll' }, (tx, viewer) => withdraw(tx, viewer, asked));
  }
}

async function withdraw(
  tx: Tx,
  viewer: Viewer,
  asked: WithdrawalRequest,
): Promise<{ pollId: string } | Refusal> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  const elector = asked.onBehalfOf ?? viewer.membershipId!;
  const facts = isId(asked.pollId) && isId(elector) ? await heldFacts(tx, asked.pollId, elector) : null;
  if (!facts) return new Refusal('NOT_FOUND', 'There is no such vote here.');
  const verdict = mayWithdrawFromPoll(viewer, { ...facts, isForAnother: elector !== viewer.membershipId });
  if (verdict !== true) return verdict;
  const reason = cleanText(asked.reason, 2_000);
  if (reason === null)
    return new Refusal('INVALID_INPUT', 'Say what the conflict of interest is, in 1 to 2,000 characters.', [
      'reason',
    ]);
  const by = viewer.membershipId!;
  await tx.sql(
    `INSERT INTO poll_withdrawal (cooperative_id, poll_id, membership_id, reason, declared_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4)`,
    [asked.pollId, elector, reason, by],
  );
  await withdrawOpenObjection(tx, { pollId: asked.pollId, membershipId: elector, by });
  await recordAct(tx, viewer, {
    act: 'withdrawFromPoll',
    subjectType: 'poll',
    subjectId: asked.pollId,
    data: elector === by ? {} : { onBehalfOf: elector },
  });
  return { pollId: asked.pollId };
}

/** The poll is held against the closing and against ballots, so that no objection is raised beside a withdrawal. */
async function heldFacts(tx: Tx, pollId: string, elector: string): Promise<WithdrawalFacts | null> {
  await tx.sql(`SELECT FROM poll WHERE id = $1 FOR NO KEY UPDATE`, [pollId]);
  return tx.one<WithdrawalFacts>(
    `SELECT CASE WHEN p.state = 'open' AND p.closes_at <= rochdale_now() THEN 'closing' ELSE p.state END AS state,
       EXISTS (SELECT FROM elector e WHERE e.cooperative_id = p.cooperative_id AND e.poll_id = p.id
         AND e.membership_id = $2) AS "isElector",
       EXISTS (SELECT FROM poll_withdrawal w WHERE w.cooperative_id = p.cooperative_id AND w.poll_id = p.id
         AND w.membership_id = $2) AS "hasWithdrawn",
       EXISTS (SELECT FROM membership m JOIN party a ON a.cooperative_id = m.cooperative_id AND a.id = m.party_id
         WHERE m.cooperative_id = p.cooperative_id AND m.id = $2 AND a.person_id IS NOT NULL) AS "memberHasAccount"
     FROM poll p WHERE p.id = $1`,
    [pollId, elector],
  );
}
