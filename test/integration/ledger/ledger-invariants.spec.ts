import { Ledger } from '../../../src/ledger/ledger.service.js';
import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { inBooks, line, post, shareDraft } from './books.js';

/** Each corruption breaks its invariant; what else it breaks is beside the point. */
const corruptions: readonly [string, string][] = [
  [
    'ledger.entries_balance',
    `UPDATE ledger_line SET amount_minor = amount_minor + 1 WHERE entry_id = $1 AND seq = 1`,
  ],
  [
    'ledger.balance_is_zero',
    `UPDATE ledger_line SET amount_minor = amount_minor + 1 WHERE entry_id = $1 AND seq = 1`,
  ],
  ['ledger.entries_have_two_sides', `DELETE FROM ledger_line WHERE entry_id = $1 AND seq = 2`],
  [
    'ledger.lines_keep_their_accounts_currency',
    `UPDATE ledger_line SET currency = 'USD' WHERE entry_id = $1 AND seq = 1`,
  ],
  [
    'ledger.lines_keep_their_accounts_currency',
    `UPDATE ledger_line SET account_id = entry_id WHERE entry_id = $1 AND seq = 1`,
  ],
  [
    'ledger.lines_are_born_with_their_entry',
    `UPDATE ledger_line SET transaction_id = '9' WHERE entry_id = $1 AND seq = 1`,
  ],
  [
    'ledger.lines_are_born_with_their_entry',
    `UPDATE ledger_line SET entry_id = account_id WHERE entry_id = $1`,
  ],
  ['ledger.reversals_mirror', `UPDATE ledger_line SET amount_minor = amount_minor * 2 WHERE entry_id = $1`],
  [
    'ledger.reversals_are_final',
    `UPDATE ledger_entry SET reverses = (SELECT r.id FROM ledger_entry r WHERE r.reverses = $1) WHERE id = $1`,
  ],
  ['ledger.reversals_are_final', `UPDATE ledger_entry SET kind = 'reversal' WHERE id = $1`],
  [
    'ledger.reserves_are_not_taken_from',
    `UPDATE ledger_account SET divisible = false WHERE path = 'assets:bank:main' AND $1::uuid IS NOT NULL`,
  ],
];

describe('the invariants of the books', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    coop = await buildCooperative(test.database, { members: 1 });
  });

  const reversedEntry = async (): Promise<string> => {
    const entryId = await post(test, coop.id, shareDraft());
    await inBooks(test, coop.id, (tx) =>
      test.app.get(Ledger).reverse(tx, systemIn(coop.id), entryId, { reason: 'a mistake' }),
    );
    return entryId;
  };

  it('hold for honest books', async () => {
    await reversedEntry();
    await post(
      test,
      coop.id,
      shareDraft({
        lines: [
          line('assets:bank:yen', 7n, { currency: 'JPY' }),
          line('income:gifts', -7n, { currency: 'JPY' }),
        ],
      }),
    );
    expect(await brokenIn(test, coop.id, ledgerInvariants)).toEqual([]);
  });

  it.each(corruptions)('%s is broken by: %s', async (name, statement) => {
    const entryId = await reversedEntry();
    await corrupt(test, statement, [entryId]);
    const broken = await brokenIn(test, coop.id, ledgerInvariants);
    const found = broken.find((invariant) => invariant.name === name);
    expect(found?.sentence).toBe(ledgerInvariants.find((invariant) => invariant.name === name)?.sentence);
    expect(found?.exceptions[0]).toMatch(/entry|line|books/);
  });

  it('each have a corruption here', () => {
    expect(new Set(corruptions.map(([name]) => name))).toEqual(
      new Set(ledgerInvariants.map(({ name }) => name)),
    );
  });
});
