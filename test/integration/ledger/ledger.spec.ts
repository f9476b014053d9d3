import { Ledger } from '../../../src/ledger/ledger.service.js';
import { LedgerExport } from '../../../src/ledger/ledger-export.js';
import { trialBalance } from '../../../src/ledger/kept-books.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { renderLedgerTable } from '../../support/ledger-table.js';
import { inBooks, line, post, shareDraft } from './books.js';

describe('the books', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    coop = await buildCooperative(test.database);
  });
  const ledger = (): Ledger => test.app.get(Ledger);
  const attempt = (draft: Parameters<Ledger['post']>[2]) =>
    inBooks(test, coop.id, (tx) => ledger().post(tx, systemIn(coop.id), draft));
  const balance = (path: string, query = {}) =>
    inBooks(test, coop.id, (tx) => ledger().balance(tx, path, query));

  it('books an event once: the same draft is the same entry, another draft is refused', async () => {
    const draft = shareDraft();
    const [first, again] = [await post(test, coop.id, draft), await post(test, coop.id, draft)];
    expect(again).toBe(first);
    expect(await attempt({ ...draft, effectiveOn: '2025-01-06' })).toMatchObject({ reason: 'ENTRY_DIFFERS' });
    expect(await balance('assets:bank:main')).toBe(50_000n);
  });

  it('books an event once also when it comes four times at the same moment', async () => {
    const draft = shareDraft();
    const ids = await Promise.all([1, 2, 3, 4].map(() => post(test, coop.id, draft)));
    expect(new Set(ids).size).toBe(1);
    expect(await balance('equity:share-capital:m001')).toBe(-50_000n);
  });

  it('keeps an account to the currency, party and year it was opened with', async () => {
    const [one, two] = coop.members;
    const owed = (partyId: string) => ({ path: 'liabilities:member-payable:m001', partyId });
    const lines = (partyId: string) => [
      line('assets:bank:main', 1n),
      { account: owed(partyId), amountMinor: -1n },
    ];
    await post(test, coop.id, shareDraft({ lines: lines(one!.partyId) }));
    expect(await attempt(shareDraft({ lines: lines(two!.partyId) }))).toMatchObject({
      reason: 'ACCOUNT_MISMATCH',
      details: ['liabilities:member-payable:m001 is kept otherwise.'],
    });
    const dollars = [
      line('assets:bank:main', 1n, { currency: 'USD' }),
      line('assets:x', -1n, { currency: 'USD' }),
    ];
    expect(await attempt(shareDraft({ lines: dollars }))).toMatchObject({ reason: 'ACCOUNT_MISMATCH' });
  });

  it('keeps a reserve indivisible also when a later entry forgets to say so', async () => {
    const reserve = { path: 'equity:reserve:gains', divisible: false };
    await post(
      test,
      coop.id,
      shareDraft({ lines: [line('assets:bank:main', 9n), { account: reserve, amountMinor: -9n }] }),
    );
    const grant = shareDraft({ lines: [line('equity:reserve:gains', 9n), line('assets:bank:main', -9n)] });
    expect(await attempt(grant)).toMatchObject({ reason: 'INDIVISIBLE_RESERVE' });
    expect(await balance('equity:reserve:gains')).toBe(-9n);
  });

  it('undoes an entry by its mirror, once, and reads as an auditor expects', async () => {
    const entryId = await post(test, coop.id, shareDraft());
    const reverse = (id: string, reason = 'paid by mistake') =>
      inBooks(test, coop.id, (tx) =>
        ledger().reverse(tx, systemIn(coop.id), id, { reason, effectiveOn: '2025-02-01' }),
      );
    expect(await reverse(entryId, ' ')).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await reverse(newId())).toMatchObject({ reason: 'NOT_FOUND' });
    const done = (await reverse(entryId)) as { entryId: string };
    expect(await reverse(entryId)).toMatchObject({ reason: 'ALREADY_REVERSED' });
    expect(await reverse(done.entryId)).toMatchObject({ reason: 'REVERSAL_IS_FINAL' });
    expect(await inBooks(test, coop.id, (tx) => renderLedgerTable(tx))).toBe(
      [
        '2025-01-05  Membership share paid in',
        '  assets:bank:main                  500.00                EUR',
        '  equity:share-capital:m001                        500.00 EUR',
        '2025-02-01  Reversal: paid by mistake',
        '  assets:bank:main                                 500.00 EUR',
        '  equity:share-capital:m001         500.00                EUR',
        '= sum                              1000.00        1000.00 EUR',
      ].join('\n'),
    );
  });

  it('tells a balance as of a day, and as it was known at an instant', async () => {
    await post(test, coop.id, shareDraft());
    const known = await inBooks(test, coop.id, (tx) => tx.one<{ at: Date }>(`SELECT rochdale_now() AS at`));
    await test.database.advanceClock('1 minute');
    await post(test, coop.id, shareDraft({ effectiveOn: '2025-01-03' }));
    expect(await balance('assets:bank:main')).toBe(100_000n);
    expect(await balance('assets:bank:main', { effectiveOn: '2025-01-04' })).toBe(50_000n);
    expect(await balance('assets:bank:main', { knownAt: known!.at })).toBe(50_000n);
    expect(await balance('assets:bank:main', { effectiveOn: '2025-01-04', knownAt: known!.at })).toBe(0n);
    expect(await inBooks(test, coop.id, (tx) => trialBalance(tx))).toEqual([
      {
        family: 'assets:bank',
        currency: 'EUR',
        accounts: 1,
        debitMinor: '100000',
        creditMinor: '0',
        balanceMinor: '100000',
      },
      {
        family: 'equity:share-capital',
        currency: 'EUR',
        accounts: 1,
        debitMinor: '0',
        creditMinor: '100000',
        balanceMinor: '-100000',
      },
    ]);
  });

  it('exports a journal in the order of effective dates', async () => {
    await post(test, coop.id, shareDraft({ effectiveOn: '2025-03-01', narration: 'later' }));
    await post(test, coop.id, shareDraft({ effectiveOn: '2025-01-01', narration: 'earlier' }));
    let text = '';
    await inBooks(test, coop.id, async (tx) => {
      for await (const part of test.app.get(LedgerExport).journal(tx)) text += part;
    });
    expect(text).toMatch(/^; Books of coop-/);
    expect(text).toMatch(
      /commodity 1000\.00 EUR\n\naccount assets:bank:main {2}; type: C\naccount equity:share-capital:m001 {2}; type: E\n/,
    );
    expect(text.indexOf('earlier')).toBeLessThan(text.indexOf('later'));
    expect(text.match(/ {4}assets:bank:main +500\.00 EUR\n/g)).toHaveLength(2);
  });

  it('posts an entry of 100,000 lines in seconds and checks it once', async () => {
    const lines = Array.from({ length: 99_999 }, (_, index) =>
      line(`liabilities:member-payable:m${index}`, -7n),
    );
    const began = process.hrtime.bigint();
    await post(
      test,
      coop.id,
      shareDraft({ lines: [line('equity:surplus-to-appropriate:2025', 7n * 99_999n), ...lines] }),
    );
    const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1000;
    expect(await balance('equity:surplus-to-appropriate:2025')).toBe(699_993n);
    process.stderr.write(`100,000 lines were posted in ${seconds} s\n`);
    expect(seconds).toBeLessThan(60);
  }, 90_000);
});
