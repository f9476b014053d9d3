import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { storedPolicy } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { cleanText } from '../shared/text.js';
import { mayRecordDissent, mayTakePart, type DissentFacts } from './voting.policy.js';

export interface DissentRequest {
  readonly pollId: string;
  readonly reason: string;
}

/** What decides about dissent, for electors of polls; read in one statement for all that a page asks for. */
export async function dissentFacts(
  tx: Tx,
  pollIds: readonly string[],
  membershipId: string | null,
): Promise<(DissentFacts & { id: string })[]> {
  const rows = await tx.sql<Omit<DissentFacts, 'dissentDays'> & { id: string; rule: unknown }>(
    `SELECT p.id, p.rule, p.closed_at AS "closedAt", rochdale_now() AS now,
       EXISTS (SELECT FROM elector e WHERE e.cooperative_id = p.cooperative_id AND e.poll_id = p.id
         AND e.membership_id = $2) AS "isElector",
       EXISTS (SELECT FROM poll_withdrawal w WHERE w.cooperative_id = p.cooperative_id AND w.poll_id = p.id
         AND w.membership_id = $2) AS "hasWithdrawn",
       EXISTS (SELECT FROM poll_dissent d WHERE d.cooperative_id = p.cooperative_id AND d.poll_id = p.id
         AND d.membership_id = $2) AS "hasDissented"
     FROM poll p WHERE p.id = ANY ($1)`,
    [pollIds, membershipId],
  );
  return rows.map(({ rule, ...facts }) => ({ ...facts, dissentDays: storedPolicy(rule).dissentDays }));
}

/** Dissent put beside what was decided, with its reason and its name, also after a vote in which names are not shown. */
@Injectable()
export class PollDissents {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** Once per elector, and not changed afterwards. */
  record(scope: RequestScope, asked: DissentRequest): Promise<{ pollId: string } | Refusal> {
    return this.work.command(scope, { act: 'recordDissent' }, async (tx, viewer) => {
      const entering = mayTakePart(viewer);
      if (entering !== true) return entering;
      const [facts] = isId(asked.pollId) ? await dissentFacts(tx, [asked.pollId], viewer.membershipId) : [];
      if (!facts) return new Refusal('NOT_FOUND', 'There is no such vote here.');
      const verdict = mayRecordDissent(viewer, facts);
      if (verdict !== true) return verdict;
      const reason = cleanText(asked.reason, 4_000);
      if (reason === null)
        return new Refusal('INVALID_INPUT', 'Say why you dissent, in 1 to 4,000 characters.', ['reason']);
      return insert(tx, viewer, { pollId: asked.pollId, reason });
    });
  }
}

async function insert(
  tx: Tx,
  viewer: Viewer,
  dissent: DissentRequest,
): Promise<{ pollId: string } | Refusal<'ALREADY_DISSENTED'>> {
  const inserted = await tx.sql(
    `INSERT INTO poll_dissent (cooperative_id, poll_id, membership_id, reason)
     VALUES (current_cooperative_id(), $1, $2, $3) ON CONFLICT DO NOTHING RETURNING membership_id`,
    [dissent.pollId, viewer.membershipId, dissent.reason],
  );
  // Two requests at once: the second finds the first one's.
  if (inserted.length === 0) return alreadyDissented();
  await recordAct(tx, viewer, { act: 'recordDissent', subjectType: 'poll', subjectId: dissent.pollId });
  return { pollId: dissent.pollId };
}

const alreadyDissented = (): Refusal<'ALREADY_DISSENTED'> =>
  new Refusal('ALREADY_DISSENTED', 'Your dissent is recorded already, and stays as it is.');
