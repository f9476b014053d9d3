import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { capitalInvariants } from '../../../src/surplus/capital/capital.invariants.js';
import { newId } from '../../../src/shared/ids.js';
import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { byPurchases, RunStory } from './run-story.js';
import { ReviewStory } from './review-story.js';
import { SurplusStory } from './surplus-story.js';

const patronage = 'ref;basis;quantity\nm001;purchases;200\nm004;purchases;100\nm005;purchases;100\n';

describe('the review of a run', () => {
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
  const holds = () =>
    brokenIn(test, story.coop.id, [...reviewInvariants, ...runsInvariants, ...capitalInvariants]);

  it('takes agreement, question and objection while it lasts, each once and from those concerned', async () => {
    expect(await review.respond(3, { kind: 'AGREEMENT', about: 'LINE', body: '' })).toHaveProperty(
      'responseId',
    );
    expect(await review.respond(3, { kind: 'AGREEMENT', about: 'LINE', body: '' })).toMatchObject({
      reason: 'ALREADY_AGREED',
    });
    expect(
      await review.respond(3, { kind: 'QUESTION', about: 'LINE', body: 'Why so little?' }),
    ).toHaveProperty('responseId');
    expect(
      await review.respond(3, { kind: 'OBJECTION', about: 'RULE', rule: 'shoes', body: 'No.' }),
    ).toMatchObject({ reason: 'UNKNOWN_RULE', details: ['It has: members.'] });
    expect(await review.dispute(3, 'hours', '7')).toMatchObject({
      ...{ reason: 'UNKNOWN_BASIS', details: ['On record are: purchases.'] },
    });
    expect(await review.dispute(3, 'purchases', '100')).toMatchObject({ reason: 'NOTHING_CLAIMED' });
    expect(await review.dispute(3, 'purchases', 'many')).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await review.dispute(3, 'purchases', '130')).toHaveProperty('responseId');
    expect(await review.dispute(3, 'purchases', '140')).toMatchObject({ reason: 'DISPUTE_OPEN' });
    // The objection took the agreement back.
    expect(await review.summary()).toMatchObject({ agreements: 0, questionsOpen: 1, disputesOpen: 1 });
    await review.close();
    expect(await review.respond(4, { kind: 'AGREEMENT', about: 'LINE', body: '' })).toMatchObject({
      reason: 'REVIEW_CLOSED',
    });
    expect(await holds()).toEqual([]);
  });

  it('shows a question to who asked and to officers, an objection to a rule to everybody', async () => {
    await review.respond(3, { kind: 'QUESTION', about: 'LINE', body: 'Why so little?' });
    await review.respond(3, {
      kind: 'OBJECTION',
      about: 'RULE',
      rule: 'members',
      body: 'Share by hours too.',
    });
    expect(await review.bodies(3)).toEqual(['Why so little?', 'Share by hours too.']);
    expect(await review.bodies(2)).toEqual(['Why so little?', 'Share by hours too.']);
    expect(await review.bodies(4)).toEqual(['Share by hours too.']);
  });

  it('owes an answer, which another gives and the member accepts or presses', async () => {
    const { responseId } = await review.said(3, { kind: 'QUESTION', about: 'LINE', body: 'Why so little?' });
    expect(await review.answer(3, responseId)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await review.accept(3, responseId)).toMatchObject({ reason: 'NO_ANSWER_YET' });
    expect(await review.answer(0, responseId)).toHaveProperty('responseId');
    expect(await review.answer(1, responseId)).toMatchObject({ reason: 'ALREADY_ANSWERED' });
    expect(await review.press(3, responseId)).toHaveProperty('responseId');
    expect(await review.answer(1, responseId)).toHaveProperty('responseId');
    expect(await review.accept(4, responseId)).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await review.accept(3, responseId)).toHaveProperty('responseId');
    expect(await review.accept(3, responseId)).toMatchObject({ reason: 'RESPONSE_ENDED' });
    expect(await holds()).toEqual([]);
  });

  it('computes the least of every line while a record is disputed, and is outdated until it does', async () => {
    await review.dispute(0, 'purchases', '300');
    await review.close();
    expect(await review.runs.putToVote(review.runId)).toMatchObject({ reason: 'RUN_OUTDATED' });
    await review.runs.compute(review.runId);
    expect(await review.leasts()).toEqual({
      m001: [18_000, 18_000],
      m004: [9_000, 7_200],
      m005: [9_000, 7_200],
    });
    expect(await review.runs.putToVote(review.runId)).toHaveProperty('proposalId');
  });

  it('holds back what depends on the dispute, and its end releases exactly that to whom it is due', async () => {
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.post();
    expect(await review.booked()).toMatchObject({ 'liabilities:contested': -3_600 });
    expect(await review.answer(1, responseId, 'UPHELD')).toHaveProperty('responseId');
    expect(await review.decide(1, responseId, 'UPHELD')).toMatchObject({ reason: 'SECOND_PERSON_NEEDED' });
    expect(await review.decide(0, responseId, 'UPHELD')).toMatchObject({ reason: 'OWN_RESPONSE' });
    expect(await review.decide(2, responseId, 'UPHELD')).toHaveProperty('responseId');
    expect(await review.booked()).toMatchObject({
      'liabilities:contested': 0,
      'liabilities:member-payable:m001': -8_640,
      'equity:allocated:2024:m001': -12_960,
      'liabilities:member-payable:m004': -2_880,
    });
    expect(await holds()).toEqual([]);
  });

  it('tells a member what is held back of theirs, what is on their account, and what it came to', async () => {
    const told = async (place: number) => {
      const query = `query ($id: ID!) { memberStatement(runId: $id) { allocatedMinor heldMinor settledMinor addedToCapitalMinor } }`;
      const { data } = await test.ask(query, { id: review.runId }, story.coop.members[place]!.caller);
      return (data as { memberStatement: unknown }).memberStatement;
    };
    const { responseId } = await review.disputed(0, 'purchases', '300');
    const before = { allocatedMinor: '9000', heldMinor: '1800', settledMinor: null };
    expect(await told(3)).toEqual({ ...before, addedToCapitalMinor: '5400' });
    await review.post();
    expect(await told(3)).toEqual({ ...before, addedToCapitalMinor: '4320' });
    await review.answer(1, responseId, 'UPHELD');
    await review.decide(2, responseId, 'UPHELD');
    const after = { allocatedMinor: '9000', heldMinor: '0', settledMinor: '7200' };
    expect(await told(3)).toEqual({ ...after, addedToCapitalMinor: '4320' });
    expect(await told(0)).toEqual({
      ...{ allocatedMinor: '18000', heldMinor: '0', settledMinor: '21600', addedToCapitalMinor: '12960' },
    });
  });

  it('releases to everybody else when the member takes the dispute back', async () => {
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.post();
    expect(await review.withdraw(0, responseId)).toHaveProperty('responseId');
    expect(await review.booked()).toMatchObject({
      'liabilities:contested': 0,
      'liabilities:member-payable:m001': -7_200,
      'equity:allocated:2024:m004': -5_400,
    });
    expect(await holds()).toEqual([]);
  });

  it('is corrected with what disputes had given free of it, and owes while they hold something', async () => {
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.post();
    const [run] = await story.asOwner(`SELECT period_id AS id FROM distribution_run WHERE id = $1`, [
      review.runId,
    ]);
    expect(await review.runs.stateOf(review.runId)).toBe('posted');
    await review.withdraw(0, responseId);
    const allRetained = byPurchases() as { waterfall: { pools: { forms: object[] }[] } };
    allRetained.waterfall.pools[0]!.forms = [{ form: 'retained' }];
    const correction = await review.runs.computed(run!['id'] as string, allRetained, {
      corrects: review.runId,
    });
    await review.runs.adopted(correction);
    await review.runs.takeForce();
    expect(await review.booked()).toMatchObject({
      'liabilities:contested': 0,
      'liabilities:member-payable:m001': 0,
      'equity:allocated:2024:m001': -18_000,
      'equity:allocated:2024:m004': -9_000,
    });
    expect(await holds()).toEqual([]);
  });

  it('is not paid while a dispute holds something, even when nothing else is owed', async () => {
    const policy = byPurchases() as { waterfall: { pools: { forms: object[] }[] } };
    policy.waterfall.pools[0]!.forms = [{ form: 'retained' }];
    story = await SurplusStory.begin(test);
    review = new ReviewStory(new RunStory(story));
    await review.open(patronage, '36000', policy);
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.post();
    expect(await review.runs.stateOf(review.runId)).toBe('posted');
    await review.withdraw(0, responseId);
    expect(await review.runs.stateOf(review.runId)).toBe('paid');
  });

  it('releases one dispute after the other of a run with two pools, interest and a loss that members bear', async () => {
    story = await SurplusStory.begin(test);
    review = new ReviewStory(new RunStory(story));
    const weighting = { bases: { purchases: 1 } };
    const policy = {
      id: 'all of it',
      waterfall: {
        capitalInterest: { stage: 'appropriation', rate: '1%', base: 'opening' },
        pools: [
          { id: 'second', size: { rate: '1/3', of: 'available' }, weighting, forms: [{ form: 'retained' }] },
          { id: 'first', size: {}, weighting },
        ],
      },
      loss: [{ to: 'members', weighting }],
    };
    const figures = { figures: { result: { member: 36_000, extraordinary: -900 } }, participants: {} };
    await review.open(patronage, '35100', policy, { figures });
    const { responseId: first } = await review.dispute(0, 'purchases', '300');
    const { responseId: second } = await review.disputed(3, 'purchases', '150');
    await review.post();
    expect((await review.booked())['liabilities:contested']).toBeLessThan(0);
    expect(await review.withdraw(0, first!)).toHaveProperty('responseId');
    expect((await review.booked())['liabilities:contested']).toBeLessThan(0);
    expect(await review.answer(1, second, 'UPHELD')).toHaveProperty('responseId');
    expect(await review.decide(2, second, 'UPHELD')).toHaveProperty('responseId');
    // As recorded 200, 150 and 100: the shares of 24,000 and of 12,000.
    expect(await review.booked()).toMatchObject({
      'liabilities:contested': 0,
      'liabilities:member-payable:m004': -8_000,
      'equity:allocated:2024:m004': -4_000,
    });
    expect(await holds()).toEqual([]);
  });

  it('ends a dispute while its run is being posted, and leaves nothing held', async () => {
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.adopt();
    await Promise.all([review.takeForce(), review.withdraw(0, responseId)]);
    expect(await review.booked()).toMatchObject({ 'liabilities:contested': 0 });
    expect(await holds()).toEqual([]);
  });

  it('releases when the run is posted what was settled while the decision waited', async () => {
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.adopt();
    await review.withdraw(0, responseId);
    await review.takeForce();
    expect(await review.booked()).toMatchObject({ 'liabilities:contested': 0 });
    expect(await holds()).toEqual([]);
  });

  it('counts an upheld claim as the record in every later computation, and says for whom what changed', async () => {
    const { responseId } = await review.disputed(3, 'purchases', '300');
    await review.answer(1, responseId, 'UPHELD');
    await review.decide(2, responseId, 'UPHELD');
    await review.runs.compute(review.runId);
    expect(await review.leasts()).toEqual({
      m001: [12_000, 12_000],
      m004: [18_000, 18_000],
      m005: [6_000, 6_000],
    });
    expect(await review.changes(0)).toEqual([
      ['m001', '18000', '12000'],
      ['m004', '9000', '18000'],
      ['m005', '9000', '6000'],
    ]);
    expect(await review.changes(3)).toBeNull();
    expect(await review.myChange(4)).toEqual({ beforeMinor: '9000', afterMinor: '6000' });
    expect(await holds()).toEqual([]);
  });

  it('writes unsettled objections to rules under the proposal, and lets it go to the vote', async () => {
    await review.respond(3, {
      kind: 'OBJECTION',
      about: 'RULE',
      rule: 'members',
      body: 'Share by hours too.',
    });
    await review.close();
    const { proposalId } = (await review.runs.putToVote(review.runId)) as { proposalId: string };
    const [row] = await story.asOwner(`SELECT body FROM proposal_version WHERE proposal_id = $1`, [
      proposalId,
    ]);
    expect((row as { body: string }).body).toMatch(
      /^Objections to rules[^\n]*\n- members: Share by hours too\./,
    );
  });

  it('ends a dispute once when two decide at once, and the same key answers alike', async () => {
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.post();
    await review.answer(1, responseId, 'AS_RECORDED');
    const key = newId();
    const answers = await Promise.all([
      review.decide(2, responseId, 'AS_RECORDED', key),
      review.decide(2, responseId, 'AS_RECORDED', key),
      review.withdraw(0, responseId),
    ]);
    expect(answers.filter((answer) => 'responseId' in answer).length).toBeGreaterThanOrEqual(1);
    expect(await review.booked()).toMatchObject({ 'liabilities:contested': 0 });
    expect(
      await story.asOwner(`SELECT count(*)::int AS n FROM dispute_release WHERE response_id = $1`, [
        responseId,
      ]),
    ).toEqual([{ n: 1 }]);
    expect(await holds()).toEqual([]);
  });
});
