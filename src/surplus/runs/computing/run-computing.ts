import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../../../audit/audit-record.js';
import type { Tx } from '../../../platform/database/transaction.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { runHashNow } from '../../domain/run/run-hash.js';
import { computeRun, type RunOutcome } from '../../domain/run/run-outcome.js';
import { yearOf } from '../../surplus.rows.js';
import { RunFreezing } from './run-freezing.js';
import { insertLines, insertParticipants, keepOutcome, setAsideComputation } from '../run.store.js';
import type { RunTold } from '../run-jobs.js';
import type { RunRow } from '../run.rows.js';

export interface RunComputed {
  readonly runId: string;
  readonly runHash: string;
}
/** Told how far a computation has come. */
export type Progress = RunTold<'freezing' | 'computing' | 'writing' | 'publishing'>;
const untold: Progress = () => Promise.resolve();

/**
 * Freezes a run, computes it and writes it down, in the caller's transaction. The one place where a run is computed;
 * everything else reads what it wrote. The caller has locked the run and asked who may.
 */
@Injectable()
export class RunComputing {
  constructor(@Inject(RunFreezing) private readonly freezing: RunFreezing) {}

  /** Refusals: those of freezing, and the engine's own. */
  async compute(
    tx: Tx,
    viewer: Viewer,
    run: RunRow,
    progress: Progress = untold,
  ): Promise<RunComputed | Refusal> {
    await progress('freezing', 0, 0);
    const frozen = await this.freezing.freeze(tx, run);
    if (isRefusal(frozen)) return frozen;
    const total = frozen.snapshot.participants.length;
    await progress('computing', 0, total);
    const outcome = computeRun(frozen.snapshot, {
      periodId: run.periodId,
      year: yearOf(frozen.period),
      policy: frozen.policy,
      recordedResultMinor: frozen.period.resultMinor,
      ...{
        currency: run.currency,
        corrects: run.corrects,
        hashVersion: runHashNow,
        isScenario: run.mode === 'scenario',
      },
    });
    if (isRefusal(outcome)) return outcome;
    await progress('writing', 0, total);
    await setAsideComputation(tx, run);
    await insertParticipants(tx, run.id, frozen.snapshot.participants);
    const parties = new Map(frozen.snapshot.participants.map(({ key, partyId }) => [key, partyId]));
    await insertLines(tx, run.id, outcome.lines, (key) => parties.get(key));
    await keepOutcome(tx, viewer, run, frozen.snapshot.header, outcome);
    await recordComputed(tx, viewer, run, outcome);
    await progress('writing', total, total);
    return { runId: run.id, runHash: outcome.runHash };
  }
}

/** The record of a computation, however it was done. */
export const recordComputed = (
  tx: Tx,
  viewer: Viewer,
  run: RunRow,
  outcome: Pick<RunOutcome, 'snapshotHash' | 'runHash' | 'verdict'>,
): Promise<void> =>
  recordAct(tx, viewer, {
    act: 'computeRun',
    subjectType: 'distribution_run',
    subjectId: run.id,
    data: {
      computation: run.computation + 1,
      policyHash: run.policyHash,
      snapshotHash: outcome.snapshotHash,
      runHash: outcome.runHash,
      verdict: outcome.verdict,
    },
  });
