import { Inject, Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isId } from '../shared/ids.js';
import { emptyPage, keysetOf, pageOf, type Page, type PageRequest } from '../shared/page.js';
import { isRefusal } from '../shared/refusal.js';
import { explainEligibility, type Eligibility } from './domain/eligibility.js';
import type { PollState } from './domain/poll-lifecycle.js';
import { eligibilityFacts } from './electorate.queries.js';
import {
  pollColumns,
  pollTables,
  type CountingProgressRow,
  type MyBallotRow,
  type PollOptionRow,
  type PollRow,
} from './poll.rows.js';
import { maySeePolls } from './voting.policy.js';

/** Who may see a poll: see `maySeePolls`; and its electors, whatever they are today. */
const visibleTo = (
  isMember: string,
  membership: string,
): string => `(${isMember} OR EXISTS (SELECT FROM elector e
  WHERE e.cooperative_id = p.cooperative_id AND e.poll_id = p.id AND e.membership_id = ${membership}))`;

/** Polls as members read them: every field that needs another row is loaded once for the whole page. */
@Injectable()
export class PollReading {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** Null for what does not exist and for what may not be seen. */
  async poll(scope: RequestScope, id: string): Promise<PollRow | null> {
    return isId(id) ? this.byId(scope).load(id.toLowerCase()) : null;
  }

  async page(
    scope: RequestScope,
    request: PageRequest,
    state: PollState | null,
    counted: boolean,
  ): Promise<Page<PollRow> | null> {
    const { viewer } = scope;
    if (viewer.membershipId === null) return null;
    const keyset = keysetOf(request, ['instant', 'id']);
    if (isRefusal(keyset)) return emptyPage;
    const [openedBefore, idBefore] = keyset.after ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    if (!isKey(openedBefore!, idBefore!)) return emptyPage;
    const tx = await this.work.read(scope);
    const visible = [maySeePolls(viewer), viewer.membershipId, state];
    const rows = await tx.sql<PollRow & { sortKey: string }>(
      `SELECT ${pollColumns}, p.opens_at::text AS "sortKey" FROM ${pollTables}
       WHERE ${visibleTo('$1', '$2')} AND ($3::text IS NULL OR $3 = ${stateNow})
         AND (p.opens_at, p.id) < ($4::timestamptz, $5::uuid)
       ORDER BY p.opens_at DESC, p.id DESC LIMIT $6`,
      [...visible, openedBefore, idBefore, keyset.limit + 1],
    );
    const total = counted
      ? await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM poll p WHERE ${visibleTo('$1', '$2')} AND ($3::text IS NULL OR $3 = ${stateNow})`,
          visible,
        )
      : null;
    return pageOf(rows, keyset, (row) => [row.sortKey, row.id], total?.count);
  }

  /** Polls by identifier; the modules above use it for what they put to the vote. */
  byId(scope: RequestScope): DataLoader<string, PollRow | null> {
    return scope.loader('voting.byId', (ids: readonly string[]) =>
      this.batch(scope, ids, (tx) =>
        tx.sql<PollRow>(
          `SELECT ${pollColumns} FROM ${pollTables} WHERE p.id = ANY ($3) AND ${visibleTo('$1', '$2')}`,
          [maySeePolls(scope.viewer), scope.viewer.membershipId, ids],
        ),
      ),
    );
  }

  /** How many people have cast a ballot. */
  turnout(scope: RequestScope): DataLoader<string, bigint> {
    return scope.loader('voting.turnout', async (ids: readonly string[]) => {
      const rows = await this.batch(scope, ids, (tx) =>
        tx.sql<{ id: string; people: bigint }>(
          `SELECT poll_id AS id, sum(people)::bigint AS people FROM poll_turnout WHERE poll_id = ANY ($1) GROUP BY poll_id`,
          [ids],
        ),
      );
      return rows.map((row) => row?.people ?? 0n);
    });
  }

  /** How far the count of each is, where it takes long. */
  countingProgress(scope: RequestScope): DataLoader<string, CountingProgressRow | null> {
    return scope.loader('voting.countingProgress', (ids: readonly string[]) =>
      this.batch(scope, ids, (tx) =>
        tx.sql<CountingProgressRow>(
          `SELECT poll_id AS id, phase, done, total FROM counting_progress WHERE poll_id = ANY ($1) AND phase <> 'done'`,
          [ids],
        ),
      ),
    );
  }

  myBallot(scope: RequestScope): DataLoader<string, MyBallotRow | null> {
    return scope.loader('voting.myBallot', (ids: readonly string[]) =>
      this.batch(scope, ids, (tx) =>
        tx.sql<MyBallotRow & { id: string }>(
          `SELECT c.poll_id AS id, c.poll_id AS "pollId", b.marks, b.revision, b.cast_at AS "castAt",
             b.channel, b.check_code AS "checkCode"
           FROM ballot_current c JOIN ballot b ON b.cooperative_id = c.cooperative_id AND b.poll_id = c.poll_id
             AND b.membership_id = c.membership_id AND b.revision = c.revision
           WHERE c.poll_id = ANY ($1) AND c.membership_id = $2`,
          [ids, scope.viewer.membershipId],
        ),
      ),
    );
  }

  myEligibility(scope: RequestScope): DataLoader<string, Eligibility> {
    return scope.loader('voting.myEligibility', async (ids: readonly string[]) => {
      const rows = await this.batch(scope, ids, async (tx) =>
        (await eligibilityFacts(tx, ids, scope.viewer.membershipId)).map((facts) => ({
          ...facts,
          id: facts.pollId,
        })),
      );
      return rows.map((facts) => {
        if (!facts) throw new Error('eligibility was asked of a poll that may not be seen');
        return explainEligibility(facts);
      });
    });
  }

  /** The options of polls, in the order of their places. */
  options(scope: RequestScope): DataLoader<string, readonly PollOptionRow[]> {
    return scope.loader('voting.options', async (ids: readonly string[]) => {
      const rows = await (
        await this.work.read(scope)
      ).sql<PollOptionRow & { pollId: string }>(
        `SELECT poll_id AS "pollId", position, label, description FROM poll_option
         WHERE poll_id = ANY ($1) ORDER BY position`,
        [ids],
      );
      return ids.map((id) => rows.filter((row) => row.pollId === id));
    });
  }

  /** Runs one statement for all keys and puts its rows into their order. */
  private async batch<Row extends { readonly id: string }>(
    scope: RequestScope,
    ids: readonly string[],
    read: (tx: Tx) => Promise<Row[]>,
  ): Promise<(Row | null)[]> {
    const rows = await read(await this.work.read(scope));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }
}

const stateNow = `CASE WHEN p.state = 'open' AND p.closes_at <= rochdale_now() THEN 'closing' ELSE p.state END`;

/** A cursor is made by us, but comes from outside: what the database could not read finds nothing. */
const isKey = (openedBefore: string, id: string): boolean =>
  isId(id) &&
  (openedBefore === 'infinity' ||
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/.test(openedBefore));
