import { fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { enqueue } from '../../../src/platform/jobs/enqueue.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { RunComputationAct } from '../../../src/surplus/runs/run-computation.act.js';
import { lockRun } from '../../../src/surplus/runs/run.rows.js';
import { RunStreaming } from '../../../src/surplus/runs/run-streaming.js';
import { compiled } from '../../support/compiled-tree.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { byPurchases, RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

async function waitFor(found: () => Promise<readonly unknown[]>): Promise<void> {
  while ((await found()).length === 0) await pause(20);
}

describe('a run of very many participants', () => {
  let test: TestApplication;
  let story: SurplusStory;
  let runs: RunStory;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    story = await SurplusStory.begin(test);
    runs = new RunStory(story);
  });

  const query = <Row>(sql: string, ...values: unknown[]): Promise<Row[]> =>
    withClient(test.database.ownerUrl, async (client) => (await client.query(sql, values)).rows as Row[]);
  const ready = async (patronage: string): Promise<string> => {
    const periodId = await story.open();
    await story.import(periodId, `ref;basis;quantity\n${patronage}`);
    await story.act('closePeriod', { periodId });
    await story.result(periodId, '1200001');
    return periodId;
  };
  /** Everything that is stored of a run, but for when it was computed. */
  const stored = async (runId: string): Promise<unknown> =>
    query(
      `SELECT to_jsonb(r) - '{computed_at,computation}'::text[] AS run,
         (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.key) FROM run_participant p WHERE p.run_id = r.id) AS participants,
         (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.pool, l.key) FROM run_line l WHERE l.run_id = r.id) AS lines,
         (SELECT jsonb_agg(to_jsonb(f) ORDER BY f.pool, f.party_id, f.seq) FROM run_line_form f WHERE f.run_id = r.id) AS forms,
         run_hash = run_hash_of(cooperative_id, id) AS "isAsHashed"
       FROM distribution_run r WHERE r.id = $1`,
      runId,
    );

  it.each([
    ['one pool', [{ id: 'members', size: {} }]],
    [
      'two pools, one of them within limits and for members alone',
      [
        { id: 'all', size: { rate: '1/3', of: 'available' } },
        {
          id: 'own',
          size: {},
          eligibility: { kinds: ['member'] },
          cap: { rate: '60%' },
          ifAllCapped: 'fund',
        },
      ],
    ],
  ])('of %s is written row by row as one that is computed at once', async (_, pools) => {
    const rest = { weighting: { bases: { purchases: 1 } }, fallbackFund: 'legal' };
    const forms = [
      { form: 'cash', rate: '40%' },
      { form: 'retained', year: 2025 },
    ];
    const policy = {
      id: 'streamed',
      waterfall: { pools: pools.map((pool) => ({ ...pool, ...rest, forms })) },
    };
    const runId = await runs.computed(
      await ready('m001;purchases;4050\nm004;purchases;3000\nworker-7;purchases;2200\nm005;hours;7\n'),
      policy,
    );
    const atOnce = await stored(runId);
    const told: string[] = [];
    const viewer = systemIn(story.coop.id);
    await test.app.get(UnitOfWork).inTransaction(viewer, async (tx) => {
      const run = (await lockRun(tx, runId))!;
      const tell = async (phase: string): Promise<void> => void told.push(phase);
      const computed = await test.app.get(RunStreaming).compute(tx, viewer, run, tell);
      expect(computed).toMatchObject({ runId, runHash: run.runHash });
    });
    expect(await stored(runId)).toEqual(atOnce);
    expect(new Set(told)).toEqual(new Set(['freezing', 'computing', 'writing']));
  });

  it('is taken up again when its process was killed, and nothing is doubled or lost', async () => {
    const people = 50;
    await query(
      `INSERT INTO party (cooperative_id, id, kind, external_ref)
       SELECT $1, gen_random_uuid(), 'person', 'p-' || n FROM generate_series(1, ${people}) n`,
      story.coop.id,
    );
    const patronage = Array.from({ length: people }, (_, n) => `p-${n + 1};purchases;${1 + n * 79}`);
    const periodId = await ready(`${patronage.join('\n')}\n`);
    const { runId } = (await runs.draft(periodId, byPurchases())) as { runId: string };
    // As computeRun leaves it when there are thousands.
    await test.app.get(UnitOfWork).inTransaction(systemIn(story.coop.id), async (tx) => {
      await tx.sql(
        `INSERT INTO run_progress (cooperative_id, run_id, phase) VALUES (current_cooperative_id(), $1, 'waiting')`,
        [runId],
      );
      await enqueue(tx, 'compute-run', { cooperativeId: story.coop.id, runId, after: 0 }, runId);
    });

    const child = fork(compiled('test/support/computing-process.js'), {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        COMPUTING_PROCESS: JSON.stringify({
          appUrl: test.database.appUrl,
          workerUrl: test.database.workerUrl,
        }),
      },
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const phase = async (): Promise<string | undefined> =>
      (await query<{ phase: string }>('SELECT phase FROM run_progress WHERE run_id = $1', runId))[0]?.phase;
    // Everything is written and not yet kept: the process waits for this lock when it is killed.
    await withClient(test.database.ownerUrl, async (client) => {
      await client.query('BEGIN; LOCK TABLE run_computation IN SHARE MODE');
      while ((await phase()) !== 'writing') await pause(20);
      await waitFor(() => query('SELECT FROM pg_locks WHERE NOT granted'));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      await client.query('ROLLBACK');
    });
    await test.database.advanceClock('30 seconds');
    await waitFor(() => query('SELECT FROM abandoned_run_computations()'));
    expect(await query('SELECT FROM run_line WHERE run_id = $1', runId)).toEqual([]);
    await test.app.get(RunComputationAct).takeUpAgain();
    expect(await query('SELECT FROM abandoned_run_computations()')).toEqual([]);
    await test.app.get(JobRunner).runJobsOnce();
    const [run] = await query(
      `SELECT g.phase, g.done::int AS done, g.total::int AS total, r.state, r.computation,
         r.run_hash = run_hash_of(r.cooperative_id, r.id) AS "isAsHashed",
         (SELECT count(*)::int FROM run_line l WHERE l.run_id = r.id) AS lines,
         (SELECT sum(amount_minor)::int FROM run_line l WHERE l.run_id = r.id) AS amount,
         (SELECT sum(amount_minor)::int FROM run_line_form f WHERE f.run_id = r.id) AS forms
       FROM distribution_run r JOIN run_progress g ON g.run_id = r.id WHERE r.id = $1`,
      runId,
    );
    expect(run).toEqual({
      ...{ phase: 'done', done: people + 5, total: people + 5, state: 'computed', computation: 1 },
      ...{ isAsHashed: true, lines: people + 5, amount: 1_200_001, forms: 1_200_001 },
    });
  });
});
