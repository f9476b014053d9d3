import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '../../shared/canonical-json.js';
import { Ledger } from '../../ledger/ledger.service.js';
import { PartyDirectory } from '../../membership/shares/party-directory.js';
import { holdClaims } from '../../membership/shares/share.queries.js';
import type { Tx } from '../../platform/database/transaction.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import type { JsonObject } from '../domain/run/run-snapshot.js';
import { settleRunsOf } from '../runs/posting/run-posting.js';
import { RunJobs, type RunTold } from '../runs/run-jobs.js';
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
    @Inject(RunJobs) private readonly jobs: RunJobs,
  ) {
    jobs.register({
      ...{ task, phase: 'releasing' },
      work: (tx, viewer, run, told) => this.release(tx, viewer, run.id, told),
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

  private async release(tx: Tx, viewer: Viewer, runId: string, told: RunTold): Promise<true | Refusal> {
    const periodId = (await findRun(tx, runId))?.periodId;
    if (periodId === undefined || !(await holdRunsThatRelease(tx, periodId)).includes(runId)) return true;
    const run = (await findRun(tx, runId))!;
    const { counted, waiting } = await endingsOf(tx, this.parties, run);
    if (waiting.length === 0) return true;
    // What is owed today is paid off: nobody pays it meanwhile.
    await holdClaims(tx, 'alone');
    const period = (await findPeriod(tx, run.periodId))!;
    const passed = nowAndThen(told);
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
        told: nowAndThen(told),
      });
      if (booked !== true) return booked;
      before = after;
    }
    await clearStage(tx, runId);
    await settleRunsOf(tx, new Set([period.id]));
    return true;
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

/** Whether all together are booked what was voted on. */
const isAsVoted = ({ waterfall }: RunRow, voted: JsonObject): boolean =>
  canonicalJson([voted.postings!, voted.pools!]) ===
  canonicalJson([waterfall?.postings ?? null, waterfall?.pools ?? null]);
