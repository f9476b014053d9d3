import { fork } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { proposalInvariants } from '../../../src/proposals/proposals.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { compiled } from '../../support/compiled-tree.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { cutOffWaiting, untilWaiting } from '../../support/lock-waiters.js';
import { byPurchases, RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

describe('a run whose posting is cut off', () => {
  let test: TestApplication;
  let story: SurplusStory;
  let runs: RunStory;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await SurplusStory.begin(test);
    runs = new RunStory(story);
  });
  afterAll(() => test.stop());

  /** Posts until the lines of the entry are to be written, and kills the connection there, as a dying process would. */
  const postAndDie = (): Promise<void> =>
    withClient(test.database.superuserUrl, async (client) => {
      await client.query(`BEGIN`);
      await client.query(`LOCK TABLE ledger_line IN EXCLUSIVE MODE`);
      const posting = runs.takeForce().catch((error: unknown) => error);
      await cutOffWaiting(client, 'INSERT INTO ledger_line');
      await client.query(`COMMIT`);
      expect(await posting).toBeInstanceOf(Error);
    });

  it('leaves nothing half booked, and is booked once when it is tried again', async () => {
    const periodId = await story.open();
    for (const ref of ['m001', 'm004', 'worker-7']) await story.record(periodId, { ref });
    await story.act('closePeriod', { periodId });
    await story.result(periodId, '100001');
    const runId = await runs.computed(periodId, byPurchases());
    const decisionId = await runs.adopted(runId);
    await postAndDie();
    const entries = () =>
      story.asOwner(
        `SELECT count(*)::int AS entries, (SELECT state FROM distribution_run WHERE id = $1) AS state,
           (SELECT stage FROM decision WHERE id = $2) AS stage FROM ledger_entry WHERE source_id = $1`,
        [runId, decisionId],
      );
    expect(await entries()).toEqual([{ entries: 0, state: 'adopted', stage: 'blocked' }]);
    await story.asOwner(
      `UPDATE decision SET stage = 'adopted', blocked_reason = NULL, blocked_message = NULL WHERE id = $1`,
      [decisionId],
    );
    await Promise.all([runs.takeForce(), runs.takeForce()]);
    expect(await entries()).toEqual([{ entries: 1, state: 'posted', stage: 'carried_out' }]);
    expect(
      await brokenIn(test, story.coop.id, [...ledgerInvariants, ...runsInvariants, ...proposalInvariants]),
    ).toEqual([]);
  });

  it('of very many is told while it lasts, leaves nothing when its process is killed, and is booked whole after that', async () => {
    const many = 5_200;
    const own = await SurplusStory.begin(test);
    const big = new RunStory(own);
    await own.asOwner(
      `INSERT INTO party (cooperative_id, id, kind, external_ref)
       SELECT $1, gen_random_uuid(), 'person', 'q-' || n FROM generate_series(1, ${many}) n`,
      [own.coop.id],
    );
    const periodId = await own.open();
    await own.asOwner(
      `INSERT INTO patronage_record (cooperative_id, id, period_id, party_id, basis, quantity_millionths, source_ref)
       SELECT $1, gen_random_uuid(), $2, id, 'purchases', 1000000, external_ref FROM party WHERE cooperative_id = $1 AND external_ref LIKE 'q-%'`,
      [own.coop.id, periodId],
    );
    await own.act('closePeriod', { periodId });
    await own.result(periodId, '2400000');
    const { runId } = (await big.draft(periodId, byPurchases())) as { runId: string };
    await big.compute(runId);
    await test.app.get(JobRunner).runJobsOnce();
    const decisionId = await big.adopted(runId);
    const state = async () =>
      (
        await own.asOwner(
          `SELECT r.state, d.stage, g.phase, g.done::int AS done, g.total::int AS total,
             (SELECT count(*)::int FROM ledger_entry e JOIN ledger_line l ON l.cooperative_id = e.cooperative_id AND l.entry_id = e.id
              WHERE e.source_id = r.id) AS lines
           FROM distribution_run r JOIN run_progress g ON g.run_id = r.id JOIN decision d ON d.id = $2 WHERE r.id = $1`,
          [runId, decisionId],
        )
      )[0] as Record<string, unknown>;
    const child = fork(compiled('test/support/posting-process.js'), {
      env: { ...process.env, NODE_OPTIONS: '', POSTING_PROCESS: test.database.appUrl },
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    // Its last act is to write what it did; there it waits when it is killed, with every line written.
    await withClient(test.database.ownerUrl, async (client) => {
      await client.query('BEGIN; LOCK TABLE decision_attempt IN SHARE MODE');
      while ((await state())['phase'] !== 'posting') await pause(20);
      expect(await state()).toMatchObject({ state: 'adopted', phase: 'posting', lines: 0 });
      await withClient(test.database.superuserUrl, untilWaiting);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      await client.query('ROLLBACK');
    });
    expect(await state()).toMatchObject({ state: 'adopted', stage: 'adopted', phase: 'posting', lines: 0 });
    while ((await state())['stage'] === 'adopted') await big.takeForce();
    expect(await state()).toEqual({
      ...{ state: 'posted', stage: 'carried_out', phase: 'done', done: many + 5, total: many + 5 },
      lines: 1 + 2 * many,
    });
    await big.takeForce();
    // As the database does by itself a little later: what nobody has measured is planned as if it were small.
    await own.asOwner('ANALYZE', []);
    await big.adopt(((await big.undo(runId)) as { proposalId: string }).proposalId);
    await big.takeForce();
    expect(await big.stateOf(runId)).toBe('withdrawn');
    // The hash was checked by posting itself; to make it anew within the database takes its time for so many.
    const booked = runsInvariants.filter(({ name }) => name !== 'runs.hash_is_of_what_is_stored');
    expect(await brokenIn(test, own.coop.id, [...ledgerInvariants, ...booked])).toEqual([]);
  }, 400_000);
});
