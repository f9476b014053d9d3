import { payoutInvariants } from '../../../src/surplus/capital/payouts.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenBy, brokenIn } from '../../support/corruption.js';
import { CapitalStory } from './capital-story.js';

const corruptions: readonly [string, string][] = [
  [
    'payouts.took_two_persons',
    `UPDATE payout_batch SET prepared_by_person = (SELECT recorded_by_person FROM payout_file f WHERE f.batch_id = payout_batch.id)`,
  ],
  ['payouts.say_what_the_bank_said', `UPDATE payout SET state = 'bounced'`],
  ['payouts.say_what_the_bank_said', `UPDATE payout SET state = 'prepared'`],
  ['payouts.are_booked', `UPDATE payout SET principal_minor = principal_minor + 1`],
  ['payouts.are_booked', `UPDATE payout_outcome SET ledger_entry_id = NULL`],
  ['payouts.are_booked', `UPDATE ledger_entry SET source_type = 'elsewhere' WHERE kind = 'payout-paid'`],
  [
    'payouts.pay_no_more_than_is_owed',
    `UPDATE ledger_line SET amount_minor = -1 WHERE amount_minor = -12050`,
  ],
];

describe('the invariants of payouts', () => {
  let test: TestApplication;
  let story: CapitalStory;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await CapitalStory.begin(test);
    await story.owe(4, 12_050n);
    const { batchId } = await story.done('preparePayouts', { name: 'March' });
    const { payouts } = await story.ask('payoutBatch', { id: batchId }, 2);
    const content = `reference;amount;date;outcome\n${payouts.nodes[0].reference};120.50;2026-03-02;paid\n`;
    await story.done('recordPayouts', { batchId, content }, 3);
  });
  afterAll(() => test.stop());

  it('hold for an honest batch', async () =>
    expect(await brokenIn(test, story.coop.id, payoutInvariants)).toEqual([]));

  it.each(corruptions)('%s is broken by: %s', async (name, statement) => {
    const broken = await brokenBy(test, story.coop.id, payoutInvariants, statement);
    const found = broken.find((one) => one.name === name);
    expect(found?.sentence).toBe(payoutInvariants.find((invariant) => invariant.name === name)?.sentence);
    expect(found?.exceptions.length).toBeGreaterThan(0);
  });

  it('each have a corruption here', () =>
    expect(new Set(corruptions.map(([name]) => name))).toEqual(
      new Set(payoutInvariants.map(({ name }) => name)),
    ));
});
