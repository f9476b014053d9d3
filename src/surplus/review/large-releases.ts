import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '../../shared/canonical-json.js';
import { recordAct } from '../../audit/audit-record.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import { holdClaims } from '../../membership/shares/share.queries.js';
import type { PgTransaction, Tx } from '../../platform/database/transaction.js';
import { Duties } from '../../platform/duties.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { enqueue } from '../../platform/jobs/enqueue.js';
import { JobRunner } from '../../platform/jobs/job-runner.js';
import { nobody, systemIn, type Viewer } from '../../platform/request/viewer.js';
import { newId } from '../../shared/ids.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { heldOf, postingsBetween } from '../domain/review/dispute-release.js';
import type { EndedDispute } from '../domain/review/disputed-records.js';
import { outlineOfRun } from '../domain/run/run-entry-outline.js';
import type { JsonObject } from '../domain/run/run-snapshot.js';
import { ownLines } from '../runs/posting/run-entry-lines.js';
import { releaseSource, settleRunsOf } from '../runs/posting/run-posting.js';
import { finishProgress, holdComputation, writeProgress } from '../runs/run-progress.store.js';
import { clearStage } from '../runs/computing/run-stage.js';
import { findRun, type RunRow } from '../runs/run.rows.js';
import { findPeriod, yearOf, type PeriodRow } from '../surplus.rows.js';
import { endingsOf, holdRunsThatRelease, noLongerComputes, today } from './dispute-endings.queries.js';
import { keepReleasedForms, keepReleasedLines, releasedTotals } from './release-forms.store.js';
import { isAsOnStage, settleOnStage } from './settled-run.js';

const task = 'release-disputes';

/** Up to so many participants what is released is computed while the caller waits. */
const mostReleasedAtOnce = 5_000;

/**
 * Whether a run is of so many that what it held is released by a job. Not where something was released of it before that
 * was kept by form.
 */
export async function isReleasedByJob(tx: Tx, runId: string): Promise<boolean> {
  const row = await tx.one<{ isLong: boolean }>(
    `SELECT EXISTS (SELECT FROM run_participant WHERE cooperative_id = current_cooperative_id() AND run_id = $1 OFFSET $2)
       AND NOT EXISTS (SELECT FROM dispute_release r JOIN dispute_release_line l ON l.cooperative_id = r.cooperative_id AND l.release_id = r.id
         WHERE r.cooperative_id = current_cooperative_id() AND r.run_id = $1
           AND NOT EXISTS (SELECT FROM dispute_release_form f WHERE f.cooperative_id = r.cooperative_id AND f.release_id = r.id)) AS "isLong"`,
    [runId, mostReleasedAtOnce],
  );
  return row!.isLong;
}

/**
 * Gives free what a run of very many held because of disputes that have ended. It takes a computation of everybody for
 * each of them, so that it is a job: told as the phase `releasing` of the run's progress, and taken up again when its
 * process has died. All of it is in the books, or none.
 */
@Injectable()
export class LargeReleases {
  constructor(
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(JobRunner) jobs: JobRunner,
    @Inject(Duties) duties: Duties,
  ) {
    jobs.register(task, (payload) => this.inBackground(payload as Job));
    duties.register({ name: 'take up releases again', run: () => this.takeUpAgain() });
  }

  /** What has ended of this run is released soon; asked for again, once. */
  async later(tx: Tx, viewer: Viewer, runId: string): Promise<void> {
    await writeProgress(tx, runId, { phase: 'releasing', done: 0, total: 0 });
    await enqueue(tx, task, { cooperativeId: viewer.cooperativeId!, runId }, `${task} ${runId}`);
  }

  async takeUpAgain(): Promise<void> {
    const found = await this.work.inTransaction(nobody, (tx) =>
      tx.sql<Job>(
        `SELECT cooperative_id AS "cooperativeId", run_id AS "runId" FROM abandoned_run_releases()`,
      ),
    );
    for (const { cooperativeId, runId } of found) {
      const viewer = systemIn(cooperativeId);
      await this.work.inTransaction(viewer, (tx) => this.later(tx, viewer, runId));
    }
  }

  /** What it came to is told with it: a dispute that ends afterwards asks for another release, and is told so. */
  private async inBackground({ cooperativeId, runId }: Job): Promise<void> {
    const viewer = systemIn(cooperativeId);
    try {
      await this.work.inTransaction(viewer, async (tx) => {
        if (!(await holdComputation(tx, runId))) return;
        await tx.sql(`SELECT set_config('statement_timeout', '10min', true)`);
        await tx.control('SAVEPOINT releasing');
        const released = await this.release(tx, viewer, runId);
        if (isRefusal(released)) await tx.control('ROLLBACK TO SAVEPOINT releasing');
        await finishProgress(tx, runId, released === true ? {} : released);
      });
    } catch (error) {
      // The queue tries it again, later each time; until then nobody is told that it goes on.
      await this.work
        .inTransaction(viewer, (tx) => finishProgress(tx, runId, interrupted()))
        .catch(() => undefined);
      throw error;
    }
  }

