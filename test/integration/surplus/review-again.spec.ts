import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { lockRun } from '../../../src/surplus/runs/run.rows.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { byPurchases, RunStory } from './run-story.js';
import { ReviewStory } from './review-story.js';
import { SurplusStory } from './surplus-story.js';

const patronage = 'ref;basis;quantity\nm001;purchases;200\nm004;purchases;100\nm005;purchases;100\n';

describe('a review while its run is computed again', () => {
  let test: TestApplication;
  let story: SurplusStory;
  let review: ReviewStory;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    story = await SurplusStory.begin(test);
    review = new ReviewStory(new RunStory(story));
    await review.open(patronage, '36000', byPurchases());
  });
  const holds = () => brokenIn(test, story.coop.id, [...reviewInvariants, ...runsInvariants]);

  it('begins again when what somebody gets is computed anew to another amount, for as long as a review is at least', async () => {
    await review.respond(4, { kind: 'AGREEMENT', about: 'LINE', body: '' });
    await review.respond(1, { kind: 'AGREEMENT', about: 'LINE', body: '' });
    const { responseId } = (await review.dispute(3, 'purchases', '300')) as { responseId: string };
    await review.close();
    await review.runs.compute(review.runId);
    // The dispute alone changes nobody's amount: nobody prolongs a review by disputing.
    expect(await review.respond(4, { kind: 'QUESTION', about: 'LINE', body: 'Why?' })).toMatchObject({
      reason: 'REVIEW_CLOSED',
    });
    expect(await review.summary()).toMatchObject({ agreements: 2 });
    await review.answer(1, responseId, 'UPHELD');
    await review.decide(2, responseId, 'UPHELD');
    await review.runs.compute(review.runId);
    expect(await review.runs.putToVote(review.runId)).toMatchObject({ reason: 'REVIEW_OPEN' });
    const [left] = await story.asOwner(
      `SELECT extract(epoch FROM review_until - rochdale_now()) / 3600 AS hours FROM distribution_run WHERE id = $1`,
      [review.runId],
    );
    expect(Math.ceil(Number(left!['hours']))).toBe(168);
    // Who agreed to an amount that is another now has not agreed to it; the steward gets nothing before and after.
    expect(await review.summary()).toMatchObject({ agreements: 1 });
    expect(await review.respond(4, { kind: 'AGREEMENT', about: 'LINE', body: '' })).toHaveProperty(
      'responseId',
    );
    expect(await holds()).toEqual([]);
  });

  it('takes no agreement for another amount when the run was edited meanwhile, and so had left the review', async () => {
    await review.respond(4, { kind: 'AGREEMENT', about: 'LINE', body: '' });
    await review.respond(1, { kind: 'AGREEMENT', about: 'LINE', body: '' });
    const retained = byPurchases() as { waterfall: { pools: { forms: object[] }[] } };
    retained.waterfall.pools[0]!.forms = [{ form: 'retained' }];
    await review.runs.edit(review.runId, retained, { figures: {}, participants: {} });
    await review.runs.compute(review.runId);
    await review.runs.review(review.runId);
    expect(await review.summary()).toMatchObject({ agreements: 1 });
    expect(await holds()).toEqual([]);
  });

  it('is not rid of a dispute by another run of the period: it is seen, answered and ended there too', async () => {
    const { responseId } = (await review.dispute(3, 'purchases', '300')) as { responseId: string };
    expect(await review.runs.withdraw(review.runId)).toHaveProperty('runId');
    const { periodId } = (
      await story.asOwner(`SELECT period_id AS "periodId" FROM distribution_run WHERE id = $1`, [
        review.runId,
      ])
    )[0] as { periodId: string };
    review.runId = await review.runs.computed(periodId, byPurchases());
    await review.layOpen();
    expect(await review.summary()).toMatchObject({ disputesOpen: 1 });
    expect(await review.bodies(1)).toEqual(['That is not what I bought.']);
    expect(await review.bodies(3)).toEqual(['That is not what I bought.']);
    expect(await review.bodies(4)).toEqual([]);
    expect(await review.answer(1, responseId, 'UPHELD')).toHaveProperty('responseId');
    expect(await review.decide(2, responseId, 'UPHELD')).toHaveProperty('responseId');
    expect(await review.summary()).toMatchObject({ disputesOpen: 0 });
    expect(await holds()).toEqual([]);
  });

  it('tells every amount that a computation changed, form by form, the least of it too', async () => {
    await review.disputed(0, 'purchases', '300');
    const query = `query ($id: ID!) { runReview(runId: $id) { myChange {
      beforeMinor afterMinor leastBeforeMinor leastAfterMinor forms { form beforeMinor afterMinor } } } }`;
    const read = async () =>
      (await test.ask(query, { id: review.runId }, story.coop.members[3]!.caller)).data.runReview.myChange;
    expect(await read()).toMatchObject({
      ...{ beforeMinor: '9000', afterMinor: '9000', leastBeforeMinor: '9000', leastAfterMinor: '7200' },
    });
    expect((await review.changes(0))!.map(([key]) => key)).toEqual(['m004', 'm005']);
    const retained = byPurchases() as { waterfall: { pools: { forms: object[] }[] } };
    retained.waterfall.pools[0]!.forms = [{ form: 'retained' }];
    await review.runs.edit(review.runId, retained, { figures: {}, participants: {} });
    await review.runs.compute(review.runId);
    const all = `query ($id: ID!) { runReview(runId: $id) { changes(first: 9) { nodes { key beforeMinor afterMinor
      forms { form beforeMinor afterMinor } } } } }`;
    const { data } = await test.ask(all, { id: review.runId }, story.coop.members[0]!.caller);
    expect(data.runReview.changes.nodes).toContainEqual({
      ...{ key: 'm004', beforeMinor: '9000', afterMinor: '9000' },
      forms: [
        { form: 'cash', beforeMinor: '3600', afterMinor: '0' },
        { form: 'retained', beforeMinor: '5400', afterMinor: '9000' },
      ],
    });
  });

  it('tells officers, and whoever it is, also of those who take part no longer', async () => {
    // As if the register had lost them since the first computation.
    const { partyId } = story.coop.members[4]!;
    await corrupt(test, `DELETE FROM patronage_record WHERE party_id = $1`, [partyId]);
    await corrupt(test, `UPDATE membership SET joined_on = '2030-01-01' WHERE party_id = $1`, [partyId]);
    await review.runs.compute(review.runId);
    expect(await review.changes(0)).toContainEqual(['m005', '9000', '0']);
    const query = `query ($id: ID!) { runReview(runId: $id) { myChange { key afterMinor } } }`;
    const { data } = await test.ask(query, { id: review.runId }, story.coop.members[4]!.caller);
    expect(data.runReview.myChange).toEqual({ key: 'm005', afterMinor: '0' });
  });

  it('takes nothing that comes while the run goes to the vote: whoever speaks waits for it', async () => {
    const work = test.app.get(UnitOfWork);
    let late: Promise<unknown> = Promise.resolve();
    await work.inTransaction(systemIn(story.coop.id), async (tx) => {
      await lockRun(tx, review.runId);
      late = review.respond(3, { kind: 'QUESTION', about: 'LINE', body: 'Too late?' });
      await new Promise((resolve) => setTimeout(resolve, 300));
      await tx.sql(`UPDATE distribution_run SET review_until = rochdale_now() WHERE id = $1`, [review.runId]);
    });
    expect(await late).toMatchObject({ reason: 'REVIEW_CLOSED' });
  });

  it('takes the acceptance of an answer once, though a second officer still decides', async () => {
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.answer(1, responseId, 'UPHELD');
    expect(await review.accept(0, responseId)).toHaveProperty('responseId');
    expect(await review.accept(0, responseId)).toMatchObject({ reason: 'ALREADY_ACCEPTED' });
    expect(await review.decide(2, responseId, 'UPHELD')).toHaveProperty('responseId');
    expect(await holds()).toEqual([]);
  });
});
