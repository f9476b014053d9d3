import { PartyDirectory } from '../../src/membership/shares/party-directory.js';
import { Database } from '../../src/platform/database/pool.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../src/platform/request/viewer.js';
import { newId } from '../../src/shared/ids.js';
import { isRefusal } from '../../src/shared/refusal.js';
import { readRunPolicy } from '../../src/surplus/domain/run/run-policy.js';
import { keepComparisons } from '../../src/surplus/review/kept-comparisons.store.js';
import { RunFreezing } from '../../src/surplus/runs/computing/run-freezing.js';
import { RunStreaming } from '../../src/surplus/runs/computing/run-streaming.js';
import { lockRun } from '../../src/surplus/runs/run.rows.js';
import { insertRun } from '../../src/surplus/runs/run.store.js';
import { cooperativeId } from '../ground/cooperative.js';
import type { BenchDatabase } from '../ground/ground.js';
import { periodId, policy } from './ground.js';

const viewer = systemIn(cooperativeId);

/** A run of the year, written down and not computed; its id. */
export async function newRun(work: UnitOfWork): Promise<string> {
  const read = readRunPolicy(policy);
  if (isRefusal(read)) throw new Error(read.message);
  const id = newId();
  await work.inTransaction(viewer, (tx) =>
    insertRun(tx, viewer, {
      ...{ id, periodId, patronagePeriodId: periodId, name: 'Surplus of 2025', mode: 'distribution' },
      ...{ policy, policyKey: null, policyVersion: null, policyHash: read.hash },
      ...{ figures: { figures: {}, participants: {} }, currency: 'EUR', corrects: null },
    }),
  );
  return id;
}

/** Frozen, computed, every line written with why it is what it is, and what its pages ask for kept beside it. */
export async function computeRun(work: UnitOfWork, streaming: RunStreaming, runId: string): Promise<void> {
  const answer = await work.inTransaction(viewer, async (tx) => {
    const run = (await lockRun(tx, runId))!;
    const computed = await streaming.compute(tx, viewer, run, () => Promise.resolve());
    if (!isRefusal(computed)) await keepComparisons(tx, run);
    return computed;
  });
  if (isRefusal(answer)) throw new Error(`${answer.message} ${answer.details.join(' ')}`);
}

/** The year's run, computed. */
export async function computeYear({ appUrl }: BenchDatabase): Promise<{ runId: string }> {
  const pool = new Database({ connectionString: appUrl, size: 3, statementTimeoutMs: 3_600_000 });
  try {
    const work = new UnitOfWork(pool);
    const runId = await newRun(work);
    await computeRun(work, new RunStreaming(new RunFreezing(new PartyDirectory()), work), runId);
    return { runId };
  } finally {
    await pool.close();
  }
}
