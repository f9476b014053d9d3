import { Inject, Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import { recordAct } from '../audit/audit-record.js';
import { storedPolicy } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { cleanText } from '../shared/text.js';
import { closingAfterExclusion, mayStillExclude } from './domain/option-exclusion.js';
import type { PollState } from './domain/poll-lifecycle.js';
import { moveClosing } from './polls.js';
import { notifyPollChanged } from './voting.events.js';
import { mayExcludeOption, mayTakePart } from './voting.policy.js';

export interface ExclusionRequest {
  readonly pollId: string;
  readonly position: number;
  /** Why, as all members will read it. */
  readonly reason: string;
}
/** An option taken out of a vote. */
export interface ExclusionRow {
  readonly position: number;
  readonly label: string;
  readonly description: string | null;
  readonly reason: string;
  readonly excludedBy: string;
  readonly recordedAt: Date;
}
interface HeldPoll {
  readonly state: PollState;
  readonly rule: unknown;
  readonly openedBy: string | null;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly now: Date;
  readonly optionCount: number;
  readonly excluded: readonly number[];
}

/** Options that are taken out of a vote while it is open, as when a candidate steps down. */
@Injectable()
export class OptionExclusions {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** The option is skipped on every ballot, those cast before included; whoever chose it has time to vote anew. It cannot be taken back. */
  exclude(scope: RequestScope, asked: ExclusionRequest): Promise<{ pollId: string } | Refusal> {
    return this.work.command(scope, { act: 'excludeOption' }, (tx, viewer) => exclude(tx, viewer, asked));
  }

  /** The options taken out of each poll, in the order of their places. */
  of(scope: RequestScope): DataLoader<string, readonly ExclusionRow[]> {
    return scope.loader('voting.exclusions', async (ids: readonly string[]) => {
      const rows = await (
        await this.work.read(scope)
      ).sql<ExclusionRow & { pollId: string }>(
        `SELECT x.poll_id AS "pollId", x.position, o.label, o.description, x.reason, x.excluded_by AS "excludedBy",
           x.recorded_at AS "recordedAt"
         FROM poll_exclusion x
         JOIN poll_option o ON o.cooperative_id = x.cooperative_id AND o.poll_id = x.poll_id AND o.position = x.position
         WHERE x.poll_id = ANY ($1) ORDER BY x.position`,
        [ids],
      );
      return ids.map((id) => rows.filter((row) => row.pollId === id));
    });
  }
}

async function exclude(
  tx: Tx,
  viewer: Viewer,
  asked: ExclusionRequest,
): Promise<{ pollId: string } | Refusal> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  const poll = isId(asked.pollId) ? await heldPoll(tx, asked.pollId) : null;
  if (!poll) return new Refusal('NOT_FOUND', 'There is no such vote here.');
  const policy = storedPolicy(poll.rule);
  const permission = mayExcludeOption(viewer, { openedBy: poll.openedBy, policy });
  if (permission !== true) return permission;
  const possible = mayStillExclude(poll, asked.position);
  if (possible !== true) return possible;
  const closesAt = closingAfterExclusion(policy, poll, poll.now);
  if (isRefusal(closesAt)) return closesAt;
  const reason = cleanText(asked.reason, 2_000);
  if (reason === null)
    return new Refusal('INVALID_INPUT', 'Say why the option is taken out, in 1 to 2,000 characters.', [
      'reason',
    ]);
  await tx.sql(
    `INSERT INTO poll_exclusion (cooperative_id, poll_id, position, reason, excluded_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4)`,
    [asked.pollId, asked.position, reason, viewer.membershipId],
  );
  await recordAct(tx, viewer, {
    act: 'excludeOption',
    subjectType: 'poll',
    subjectId: asked.pollId,
    data: { position: asked.position },
  });
  if (closesAt > poll.closesAt)
    await moveClosing(tx, viewer, {
      ...{ pollId: asked.pollId, closesAt, closedBefore: poll.closesAt },
      reason: 'An option was taken out: whoever chose it has time to vote anew.',
    });
  else await notifyPollChanged(tx, viewer.cooperativeId, asked.pollId);
  return { pollId: asked.pollId };
}

/** Held against the closing: an option is out before the count, or it is too late. The clock is read after the lock. */
async function heldPoll(tx: Tx, pollId: string): Promise<HeldPoll | null> {
  await tx.sql(`SELECT FROM poll WHERE id = $1 FOR NO KEY UPDATE`, [pollId]);
  return tx.one<HeldPoll>(
    `SELECT CASE WHEN p.state = 'open' AND p.closes_at <= rochdale_now() THEN 'closing' ELSE p.state END AS state, p.rule,
       p.opened_by AS "openedBy", p.opens_at AS "opensAt", p.closes_at AS "closesAt", rochdale_now() AS now, (SELECT count(*)::int FROM poll_option o
         WHERE o.cooperative_id = p.cooperative_id AND o.poll_id = p.id AND NOT o.is_added) AS "optionCount",
       ARRAY(SELECT x.position FROM poll_exclusion x WHERE x.cooperative_id = p.cooperative_id AND x.poll_id = p.id) AS excluded
     FROM poll p WHERE p.id = $1`,
    [pollId],
  );
}
