import { withClient } from '../../../src/platform/database/database-roles.js';
import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { untilWaiting } from '../../support/lock-waiters.js';
import { ReviewStory } from './review-story.js';
import { byPurchases, RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

const people = 150;

describe('while a run of very many is computed', () => {
  let test: TestApplication;
  let story: SurplusStory;
  let review: ReviewStory;
  beforeAll(async () => {
    test = await startTestApplication({ mostAtOnce: 100 });
    story = await SurplusStory.begin(test);
    review = new ReviewStory(new RunStory(story));
    await story.asOwner(
      `INSERT INTO party (cooperative_id, id, kind, external_ref)
       SELECT $1, gen_random_uuid(), 'person', 'p-' || n FROM generate_series(1, ${people}) n`,
      [story.coop.id],
    );
    const many = Array.from({ length: people }, (_, n) => `p-${n + 1};purchases;${1 + (n % 7)}\n`);
    const periodId = await story.closed(
      `ref;basis;quantity\nm004;purchases;200\nm005;purchases;100\n${many.join('')}`,
      '2700017',
    );
    review.runId = await review.runs.computed(periodId, byPurchases());
    await test.runJobs();
    await review.layOpen();
  }, 120_000);
  afterAll(() => test.stop());

  /** Asked for again, it computes until it is to keep the first lines, and waits there for what others do meanwhile. */
  const whileComputing = async (meanwhile: () => Promise<unknown>): Promise<void> => {
    expect(await review.runs.compute(review.runId)).toMatchObject({ runHash: null });
    await withClient(test.database.superuserUrl, async (client) => {
      await client.query('BEGIN; LOCK TABLE run_stage_line IN EXCLUSIVE MODE');
      const job = test.runJobs();
      await untilWaiting(client);
      await meanwhile();
      await client.query('COMMIT');
      await job;
    });
    await test.runJobs();
  };
  const now = async () =>
    (
      await story.asOwner(
        `SELECT r.state, r.computation, g.phase, g.task, l.inputs ->> 'purchases' AS purchases, r.policy #>> '{waterfall,pools,0,size,amount}' AS size,
           (SELECT count(*)::int FROM run_check c WHERE c.run_id = r.id AND c.as_hashed) AS checks
         FROM distribution_run r JOIN run_progress g ON g.run_id = r.id
         JOIN run_line l ON l.run_id = r.id AND l.key = 'm004' WHERE r.id = $1`,
        [review.runId],
      )
    )[0]!;
  /** Measured first, as the database does by itself a little later. */
  const holds = async () => {
    await story.asOwner('ANALYZE', []);
    return brokenIn(test, story.coop.id, [...reviewInvariants, ...runsInvariants]);
  };

  let disputed: string;
  const frozen = async (key: string) =>
    (
      await story.asOwner(
        `SELECT facts #>> '{bases,purchases}' AS purchases FROM run_participant WHERE run_id = $1 AND key = $2`,
        [review.runId, key],
      )
    )[0]!['purchases'];

  it('members say what they think of it, and what they dispute is not yet in it', async () => {
    await whileComputing(async () => {
      ({ responseId: disputed } = (await review.dispute(4, 'purchases', '150')) as { responseId: string });
    });
    expect(await now()).toMatchObject({ state: 'in_review', computation: 2, phase: 'done', task: null });
    await review.close();
    expect(await review.runs.putToVote(review.runId)).toMatchObject({ reason: 'RUN_OUTDATED' });
  });

  it('it is computed again where a record was disputed and changed meanwhile', async () => {
    await review.layOpen();
    await whileComputing(async () => {
      const { responseId } = await review.dispute(3, 'purchases', '300');
      await review.answer(1, responseId!, 'UPHELD');
      expect(await review.decide(2, responseId!, 'UPHELD')).toHaveProperty('responseId');
    });
    expect(await now()).toMatchObject({ state: 'in_review', computation: 3, phase: 'done', task: null });
    expect(await frozen('m004')).toBe('300');
    expect(await holds()).toEqual([]);
  });

  it('it is computed again where what was disputed before is changed meanwhile', async () => {
    await whileComputing(async () => {
      await review.answer(1, disputed, 'UPHELD');
      expect(await review.decide(2, disputed, 'UPHELD')).toHaveProperty('responseId');
    });
    expect(await now()).toMatchObject({ state: 'in_review', computation: 4, phase: 'done', task: null });
    expect(await frozen('m005')).toBe('150');
    expect(await holds()).toEqual([]);
  });

  it('it is computed as it was edited meanwhile', async () => {
    await whileComputing(async () => {
      const figures = { figures: {}, participants: {} };
      expect(await review.runs.edit(review.runId, byPurchases('20000'), figures)).toHaveProperty('runId');
    });
    expect(await now()).toMatchObject({ state: 'computed', computation: 5, size: '20000', task: null });
    expect(await holds()).toEqual([]);
  });

  it('it is put to the vote as it stood, is held against its hash, and no longer computed', async () => {
    await review.layOpen();
    await review.close();
    await whileComputing(async () => {
      expect(await review.runs.putToVote(review.runId)).toHaveProperty('proposalId');
      // Its check finds that another job is at the run.
      await test.runJobs();
    });
    await test.database.advanceClock('30 seconds');
    await test.runDuties();
    await test.runJobs();
    expect(await now()).toMatchObject({
      state: 'voting',
      computation: 5,
      phase: 'done',
      task: null,
      checks: 1,
    });
    expect(await holds()).toEqual([]);
  });
});
