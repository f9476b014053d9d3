import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { payoutInvariants } from '../../../src/surplus/capital/payouts.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { CapitalStory, type Fields } from './capital-story.js';

const header = 'reference;amount;date;outcome\n';

describe('payouts by two persons', () => {
  let test: TestApplication;
  let story: CapitalStory;
  let periodId: string;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await CapitalStory.begin(test);
    const period = { name: '2025', startsOn: '2025-01-01', endsOn: '2025-12-31' };
    periodId = ((await story.ask('openPeriod', { input: period }, 0)) as { periodId: string }).periodId;
    await story.owe(4, 12_050n, periodId);
    await story.owe(5, 7_000n, periodId);
    await story.owe(5, 300n);
  });
  afterAll(() => test.stop());
  afterEach(async () =>
    expect(await brokenIn(test, story.coop.id, [...ledgerInvariants, ...payoutInvariants])).toEqual([]),
  );
  const batchOf = async (id: string): Promise<Fields> => story.ask('payoutBatch', { id }, 2);
  const record = (batchId: string, content: string, place = 3) =>
    story.act('recordPayouts', { batchId, content }, place);
  const line = ({ reference }: Fields, amount: string, outcome = 'paid', date = '2026-03-02') =>
    `${reference};${amount};${date};${outcome}\n`;
  const byKey = ({ payouts }: Fields, key: string): Fields =>
    (payouts.nodes as Fields[]).find((payout) => payout.key === key);
  let batchId: string;

  it('makes a batch of what is due, once', async () => {
    expect(await story.refused('preparePayouts', { name: 'March' }, 4)).toBe('NOT_ALLOWED');
    expect(await story.refused('preparePayouts', { name: ' ' })).toBe('INVALID_INPUT');
    expect(await story.refused('preparePayouts', { name: 'x', dueOn: '2026-01-01' })).toBe('NOTHING_DUE');
    const made = await story.done('preparePayouts', { name: 'Refund of 2025', periodId });
    batchId = made.batchId as string;
    expect(made.payouts).toBe(2);
    expect(await story.refused('preparePayouts', { name: 'Again', periodId })).toBe('NOTHING_DUE');
    const batch = await batchOf(batchId);
    expect(batch.sums).toMatchObject([{ state: 'PREPARED', payouts: 2, amountMinor: '19050' }]);
    expect(batch.table).toMatchObject({
      ...{ printable: { allowed: true }, payouts: 2, amountMinor: '19050' },
    });
    expect(batch.table.content).toBe(
      'reference;account;name;amount;of_which_interest;currency;date;outcome\n' +
        `${byKey(batch, 'm005').reference};m005;"Member 5";120.50;0.00;EUR;;\n` +
        `${byKey(batch, 'm006').reference};m006;"Member 6";70.00;0.00;EUR;;\n`,
    );
  });

  it('lets nobody say that their own batch was paid', async () => {
    const batch = await batchOf(batchId);
    const content = header + line(byKey(batch, 'm005'), '120.50');
    expect((await record(batchId, content, 0)).reason).toBe('SAME_PERSON');
    expect((await record(batchId, content, 4)).reason).toBe('NOT_ALLOWED');
    const seen = await story.ask('payoutBatch', { id: batchId }, 0);
    expect(seen.viewerCan.recordPayouts).toMatchObject({ allowed: false, reason: 'SAME_PERSON' });
    expect(await story.ask('payoutBatch', { id: batchId }, 4)).toBeNull();
  });

  it('books every line of the file or none', async () => {
    const batch = await batchOf(batchId);
    const good = line(byKey(batch, 'm005'), '120.50');
    const refused = async (content: string) => await record(batchId, header + content);
    const faults = await refused(`${good}${line(byKey(batch, 'm006'), '70.01')}PO-9;1;2026-03-02;paid\n`);
    expect(faults).toMatchObject({ reason: 'FILE_HAS_ERRORS' });
    expect(faults.details).toEqual([
      'Line 3: The batch pays 70.00 under this reference, the file says 70.01.',
      'Line 4: There is no payout of this reference in the batch.',
    ]);
    expect((await refused(line(byKey(batch, 'm005'), '120.50', 'paid', '2026-12-01'))).reason).toBe(
      'FILE_HAS_ERRORS',
    );
    const variables = { batchId, content: header + good };
    expect(await story.ask('payoutFilePreview', variables, 3)).toMatchObject({
      ...{ lines: 1, paidMinor: '12050', bouncedMinor: '0', errors: [], alreadyRecorded: false },
    });
    expect((await batchOf(batchId)).sums).toMatchObject([{ state: 'PREPARED', payouts: 2 }]);
  });

  it('pays once: the same file again is the same answer, the same payout again is refused', async () => {
    const batch = await batchOf(batchId);
    const content = header + line(byKey(batch, 'm005'), '120.50') + line(byKey(batch, 'm006'), '70');
    const first = await record(batchId, content);
    expect(first).toMatchObject({ lines: 2 });
    expect((await record(batchId, content)).fileId).toBe(first.fileId);
    const again = await record(batchId, `${header}${line(byKey(batch, 'm005'), '120.50')}`);
    expect(again.details).toEqual(['Line 2: This payout is reported as paid already.']);
    expect(await story.refused('cancelPayouts', { batchId })).toBe('ALREADY_REPORTED');
    expect(await story.table('assets:bank')).toEqual([
      '2026-03-02 Paid out: Refund of 2025',
      ...['liabilities:member-payable:m005 120.50 EUR', 'liabilities:member-payable:m006 70.00 EUR'],
      'assets:bank:main 190.50 EUR',
      '= sum 190.50 190.50 EUR',
    ]);
  });

  it('owes again what bounced, and pays it in a new batch', async () => {
    const batch = await batchOf(batchId);
    await test.database.advanceClock('2 days');
    await record(batchId, header + line(byKey(batch, 'm006'), '70', 'bounced', '2026-03-04'));
    expect((await batchOf(batchId)).sums).toMatchObject([
      { state: 'BOUNCED', amountMinor: '7000' },
      { state: 'PAID', amountMinor: '12050' },
    ]);
    const anew = await story.done('preparePayouts', { name: 'Once more' });
    expect(anew.payouts).toBe(2);
    const [own] = await story.query(
      `SELECT count(*)::int AS n FROM payout WHERE batch_id = $1`,
      anew.batchId,
    );
    expect(own).toEqual({ n: 2 });
    await story.done('cancelPayouts', { batchId: anew.batchId });
    expect((await record(anew.batchId as string, `${header}PO-1;1;2026-03-02;paid\n`)).reason).toBe(
      'BATCH_CANCELLED',
    );
    expect((await story.done('preparePayouts', { name: 'And again' }, 1)).payouts).toBe(2);
  });

  it('is not undone as an entry: what came back is reported as bounced', async () => {
    const [entry] = await story.query(`SELECT id FROM ledger_entry WHERE kind = 'payout-paid'`);
    const reversal = { entryId: entry!.id, reason: 'It came back' };
    expect(await story.refused('reverseEntry', reversal)).toBe('REVERSAL_KEPT_ELSEWHERE');
  });
});
