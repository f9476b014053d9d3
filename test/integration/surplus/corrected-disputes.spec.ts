import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { ReviewStory } from './review-story.js';
import { RunGround } from './run-ground.js';
import { byPurchases } from './run-story.js';

describe('what a run holds because of a dispute, when the run is corrected', () => {
  const ground = RunGround.lay();
  let review: ReviewStory;
  let periodId: string;
  let responseId: string;
  beforeEach(async () => {
    review = new ReviewStory(ground.runs);
    periodId = await ground.story.closed(
      'ref;basis;quantity\nm001;purchases;200\nm004;purchases;100\nm005;purchases;100\n',
      '36000',
    );
    review.runId = await ground.runs.computed(periodId, byPurchases());
    await review.layOpen();
    ({ responseId } = await review.disputed(0, 'purchases', '300'));
    await review.post();
  });
  const allRetained = (): object => {
    const policy = byPurchases() as { waterfall: { pools: { forms: object[] }[] } };
    policy.waterfall.pools[0]!.forms = [{ form: 'retained' }];
    return policy;
  };
  const corrected = async (policy: object): Promise<string> => {
    const correction = await ground.runs.computed(periodId, policy, { corrects: review.runId });
    await ground.runs.adopted(correction);
    await ground.runs.takeForce();
    return correction;
  };

  it('is given free by the corrected run again, where the correction is undone after the dispute had ended', async () => {
    const { story, runs } = ground;
    const correction = await corrected(allRetained());
    await review.withdraw(0, responseId);
    expect(await review.booked()).toMatchObject({ 'liabilities:contested': 0 });
    const { proposalId } = (await runs.undo(correction)) as { proposalId: string };
    await runs.adopt(proposalId);
    await runs.takeForce();
    expect(await runs.stateOf(correction)).toBe('withdrawn');
    expect(await review.booked()).toMatchObject({
      'liabilities:contested': 0,
      'liabilities:member-payable:m001': -7_200,
      'equity:allocated:2024:m004': -5_400,
    });
    expect(await brokenIn(ground.test, story.coop.id, [...reviewInvariants, ...runsInvariants])).toEqual([]);
  });

  it('is given free where a later version of the software explains the same figures in other words', async () => {
    await corrupt(
      ground.test,
      `UPDATE distribution_run SET waterfall = jsonb_set(waterfall, '{explain,0,rule}', '"as it was said before"'), run_hash = repeat('0', 64)
       WHERE id = $1`,
      [review.runId],
    );
    await review.withdraw(0, responseId);
    expect(await review.booked()).toMatchObject({ 'liabilities:contested': 0 });
  });

  it('is not held again by a correction that was decided before the dispute had ended, which is computed anew', async () => {
    const { story, runs, test } = ground;
    const correction = await runs.computed(periodId, allRetained(), { corrects: review.runId });
    const decisionId = await runs.adopted(correction);
    await review.withdraw(0, responseId);
    const released = await review.booked();
    await runs.takeForce();
    const [decision] = await story.asOwner(
      `SELECT stage, blocked_reason AS reason FROM decision WHERE id = $1`,
      [decisionId],
    );
    expect(decision).toEqual({ stage: 'blocked', reason: 'RUN_OUTDATED' });
    expect(await review.booked()).toEqual(released);
    const { data } = await test.ask(
      `mutation ($input: ReturnRunInput!) { returnRunToReview(input: $input) { __typename } }`,
      { input: { runId: correction, reason: 'A dispute has ended' } },
      story.coop.members[0]!.caller,
    );
    expect(data.returnRunToReview).toEqual({ __typename: 'RunReturned' });
    await runs.compute(correction);
    await runs.adopted(correction);
    await runs.takeForce();
    expect(await runs.stateOf(correction)).toBe('paid');
    expect(await brokenIn(test, story.coop.id, [...reviewInvariants, ...runsInvariants])).toEqual([]);
  });

  it('is given free by the correction, where stricter rules no longer read the policy of the run itself', async () => {
    await corrupt(
      ground.test,
      `UPDATE distribution_run SET policy = policy || '{"waterfall": 7}' WHERE id = $1`,
      [review.runId],
    );
    expect(await review.withdraw(0, responseId)).toMatchObject({
      reason: 'SNAPSHOT_CHANGED',
      message: expect.stringContaining('correct it by another run'),
    });
    await corrected(byPurchases());
    expect(await review.withdraw(0, responseId)).toHaveProperty('responseId');
    expect(await review.booked()).toMatchObject({ 'liabilities:contested': 0 });
  });
});
