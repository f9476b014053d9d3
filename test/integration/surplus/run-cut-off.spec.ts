import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { proposalInvariants } from '../../../src/proposals/proposals.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
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
      let killed = 0;
      while (killed === 0) {
        // Within a transaction the activity is seen as of the first look, unless one asks anew.
        await client.query(`SELECT pg_stat_clear_snapshot(), pg_sleep(0.02)`);
        const { rowCount } = await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO ledger_line%'`,
        );
        killed = rowCount ?? 0;
      }
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
});
