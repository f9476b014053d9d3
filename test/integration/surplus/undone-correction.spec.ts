import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { brokenIn } from '../../support/corruption.js';
import { ReviewStory } from './review-story.js';
import { RunGround } from './run-ground.js';
import { byPurchases } from './run-story.js';

describe('a correction that is undone', () => {
  const ground = RunGround.lay();

  it('leaves the run that it corrected, of which disputes that ended meanwhile give free what it holds', async () => {
    const { story, runs } = ground;
    const review = new ReviewStory(runs);
    const periodId = await story.closed(
      'ref;basis;quantity\nm001;purchases;200\nm004;purchases;100\nm005;purchases;100\n',
      '36000',
    );
    review.runId = await runs.computed(periodId, byPurchases());
    await review.layOpen();
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.post();
    const allRetained = byPurchases() as { waterfall: { pools: { forms: object[] }[] } };
    allRetained.waterfall.pools[0]!.forms = [{ form: 'retained' }];
    const correction = await runs.computed(periodId, allRetained, { corrects: review.runId });
    await runs.adopted(correction);
    await runs.takeForce();
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
});
