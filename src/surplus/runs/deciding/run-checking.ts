import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/transaction.js';
import { Duties } from '../../../platform/duties.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { enqueue } from '../../../platform/jobs/enqueue.js';
import { JobRunner } from '../../../platform/jobs/job-runner.js';
import { nobody, systemIn, type Viewer } from '../../../platform/request/viewer.js';
import { Refusal } from '../../../shared/refusal.js';
import { isLargeRun } from '../large-run.js';
import { isAsHashed } from '../run-hashing.js';
import { finishProgress, holdComputation, writeProgress } from '../run-progress.store.js';
import { findRun, lockRun, type RunRow } from '../run.rows.js';

const task = 'check-run';

/** What came of holding a run against its hash: it is what was hashed, it is not, or nobody has found out yet. */
export type RunCheckOutcome = 'as-hashed' | 'changed' | 'unknown';

/**
 * Before the members vote on a run, everything that is stored of it is held against its hash: they decide on what they
 * can see. Of very many rows this is a job, and the vote opens when it has found nothing. Each proposal that puts a run
 * to the vote is checked once; posting checks again.
 */
@Injectable()
export class RunChecking {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(JobRunner) jobs: JobRunner,
    @Inject(Duties) duties: Duties,
  ) {
    jobs.register(task, (payload) => this.inBackground(payload as Job));
    duties.register({ name: 'take up checks of runs again', run: () => this.takeUpAgain() });
  }

  /** At once, where the run is short; unknown where it takes a job, which `keep` begins. */
  async check(tx: Tx, run: RunRow): Promise<RunCheckOutcome> {
    if (await isLargeRun(tx, run.id)) return 'unknown';
    return (await isAsHashed(tx, run)) ? 'as-hashed' : 'changed';
  }

  /** What is known of the run: as a check found under its latest proposal, or at once where it is short. */
  async found(tx: Tx, run: RunRow): Promise<RunCheckOutcome> {
    const outcome = await outcomeFor(tx, run);
    return outcome === 'unknown' ? this.check(tx, run) : outcome;
  }

  /** Keeps what was found for the proposal under which the run stands before the members, or has it found out. */
  async keep(tx: Tx, viewer: Viewer, run: RunRow, of: CheckedFor): Promise<void> {
    if (of.outcome !== 'unknown') return keepCheck(tx, run, of.proposalId, of.outcome === 'as-hashed');
    await this.enqueue(tx, { cooperativeId: viewer.cooperativeId!, runId: run.id });
  }

  private async enqueue(tx: Tx, job: Job): Promise<void> {
    await writeProgress(tx, job.runId, { phase: 'checking', done: 0, total: 0 });
    await enqueue(tx, task, { ...job }, `${task} ${job.runId}`);
  }

  /** A check whose process died left nothing but its progress: whoever finds it puts it into the queue again. */
  async takeUpAgain(): Promise<void> {
    const found = await this.work.inTransaction(nobody, (tx) =>
      tx.sql<Job>(`SELECT cooperative_id AS "cooperativeId", run_id AS "runId" FROM abandoned_run_checks()`),
    );
    for (const job of found)
      await this.work.inTransaction(systemIn(job.cooperativeId), (tx) => this.enqueue(tx, job));
  }

  /** The rows are read without a lock: from when the run stands before the members the database refuses to change them. */
  private async inBackground({ cooperativeId, runId }: Job): Promise<void> {
    const viewer = systemIn(cooperativeId);
    await this.work.inTransaction(viewer, async (tx) => {
      if (!(await holdComputation(tx, runId))) return;
      const run = await findRun(tx, runId);
      if (run?.state !== 'voting') return void (await noLongerAsked(tx, runId));
      if ((await outcomeFor(tx, run)) !== 'unknown') return;
      const asHashed = await isAsHashed(tx, run, (done, total) =>
        this.work.inTransaction(viewer, (other) =>
          writeProgress(other, runId, { phase: 'checking', done, total }),
        ),
      );
      // Taken back meanwhile, it is checked again under another proposal.
      const now = await lockRun(tx, runId);
      if (now?.state !== 'voting') return void (await noLongerAsked(tx, runId));
      if (now.proposalId !== run.proposalId) return;
      await keepCheck(tx, run, run.proposalId!, asHashed);
      await finishProgress(tx, runId, asHashed ? {} : notAsHashed());
    });
  }
}

/** A run that was taken back before it was checked: nobody is told any more that it is being checked. */
const noLongerAsked = (tx: Tx, runId: string): Promise<unknown> =>
  tx.sql(
    `UPDATE run_progress SET phase = 'done', done = total, changed_at = rochdale_now()
     WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND phase = 'checking'`,
    [runId],
  );

/** What is known of the run under the proposal that puts it to the vote now. */
export async function outcomeFor(tx: Tx, run: RunRow): Promise<RunCheckOutcome> {
  const row = await tx.one<{ asHashed: boolean }>(
    `SELECT as_hashed AS "asHashed" FROM run_check
     WHERE cooperative_id = current_cooperative_id() AND proposal_id = $1 AND run_hash = $2`,
    [run.proposalId, run.runHash],
  );
  if (!row) return 'unknown';
  return row.asHashed ? 'as-hashed' : 'changed';
}

/** What is stored of a run is not what was computed: nobody votes on it. */
export const notAsHashed = (): Refusal<'SNAPSHOT_CHANGED'> =>
  new Refusal(
    'SNAPSHOT_CHANGED',
    'What is stored of this run is not what its hash says: compute it again; from before a vote it is returned to the review first.',
  );

const keepCheck = (tx: Tx, run: RunRow, proposalId: string, asHashed: boolean): Promise<void> =>
  tx
    .sql(
      `INSERT INTO run_check (cooperative_id, proposal_id, run_id, run_hash, as_hashed)
       VALUES (current_cooperative_id(), $1, $2, $3, $4)`,
      [proposalId, run.id, run.runHash, asHashed],
    )
    .then(() => undefined);

interface CheckedFor {
  readonly proposalId: string;
  readonly outcome: RunCheckOutcome;
}
interface Job {
  readonly cooperativeId: string;
  readonly runId: string;
}
