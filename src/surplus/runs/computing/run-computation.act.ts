import { Inject, Injectable } from '@nestjs/common';
import { PartyDirectory } from '../../../membership/shares/party-directory.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { Duties } from '../../../platform/duties.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { enqueue } from '../../../platform/jobs/enqueue.js';
import { JobRunner } from '../../../platform/jobs/job-runner.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { nobody, systemIn } from '../../../platform/request/viewer.js';
import { isId } from '../../../shared/ids.js';
import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { mayBeRecomputed } from '../../domain/run/run-lifecycle.js';
import { runNotFound } from '../distribution-runs.service.js';
import { MembersTurn } from '../deciding/members-turn.js';
import { ReviewRestarting } from '../deciding/review-restarting.js';
import { RunComputing, type Progress } from './run-computing.js';
import { mayPrepareRuns } from '../run.policy.js';
import { finishProgress, holdComputation, writeProgress } from '../run-progress.store.js';
import { mostAtOnce } from '../large-run.js';
import { findRun, lockRun } from '../run.rows.js';
import { RunStreaming } from './run-streaming.js';

const task = 'compute-run';

export interface RunComputationStarted {
  readonly runId: string;
  /** Null while it is computed in the background: the run's progress says how far it has come. */
  readonly runHash: string | null;
}

/** Computing a run: at once where it is short, as a job where it is long. Doing it again starts from what is recorded now. */
@Injectable()
export class RunComputationAct {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RunComputing) private readonly computing: RunComputing,
    @Inject(RunStreaming) private readonly streaming: RunStreaming,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
    @Inject(ReviewRestarting) private readonly reviews: ReviewRestarting,
    @Inject(MembersTurn) private readonly turn: MembersTurn,
    @Inject(JobRunner) jobs: JobRunner,
    @Inject(Duties) duties: Duties,
  ) {
    jobs.register(task, (payload) => this.inBackground(payload as Job));
    duties.register({ name: 'take up computations again', run: () => this.takeUpAgain() });
  }

  computeRun(scope: RequestScope, runId: string): Promise<RunComputationStarted | Refusal> {
    return this.work.command(scope, { act: 'computeRun' }, async (tx, viewer) => {
      const permitted = mayPrepareRuns(viewer);
      if (permitted !== true) return permitted;
      const run = isId(runId) ? await lockRun(tx, runId) : null;
      if (!run) return runNotFound();
      const possible = mayBeRecomputed(run);
      if (possible !== true) return possible;
      const turn = await this.turn.mayStillBeChanged(tx, run);
      if (turn !== true) return turn;
      const parties = await this.parties.countParties(tx, mostAtOnce + 1);
      if (parties <= mostAtOnce) {
        const computed = await this.computing.compute(tx, viewer, run);
        if (!isRefusal(computed)) await this.reviews.afterComputing(tx, viewer, run);
        if (!isRefusal(computed))
          await writeProgress(tx, runId, { phase: 'done', done: parties, total: parties });
        return computed;
      }
      await this.enqueue(tx, { cooperativeId: viewer.cooperativeId!, runId, after: run.computation });
      return { runId, runHash: null };
    });
  }

  /** Under one key, so that a run waits once however often it was asked for. */
  private async enqueue(tx: Tx, job: Job): Promise<void> {
    await writeProgress(tx, job.runId, { phase: 'waiting', done: 0, total: 0 });
    await enqueue(tx, task, { ...job }, `${task} ${job.runId}`);
  }

  /**
   * A computation whose process died left nothing but its progress: its transaction is gone, and the lock that it held.
   * It is put into the queue again, whoever finds it.
   */
  async takeUpAgain(): Promise<void> {
    const found = await this.work.inTransaction(nobody, (tx) =>
      tx.sql<{ cooperativeId: string; runId: string }>(
        `SELECT cooperative_id AS "cooperativeId", run_id AS "runId" FROM abandoned_run_computations()`,
      ),
    );
    for (const { cooperativeId, runId } of found)
      await this.work.inTransaction(systemIn(cooperativeId), async (tx) => {
        const run = await findRun(tx, runId);
        if (run) await this.enqueue(tx, { cooperativeId, runId, after: run.computation });
      });
  }

  /** Told in transactions of their own, so that whoever asks sees them while the work goes on. */
  private async inBackground({ cooperativeId, runId, after }: Job): Promise<void> {
    const viewer = systemIn(cooperativeId);
    const tell: Progress = (phase, done, total) =>
      this.work.inTransaction(viewer, (tx) => writeProgress(tx, runId, { phase, done, total }));
    const answer = await this.work.inTransaction(viewer, async (tx) => {
      if (!(await holdComputation(tx, runId))) return null;
      await tx.sql(`SELECT set_config('statement_timeout', '10min', true)`);
      await tx.control('SAVEPOINT computing');
      const run = await lockRun(tx, runId);
      if (!run) return runNotFound();
      // Somebody computed it since this was asked for.
      if (after !== undefined && run.computation !== after) return null;
      const possible = mayBeRecomputed(run);
      const computed = possible === true ? await this.streaming.compute(tx, viewer, run, tell) : possible;
      if (isRefusal(computed)) await tx.control('ROLLBACK TO SAVEPOINT computing');
      else await this.reviews.afterComputing(tx, viewer, run);
      return computed;
    });
    if (answer !== null) await this.work.inTransaction(viewer, (tx) => finishProgress(tx, runId, answer));
  }
}

interface Job {
  readonly cooperativeId: string;
  readonly runId: string;
  /** The computation that the run had when this was asked for: a later one makes it pointless. */
  readonly after?: number;
}
