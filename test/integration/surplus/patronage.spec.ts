import { newId } from '../../../src/shared/ids.js';
import { surplusInvariants } from '../../../src/surplus/surplus.invariants.js';
import { Ledger } from '../../../src/ledger/ledger.service.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { untilWaiting } from '../../support/lock-waiters.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { inBooks } from '../ledger/books.js';
import { SurplusStory } from './surplus-story.js';

const period = `query ($id: ID!) { period(id: $id) { name state seed closedAt resultMinor patronageTotals { basis quantity participants }
  viewerCan { recordPatronage { allowed reason } closePeriod { allowed reason } recordResult { allowed reason } } } }`;
const mine = `query ($id: ID!) { myPatronage(periodId: $id) { totalCount nodes { id basis quantity sourceRef corrects } } }`;
const preview = `query ($id: ID!, $content: String!) { patronageImportPreview(periodId: $id, content: $content) {
  mayImport { allowed reason } lines parties totals { basis quantity lines } errors { line message } ignoredColumns alreadyImported } }`;

describe('periods and patronage', () => {
  let test: TestApplication;
  let story: SurplusStory;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    story = await SurplusStory.begin(test);
  });
  const ask = async (query: string, variables: object, place = 0) =>
    (await test.ask(query, variables, story.coop.members[place]!.caller)).data;

  it('open without sharing a day within a business line', async () => {
    await story.open();
    const open = (input: object, place = 0) =>
      story.act(
        'openPeriod',
        { input: { name: newId(), startsOn: '2024-12-31', endsOn: '2025-12-31', ...input } },
        place,
      );
    expect(await open({})).toMatchObject({ reason: 'PERIOD_OVERLAPS' });
    expect(await open({ startsOn: '2025-01-01', name: '2024' })).toMatchObject({
      reason: 'PERIOD_NAME_TAKEN',
    });
    expect(await open({ businessLine: 'bakery' })).toMatchObject({ __typename: 'PeriodOpened' });
    expect(await open({ startsOn: '2026-01-01' })).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await open({ startsOn: '2025-01-01', name: 'x'.repeat(1_000_000) })).toMatchObject({
      reason: 'INVALID_INPUT',
    });
    expect(await open({ startsOn: '2025-01-01' }, 3)).toMatchObject({ reason: 'NOT_ALLOWED' });
    const races = await Promise.all([1, 2, 3].map(() => open({ startsOn: '2025-01-01' })));
    expect(races.filter((answer) => answer.__typename === 'PeriodOpened')).toHaveLength(1);
  });

  it('take records once, and corrections by counter-record', async () => {
    const periodId = await story.open();
    const key = { sourceRef: 'till 1', idempotencyKey: newId() };
    const [first, again] = [await story.record(periodId, key, 1), await story.record(periodId, key, 1)];
    expect(again).toEqual(first);
    expect(await story.record(periodId, { sourceRef: 'till 1' })).toMatchObject({
      reason: 'SOURCE_RECORDED',
    });
    const correct = (over: object) =>
      story.act('correctPatronage', {
        input: {
          recordId: first.recordId,
          quantity: '10.25',
          sourceRef: newId(),
          idempotencyKey: newId(),
          ...over,
        },
      });
    expect(await correct({ quantity: '-1' })).toMatchObject({ reason: 'INVALID_INPUT' });
    expect(await correct({ recordId: newId() })).toMatchObject({ reason: 'NOT_FOUND' });
    const other = await story.record(periodId, { basis: 'hours' });
    const races = await Promise.all(
      [1, 2, 3].map(() => correct({ recordId: other.recordId, quantity: null })),
    );
    expect(races.map((answer) => answer.reason ?? 'corrected').sort()).toEqual([
      'ALREADY_CORRECTED',
      'ALREADY_CORRECTED',
      'corrected',
    ]);
    const done = await correct({ sourceRef: 'credit note 9' });
    expect(await correct({})).toMatchObject({ reason: 'ALREADY_CORRECTED' });
    expect(await correct({ recordId: done.counterRecordId })).toMatchObject({
      reason: 'CORRECTION_IS_FINAL',
    });
    expect((await ask(mine, { id: periodId }, 3)).myPatronage).toMatchObject({
      totalCount: 5,
      nodes: expect.arrayContaining([
        expect.objectContaining({ quantity: '40.5', sourceRef: 'till 1', corrects: null }),
        expect.objectContaining({ quantity: '-40.5', sourceRef: 'credit note 9', corrects: first.recordId }),
        expect.objectContaining({
          quantity: '10.25',
          sourceRef: 'credit note 9 (corrected)',
          corrects: null,
        }),
      ]),
    });
    expect((await ask(mine, { id: periodId }, 4)).myPatronage.totalCount).toBe(0);
    expect((await ask(period, { id: periodId }, 2)).period.patronageTotals).toEqual([
      { basis: 'hours', quantity: '0', participants: 0 },
      { basis: 'purchases', quantity: '10.25', participants: 1 },
    ]);
    expect(await brokenIn(test, story.coop.id, surplusInvariants)).toEqual([]);
  });

  it('refuse records that say nothing, of nobody, or too late, in words', async () => {
    const periodId = await story.open();
    for (const over of [
      { quantity: '0' },
      { quantity: '1e3' },
      { quantity: '0.1234567' },
      { quantity: '9'.repeat(99) },
      { basis: 'Fun!' },
      { ref: 'a\u0000' },
      { sourceRef: ' ' },
    ]) {
      expect(await story.record(periodId, over)).toMatchObject({
        reason: 'INVALID_INPUT',
        details: { length: 1 },
      });
    }
    expect(await story.record(periodId, { ref: 'm999' })).toMatchObject({ reason: 'UNKNOWN_PARTY' });
    expect(await story.record('x')).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await story.record(periodId, {}, 3)).toMatchObject({ reason: 'NOT_ALLOWED' });
    await story.act('closePeriod', { periodId });
    expect(await story.record(periodId)).toMatchObject({ reason: 'PERIOD_CLOSED' });
    expect(await story.import(periodId, 'ref;basis;quantity\nm001;hours;1')).toMatchObject({
      reason: 'PERIOD_CLOSED',
    });
  });

  it('import a file whole or not at all, and the same file once', async () => {
    const periodId = await story.open();
    const bad =
      'ref;basis;quantity;source_ref;name\nm001;hours;1,5;a;Åsa\nnobody;hours;2;b;Öz\nm004;hours;-3;c;Bo\nm004;hours;3;a;Bo\n';
    expect((await ask(preview, { id: periodId, content: bad })).patronageImportPreview).toMatchObject({
      ignoredColumns: ['“name”'],
      alreadyImported: false,
      errors: [
        { line: 3, message: expect.stringMatching(/Nobody/) },
        { line: 4, message: expect.stringMatching(/negative/) },
        { line: 5, message: expect.stringMatching(/same source as line 2/) },
      ],
    });
    expect(await story.import(periodId, bad)).toMatchObject({
      reason: 'FILE_HAS_ERRORS',
      details: [/^Line 3/, /^Line 4/, /^Line 5/].map((words) => expect.stringMatching(words)),
    });
    expect((await ask(period, { id: periodId })).period.patronageTotals).toEqual([]);
    const good = '\uFEFFref;basis;quantity\r\nm001;hours;1.000,5\r\nworker-7;hours;2\r\n';
    expect((await ask(preview, { id: periodId, content: good }, 1)).patronageImportPreview).toMatchObject({
      lines: 2,
      parties: 2,
      errors: [],
      totals: [{ basis: 'hours', quantity: '1002.5', lines: 2 }],
    });
    const done = await story.import(periodId, good);
    expect(done).toMatchObject({ lines: 2 });
    expect(await story.import(periodId, good)).toEqual(done);
    // Saved again by another program it is the same file, and nobody worked twice.
    expect(await story.import(periodId, good.replace('\uFEFF', '').replaceAll('\r\n', '\n'))).toEqual(done);
    expect(await story.import(periodId, `${good}m004;hours;1\r\n`)).toMatchObject({
      reason: 'FILE_HAS_ERRORS',
      details: [2, 3].map((line) =>
        expect.stringMatching(`^Line ${line}: hours of this party came from a file`),
      ),
    });
    expect((await ask(preview, { id: periodId, content: good })).patronageImportPreview).toMatchObject({
      alreadyImported: true,
      errors: [],
    });
    expect((await ask(period, { id: periodId })).period.patronageTotals).toEqual([
      { basis: 'hours', quantity: '1002.5', participants: 2 },
    ]);
    expect(await ask(preview, { id: periodId, content: good }, 3)).toMatchObject({
      patronageImportPreview: { mayImport: { allowed: false, reason: 'NOT_ALLOWED' }, lines: 0 },
    });
  });

  it('import nothing of a file of which somebody records a source at this moment', async () => {
    const periodId = await story.open();
    await withClient(test.database.superuserUrl, async (other) => {
      await other.query('BEGIN');
      await other.query(
        `INSERT INTO patronage_record (cooperative_id, id, period_id, party_id, basis, quantity_millionths, source_ref)
         VALUES ($1, gen_random_uuid(), $2, $3, 'hours', 1000000, 'till 1')`,
        [story.coop.id, periodId, story.workerPartyId],
      );
      const importing = story.import(
        periodId,
        'ref;basis;quantity;source_ref\nm001;hours;1;till 2\nm001;hours;1;till 1\n',
      );
      await untilWaiting(other);
      await other.query('COMMIT');
      expect(await importing).toMatchObject({
        reason: 'FILE_HAS_ERRORS',
        message: expect.stringMatching(/at this moment/),
      });
    });
    expect((await ask(period, { id: periodId })).period.patronageTotals).toEqual([
      { basis: 'hours', quantity: '1', participants: 1 },
    ]);
  });

  it('import 20,000 lines in seconds', async () => {
    const periodId = await story.open();
    const lines = Array.from(
      { length: 20_000 },
      (_, index) => `m00${(index % 5) + 1};purchases;${index + 1},25;receipt ${index}`,
    );
    const began = process.hrtime.bigint();
    expect(await story.import(periodId, `ref;basis;quantity;source_ref\n${lines.join('\n')}`)).toMatchObject({
      lines: 20_000,
    });
    expect(Number((process.hrtime.bigint() - began) / 1_000_000n)).toBeLessThan(15_000);
  });

  it('close after their last day, once, with a seed nobody chose', async () => {
    const future = await story.open({ name: 'next', startsOn: '2990-01-01', endsOn: '2990-12-31' });
    expect(await story.act('closePeriod', { periodId: future })).toMatchObject({ reason: 'PERIOD_NOT_OVER' });
    expect(await story.result(future, '5')).toMatchObject({ reason: 'PERIOD_NOT_OVER' });
    expect((await ask(period, { id: future })).period).toMatchObject({
      resultMinor: null,
      viewerCan: {
        recordPatronage: { allowed: true },
        closePeriod: { allowed: false, reason: 'PERIOD_NOT_OVER' },
        recordResult: { allowed: false, reason: 'PERIOD_NOT_OVER' },
      },
    });
    const periodId = await story.open();
    expect(await story.act('closePeriod', { periodId }, 1)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await story.act('closePeriod', { periodId: '\u0000' })).toMatchObject({ reason: 'NOT_FOUND' });
    await Promise.all([1, 2, 3].map(() => story.act('closePeriod', { periodId })));
    const closed = (await ask(period, { id: periodId })).period;
    expect(closed.seed).toMatch(/^[0-9a-f]{64}$/);
    await story.act('closePeriod', { periodId });
    expect((await ask(period, { id: periodId })).period.seed).toBe(closed.seed);
    expect(closed.viewerCan).toEqual({
      recordPatronage: { allowed: false, reason: 'PERIOD_CLOSED' },
      closePeriod: { allowed: false, reason: 'PERIOD_CLOSED' },
      recordResult: { allowed: true, reason: null },
    });
    const recorded = await inBooks(test, story.coop.id, (tx) =>
      tx.sql<{ data: object }>(`SELECT data FROM audit_event WHERE act = 'closePeriod'`),
    );
    expect(recorded).toEqual([{ data: { seed: closed.seed } }]);
  });

  it('take a result once, which can be reversed and recorded anew; a loss and nothing too', async () => {
    const periodId = await story.open();
    expect(await story.result(periodId, '2000000')).toEqual(await story.result(periodId, '2000000'));
    expect(await story.result(periodId, '1')).toMatchObject({ reason: 'RESULT_RECORDED' });
    const balance = (path: string) =>
      inBooks(test, story.coop.id, (tx) => test.app.get(Ledger).balance(tx, path));
    expect(await balance('equity:surplus-to-appropriate:2024')).toBe(-2_000_000n);
    await inBooks(test, story.coop.id, async (tx) => {
      const entry = await tx.one<{ id: string }>(
        `SELECT id FROM ledger_entry WHERE kind = 'result-recorded'`,
      );
      return test.app
        .get(Ledger)
        .reverse(tx, systemIn(story.coop.id), entry!.id, { reason: 'a digit was wrong' });
    });
    expect((await ask(period, { id: periodId })).period.resultMinor).toBeNull();
    expect(await story.result(periodId, '-350000')).toMatchObject({ __typename: 'ResultRecorded' });
    expect(await balance('equity:surplus-to-appropriate:2024')).toBe(350_000n);
    const zero = await story.open({ name: '2023', startsOn: '2023-01-01', endsOn: '2023-12-31' });
    expect(await story.result(zero, '0')).toMatchObject({ __typename: 'ResultRecorded' });
    expect(await brokenIn(test, story.coop.id, surplusInvariants)).toEqual([]);
  });
});
