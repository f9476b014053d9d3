import { Inject, Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isCurrentMember } from '../../platform/request/viewer.js';
import { isId } from '../../shared/ids.js';
import { keysetOf, pageOf, type Page, type PageRequest } from '../../shared/page.js';
import { isRefusal } from '../../shared/refusal.js';
import { RunReading } from '../runs/run-reading.js';
import { maySeeOwnPart } from '../runs/run.policy.js';
import { findRun, type RunRow } from '../runs/run.rows.js';
import { maySeeAllResponses } from './review.policy.js';
import {
  eventColumns,
  releaseColumns,
  responseColumns,
  takesPart,
  type ReleaseRow,
  type ResponseRow,
  type ReviewEventRow,
} from './review.rows.js';

/** How a review stands, in numbers; nobody's own words. */
export interface ReviewSummary {
  readonly agreements: bigint;
  readonly questionsOpen: bigint;
  readonly objectionsToRules: bigint;
  readonly disputesOpen: bigint;
  readonly answersOverdue: bigint;
  readonly releasedMinor: bigint;
}
const firstId = '00000000-0000-0000-0000-000000000000';
const isOpen = `s.state NOT IN ('ended', 'superseded')`;
/** What was said of the run, and disputes about the records it goes by, whichever run they were raised in: they hold of all. */
const ofReview = (run: string, period: string): string =>
  `s.cooperative_id = current_cooperative_id() AND (s.run_id = ${run}
     OR (s.period_id = ${period} AND s.kind = 'objection' AND s.about = 'record'))`;

/** Reviews as members read them. Who may not see gets null. */
@Injectable()
export class ReviewReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RunReading) private readonly runs: RunReading,
  ) {}

  /** The run of a review, by the rule of runs; and for who has left, where they take part in it. */
  async run(scope: RequestScope, runId: string): Promise<RunRow | null> {
    const readable = await this.runs.run(scope, runId);
    if (readable || !isId(runId) || scope.viewer.partyId === null) return readable;
    const tx = await this.work.read(scope);
    const run = await findRun(tx, runId);
    return run && maySeeOwnPart(scope.viewer, run, await takesPart(tx, runId, scope.viewer.partyId))
      ? run
      : null;
  }

  /**
   * What was said of a run, and disputes about its period's records, in the order in which it was said: for officers
   * everything; for other members objections to rules, which everybody is to weigh, and what they said themselves; for who
   * has left that alone.
   */
  async responses(
    scope: RequestScope,
    run: RunRow,
    request: PageRequest,
    only: { readonly mine: boolean; readonly open: boolean; readonly counted: boolean },
  ): Promise<Page<ResponseRow> | null> {
    const keyset = keysetOf(request, 1);
    const after = isRefusal(keyset) ? null : (keyset.after?.[0] ?? firstId);
    if (isRefusal(keyset) || after === null || !isId(after)) return null;
    const condition = `${ofReview('$1', '$6')}
      AND (s.party_id = $2 OR (NOT $4 AND ($3 OR (s.kind = 'objection' AND s.about = 'rule')))) AND (NOT $5 OR ${isOpen})`;
    const seesAll = maySeeAllResponses(scope.viewer);
    const mine = only.mine || !isCurrentMember(scope.viewer);
    const values = [run.id, scope.viewer.partyId, seesAll, mine, only.open, run.patronagePeriodId];
    const tx = await this.work.read(scope);
    const rows = await tx.sql<ResponseRow>(
      `SELECT ${responseColumns} FROM review_response s WHERE ${condition} AND s.id > $7 ORDER BY s.id LIMIT $8`,
      [...values, after, keyset.limit + 1],
    );
    const total = only.counted
      ? (await tx.one<{ count: bigint }>(
          `SELECT count(*) AS count FROM review_response s WHERE ${condition}`,
          values,
        ))!.count
      : null;
    return pageOf(rows, keyset, (row) => [row.id], total);
  }

  /** Responses by identifier, batched; for who has just acted on one. */
  byId(scope: RequestScope): DataLoader<string, ResponseRow | null> {
    return scope.loader('review responses', async (ids: readonly string[]) => {
      const tx = await this.work.read(scope);
      const rows = await tx.sql<ResponseRow>(
        `SELECT ${responseColumns} FROM review_response s WHERE s.cooperative_id = current_cooperative_id() AND s.id = ANY ($1::uuid[])`,
        [ids],
      );
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => found.get(id) ?? null);
    });
  }

  /** What happened to a response, in order, batched. Whoever has the response may see it. */
  events(scope: RequestScope): DataLoader<string, readonly ReviewEventRow[]> {
    return scope.loader('review events', async (ids: readonly string[]) => {
      const tx = await this.work.read(scope);
      const rows = await tx.sql<ReviewEventRow>(
        `SELECT ${eventColumns} FROM review_event v WHERE v.cooperative_id = current_cooperative_id()
           AND v.response_id = ANY ($1::uuid[]) ORDER BY v.recorded_at, v.id`,
        [ids],
      );
      return ids.map((id) => rows.filter((row) => row.responseId === id));
    });
  }

  /** What the end of a dispute released, batched; null where it held nothing in the books. */
  releases(scope: RequestScope): DataLoader<string, readonly ReleaseRow[]> {
    return scope.loader('dispute releases', async (ids: readonly string[]) => {
      const tx = await this.work.read(scope);
      const rows = await tx.sql<ReleaseRow>(
        `SELECT ${releaseColumns} FROM dispute_release e WHERE e.cooperative_id = current_cooperative_id()
           AND e.response_id = ANY ($1::uuid[]) ORDER BY e.recorded_at, e.id`,
        [ids],
      );
      return ids.map((id) => rows.filter((row) => row.responseId === id));
    });
  }

  async summary(scope: RequestScope, run: RunRow): Promise<ReviewSummary> {
    const tx = await this.work.read(scope);
    const summary = await tx.one<ReviewSummary>(
      `SELECT count(*) FILTER (WHERE kind = 'agreement' AND state = 'ended') AS agreements,
         count(*) FILTER (WHERE kind = 'question' AND ${isOpen}) AS "questionsOpen",
         count(*) FILTER (WHERE kind = 'objection' AND about <> 'record' AND ${isOpen}) AS "objectionsToRules",
         count(*) FILTER (WHERE kind = 'objection' AND about = 'record' AND ${isOpen}) AS "disputesOpen",
         count(*) FILTER (WHERE state IN ('open', 'pressed') AND answer_due_at < rochdale_now()) AS "answersOverdue",
         (SELECT coalesce(sum(released_minor), 0)::bigint FROM dispute_release e
           WHERE e.cooperative_id = current_cooperative_id() AND e.run_id = $1) AS "releasedMinor"
       FROM review_response s WHERE ${ofReview('$1', '$2')}`,
      [run.id, run.patronagePeriodId],
    );
    return summary!;
  }
}
