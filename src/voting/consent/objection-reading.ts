import { Inject, Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import { storedPolicy } from '../../membership/domain/decision-policy.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { emptyPage, keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal } from '../../shared/refusal.js';
import type { ObjectionEvent, ObjectionState } from '../domain/consent/objection.js';
import type { OverrulingArithmetic } from '../domain/consent/overruling.js';
import { showsBeforeClose } from '../domain/policy-faults.js';
import { PollReading } from '../poll-reading.js';
import { PollResults } from '../poll-results.js';
import { objectionFacts, type ObjectionInHand } from './objections.store.js';
import { voicesOnObjections } from './overruling.js';

export interface ObjectionRow {
  readonly id: string;
  readonly pollId: string;
  readonly reason: string;
  readonly criteria: string;
  readonly proposedChange: string | null;
  readonly state: ObjectionState;
  readonly textVersion: number;
  /** Null, with the objector, where a confidential poll does not show who objects. */
  readonly raisedAt: Date | null;
  readonly objectorId: string | null;
  readonly isMine: boolean;
  /** Until the end of which day an answer is owed; null when there is one, or none is owed any more. */
  readonly answerDueOn: string | null;
}

export interface HistoryRow {
  readonly objectionId: string;
  readonly kind: ObjectionEvent;
  readonly byMembershipId: string | null;
  readonly text: string | null;
  readonly textVersion: number;
  readonly at: Date | null;
}

/** Whether the objector is shown to $1: named by the poll or by choice, or the viewer. */
const named = `(o.name_shown OR o.membership_id = $1)`;
/** The rule's days after the day on which it was raised, while it is open, unanswered, and its poll too. */
const answerDue = `CASE WHEN o.state = 'open' THEN (
    SELECT (o.raised_at AT TIME ZONE k.time_zone)::date + (p.rule #>> '{objections,answerDays}')::integer
    FROM poll p JOIN cooperative k ON k.id = p.cooperative_id
    WHERE p.cooperative_id = o.cooperative_id AND p.id = o.poll_id AND p.state = 'open' AND p.closes_at > rochdale_now()
      AND NOT EXISTS (SELECT FROM objection_event h WHERE h.cooperative_id = o.cooperative_id AND h.objection_id = o.id
        AND h.kind = 'answered')) END`;
const columns = `o.id, o.poll_id AS "pollId", o.reason, o.criteria, o.proposed_change AS "proposedChange", o.state,
  o.text_version AS "textVersion", o.membership_id = $1 AS "isMine", ${answerDue} AS "answerDueOn",
  CASE WHEN ${named} THEN o.raised_at END AS "raisedAt", CASE WHEN ${named} THEN o.membership_id END AS "objectorId"`;

/** Objections as members read them: of polls they may see; names and instants only where they are shown. */
@Injectable()
export class ObjectionReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PollReading) private readonly polls: PollReading,
    @Inject(PollResults) private readonly results: PollResults,
  ) {}

  /** Null for what does not exist and for what may not be seen. */
  async find(scope: RequestScope, id: string): Promise<ObjectionRow | null> {
    if (!isId(id)) return null;
    const tx = await this.work.read(scope);
    const row = await tx.one<ObjectionRow>(`SELECT ${columns} FROM objection o WHERE o.id = $2`, [
      scope.viewer.membershipId,
      id,
    ]);
    return row && (await this.polls.poll(scope, row.pollId)) ? row : null;
  }

  /** Objections to what a poll asks, in the order in which they were raised. The poll may be seen by the viewer. */
  async page(
    scope: RequestScope,
    pollId: string,
    request: PageRequest,
    state: ObjectionState | null,
    counted: boolean,
  ): Promise<Page<ObjectionRow>> {
    const keyset = keysetOf(request, ['id']);
    if (isRefusal(keyset)) return emptyPage;
    const tx = await this.work.read(scope);
    // The cursor is the identifier alone: an instant in it would tell when somebody objected.
    const after = keyset.after?.[0] ?? null;
    const rows = await tx.sql<ObjectionRow>(
      `SELECT ${columns} FROM objection o
       WHERE o.poll_id = $2 AND ($3::text IS NULL OR o.state = $3) AND ($4::uuid IS NULL OR (o.raised_at, o.id) > (SELECT a.raised_at, a.id FROM objection a WHERE a.id = $4))
       ORDER BY o.raised_at, o.id LIMIT $5`,
      [scope.viewer.membershipId, pollId, state, after, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM objection WHERE poll_id = $1 AND ($2::text IS NULL OR state = $2)`,
          [pollId, state],
        )
      : null;
    return pageOf(rows, keyset, (row) => [row.id], total?.count);
  }

  /** What happened to each objection, oldest first; acts of an objector who is not named are nobody's. */
  history(scope: RequestScope): DataLoader<string, readonly HistoryRow[]> {
    return this.loader(scope, 'consent.history', async (tx, ids) => {
      const rows = await tx.sql<HistoryRow>(
        `SELECT h.objection_id AS "objectionId", h.kind, h.text, h.text_version AS "textVersion",
           CASE WHEN ${named} OR h.kind IN ('answered', 'integrated', 'overruled') THEN h.by_membership_id END AS "byMembershipId",
           CASE WHEN ${named} OR h.kind IN ('answered', 'integrated', 'overruled') THEN h.recorded_at END AS at
         FROM objection_event h JOIN objection o ON o.cooperative_id = h.cooperative_id AND o.id = h.objection_id
         WHERE h.objection_id = ANY ($2) ORDER BY h.recorded_at, h.id`,
        [scope.viewer.membershipId, ids],
      );
      return (id) => rows.filter((row) => row.objectionId === id);
    });
  }

  /** What decides about acts of the viewer. */
  facts(scope: RequestScope): DataLoader<string, ObjectionInHand | null> {
    return this.loader(scope, 'consent.facts', async (tx, ids) => {
      const rows = await objectionFacts(tx, ids, scope.viewer.membershipId);
      return (id) => rows.find((row) => row.id === id) ?? null;
    });
  }

  /** Voices are shown as results are: after the close unless withheld, or before where the rule says so. */
  async showsVoices(scope: RequestScope, { pollId }: ObjectionRow): Promise<boolean> {
    const poll = await this.polls.poll(scope, pollId);
    if (poll === null) return false;
    return poll.state === 'closed'
      ? (await this.results.withheld(scope, poll)) === null
      : showsBeforeClose(storedPolicy(poll.rule));
  }

  /** The voices as they stand; null where the rule lets nothing be overruled. */
  voices(scope: RequestScope): DataLoader<string, OverrulingArithmetic | null> {
    return this.loader(scope, 'consent.voices', async (tx, ids) => {
      const voices = await voicesOnObjections(tx, ids);
      return (id) => voices.get(id) ?? null;
    });
  }

  /** Whether the viewer finds an objection valid; null when they did not say. */
  myVoice(scope: RequestScope): DataLoader<string, boolean | null> {
    return this.loader(scope, 'consent.my-voice', async (tx, ids) => {
      const rows = await tx.sql<{ id: string; findsValid: boolean }>(
        `SELECT DISTINCT ON (objection_id) objection_id AS id, finds_valid AS "findsValid" FROM objection_voice
         WHERE objection_id = ANY ($1) AND membership_id = $2 ORDER BY objection_id, revision DESC`,
        [ids, scope.viewer.membershipId],
      );
      return (id) => rows.find((row) => row.id === id)?.findsValid ?? null;
    });
  }

  private loader<Value>(
    scope: RequestScope,
    name: string,
    read: (tx: Tx, ids: readonly string[]) => Promise<(id: string) => Value>,
  ): DataLoader<string, Value> {
    return scope.loader<string, Value>(name, async (ids) => {
      const valueOf = await read(await this.work.read(scope), ids);
      return ids.map(valueOf);
    });
  }
}
