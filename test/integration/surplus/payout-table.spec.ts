import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import type { Tx } from '../../../src/platform/database/transaction.js';
import { RequestScope } from '../../../src/platform/request/request-scope.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { PayoutReading } from '../../../src/surplus/capital/payout-reading.js';
import { findBatch } from '../../../src/surplus/capital/payouts.rows.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { CapitalStory, type Fields } from './capital-story.js';

describe('the table of a batch for the bank', () => {
  let test: TestApplication;
  let story: CapitalStory;
  let batchId: string;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await CapitalStory.begin(test);
    for (const place of [4, 5]) await story.owe(place, 1_000n);
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    batchId = (await story.done('preparePayouts', { name: 'March' })).batchId as string;
  });
  afterEach(() => story.act('cancelPayouts', { batchId }));

  const table = async (): Promise<Fields> => (await story.ask('payoutBatch', { id: batchId }, 2)).table;
  const report = (lines: readonly Fields[], outcome: string) =>
    story.done(
      'recordPayouts',
      {
        batchId,
        content: `reference;amount;date;outcome\n${lines
          .map(({ reference, amountMinor }) => `${reference};${amountMinor / 100};2026-03-02;${outcome}\n`)
          .join('')}`,
      },
      3,
    );
  const payouts = async (): Promise<Fields[]> =>
    (await story.ask('payoutBatch', { id: batchId }, 2)).payouts.nodes;

  /** The table, when somebody acts after its first page was read. */
  const printedWhile = (act: () => Promise<unknown>) =>
    test.app.get(UnitOfWork).inTransaction(systemIn(story.coop.id), async (tx) => {
      let pages = 0;
      const sql: Tx['sql'] = async (text, values) => {
        const rows = await tx.sql(text, values);
        if (text.includes('ORDER BY o.key') && ++pages === 1) await act();
        return rows as never;
      };
      const scope = new RequestScope('table', systemIn(story.coop.id));
      scope.reading = {
        tx: Promise.resolve({ sql, one: tx.one.bind(tx) }),
        end: async () => {},
      };
      return test.app.get(PayoutReading).table(scope, (await findBatch(tx, batchId))!);
    });

  it('is whole, says what it comes to, and is the same file when printed again', async () => {
    const first = await table();
    expect(first).toMatchObject({ printable: { allowed: true }, payouts: 2, amountMinor: '2000' });
    expect(first.content.split('\n')).toHaveLength(4);
    expect(await table()).toEqual(first);
  });

  it('is not there once the batch is cancelled', async () => {
    await story.done('cancelPayouts', { batchId });
    expect(await table()).toMatchObject({
      printable: { allowed: false, reason: 'BATCH_CANCELLED' },
      ...{ content: null, contentHash: null, payouts: 0 },
    });
  });

  it('is refused when the batch is cancelled while it is printed: no page of it is given out', async () => {
    const printed = await printedWhile(() => story.done('cancelPayouts', { batchId }));
    expect(printed).toMatchObject({ reason: 'BATCH_CANCELLED', message: expect.stringContaining('void') });
  });

  it('is refused when the bank’s answer is recorded while it is printed, and then leaves out what was answered', async () => {
    const [paid] = await payouts();
    const printed = await printedWhile(() => report([paid], 'paid'));
    expect(printed).toMatchObject({ reason: 'ALREADY_REPORTED' });
    const left = await table();
    expect(left).toMatchObject({ payouts: 1, amountMinor: '1000' });
    expect(left.content).not.toContain(paid.reference);
    await report(
      (await payouts()).filter(({ state }) => state === 'PREPARED'),
      'bounced',
    );
    expect((await table()).printable).toMatchObject({ allowed: false, reason: 'ALREADY_REPORTED' });
  });
});
