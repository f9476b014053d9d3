import { fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Ledger } from '../../../src/ledger/ledger.service.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { RunComputing } from '../../../src/surplus/runs/computing/run-computing.js';
import { RunJobs } from '../../../src/surplus/runs/run-jobs.js';
import { lockRun } from '../../../src/surplus/runs/run.rows.js';
import { RunStreaming } from '../../../src/surplus/runs/computing/run-streaming.js';
import { compiled } from '../../support/compiled-tree.js';
import { ReviewStory } from './review-story.js';
import { byPurchases } from './run-story.js';
import { RunGround } from './run-ground.js';

async function waitFor(found: () => Promise<readonly unknown[]>): Promise<void> {
  while ((await found()).length === 0) await pause(20);
}

const oneChose = (choice: string) => ({
  figures: {},
  participants: { m004: { choices: { members: choice } } },
});

describe('a run of very many participants', () => {
  const ground = RunGround.lay();

  const query = <Row>(sql: string, ...values: unknown[]): Promise<Row[]> =>
    withClient(
      ground.test.database.ownerUrl,
      async (client) => (await client.query(sql, values)).rows as Row[],
    );
  const ready = async (patronage: string): Promise<string> => {
    const periodId = await ground.story.open();
    await ground.story.import(periodId, `ref;basis;quantity\n${patronage}`);
    await ground.story.act('closePeriod', { periodId });
    await ground.story.result(periodId, '1200001');
    return periodId;
  };
  /** Everything that is stored of a run, but for when it was computed. */
  const stored = async (runId: string): Promise<unknown> => {
    // Autovacuum, which would have seen that the tables grew, has had no time.
    await query('ANALYZE run_participant, run_line, run_line_form');
    return query(
      `SELECT to_jsonb(r) - '{computed_at,computation}'::text[] AS run,
         (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.key) FROM run_participant p WHERE p.run_id = r.id) AS participants,
         (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.pool, l.key) FROM run_line l WHERE l.run_id = r.id) AS lines,
         (SELECT jsonb_agg(to_jsonb(f) ORDER BY f.pool, f.party_id, f.seq) FROM run_line_form f WHERE f.run_id = r.id) AS forms,
         run_hash = run_hash_of(cooperative_id, id) AS "isAsHashed"
       FROM distribution_run r WHERE r.id = $1`,
      runId,
    );
  };

  const people = 5_200;
  /** A closed period with more participants than are computed while somebody waits, each with patronage of their own. */
  const manyPeople = async (): Promise<string> => {
    await query(
      `INSERT INTO party (cooperative_id, id, kind, external_ref)
       SELECT $1, gen_random_uuid(), 'person', 'p-' || n FROM generate_series(1, ${people}) n`,
      ground.story.coop.id,
    );
    const periodId = await ground.story.open();
    await query(
      `INSERT INTO patronage_record (cooperative_id, id, period_id, party_id, basis, quantity_millionths, source_ref)
       SELECT $1, gen_random_uuid(), $2, id, 'purchases', 1000000 + 790000 * substr(external_ref, 3)::bigint, external_ref
       FROM party WHERE cooperative_id = $1 AND external_ref LIKE 'p-%'`,
      ground.story.coop.id,
      periodId,
    );
    await ground.story.act('closePeriod', { periodId });
    return periodId;
  };
  /** Computed again by the one or the other, over what the run has now. */
  const again = async (by: typeof RunStreaming | typeof RunComputing, runId: string): Promise<unknown> => {
    const viewer = systemIn(ground.story.coop.id);
    await ground.test.app.get(UnitOfWork).inTransaction(viewer, async (tx) => {
      const run = (await lockRun(tx, runId))!;
      const computed = await ground.test.app
        .get<RunStreaming | RunComputing>(by)
        .compute(tx, viewer, run, () => Promise.resolve());
      expect(computed).toMatchObject({ runId });
    });
    return stored(runId);
  };

  it.each([
    ['one pool', [{ id: 'members', size: {} }]],
    [
      'a pool in which somebody chose another form',
      [{ id: 'members', size: {}, choices: [{ id: 'all in cash', forms: [{ form: 'cash' }] }] }],
    ],
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
    const runId = await ground.runs.computed(
      await ready('m001;purchases;4050\nm004;purchases;3000\nworker-7;purchases;2200\nm005;hours;7\n'),
      policy,
      'choices' in pools[0]! ? { figures: oneChose('all in cash') } : {},
    );
    const atOnce = await stored(runId);
    const told: string[] = [];
    const viewer = systemIn(ground.story.coop.id);
    await ground.test.app.get(UnitOfWork).inTransaction(viewer, async (tx) => {
      const run = (await lockRun(tx, runId))!;
      const tell = async (phase: string): Promise<void> => void told.push(phase);
      const computed = await ground.test.app.get(RunStreaming).compute(tx, viewer, run, tell);
      expect(computed).toMatchObject({ runId, runHash: run.runHash });
    });
    expect(await stored(runId)).toEqual(atOnce);
    expect(new Set(told)).toEqual(new Set(['freezing', 'computing', 'writing', 'publishing']));
  });

  it('with interest on capital is written row by row as one that is computed at once', async () => {
    const periodId = await ready('m001;purchases;4050\nm004;purchases;3000\nworker-7;purchases;2200\n');
    const { members } = ground.story.coop;
    await ground.test.app.get(UnitOfWork).inTransaction(systemIn(ground.story.coop.id), async (tx) => {
      for (const [place, on] of [
        [0, '2023-05-01'],
        [0, '2024-03-10'],
        [3, '2024-07-01'],
      ] as const)
        await ground.test.app.get(Ledger).post(tx, systemIn(ground.story.coop.id), {
          ...{
            kind: 'capital-opened',
            narration: 'Capital',
            effectiveOn: on,
            sourceType: 'test',
            sourceId: newId(),
          },
          lines: [
            { account: { path: 'assets:bank' }, amountMinor: 70_001n },
            {
              account: { path: `equity:share-capital:m00${place + 1}`, partyId: members[place]!.partyId },
              amountMinor: -70_001n,
            },
          ],
        });
    });
    const policy = {
      id: 'with interest',
      waterfall: {
        capitalInterest: { stage: 'appropriation', rate: '3%', base: 'timeWeighted' },
        pools: [{ id: 'members', size: {}, weighting: { bases: { purchases: 1 } } }],
      },
    };
    const runId = await ground.runs.computed(periodId, policy);
    const atOnce = await stored(runId);
    expect(await again(RunStreaming, runId)).toEqual(atOnce);
    expect(await query(`SELECT FROM run_line WHERE run_id = $1 AND part = 'interest'`, runId)).toHaveLength(
      2,
    );
  });

  it('is taken up where it stood each time its process is killed, and comes to the same bytes', async () => {
    const periodId = await manyPeople();
    await ground.story.result(periodId, '1200001');
    const { runId } = (await ground.runs.draft(periodId, byPurchases())) as { runId: string };
    await ground.runs.compute(runId);
    for (const [dying, from] of [
      ['freezing', 2_000],
      ['computing', 10_000],
      ['writing', 2_000],
    ] as const) {
      await killedAt(runId, dying, from);
      const [kept] = await query<{ phase: string; frozen: number; lines: number; done: number }>(
        `SELECT phase, done::int AS done, (SELECT count(*)::int FROM run_stage_participant p WHERE p.run_id = s.run_id) AS frozen,
           (SELECT count(*)::int FROM run_stage_line l WHERE l.run_id = s.run_id) AS lines
         FROM run_stage s WHERE run_id = $1`,
        runId,
      );
      expect(kept).toMatchObject({ phase: dying });
      expect(kept!.frozen).toBeGreaterThanOrEqual(2_000);
      if (dying === 'writing') expect(kept!.lines).toBe(kept!.done);
      expect(await query('SELECT FROM run_line WHERE run_id = $1', runId)).toEqual([]);
      await ground.test.database.advanceClock('30 seconds');
      await waitFor(() => query('SELECT FROM abandoned_run_jobs() WHERE run_id = $1', runId));
      await ground.test.app.get(RunJobs).takeUpAgain();
    }
    await ground.test.app.get(JobRunner).runJobsOnce();
    const taken = await stored(runId);
    const [progress] = await query(
      `SELECT phase, done::int AS done, total::int AS total FROM run_progress WHERE run_id = $1`,
      runId,
    );
    expect(progress).toEqual({ phase: 'done', done: people + 5, total: people + 5 });
    expect(await query('SELECT FROM run_stage_line UNION ALL SELECT FROM run_stage_participant')).toEqual([]);
    // The same, computed without a break.
    expect(isDeepStrictEqual(await again(RunStreaming, runId), taken)).toBe(true);
    expect(taken).toMatchObject([{ isAsHashed: true }]);
  }, 400_000);

  it('is the same as at once while records are disputed and members bear a loss', async () => {
    const periodId = await manyPeople();
    await ground.story.result(periodId, '1100001');
    const figures = { figures: { result: { member: 1200001, extraordinary: -100000 } }, participants: {} };
    // The many are no members; this rule has them bear the loss all the same.
    const eligibility = { kinds: ['member', 'nonMember'] };
    const borne = { to: 'members', weighting: { bases: { purchases: 1 } }, eligibility };
    const policy = { ...byPurchases(), loss: [borne] };
    const { runId } = (await ground.runs.draft(periodId, policy, { figures })) as { runId: string };
    const computed = async (): Promise<void> => {
      expect(await ground.runs.compute(runId)).toEqual({ runId, runHash: null });
      await ground.test.app.get(JobRunner).runJobsOnce();
    };
    await computed();
    const review = new ReviewStory(ground.runs);
    review.runId = runId;
    await review.layOpen();
    await review.dispute(0, 'purchases', '900000');
    await review.dispute(3, 'purchases', '7000.5');
    await computed();
    const streamed = await stored(runId);
    expect(streamed).toMatchObject([{ isAsHashed: true }]);
    expect(
      await query(
        `SELECT part, count(*)::int AS lines, bool_or(least_minor < amount_minor) AS "isHeld"
         FROM run_line WHERE run_id = $1 GROUP BY part ORDER BY part`,
        runId,
      ),
    ).toEqual([
      { part: 'loss', lines: people + 5, isHeld: false },
      { part: 'pool', lines: people + 5, isHeld: true },
    ]);
    expect(isDeepStrictEqual(await again(RunComputing, runId), streamed)).toBe(true);
  }, 400_000);

  /** Computes in a process of its own, and kills it once the stage says that it has come so far. */
  const killedAt = async (runId: string, phase: string, from: number): Promise<void> => {
    const child = fork(compiled('test/support/computing-process.js'), {
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        COMPUTING_PROCESS: JSON.stringify({
          appUrl: ground.test.database.appUrl,
          workerUrl: ground.test.database.workerUrl,
        }),
      },
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const places = ['freezing', 'computing', 'writing'];
    // What is done of passes that have ended, and of the one under way. While it is looked at, nothing more is kept.
    const howFar = `SELECT phase, (done + CASE phase WHEN 'computing' THEN
      total * (SELECT count(*) FROM run_stage_pass g WHERE g.run_id = s.run_id) ELSE 0 END)::int AS done
      FROM run_stage s WHERE run_id = $1 FOR UPDATE`;
    await withClient(ground.test.database.ownerUrl, async (client) => {
      for (;;) {
        await client.query('BEGIN');
        const [now] = (await client.query<{ phase: string; done: number }>(howFar, [runId])).rows;
        if (now?.phase === phase && now.done >= from) break;
        await client.query('ROLLBACK');
        if (places.indexOf(now?.phase ?? 'freezing') > places.indexOf(phase))
          throw new Error(`the process was past ${phase} before it was seen there`);
        await pause(1);
      }
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      await client.query('ROLLBACK');
    });
  };
});
