import { Ledger } from '../../src/ledger/ledger.service.js';
import { PartyDirectory } from '../../src/membership/shares/party-directory.js';
import { withClient } from '../../src/platform/database/database-roles.js';
import { Database } from '../../src/platform/database/pool.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../src/platform/request/viewer.js';
import { isRefusal } from '../../src/shared/refusal.js';
import { RunFreezing } from '../../src/surplus/runs/computing/run-freezing.js';
import { RunPosting } from '../../src/surplus/runs/posting/run-posting.js';
import { RunStreaming } from '../../src/surplus/runs/computing/run-streaming.js';
import { findRun, lockRun } from '../../src/surplus/runs/run.rows.js';
import { findPeriod } from '../../src/surplus/surplus.rows.js';
import { cooperativeId } from '../ground/cooperative.js';
import { inTurns, millisecondsOf, type Pair } from '../in-turns.js';
import { computeRun, newRun } from './computed-year.js';
import { copyRows, decideOn, insertSelect, periodId } from './ground.js';

// A process of its own, so that its memory can be told: `distribute-process.js ROUNDS WARM-UP`, addresses in DATABASE.
const [rounds, warmUp] = process.argv.slice(2).map(Number) as [number, number];
const { appUrl, ownerUrl } = JSON.parse(process.env.DATABASE!) as { appUrl: string; ownerUrl: string };
const onePair = (rochdale: number, limit: number): Pair => ({ rochdale, limit, rounds: [[rochdale, limit]] });
const work = new UnitOfWork(
  new Database({ connectionString: appUrl, size: 3, statementTimeoutMs: 3_600_000 }),
);
const streaming = new RunStreaming(new RunFreezing(new PartyDirectory()), work);
const ledger = new Ledger();
const posting = new RunPosting(ledger, work);
const viewer = systemIn(cooperativeId);

/** Where the time went, of the last distribution. */
const took = { computeMs: 0, postMs: 0 };

/** Frozen, computed, every line written with why it is what it is, and, decided meanwhile, posted. */
async function distribute(runId: string): Promise<number> {
  took.computeMs = await millisecondsOf(() => computeRun(work, streaming, runId));
  await withClient(ownerUrl, (client) => decideOn(client, runId));
  await recordResult(runId);
  took.postMs = await millisecondsOf(async () => {
    const posted = await work.inTransaction(viewer, async (tx) =>
      posting.post(
        ...([
          tx,
          viewer,
          (await findRun(tx, runId))!,
          { decisionId: runId, postedOn: '2026-05-01' },
        ] as const),
        () => lockRun(tx, runId).then(() => true),
      ),
    );
    if (posted !== true) throw new Error(`${posted.reason}: ${posted.message} ${posted.details.join(' ')}`);
  });
  return took.computeMs + took.postMs;
}

/** The surplus that this run shares: each shares a whole one. */
async function recordResult(sourceId: string): Promise<void> {
  const line = (path: string, amountMinor: bigint) => ({
    account: { path, year: 2025 },
    amountMinor,
    periodId,
  });
  const posted = await work.inTransaction(viewer, async (tx) => {
    const period = (await findPeriod(tx, periodId))!;
    return ledger.post(tx, viewer, {
      ...{ kind: 'result-recorded', narration: 'Result of 2025', effectiveOn: '2025-12-31' },
      ...{ sourceType: 'bench-result', sourceId },
      lines: [
        line('equity:result:2025', period.resultMinor!),
        line('equity:surplus-to-appropriate:2025', -period.resultMinor!),
      ],
    });
  });
  if (isRefusal(posted)) throw new Error(posted.message);
}

/** How long the event loop was held at most: others are served in between. */
let longestHold = 0;
let last = performance.now();
const watch = setInterval(() => {
  const now = performance.now();
  longestHold = Math.max(longestHold, now - last - 5);
  last = now;
}, 5);

const first = await newRun(work);
const before = process.memoryUsage().rss;
const firstMs = await distribute(first);
const firstTook = { ...took };
const most = process.resourceUsage().maxRSS * 1024;
await withClient(ownerUrl, (client) => copyRows(client, first));
const insert = async (): Promise<number> => {
  const runId = await newRun(work);
  return withClient(ownerUrl, (client) => millisecondsOf(() => insertSelect(client, runId)));
};
// Of a million one round is measured, the one that found the tables empty and opened every account.
const pair =
  rounds === 0
    ? onePair(firstMs, await insert())
    : await inTurns(async () => distribute(await newRun(work)), insert, rounds, warmUp);
clearInterval(watch);
const memory = { startMB: before / 1e6, mostMB: most / 1e6, longestHoldMs: longestHold };
console.log(JSON.stringify({ ...pair, ...memory, ...(rounds === 0 ? firstTook : took) }));
process.exit(0);
