import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/transaction.js';
import { Refusal } from '../../../shared/refusal.js';
import { isLargeRun } from '../large-run.js';
import { isAsHashed } from '../run-hashing.js';
import { RunJobs, type RunTold } from '../run-jobs.js';
import { finishProgress } from '../run-progress.store.js';
import { lockRun, type RunRow } from '../run.rows.js';

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
  constructor(@Inject(RunJobs) private readonly jobs: RunJobs) {
    jobs.register({
      ...{ task, phase: 'checking' },
      work: (tx, _viewer, run, told) => this.inBackground(tx, run, told),
    });
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
  async keep(tx: Tx, run: RunRow, { proposalId, outcome }: CheckedFor): Promise<void> {
    if (outcome === 'unknown') return this.jobs.ask(tx, task, run.id);
    await keepCheck(tx, run, proposalId, outcome === 'as-hashed');
  }

  /** The rows are read without a lock: from when the run stands before the members the database refuses to change them. */
  private async inBackground(tx: Tx, run: RunRow, told: RunTold): Promise<true | 'again'> {
    // Taken back before it was checked, nobody asks for it any more.
    if (run.state !== 'voting' || (await outcomeFor(tx, run)) !== 'unknown') return true;
    const asHashed = await isAsHashed(tx, run, (done, total) => told('checking', done, total));
    const now = (await lockRun(tx, run.id))!;
    // Taken back meanwhile, it is checked under another proposal.
    if (now.proposalId !== run.proposalId) return 'again';
    if (now.state !== 'voting') return true;
    await keepCheck(tx, run, run.proposalId!, asHashed);
    // Told here: a refusal of the job would take back what was found.
    if (!asHashed) await finishProgress(tx, run.id, notAsHashed(), { task });
    return true;
  }
}

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
