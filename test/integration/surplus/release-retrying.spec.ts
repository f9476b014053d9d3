import { newId } from '../../../src/shared/ids.js';
import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { LargeReleaseStory } from './large-release-story.js';

describe('a release of a run of very many that did not come about', () => {
  let test: TestApplication;
  let large: LargeReleaseStory;
  beforeAll(async () => {
    test = await startTestApplication({ mostAtOnce: 100 });
    large = await LargeReleaseStory.begin(test);
  }, 120_000);
  afterAll(() => test.stop());

  const broken = async () =>
    (await brokenIn(test, large.surplus.coop.id, reviewInvariants)).map(({ name }) => name);
  const ask = async (place: number, query: string, key = newId()): Promise<Record<string, unknown>> => {
    const variables = { runId: large.review.runId, ...(query.startsWith('mutation') && { key }) };
    const { data, errors } = await test.ask(query, variables, large.surplus.coop.members[place]!.caller);
    if (errors) throw new Error(JSON.stringify(errors));
    return Object.values(data as object)[0] as Record<string, unknown>;
  };
  const retried = (place: number, key?: string) =>
    ask(
      place,
      `mutation ($runId: ID!, $key: String!) { retryRelease(runId: $runId, idempotencyKey: $key) {
        ... on ReleaseRetried { runId } ... on RetryReleaseRefused { reason } } }`,
      key,
    );
  const mayRetry = async (place: number) =>
    (
      (await ask(
        place,
        'query ($runId: ID!) { runReview(runId: $runId) { viewerCanRetryRelease { reason } } }',
      )) as {
        viewerCanRetryRelease: { reason: string | null };
      }
    ).viewerCanRetryRelease.reason;
  const yearOfAnAccount = (year: number) =>
    corrupt(test, `UPDATE ledger_account SET year = $1 WHERE path = 'equity:allocated:2024:m004'`, [year]);
  const dropJobs = () => large.surplus.asOwner(`DELETE FROM graphile_worker._private_jobs`, []);

  it('since the books refused it, is asked for again by a treasurer once the reason is gone', async () => {
    const { review, disputes } = large;
    expect(await retried(0)).toEqual({ reason: 'NOTHING_HELD' });
    await review.answer(1, disputes[0], 'UPHELD');
    await review.decide(2, disputes[0], 'UPHELD');
    expect(await mayRetry(0)).toBe('RELEASE_UNDER_WAY');
    await yearOfAnAccount(1999);
    await test.runJobs();
    expect(await large.progress()).toEqual({ phase: 'refused', reason: 'ACCOUNT_MISMATCH' });
    expect(await broken()).toEqual(['review.ended_disputes_are_released']);
    await yearOfAnAccount(2024);
    expect([await mayRetry(3), await retried(3)]).toEqual(['NOT_ALLOWED', { reason: 'NOT_ALLOWED' }]);
    expect(await mayRetry(0)).toBeNull();
    const key = newId();
    expect(await retried(0, key)).toEqual({ runId: review.runId });
    expect(await retried(0, key)).toEqual({ runId: review.runId });
    expect(await retried(0)).toEqual({ reason: 'RELEASE_UNDER_WAY' });
    expect(await broken()).toEqual([]);
    await test.runJobs();
    expect(await large.progress()).toEqual({ phase: 'done', reason: null });
    expect(await retried(0)).toEqual({ reason: 'NOTHING_HELD' });
    expect(await broken()).toEqual([]);
  }, 120_000);

  it('since nobody carries out its job, is seen by whoever looks at what must be true after a day', async () => {
    const { review, disputes } = large;
    await review.answer(1, disputes[1], 'AS_RECORDED');
    await review.accept(4, disputes[1]);
    await dropJobs();
    expect(await broken()).toEqual([]);
    await test.database.advanceClock('23 hours');
    // Asked for again, it has still been waiting since then.
    await test.runDuties();
    await dropJobs();
    expect(await broken()).toEqual([]);
    await test.database.advanceClock('2 hours');
    expect(await broken()).toEqual(['review.ended_disputes_are_released']);
    await test.runDuties();
    await test.runJobs();
    expect(await broken()).toEqual([]);
  }, 120_000);
});
