import { Inject, Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import { recordAct } from '../audit/audit-record.js';
import { storedPolicy } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { cleanText } from '../shared/text.js';
import { askingNeeded, recountEndsAt, type RecountFacts } from './domain/recount-window.js';
import { mayAskForRecount, mayTakePart } from './voting.policy.js';

export interface RecountRequest {
  readonly pollId: string;
  readonly reason: string;
}
/** What decides about asking, and how many have asked for the recount that comes next and for the one before it. */
export interface AskingFacts extends RecountFacts {
  readonly id: string;
  readonly rule: unknown;
  readonly isElector: boolean;
  readonly eligiblePeople: bigint;
  /** The number of the recount that comes next, from 1. */
  readonly next: number;
  readonly asked: bigint;
  readonly askedBefore: bigint;
}
/** A recount that was asked for; the verdict is null until it is carried out. */
export interface RecountRow {
  readonly number: number;
  readonly asked: bigint;
  readonly verdict: 'identical' | 'differs' | null;
  readonly difference: string | null;
  readonly ballotsHash: string | null;
  readonly recordedAt: Date | null;
}

/** Recounts that electors ask for: enough of them, and the product counts the stored ballots again. */
@Injectable()
export class PollRecounts {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** Once per elector, and none while one is under way. With as many as the rule asks for the recount is ordered. */
  ask(scope: RequestScope, asked: RecountRequest): Promise<{ pollId: string } | Refusal> {
    return this.work.command(scope, { act: 'askForRecount' }, async (tx, viewer) => {
      const entering = mayTakePart(viewer);
      if (entering !== true) return entering;
      // Whoever asks at the same time queues here, so that the one who makes it enough is seen.
      if (isId(asked.pollId))
        await tx.sql(`SELECT FROM poll WHERE id = $1 FOR NO KEY UPDATE`, [asked.pollId]);
      const [facts] = isId(asked.pollId) ? await askingFacts(tx, [asked.pollId], viewer.membershipId) : [];
      if (!facts) return new Refusal('NOT_FOUND', 'There is no such vote here.');
      const policy = storedPolicy(facts.rule);
      const verdict = mayAskForRecount(viewer, { ...facts, policy });
      if (verdict !== true) return verdict;
      const reason = cleanText(asked.reason, 2_000);
      if (reason === null)
        return new Refusal('INVALID_INPUT', 'Say why it should be counted again, in 1 to 2,000 characters.', [
          'reason',
        ]);
      await tx.sql(
        `INSERT INTO poll_recount_request (cooperative_id, poll_id, membership_id, reason, number)
         VALUES (current_cooperative_id(), $1, $2, $3, $4)`,
        [asked.pollId, viewer.membershipId, reason, facts.next],
      );
      if (facts.asked + 1n >= askingNeeded(policy, facts.eligiblePeople))
        await tx.sql(
          `INSERT INTO poll_recount_order (cooperative_id, poll_id, number) VALUES (current_cooperative_id(), $1, $2)`,
          [asked.pollId, facts.next],
        );
      await recordAct(tx, viewer, {
        ...{ act: 'askForRecount', subjectType: 'poll', subjectId: asked.pollId },
        data: { number: facts.next },
      });
      return { pollId: asked.pollId };
    });
  }

  facts(scope: RequestScope): DataLoader<string, AskingFacts | null> {
    return scope.loader<string, AskingFacts | null>('voting.asking-facts', async (ids) => {
      const rows = await askingFacts(await this.work.read(scope), ids, scope.viewer.membershipId);
      return ids.map((id) => rows.find((row) => row.id === id) ?? null);
    });
  }

  /** The recounts that were asked for, in their order; the last may still want electors who ask. */
  of(scope: RequestScope): DataLoader<string, readonly RecountRow[]> {
    return scope.loader('voting.recounts', async (ids: readonly string[]) => {
      const rows = await (
        await this.work.read(scope)
      ).sql<RecountRow & { pollId: string }>(
        `SELECT q.poll_id AS "pollId", q.number, count(*) AS asked, r.verdict, r.difference,
           r.ballots_hash AS "ballotsHash", r.recorded_at AS "recordedAt"
         FROM poll_recount_request q
         LEFT JOIN poll_recount r ON r.cooperative_id = q.cooperative_id AND r.poll_id = q.poll_id AND r.number = q.number
         WHERE q.poll_id = ANY ($1)
         GROUP BY q.poll_id, q.number, r.verdict, r.difference, r.ballots_hash, r.recorded_at ORDER BY q.number`,
        [ids],
      );
      return ids.map((id) => rows.filter((row) => row.pollId === id));
    });
  }
}

/**
 * Until when the viewer's cooperative may ask for a recount, how many have to and how many have; null where it cannot be
 * asked for. Those who asked for one that is ordered are told until somebody asks for the next.
 */
export function askingTerms(facts: AskingFacts): { needed: bigint; asked: bigint; until: Date } | null {
  const policy = storedPolicy(facts.rule);
  if (policy.recountDays === 0 || facts.closedAt === null) return null;
  return {
    needed: askingNeeded(policy, facts.eligiblePeople),
    asked: facts.asked > 0n ? facts.asked : facts.askedBefore,
    until: recountEndsAt(policy.recountDays, facts.closedAt),
  };
}

const askingFacts = (
  tx: Tx,
  pollIds: readonly string[],
  membershipId: string | null,
): Promise<AskingFacts[]> =>
  tx.sql<AskingFacts>(
    `SELECT p.id, p.rule, p.closed_at AS "closedAt", rochdale_now() AS now, p.eligible_people AS "eligiblePeople",
       EXISTS (SELECT FROM elector e WHERE e.cooperative_id = p.cooperative_id AND e.poll_id = p.id
         AND e.membership_id = $2) AS "isElector",
       EXISTS (SELECT FROM poll_result s WHERE s.cooperative_id = p.cooperative_id AND s.poll_id = p.id
         AND s.counting IS NOT NULL AND s.electorate IS NOT NULL) AS "isCountKept",
       EXISTS (SELECT FROM poll_recount_order u WHERE u.cooperative_id = p.cooperative_id AND u.poll_id = p.id
         AND NOT EXISTS (SELECT FROM poll_recount r WHERE r.cooperative_id = u.cooperative_id AND r.poll_id = u.poll_id
           AND r.number = u.number)) AS "isUnderWay",
       EXISTS (SELECT FROM poll_recount_request h WHERE h.cooperative_id = p.cooperative_id AND h.poll_id = p.id
         AND h.membership_id = $2) AS "hasAsked",
       n.next, count(q.membership_id) AS asked,
       (SELECT count(*) FROM poll_recount_request b WHERE b.cooperative_id = p.cooperative_id AND b.poll_id = p.id
         AND b.number = n.next - 1) AS "askedBefore"
     FROM poll p
     CROSS JOIN LATERAL (SELECT coalesce(max(o.number), 0) + 1 AS next FROM poll_recount_order o
       WHERE o.cooperative_id = p.cooperative_id AND o.poll_id = p.id) n
     LEFT JOIN poll_recount_request q ON q.cooperative_id = p.cooperative_id AND q.poll_id = p.id AND q.number = n.next
     WHERE p.id = ANY ($1) GROUP BY p.cooperative_id, p.id, n.next`,
    [pollIds, membershipId],
  );
