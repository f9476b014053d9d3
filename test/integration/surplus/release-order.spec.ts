import pg from 'pg';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { brokenIn } from '../../support/corruption.js';
import { untilWaiting } from '../../support/lock-waiters.js';
import { ReviewStory } from './review-story.js';
import { RunGround } from './run-ground.js';
import { byPurchases } from './run-story.js';

describe('the end of a dispute while another run of the period is being posted', () => {
  const ground = RunGround.lay();

  /** Only a superuser sees what others wait for. */
  const waiting = (count: number): Promise<void> =>
    withClient(ground.test.database.superuserUrl, (client) => untilWaiting(client, count));

  it('waits for it, and neither is given up', async () => {
    const { story, runs, test } = ground;
    const review = new ReviewStory(runs);
    const periodId = await story.closed(
      'ref;basis;quantity\nm001;purchases;200\nm004;purchases;100\nm005;purchases;100\n',
      '36000',
    );
    const older = await runs.computed(periodId, byPurchases('6000'));
    review.runId = await runs.computed(periodId, byPurchases('20000'));
    await review.layOpen();
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.post();
    await runs.compute(older);
    await runs.adopted(older);
    const holder = new pg.Client({ connectionString: test.database.ownerUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM distribution_run WHERE id = $1 FOR UPDATE', [review.runId]);
      const ended = review.withdraw(0, responseId);
      await waiting(1);
      const posted = runs.takeForce();
      await waiting(2);
      await holder.query('COMMIT');
      expect(await ended).toHaveProperty('responseId');
      await posted;
    } finally {
      await holder.end();
    }
    expect([await runs.stateOf(older), await runs.stateOf(review.runId)]).toEqual(['posted', 'posted']);
    expect(await review.booked()).toMatchObject({ 'liabilities:contested': 0 });
    expect(await brokenIn(test, story.coop.id, [...reviewInvariants, ...runsInvariants])).toEqual([]);
  });
});
