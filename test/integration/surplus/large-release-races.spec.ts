import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { LargeReleaseStory, twoPools } from './large-release-story.js';

describe('what disputes held of a run of very many, and what else happens to the run', () => {
  let test: TestApplication;
  let large: LargeReleaseStory;
  beforeAll(async () => {
    test = await startTestApplication({ mostAtOnce: 100 });
    large = await LargeReleaseStory.begin(test);
  }, 120_000);
  afterAll(() => test.stop());

  const holds = () => brokenIn(test, large.surplus.coop.id, [...reviewInvariants, ...runsInvariants]);
  /** Nobody is at the job. */
  const dropJobs = () => large.surplus.asOwner(`DELETE FROM graphile_worker._private_jobs`, []);

  it('is given free by its correction alone, where that came into the books before the job', async () => {
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
    expect(await large.progress()).toEqual({ phase: 'releasing', reason: null });
    await dropJobs();
    await review.runs.takeForce();
    expect(await review.runs.stateOf(correction)).toBe('posted');
    await test.runJobs();
    await test.database.advanceClock('30 seconds');
    await test.runDuties();
    await test.runJobs();
    expect(await large.surplus.asOwner(`SELECT run_id FROM dispute_release`, [])).toEqual([
      { run_id: correction },
    ]);
    expect(await large.progress(corrected)).toEqual({ phase: 'done', reason: null });
    expect(await holds()).toEqual([]);
    review.runId = correction;
  }, 120_000);

  it('is said to have stopped where a fault of ours stopped it, and is given free by the next attempt', async () => {
    const { review, disputes, surplus } = large;
    await review.answer(1, disputes[0], 'UPHELD');
    await review.decide(2, disputes[0], 'UPHELD');
    await surplus.asOwner('REVOKE INSERT ON dispute_release_form FROM rochdale_app', []);
    await test.runJobs();
    expect(await large.progress()).toEqual({ phase: 'refused', reason: 'INTERNAL' });
    await surplus.asOwner('GRANT INSERT ON dispute_release_form TO rochdale_app', []);
    await surplus.asOwner(`UPDATE graphile_worker._private_jobs SET run_at = now()`, []);
    await test.runJobs();
    expect(await large.progress()).toEqual({ phase: 'done', reason: null });
    expect(await surplus.asOwner(`SELECT FROM dispute_release`, [])).toHaveLength(2);
    expect(await holds()).toEqual([]);
  }, 120_000);
});