  private async release(tx: PgTransaction, viewer: Viewer, runId: string): Promise<true | Refusal> {
    const periodId = (await findRun(tx, runId))?.periodId;
    if (periodId === undefined || !(await holdRunsThatRelease(tx, periodId)).includes(runId)) return true;
    const run = (await findRun(tx, runId))!;
    const { counted, waiting } = await endingsOf(tx, this.parties, run);
    if (waiting.length === 0) return true;
    // What is owed today is paid off: nobody pays it meanwhile.
    await holdClaims(tx, 'alone');
    const period = (await findPeriod(tx, run.periodId))!;
    const passed = this.telling(viewer, runId);
    const voted = await settleOnStage(tx, run, period, [], passed);
    if (isRefusal(voted) || !isAsVoted(run, voted) || !(await isAsOnStage(tx, runId)))
      return noLongerComputes();
    const done = [...counted];
    let before = done.length === 0 ? voted : await settleOnStage(tx, run, period, done, passed);
    if (isRefusal(before)) return before;
    for (const dispute of waiting) {
      done.push(dispute);
      const after = await settleOnStage(tx, run, period, done, passed);
      if (isRefusal(after)) return after;
      const booked = await this.book(tx, viewer, { run, period, dispute, before, after });
      if (booked !== true) return booked;
      before = after;
    }
    await clearStage(tx, runId);
    await settleRunsOf(tx, new Set([period.id]));
    return true;
  }

  /** Books what the stage gives beyond what stands. Whatever would take something back is refused. */
  private async book(
    tx: Tx,
    viewer: Viewer,
    { run, period, dispute, before, after }: Booking,
  ): Promise<true | Refusal> {
    const id = newId();
    const year = yearOf(period);
    if (!(await keepReleasedForms(tx, run.id, id))) return noLongerComputes();
    const outline = outlineOfRun({
      year,
      funds: postingsBetween(before, after),
      totals: await releasedTotals(tx, run.id, id),
    });
    const head = outline.shared.map(({ path, partyId, year: of, divisible, amountMinor }) => ({
      account: { path, partyId, year: of, ...(divisible ? {} : { divisible }) },
      ...{ amountMinor, periodId: period.id },
    }));
    const draft = {
      ...{
        kind: 'dispute-released' as const,
        effectiveOn: await today(tx),
        sourceType: releaseSource,
        sourceId: id,
      },
      narration: `Held back of ${run.name} until a dispute had ended`,
      ...{ head, followsFrom: `release ${id} of run ${run.runHash}`, periodId: period.id },
    };
    const posted =
      head.length === 0 && outline.own.length === 0
        ? null
        : await this.ledger.postLarge(
            tx,
            viewer,
            draft,
            ownLines(tx, run.id, outline.own, this.telling(viewer, run.id), id),
          );
    if (isRefusal(posted)) return posted;
    const [releasedMinor, heldAfterMinor] = [heldOf(before) - heldOf(after), heldOf(after)];
    await tx.sql(
      `INSERT INTO dispute_release (cooperative_id, id, run_id, response_id, ledger_entry_id, released_minor, held_after_minor)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6)`,
      [id, run.id, dispute.disputeId, posted?.entryId ?? null, releasedMinor, heldAfterMinor],
    );
    await keepReleasedLines(tx, id);
    await recordAct(tx, viewer, {
      ...{ act: 'releaseDispute', subjectType: 'distribution_run', subjectId: run.id },
      data: {
        responseId: dispute.disputeId,
        releasedMinor: releasedMinor.toString(),
        heldAfterMinor: heldAfterMinor.toString(),
      },
    });
    return true;
  }

  /** In transactions of their own, now and then. */
  private telling(viewer: Viewer, runId: string) {
    let next = 0;
    return async (done: number, total: number): Promise<void> => {
      if (done >= next || done < next - toldEvery) {
        next = done + toldEvery;
        await this.work
          .inTransaction(viewer, (tx) => writeProgress(tx, runId, { phase: 'releasing', done, total }))
          .catch(() => undefined);
      }
    };
  }
}

const toldEvery = 40_000;

const interrupted = (): Refusal =>
  new Refusal(
    'INTERNAL',
    'A fault of ours stopped the release of what disputes held; nothing of it is in the books, and it is tried again.',
  );

/** Whether all together are booked what was voted on. */
const isAsVoted = ({ waterfall }: RunRow, voted: JsonObject): boolean =>
  canonicalJson([voted.postings!, voted.pools!]) ===
  canonicalJson([waterfall?.postings ?? null, waterfall?.pools ?? null]);

interface Booking {
  readonly run: RunRow;
  readonly period: PeriodRow;
  readonly dispute: EndedDispute;
  readonly before: JsonObject;
  readonly after: JsonObject;
}
interface Job {
  readonly cooperativeId: string;
  readonly runId: string;
}
