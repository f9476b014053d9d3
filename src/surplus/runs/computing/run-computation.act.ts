import { Inject, Injectable } from '@nestjs/common';
import { PartyDirectory } from '../../../membership/shares/party-directory.js';
import type { Tx } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import { isId } from '../../../shared/ids.js';
import { isRefusal, type Refusal } from '../../../shared/refusal.js';
import { mayBeRecomputed } from '../../domain/run/run-lifecycle.js';
import { runNotFound } from '../distribution-runs.service.js';
import { MembersTurn } from '../deciding/members-turn.js';
import { ReviewRestarting } from '../deciding/review-restarting.js';
import { RunComputing, type Progress } from './run-computing.js';
import { mayPrepareRuns } from '../run.policy.js';
import { RunJobs } from '../run-jobs.js';
import { writeProgress } from '../run-progress.store.js';
import { mostAtOnceHere } from '../large-run.js';
import { lockRun, type RunRow } from '../run.rows.js';
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
    @Inject(RunJobs) private readonly jobs: RunJobs,
  ) {
    jobs.register({
      ...{ task, phase: 'waiting' },
      work: (tx, viewer, run, told) => this.inBackground(tx, viewer, run, told),
    });
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
      const most = await mostAtOnceHere(tx);
      const parties = await this.parties.countParties(tx, most + 1);
      if (parties <= most) {
        const computed = await this.computing.compute(tx, viewer, run);
        if (!isRefusal(computed)) await this.reviews.afterComputing(tx, viewer, run);
        if (!isRefusal(computed))
          await writeProgress(tx, runId, { phase: 'done', done: parties, total: parties });
        return computed;
      }
      await this.jobs.ask(tx, task, runId);
      return { runId, runHash: null };
    });
  }

  private async inBackground(
    tx: Tx,
    viewer: Viewer,
    run: RunRow,
    told: Progress,
  ): Promise<true | 'again' | Refusal> {
    const possible = mayBeRecomputed(run);
    if (possible !== true) return possible;
    const computed = await this.streaming.compute(tx, viewer, run, told);
    if (computed === 'again' || isRefusal(computed)) return computed;
    await this.reviews.afterComputing(tx, viewer, computed.before);
    return true;
  }
}
