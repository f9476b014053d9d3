import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '../../shared/canonical-json.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import { holdClaims } from '../../membership/shares/share.queries.js';
import type { PgTransaction, Tx } from '../../platform/database/transaction.js';
import { Duties } from '../../platform/duties.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { enqueue } from '../../platform/jobs/enqueue.js';
import { JobRunner } from '../../platform/jobs/job-runner.js';
import { nobody, systemIn, type Viewer } from '../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import type { JsonObject } from '../domain/run/run-snapshot.js';
import { settleRunsOf } from '../runs/posting/run-posting.js';
import { finishProgress, holdComputation, writeProgress } from '../runs/run-progress.store.js';
import { clearStage } from '../runs/computing/run-stage.js';
import { isLargeRun } from '../runs/large-run.js';
import { findRun, type RunRow } from '../runs/run.rows.js';
import { findPeriod } from '../surplus.rows.js';
import { endingsOf, holdRunsThatRelease, noLongerComputes } from './dispute-endings.queries.js';
import { bookRelease } from './large-release-entry.js';
import { isAsOnStage, settleOnStage } from './settled-run.js';

const task = 'release-disputes';

/**
 * Whether a run is of so many that what it held is released by a job. Not where something was released of it before that
 * was kept by form.
 */
export async function isReleasedByJob(tx: Tx, runId: string): Promise<boolean> {
  if (!(await isLargeRun(tx, runId))) return false;
  const row = await tx.one<{ isByForm: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM dispute_release r JOIN dispute_release_line l ON l.cooperative_id = r.cooperative_id AND l.release_id = r.id
       WHERE r.cooperative_id = current_cooperative_id() AND r.run_id = $1
         AND NOT EXISTS (SELECT FROM dispute_release_form f WHERE f.cooperative_id = r.cooperative_id AND f.release_id = r.id)) AS "isByForm"`,
    [runId],
  );
  return row!.isByForm;
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
      const booked = await bookRelease(this.ledger, tx, viewer, {
        ...{ run, period, dispute, before, after },
        told: this.telling(viewer, runId),
      });
      if (booked !== true) return booked;
      before = after;
    }
    await clearStage(tx, runId);
    await settleRunsOf(tx, new Set([period.id]));
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

interface Job {
  readonly cooperativeId: string;
  readonly runId: string;
}
