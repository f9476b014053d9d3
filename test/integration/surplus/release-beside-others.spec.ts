import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { sharesInvariants } from '../../../src/membership/shares/shares.invariants.js';
import { Shares } from '../../../src/membership/shares/shares.service.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId } from '../../../src/shared/ids.js';
import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { untilWaiting } from '../../support/lock-waiters.js';
import { LargeReleaseStory, twoPools } from './large-release-story.js';
import type { RunStory } from './run-story.js';

const sharesFirst = {
  id: 'shares first',
  waterfall: {
    pools: twoPools.waterfall.pools.map((pool) => ({
      ...pool,
      forms: [{ form: 'unpaidShares' }, { form: 'cash' }],
    })),
  },
};

describe('while it is computed what ended disputes give free of a run of very many', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication({ mostAtOnce: 100 });
  });
  afterAll(() => test.stop());

  const invariants = [...reviewInvariants, ...runsInvariants, ...sharesInvariants, ...ledgerInvariants];
  /** The job computes until it is to keep the first lines, and waits there for what others do meanwhile. */
  const whileComputing = (meanwhile: () => Promise<void>) =>
    withClient(test.database.superuserUrl, async (client) => {
      await client.query('BEGIN; LOCK TABLE run_stage_line IN EXCLUSIVE MODE');
      const job = test.runJobs();
      await untilWaiting(client);
      await meanwhile();
      await client.query('COMMIT');
      await job;
    });

  it('shares are paid, another dispute ends and the run is free; all of it is in what is booked', async () => {
    let subscriptionId = '';
    const shares = () => test.app.get(Shares);
    const subscribed = async (runs: RunStory) => {
      const { membershipId } = runs.story.coop.members[3]!;
      const request = { membershipId, shares: 1, amountPerShareMinor: 2_000_000n, idempotencyKey: newId() };
      const done = await shares().subscribeShares(await runs.scope(), request);
      subscriptionId = (done as { subscriptionId: string }).subscriptionId;
    };
    const large = await LargeReleaseStory.begin(test, sharesFirst, subscribed);
    const { review, disputes } = large;
    const claim = async (): Promise<number> =>
      (await review.booked())['assets:receivable:share-subscription:m004']!;
    const owed = await claim();
    await review.answer(1, disputes[0], 'UPHELD');
    await review.decide(2, disputes[0], 'UPHELD');
    await whileComputing(async () => {
      await large.surplus.asOwner('SELECT FROM distribution_run WHERE id = $1 FOR UPDATE NOWAIT', [
        review.runId,
      ]);
      const payment = {
        subscriptionId,
        amountMinor: BigInt(owed) - 400_000n,
        idempotencyKey: newId(),
      };
      expect(await shares().payShares(await review.runs.scope(), payment)).toHaveProperty('paymentId');
      await review.answer(1, disputes[1], 'AS_RECORDED');
      expect(await review.accept(4, disputes[1])).toHaveProperty('responseId');
      // Its own job finds that another one is at the run.
      await test.runJobs();
    });
    await test.runJobs();
    expect(await large.progress()).toEqual({ phase: 'done', reason: null });
    expect(
      await large.surplus.asOwner(`SELECT response_id FROM dispute_release ORDER BY recorded_at`, []),
    ).toEqual(disputes.map((response_id) => ({ response_id })));
    expect(await claim()).toBe(0);
    expect(await review.booked()).toMatchObject({ 'liabilities:contested': 0 });
    expect(await brokenIn(test, large.surplus.coop.id, invariants)).toEqual([]);
  }, 120_000);

  it('a correction comes into the books, and nothing is given free beside it', async () => {
    const large = await LargeReleaseStory.begin(test);
    const { review, periodId, disputes } = large;
    const corrected = review.runId;
    const correction = await review.runs.computed(periodId, twoPools, {
      corrects: corrected,
      name: 'Corrected',
    });
    await test.runJobs();
    await review.runs.adopted(correction);
    await review.answer(1, disputes[1], 'AS_RECORDED');
    await review.accept(4, disputes[1]);
    await whileComputing(async () => {
      await review.runs.takeForce();
      expect(await review.runs.stateOf(correction)).toBe('posted');
    });
    expect(await large.progress(corrected)).toEqual({ phase: 'done', reason: null });
    expect(await large.surplus.asOwner(`SELECT FROM dispute_release WHERE run_id = $1`, [corrected])).toEqual(
      [],
    );
    await test.runJobs();
    expect(
      await large.surplus.asOwner(`SELECT FROM dispute_release WHERE run_id = $1`, [correction]),
    ).toHaveLength(1);
    // As the database does by itself a little later: what nobody has measured is planned as if it were small.
    await large.surplus.asOwner('ANALYZE', []);
    expect(await brokenIn(test, large.surplus.coop.id, invariants)).toEqual([]);
  }, 120_000);
});
