import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenBy, brokenIn } from '../../support/corruption.js';
import { ReviewStory } from './review-story.js';
import { byPurchases, RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

const corruptions: readonly [string, string][] = [
  [
    'review.ends_have_their_history',
    `UPDATE review_response SET ending = 'as_recorded' WHERE ending = 'upheld'`,
  ],
  ['review.ends_have_their_history', `DELETE FROM review_event WHERE act = 'decided'`],
  [
    'review.disputes_are_decided_by_a_second_person',
    `UPDATE review_event SET acted_by = (SELECT a.acted_by FROM review_event a WHERE a.response_id = review_event.response_id AND a.act = 'answered')
     WHERE act = 'decided'`,
  ],
  ['review.comparisons_are_of_the_lines', `UPDATE run_class_total SET total_minor = total_minor + 1`],
  ['review.comparisons_are_of_the_lines', `UPDATE run_pool_spread SET max_minor = max_minor + 1`],
  ['review.comparisons_are_of_the_lines', `UPDATE run_alike SET people = people + 1`],
  ['review.comparisons_are_of_the_lines', `UPDATE run_change SET after_minor = after_minor + 1`],
  ['review.releases_are_booked', `UPDATE dispute_release SET released_minor = released_minor + 1`],
  ['review.releases_are_booked', `UPDATE dispute_release_line SET amount_minor = amount_minor + 1`],
  [
    'review.releases_are_booked',
    `UPDATE dispute_release_line SET party_id = (SELECT l.party_id FROM run_line l
     WHERE l.cooperative_id = dispute_release_line.cooperative_id AND l.key = 'm004' LIMIT 1)`,
  ],
  ['review.ended_disputes_are_released', `DELETE FROM dispute_release`],
  [
    'review.held_is_what_disputes_hold',
    `UPDATE ledger_line SET amount_minor = amount_minor - 5 WHERE account_id IN (SELECT id FROM ledger_account WHERE path = 'liabilities:contested')`,
  ],
];

describe('the invariants of the review', () => {
  let test: TestApplication;
  let story: SurplusStory;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await SurplusStory.begin(test);
    const review = new ReviewStory(new RunStory(story));
    await review.open('ref;basis;quantity\nm001;purchases;200\nm004;purchases;100\n', '30000', byPurchases());
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.answer(1, responseId, 'UPHELD');
    await review.post();
    await review.decide(2, responseId, 'UPHELD');
  });
  afterAll(() => test.stop());

  it('hold for an honest review', async () =>
    expect(await brokenIn(test, story.coop.id, reviewInvariants)).toEqual([]));

  it.each(corruptions)('%s sees what no role of the product can do (%#)', async (name, statement) => {
    const broken = await brokenBy(test, story.coop.id, reviewInvariants, statement);
    expect(broken.map((one) => one.name)).toContain(name);
  });

  it.each([
    ['1 day 1 minute', 1],
    ['23 hours', 0],
  ])('count a release that was asked for %s ago as missing %i times', async (ago, times) => {
    const asked = `UPDATE run_progress SET phase = 'releasing', task = 'release-disputes', task_since = rochdale_now() - interval '${ago}'`;
    const broken = await brokenBy(
      test,
      story.coop.id,
      reviewInvariants,
      'DELETE FROM dispute_release',
      asked,
    );
    expect(broken.filter(({ name }) => name === 'review.ended_disputes_are_released')).toHaveLength(times);
  });
});
