import { capitalInvariants } from '../../../src/surplus/capital/capital.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenBy, brokenIn } from '../../support/corruption.js';
import { CapitalStory } from './capital-story.js';

const corruptions: readonly [string, string][] = [
  [
    'capital.no_lot_is_below_zero',
    `UPDATE ledger_line SET amount_minor = 5000000 WHERE account_id IN (SELECT id FROM ledger_account WHERE path LIKE 'equity:allocated:%')`,
  ],
  [
    'capital.no_debt_is_overpaid',
    `UPDATE ledger_account SET path = 'assets:receivable:member-debt:m005' WHERE path = 'equity:allocated:2022:m005'`,
  ],
  [
    'capital.lots_have_a_holder',
    `UPDATE ledger_account SET party_id = NULL WHERE path LIKE 'equity:allocated:%'`,
  ],
  [
    'capital.lots_have_a_holder',
    `UPDATE ledger_account SET year = 1999 WHERE path LIKE 'equity:allocated:%'`,
  ],
  ['capital.movements_are_named', `UPDATE ledger_entry SET kind = 'gift' WHERE kind = 'capital-opened'`],
  [
    'capital.accounts_sum_to_the_books',
    `UPDATE ledger_account SET party_id = NULL WHERE path LIKE 'equity:share-capital:%'`,
  ],
  ['capital.openings_are_booked', `UPDATE capital_opening SET amount_minor = amount_minor + 1`],
  ['capital.openings_are_booked', `DELETE FROM ledger_entry WHERE kind = 'capital-opened'`],
  ['capital.transfers_keep_the_year', `UPDATE capital_transfer SET to_path = 'equity:allocated:1999:m006'`],
  ['capital.transfers_keep_the_year', `UPDATE capital_transfer SET amount_minor = amount_minor + 1`],
  [
    'capital.consent_imports_are_whole',
    `INSERT INTO tax_consent_import (cooperative_id, id, content_hash, lines, recorded_by)
     SELECT cooperative_id, gen_random_uuid(), 'of nothing', 1, id FROM membership WHERE number = 1`,
  ],
];

describe('the invariants of capital', () => {
  let test: TestApplication;
  let story: CapitalStory;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await CapitalStory.begin(test);
    await story.open(4, '10000');
    await story.open(4, '5000', 2022);
    const lot = await story.lot(4, 2022);
    const pass = {
      lotId: lot.id,
      toMembershipId: story.membership(5),
      amountMinor: '2000',
      evidence: 'Deed',
    };
    await story.done('transferCapital', pass);
  });
  afterAll(() => test.stop());

  it('hold for honest accounts', async () =>
    expect(await brokenIn(test, story.coop.id, capitalInvariants)).toEqual([]));

  it.each(corruptions)('%s is broken by: %s', async (name, statement) => {
    const broken = await brokenBy(test, story.coop.id, capitalInvariants, statement);
    const found = broken.find((one) => one.name === name);
    expect(found?.sentence).toBe(capitalInvariants.find((invariant) => invariant.name === name)?.sentence);
    expect(found?.exceptions.length).toBeGreaterThan(0);
  });

  it('each have a corruption here', () =>
    expect(new Set(corruptions.map(([name]) => name))).toEqual(
      new Set(capitalInvariants.map(({ name }) => name)),
    ));
});
