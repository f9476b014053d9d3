import { Inject, Injectable } from '@nestjs/common';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId } from '../../shared/ids.js';
import { Refusal, type Verdict } from '../../shared/refusal.js';
import { recordRunAct, runNotFound, type RunDone } from '../runs/distribution-runs.service.js';
import { findRun, isCorrected, type RunRow } from '../runs/run.rows.js';
import { endingsOf, holdRunsThatRelease } from './dispute-endings.queries.js';
import { DisputeReleases } from './dispute-releases.js';
import { LargeReleases } from './large-releases.js';
import { mayRetryReleases } from './review.policy.js';

/**
 * What disputes that have ended still hold of a run, since the books or a fault of ours refused its release, is released
 * again once the reason is gone. What has been released is not released twice.
 */
@Injectable()
export class ReleaseRetryingAct {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(PartyDirectory) private readonly parties: PartyDirectory,
    @Inject(DisputeReleases) private readonly releases: DisputeReleases,
    @Inject(LargeReleases) private readonly large: LargeReleases,
  ) {}

  retryRelease(scope: RequestScope, runId: string, idempotencyKey: string): Promise<RunDone | Refusal> {
    const options = { act: 'retryRelease', idempotencyKey, request: { runId } };
    return this.work.command(scope, options, async (tx, viewer) => {
      const found = isId(runId) ? await findRun(tx, runId) : null;
      if (found && mayRetryReleases(viewer) === true) await holdRunsThatRelease(tx, found.periodId);
      const run = found && (await findRun(tx, runId));
      const possible = await this.mayRetry(tx, viewer, run);
      if (possible !== true) return possible;
      const released = await this.releases.releaseOfRun(tx, viewer, run!.id);
      if (released !== true) return released;
      await recordRunAct(tx, viewer, 'retryRelease', run!.id, {});
      return { runId: run!.id };
    });
  }

  /** Refusals: who may, NOT_FOUND, RUN_NOT_POSTED, RUN_IS_FINAL, NOTHING_HELD, RELEASE_UNDER_WAY. */
  async mayRetry(tx: Tx, viewer: Viewer, run: RunRow | null): Promise<Verdict> {
    const permitted = mayRetryReleases(viewer);
    if (permitted !== true) return permitted;
    if (!run) return runNotFound();
    if (!['posted', 'paid', 'locked'].includes(run.state))
      return new Refusal('RUN_NOT_POSTED', 'Something is held of a run once it is in the books.');
    if (await isCorrected(tx, run.id))
      return new Refusal('RUN_IS_FINAL', 'Another run corrects this one, and gives free what it holds.');
    if ((await endingsOf(tx, this.parties, run)).waiting.length === 0)
      return new Refusal('NOTHING_HELD', 'No dispute that has ended holds anything of this run.');
    return (
      !(await this.large.isUnderWay(tx, run.id)) ||
      new Refusal(
        'RELEASE_UNDER_WAY',
        'It is being released just now; the progress of the run says how far that has come.',
      )
    );
  }
}
