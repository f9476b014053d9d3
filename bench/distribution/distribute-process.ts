import { PartyDirectory } from '../../src/membership/shares/party-directory.js';
import { withClient } from '../../src/platform/database/database-roles.js';
import { Database } from '../../src/platform/database/pool.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../src/platform/request/viewer.js';
import { newId } from '../../src/shared/ids.js';
import { isRefusal } from '../../src/shared/refusal.js';
import { readRunPolicy } from '../../src/surplus/domain/run/run-policy.js';
import { RunFreezing } from '../../src/surplus/runs/run-freezing.js';
import { RunStreaming } from '../../src/surplus/runs/run-streaming.js';
import { lockRun } from '../../src/surplus/runs/run.rows.js';
import { insertRun } from '../../src/surplus/runs/run.store.js';
import { cooperativeId } from '../ground/cooperative.js';
import { inTurns, millisecondsOf } from '../in-turns.js';
import { copyRows, insertSelect, periodId, policy } from './ground.js';

// A process of its own, so that its memory can be told: `distribute-process.js ROUNDS WARM-UP`, addresses in DATABASE.
const [rounds, warmUp] = process.argv.slice(2).map(Number) as [number, number];
const { appUrl, ownerUrl } = JSON.parse(process.env.DATABASE!) as { appUrl: string; ownerUrl: string };
const work = new UnitOfWork(
  new Database({ connectionString: appUrl, size: 2, statementTimeoutMs: 3_600_000 }),
);
const streaming = new RunStreaming(new RunFreezing(new PartyDirectory()));
const viewer = systemIn(cooperativeId);
const read = readRunPolicy(policy);
if (isRefusal(read)) throw new Error(read.message);
const { hash: policyHash } = read;

async function newRun(): Promise<string> {
  const id = newId();
  await work.inTransaction(viewer, (tx) =>
    insertRun(tx, viewer, {
      ...{ id, periodId, patronagePeriodId: periodId, name: 'Surplus of 2025', mode: 'distribution' },
      ...{ policy, policyKey: null, policyVersion: null, policyHash },
      ...{ figures: { figures: {}, participants: {} }, currency: 'EUR', corrects: null },
    }),
  );
  return id;
}

/** Freezing, computing and writing every line with why it is what it is, until it is kept. */
async function distribute(runId: string): Promise<void> {
  const answer = await work.inTransaction(viewer, async (tx) => {
    return streaming.compute(tx, viewer, (await lockRun(tx, runId))!, () => Promise.resolve());
  });
  if (isRefusal(answer)) throw new Error(`${answer.message} ${answer.details.join(' ')}`);
  if ('needs' in answer) throw new Error(`not streamed: ${answer.needs}`);
}

/** How long the event loop was held at most: others are served in between. */
let longestHold = 0;
let last = performance.now();
const watch = setInterval(() => {
  const now = performance.now();
  longestHold = Math.max(longestHold, now - last - 5);
  last = now;
}, 5);

const first = await newRun();
const before = process.memoryUsage().rss;
const firstMs = await millisecondsOf(() => distribute(first));
const most = process.resourceUsage().maxRSS * 1024;
await withClient(ownerUrl, (client) => copyRows(client, first));
const pair = await inTurns(
  async () => {
    const runId = await newRun();
    return millisecondsOf(() => distribute(runId));
  },
  async () => {
    const runId = await newRun();
    return withClient(ownerUrl, (client) => millisecondsOf(() => insertSelect(client, runId)));
  },
  rounds,
  warmUp,
);
clearInterval(watch);
const memory = { startMB: before / 1e6, mostMB: most / 1e6, longestHoldMs: longestHold, firstMs };
console.log(JSON.stringify({ ...pair, ...memory }));
process.exit(0);
