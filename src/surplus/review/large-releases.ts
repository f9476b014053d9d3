import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/ledger.service.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { newId } from '../../shared/ids.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { holdClaimsPaidOff } from '../runs/posting/open-claims.queries.js';
import { settleRunsOf } from '../runs/posting/run-posting.js';
import { RunJobs, type RunTold } from '../runs/run-jobs.js';
import { clearStage } from '../runs/computing/run-stage.js';
import { isLargeRun } from '../runs/large-run.js';
import type { RunRow } from '../runs/run.rows.js';
import { findPeriod, type PeriodRow } from '../surplus.rows.js';
import { endingsOf, holdRunsThatRelease, isAsVoted, noLongerComputes } from './dispute-endings.queries.js';
import { bookRelease, type ComputedRelease } from './large-release-entry.js';
import { keepReleasedForms } from './release-forms.store.js';
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
    @Inject(RunJobs) private readonly jobs: RunJobs,
  ) {
    jobs.register({
      ...{ task, phase: 'releasing' },
      work: (tx, viewer, run, told) => this.release(tx, viewer, run, told),
    });
  }

  /** What has ended of this run is released soon; asked for again, once. */
  later(tx: Tx, runId: string): Promise<void> {
    return this.jobs.ask(tx, task, runId);
  }

  /** Whether one is asked for that has not ended; one that a fault of ours stopped may be asked for at once. */
  async isUnderWay(tx: Tx, runId: string): Promise<boolean> {
    const found = await tx.sql(
      `SELECT FROM run_progress WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND task = $2 AND phase <> 'refused'`,
      [runId, task],
    );
    return found.length > 0;
  }

  /**
   * First computed, which takes minutes: nothing that it goes by changes, and nobody waits. Then booked, while nobody else
   * moves the runs of the period or pays what is set off. A dispute that has ended meanwhile is released after that.
   */
  private async release(
    tx: Tx,
    viewer: Viewer,
    run: RunRow,
    told: RunTold,
  ): Promise<true | 'again' | 'pointless' | Refusal> {
    const period = (await findPeriod(tx, run.periodId))!;
    const computed = await this.compute(tx, run, period, told);
    if (isRefusal(computed)) return computed;
    if (!(await holdRunsThatRelease(tx, run.periodId)).includes(run.id)) return 'pointless';
    await holdClaimsPaidOff(tx, run);
    for (const release of computed) {
      const booked = await bookRelease(this.ledger, tx, viewer, {
        ...{ ...release, run, period, told: nowAndThen(told) },
      });
      if (booked !== true) return booked;
    }
    await settleRunsOf(tx, new Set([period.id]));
    return (await endingsOf(tx, this.parties, run)).waiting.length > 0 ? 'again' : true;
  }

  /** What each dispute that has ended gives free, in the order of their ends. Whatever would take something back is refused. */
  private async compute(
    tx: Tx,
    run: RunRow,
    period: PeriodRow,
    told: RunTold,
  ): Promise<readonly ComputedRelease[] | Refusal> {
    const { counted, waiting } = await endingsOf(tx, this.parties, run);
    if (waiting.length === 0) return [];
    const passed = nowAndThen(told);
    const voted = await settleOnStage(tx, run, period, [], passed);
    if (isRefusal(voted) || !isAsVoted(run, voted) || !(await isAsOnStage(tx, run.id)))
      return noLongerComputes();
    const done = [...counted];
    let before = done.length === 0 ? voted : await settleOnStage(tx, run, period, done, passed);
    if (isRefusal(before)) return before;
    const computed: ComputedRelease[] = [];
    for (const dispute of waiting) {
      done.push(dispute);
      const after = await settleOnStage(tx, run, period, done, passed);
      if (isRefusal(after)) return after;
      const [id, precede] = [newId(), computed.map((earlier) => earlier.id)];
      if (!(await keepReleasedForms(tx, run.id, id, precede))) return noLongerComputes();
      computed.push({ id, dispute, before, after });
      before = after;
    }
    await clearStage(tx, run.id);
    return computed;
  }
}

const toldEvery = 40_000;

function nowAndThen(told: RunTold): (done: number, total: number) => Promise<void> {
  let next = 0;
  return async (done, total) => {
    if (done < next && done >= next - toldEvery) return;
    next = done + toldEvery;
    await told('releasing', done, total);
  };
}
