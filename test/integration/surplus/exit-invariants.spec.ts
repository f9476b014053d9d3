import { exitInvariants, unclaimedInvariants } from '../../../src/surplus/capital/exits.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenBy, brokenIn } from '../../support/corruption.js';
import { CapitalStory } from './capital-story.js';

const invariants = [...exitInvariants, ...unclaimedInvariants];
const corruptions: readonly [string, string][] = [
  ['exits.took_two_persons', `UPDATE exit_settlement SET approved_by_person = drafted_by_person`],
  ['exits.are_booked', `UPDATE ledger_entry SET source_id = gen_random_uuid() WHERE kind = 'exit-settled'`],
  ['exits.sum_to_what_was_there', `UPDATE exit_settlement SET set_off_minor = set_off_minor + 1`],
  [
    'exits.instalments_sum_to_what_is_payable',
    `UPDATE exit_instalment SET principal_minor = principal_minor + 1`,
  ],
  ['exits.instalments_sum_to_what_is_payable', `UPDATE exit_instalment SET replaced = true`],
  ['exits.open_instalments_are_owed', `UPDATE payout SET state = 'prepared' WHERE state = 'paid'`],
  [
    'exits.open_instalments_are_owed',
    `UPDATE exit_settlement SET state = 'withdrawn', approved_by = NULL, approved_by_person = NULL, settled_on = NULL`,
  ],
  ['unclaimed.is_held', `UPDATE unclaimed_claim SET amount_minor = amount_minor + 1`],
  ['unclaimed.lapsed_by_the_rule', `UPDATE unclaimed_claim SET state = 'forfeited', ended_on = '2026-03-02'`],
];

/** The database holds these by itself; here somebody has taken its checks away. */
const withoutChecks = `
  ALTER TABLE exit_settlement DROP CONSTRAINT IF EXISTS exit_is_approved_by_a_second_person,
    DROP CONSTRAINT IF EXISTS exit_parts_sum_to_the_balance;
  ALTER TABLE unclaimed_claim DROP CONSTRAINT IF EXISTS unclaimed_forfeits_after_its_last_day`;

describe('the invariants of settlements', () => {
  let test: TestApplication;
  let story: CapitalStory;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await CapitalStory.begin(test);
    const exit = {
      schedule: [
        { month: 0, rate: '1/2' },
        { month: 12, rate: '1/2' },
      ],
    };
    const policyKey = await story.policy('members', {
      exit,
      unclaimed: { afterDays: 180, then: 'donatedCapital' },
    });
    for (const place of [4, 5]) {
      await story.open(place, '10000');
      await story.ends(place);
      const draft = { membershipId: story.membership(place), reason: 'VOLUNTARY', policyKey };
      const { settlementId } = await story.done('draftExit', draft);
      await story.done('approveExit', { settlementId }, 3);
      const { batchId } = await story.done('preparePayouts', { name: 'First half' });
      const [payout] = await story.bank(batchId as string, place === 4 ? 'paid' : 'bounced');
      if (place === 5) await story.done('setAsideUnclaimed', { payoutId: payout.id, policyKey });
    }
    await test.database.setClock(null);
  });
  afterAll(() => test.stop());

  it('hold for honest settlements', async () =>
    expect(await brokenIn(test, story.coop.id, invariants)).toEqual([]));

  it.each(corruptions)('%s is broken by: %s', async (name, statement) => {
    const broken = await brokenBy(test, story.coop.id, invariants, statement, withoutChecks);
    const found = broken.find((one) => one.name === name);
    expect(found?.sentence).toBe(invariants.find((invariant) => invariant.name === name)?.sentence);
    expect(found?.exceptions.length).toBeGreaterThan(0);
  });

  it('each have a corruption here', () =>
    expect(new Set(corruptions.map(([name]) => name))).toEqual(new Set(invariants.map(({ name }) => name))));
});
