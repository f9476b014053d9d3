import fc from 'fast-check';
import { keptBooksInvariants } from '../../../src/ledger/kept-books.invariants.js';
import { keepBooks, mayReadKept, trialBalance } from '../../../src/ledger/kept-books.js';
import { keptTrialBalance, trialBalanceOfLines } from '../../../src/ledger/ledger.queries.js';
import { Ledger } from '../../../src/ledger/ledger.service.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import type { Tx } from '../../../src/platform/database/transaction.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { vintagesOf, vintagesOfLines } from '../../../src/surplus/capital/capital.rows.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { brokenBy, brokenIn } from '../../support/corruption.js';
import { inBooks, line, post, shareDraft } from './books.js';

const days = ['2024-12-31', '2025-01-05', '2025-03-01', '2025-03-02', '2026-07-01'] as const;
const years = [2022, 2023] as const;

/** Something is retained of a member's year or taken from it, undone, or what waits is kept. */
const step = fc.oneof(
  fc.record({
    act: fc.constantFrom('post' as const, 'transfer' as const),
    member: fc.integer({ min: 0, max: 2 }),
    part: fc.constantFrom('', ':qualified'),
    year: fc.constantFrom(...years),
    day: fc.constantFrom(...days),
    amount: fc.constantFrom(-200n, -100n, 100n, 200n),
  }),
  fc.record({ act: fc.constant('reverse' as const), which: fc.nat(30), day: fc.constantFrom(...days) }),
  fc.record({ act: fc.constant('keep' as const) }),
);
type Step = (typeof step extends fc.Arbitrary<infer Value> ? Value : never) & { act: string };

