import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transaction.js';
import { Duties } from '../../platform/duties.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { enqueue } from '../../platform/jobs/enqueue.js';
import { JobRunner } from '../../platform/jobs/job-runner.js';
import { nobody, systemIn, type Viewer } from '../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../shared/refusal.js';
import { finishProgress, holdComputation, tellProgress, writeProgress } from './run-progress.store.js';
import { findRun, type RunPhase, type RunRow } from './run.rows.js';

/** Tells how far a job has come, in transactions of its own, so that it is seen while the work goes on. */
export type RunTold<Phase extends RunPhase = RunPhase> = (
  phase: Phase,
  done: number,
  total: number,
) => Promise<void>;

/** Something of a run that takes longer than a request may. */
export interface RunJob {
  readonly task: string;
  /** Told while it waits. */
  readonly phase: RunPhase;
  /**
   * In one transaction, while no other job is at the run. A refusal takes back what it wrote, and is told as what the job
   * came to. `again` keeps it and asks for the job once more, since more has come up meanwhile; `pointless` takes it back,
   * since it is no longer wanted.
   */
  readonly work: (
    tx: Tx,
    viewer: Viewer,
    run: RunRow,
    told: RunTold,
  ) => Promise<true | 'again' | 'pointless' | Refusal>;
}

/**
 * The jobs of runs: asked for in the transaction of their cause, done once by one process, told as the progress of the
 * run. One whose process was killed is taken up again by whoever finds it; one that a fault of ours stopped says so, and
 * the queue tries it again, later each time.
 */
@Injectable()
export class RunJobs {
  private readonly jobs = new Map<string, RunJob>();

  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(JobRunner) private readonly queue: JobRunner,
    @Inject(Duties) duties: Duties,
  ) {
    duties.register({ name: 'take up jobs of runs again', run: () => this.takeUpAgain() });
  }

  register(job: RunJob): void {
    this.jobs.set(job.task, job);
    this.queue.register(job.task, (payload) => this.carryOut(job, payload as Asked));
  }

  /** Under one key, so that a run waits once however often it was asked for. */
  async ask(tx: Tx, task: string, runId: string): Promise<void> {
    await writeProgress(tx, runId, { phase: this.jobs.get(task)!.phase, done: 0, total: 0 }, task);
    const asked = await tx.one<Asked>(
      `SELECT cooperative_id AS "cooperativeId", id AS "runId", computation FROM distribution_run
       WHERE cooperative_id = current_cooperative_id() AND id = $1`,
      [runId],
    );
    await enqueue(tx, task, { ...asked! }, `${task} ${runId}`);
  }

  /** A job whose process died left nothing but its progress: its transaction is gone, and the lock that it held. */
  async takeUpAgain(): Promise<void> {
    const found = await this.work.inTransaction(nobody, (tx) =>
      tx.sql<{ cooperativeId: string; runId: string; task: string }>(
        `SELECT cooperative_id AS "cooperativeId", run_id AS "runId", task FROM abandoned_run_jobs()`,
      ),
    );
    for (const { cooperativeId, runId, task } of found)
      if (this.jobs.has(task))
        await this.work.inTransaction(systemIn(cooperativeId), (tx) => this.ask(tx, task, runId));
  }

  private async carryOut(job: RunJob, asked: Asked): Promise<void> {
    const { runId, cooperativeId } = asked;
    const { task } = job;
    const viewer = systemIn(cooperativeId);
    const told: RunTold = (phase, done, total) =>
      this.work
        .inTransaction(viewer, (tx) => tellProgress(tx, runId, { phase, done, total }, task))
        .catch(() => undefined);
    try {
      await this.work.inTransaction(viewer, async (tx) => {
        if (!(await holdComputation(tx, runId))) return;
        const run = await findRun(tx, runId);
        // Somebody computed it since this was asked for.
        if (run?.computation !== asked.computation) return;
        await tx.sql(`SELECT set_config('statement_timeout', '10min', true)`);
        await tx.control('SAVEPOINT job');
        const answer = await job.work(tx, viewer, run, told);
        if (answer === 'again') return this.ask(tx, task, runId);
        if (answer !== true) await tx.control('ROLLBACK TO SAVEPOINT job');
        await finishProgress(tx, runId, isRefusal(answer) ? answer : true, { task });
      });
    } catch (error) {
      const ending = { task, isTriedAgain: true };
      await this.work
        .inTransaction(viewer, (tx) => finishProgress(tx, runId, interrupted(), ending))
        .catch(() => undefined);
      throw error;
    }
  }
}

const interrupted = (): Refusal =>
  new Refusal('INTERNAL', 'A fault of ours stopped this; nothing of it was kept, and it is tried again.');

interface Asked {
  readonly cooperativeId: string;
  readonly runId: string;
  /** The computation that the run had when this was asked for: a later one makes it pointless. */
  readonly computation: number;
}