describe('what is kept of the books', () => {
  let test: TestApplication;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());

  const newCooperative = () => buildCooperative(test.database, { members: 3 });

  const take = async (coop: BuiltCooperative, entries: string[], one: Step): Promise<void> => {
    if (one.act === 'keep') return void (await inBooks(test, coop.id, keepBooks));
    if (one.act === 'reverse') {
      const entryId = entries[one.which % (entries.length || 1)];
      if (entryId === undefined) return;
      // Some are reversed already, or effective later: then nothing is booked.
      const draft = { reason: 'a mistake', effectiveOn: one.day };
      await inBooks(test, coop.id, (tx) =>
        test.app.get(Ledger).reverse(tx, systemIn(coop.id), entryId, draft),
      );
      return;
    }
    const { member, year, part, amount } = one;
    const { partyId } = coop.members[member]!;
    const lot = { path: `equity:allocated:${year}:m00${member + 1}${part}`, partyId, year };
    const kind = one.act === 'post' ? 'distribution-posted' : 'capital-transferred';
    const lines = [
      { account: lot, amountMinor: amount },
      line(`equity:surplus-to-appropriate:${year}`, -amount),
    ];
    entries.push(await post(test, coop.id, shareDraft({ kind, effectiveOn: one.day, lines })));
  };

  /** The same question to what is kept and to the lines. */
  const compare = async (tx: Tx): Promise<void> => {
    expect(await mayReadKept(tx, {})).toBe(true);
    expect(await keptTrialBalance(tx, null)).toEqual(await trialBalanceOfLines(tx, {}));
    for (const effectiveOn of [null, ...days]) {
      const [kept, summed] = [
        await keptTrialBalance(tx, effectiveOn),
        await trialBalanceOfLines(tx, { effectiveOn }),
      ];
      const accounts = 0;
      expect(kept.map((row) => ({ ...row, accounts }))).toEqual(summed.map((row) => ({ ...row, accounts })));
      expect(await trialBalance(tx, { effectiveOn })).toEqual(summed);
      expect(await vintagesOf(tx, { effectiveOn })).toEqual(await vintagesOfLines(tx, { effectiveOn }, null));
    }
  };

  it('is what the lines sum to, on every day, however entries come and whenever they are kept', async () => {
    const story = fc.array(step, { minLength: 4, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(story, async (steps) => {
        const coop = await newCooperative();
        const entries: string[] = [];
        for (const one of steps) {
          await take(coop, entries, one);
          await inBooks(test, coop.id, compare);
        }
        expect(await brokenIn(test, coop.id, keptBooksInvariants)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it('is left alone while an entry of very many lines waits: then the lines themselves are read', async () => {
    const coop = await newCooperative();
    const many = Array.from({ length: 2_000 }, (_, at) => line(`equity:share-capital:m${at + 100}`, -1n));
    await post(test, coop.id, shareDraft({ lines: [line('assets:bank:main', 2_000n), ...many] }));
    const before = await inBooks(test, coop.id, async (tx) => {
      expect(await mayReadKept(tx, {})).toBe(false);
      return trialBalance(tx);
    });
    await inBooks(test, coop.id, keepBooks);
    expect(before).toMatchObject([{ accounts: 1, balanceMinor: '2000' }, { accounts: 2_000 }]);
    expect(await inBooks(test, coop.id, (tx) => trialBalance(tx))).toEqual(before);
    await inBooks(test, coop.id, compare);
  });

  it('loses and doubles nothing when it is kept from several sides while others post', async () => {
    const coop = await newCooperative();
    const posting = async (member: number): Promise<void> => {
      for (const day of days)
        await take(coop, [], { ...{ act: 'post', member, part: '', year: 2023, day }, amount: -100n });
    };
    const keeping = async (): Promise<void> => {
      for (let times = 0; times < 6; times++) await inBooks(test, coop.id, keepBooks);
    };
    await Promise.all([posting(0), posting(1), keeping(), keeping()]);
    await test.runDuties();
    const waiting = await inBooks(test, coop.id, (tx) => tx.sql('SELECT FROM ledger_entry_to_keep'));
    expect(waiting).toEqual([]);
    await inBooks(test, coop.id, compare);
    expect(await brokenIn(test, coop.id, keptBooksInvariants)).toEqual([]);
  });

  it('is kept of one cooperative where that of others cannot be', async () => {
    const coops = await Promise.all(Array.from({ length: 4 }, newCooperative));
    const asSuperuser = (sql: string) =>
      withClient(test.database.superuserUrl, (client) => client.query(sql));
    const kept = async (coop: BuiltCooperative) =>
      (await inBooks(test, coop.id, (tx) => tx.sql('SELECT FROM ledger_entry_to_keep'))).length === 0;
    for (const coop of coops)
      await take(coop, [], { act: 'post', member: 0, part: '', year: 2023, day: days[0], amount: -100n });
    const broken = coops.slice(1).map(({ id }) => `'${id}'`);
    await asSuperuser(
      `ALTER TABLE ledger_family_sum ADD CONSTRAINT broken CHECK (cooperative_id NOT IN (${broken.join()}))`,
    );
    await test.runDuties();
    expect(await Promise.all(coops.map(kept))).toEqual([true, false, false, false]);
    await asSuperuser('ALTER TABLE ledger_family_sum DROP CONSTRAINT broken');
    await test.runDuties();
    expect(await Promise.all(coops.map(kept))).toEqual([true, true, true, true]);
  });

  it.each([
    ['ledger.kept_sums_are_the_lines', 'UPDATE ledger_family_sum SET credit_minor = credit_minor + 1'],
    ['ledger.kept_sums_are_the_lines', 'DELETE FROM ledger_family_sum'],
    [
      'ledger.kept_sums_are_the_lines',
      'INSERT INTO ledger_entry_to_keep SELECT cooperative_id, id FROM ledger_entry',
    ],
    ['ledger.kept_holders_hold', 'UPDATE ledger_holders SET more = more + 1'],
    ['ledger.accounts_are_counted', 'UPDATE ledger_family_accounts SET accounts = accounts - 1'],
  ])('%s is broken by: %s', async (name, statement) => {
    const coop = await newCooperative();
    await take(coop, [], { act: 'post', member: 0, part: '', year: 2023, day: '2025-03-01', amount: -100n });
    await inBooks(test, coop.id, keepBooks);
    expect(await brokenIn(test, coop.id, keptBooksInvariants)).toEqual([]);
    const broken = await brokenBy(test, coop.id, keptBooksInvariants, statement);
    expect(broken.map((invariant) => invariant.name)).toContain(name);
  });
});
