import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { Ledger } from '../../../src/ledger/ledger.service.js';
import { sharesInvariants } from '../../../src/membership/shares/shares.invariants.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { capitalInvariants } from '../../../src/surplus/capital/capital.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { CapitalStory } from './capital-story.js';

const zero = {
  ...{ openingMinor: '0', paidInMinor: '0', allocatedMinor: '0', paidOutMinor: '0' },
  ...{ lossesMinor: '0', transfersMinor: '0' },
};

describe('capital accounts in lots', () => {
  let test: TestApplication;
  let story: CapitalStory;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await CapitalStory.begin(test);
  });
  afterAll(() => test.stop());
  afterEach(async () =>
    expect(
      await brokenIn(test, story.coop.id, [...ledgerInvariants, ...sharesInvariants, ...capitalInvariants]),
    ).toEqual([]),
  );
  const rolled = (place: number, interval: object = {}): Promise<object> =>
    test
      .ask(
        `query ($id: ID!, $from: CalendarDate, $to: CalendarDate, $knownAt: Instant) { capitalAccount(membershipId: $id) {
          rollForward(from: $from, to: $to, knownAt: $knownAt) {
            openingMinor paidInMinor allocatedMinor paidOutMinor lossesMinor transfersMinor closingMinor } } }`,
        { id: story.membership(place), ...interval },
        story.coop.members[0]!.caller,
      )
      .then(({ data }) => data.capitalAccount.rollForward as object);

  it('brings balances from before day one in, each with its evidence', async () => {
    const base = { membershipId: story.membership(4), kind: 'RETAINED', year: 2022, amountMinor: '30000' };
    const good = { ...base, asOf: '2025-12-31', evidence: 'Auditor’s report, note 7' };
    expect(await story.refused('openCapitalBalance', { ...good, evidence: ' ' })).toBe('INVALID_INPUT');
    expect(await story.refused('openCapitalBalance', { ...good, year: null })).toBe('INVALID_INPUT');
    expect(await story.refused('openCapitalBalance', { ...good, kind: 'SHARES' })).toBe('INVALID_INPUT');
    expect(await story.refused('openCapitalBalance', { ...good, asOf: '2026-12-31' })).toBe(
      'DATE_IN_THE_FUTURE',
    );
    expect(await story.refused('openCapitalBalance', good, 1)).toBe('NOT_ALLOWED');
    expect(await story.refused('openCapitalBalance', good, 2)).toBe('NOT_ALLOWED');
    await story.done('openCapitalBalance', good);
    await story.open(4, '20000', 2023);
    await story.open(5, '5000', 2022);
    expect((await story.lots(4)).map(({ path, balanceMinor }) => [path, balanceMinor])).toEqual([
      ['equity:allocated:2022:m005', '30000'],
      ['equity:allocated:2023:m005', '20000'],
    ]);
    expect(await rolled(4)).toEqual({ ...zero, openingMinor: '50000', closingMinor: '50000' });
  });

  it('counts shares as capital when they are paid, not when they are promised', async () => {
    const { subscriptionId } = await story.done('subscribeShares', {
      membershipId: story.membership(4),
      ...{ shares: 2, amountPerShareMinor: '10000' },
    });
    await story.done('payShares', { subscriptionId, amountMinor: '12000' });
    expect(await story.lot(4, null)).toMatchObject({
      ...{ kind: 'SHARES', balanceMinor: '12000', unpaidMinor: '8000', mandatory: true, qualified: null },
    });
    expect(await rolled(4, { from: '2026-01-01' })).toEqual({
      ...{ ...zero, openingMinor: '50000', paidInMinor: '12000', closingMinor: '62000' },
    });
  });

  it('passes capital on with its year; a part of a lot divides it', async () => {
    const lot = await story.lot(4, 2022);
    const base = { lotId: lot.id, toMembershipId: story.membership(5), evidence: 'Deed of 1 March' };
    const refused = (over: object, place = 0) =>
      story.refused('transferCapital', { ...base, amountMinor: '10000', ...over }, place);
    expect(await refused({ amountMinor: '30001' })).toBe('LOT_TOO_SMALL');
    expect(await refused({ amountMinor: '0' })).toBe('INVALID_INPUT');
    expect(await refused({ toMembershipId: story.membership(4) })).toBe('SAME_HOLDER');
    expect(await refused({}, 4)).toBe('NOT_ALLOWED');
    expect(await refused({ lotId: (await story.lot(4, null)).id, amountMinor: '12001' })).toBe(
      'LOT_TOO_SMALL',
    );
    await story.done('transferCapital', { ...base, amountMinor: '10000' });
    expect([(await story.lot(4, 2022)).balanceMinor, (await story.lot(5, 2022)).balanceMinor]).toEqual([
      ...['20000', '15000'],
    ]);
    expect(await rolled(5)).toEqual({
      ...zero,
      openingMinor: '5000',
      transfersMinor: '10000',
      closingMinor: '15000',
    });
    expect(await story.table('equity:allocated:2022')).toEqual([
      '2025-12-31 Capital of m005 brought in as of 2025-12-31',
      'equity:opening-balances 300.00 EUR',
      'equity:allocated:2022:m005 300.00 EUR',
      '2025-12-31 Capital of m006 brought in as of 2025-12-31',
      'equity:opening-balances 50.00 EUR',
      'equity:allocated:2022:m006 50.00 EUR',
      '2026-03-02 Capital of m005 taken over by m006',
      'equity:allocated:2022:m005 100.00 EUR',
      'equity:allocated:2022:m006 100.00 EUR',
      '= sum 450.00 450.00 EUR',
    ]);
  });

  it('keeps a pledged lot where it is, and a tagged one apart from others', async () => {
    const lot = await story.lot(4, 2023);
    const pass = { lotId: lot.id, toMembershipId: story.membership(6), amountMinor: '100', evidence: 'Deed' };
    await story.done('markCapitalLot', { lotId: lot.id, pledgedTo: 'Credit union', reason: 'Loan 7' });
    expect(await story.refused('transferCapital', pass)).toBe('LOT_PLEDGED');
    expect(await story.lot(4, 2023)).toMatchObject({
      viewerCan: { transferCapital: { allowed: false, reason: 'LOT_PLEDGED' } },
    });
    await story.done('markCapitalLot', {
      lotId: lot.id,
      pledgedTo: '',
      qualified: false,
      reason: 'Loan repaid',
    });
    await story.done('transferCapital', pass);
    expect(await story.lot(6, 2023)).toMatchObject({
      qualified: false,
      balanceMinor: '100',
      pledgedTo: null,
    });
    await story.done('markCapitalLot', {
      lotId: (await story.lot(6, 2023)).id,
      qualified: true,
      reason: 'Consent',
    });
    expect(await story.refused('transferCapital', pass)).toBe('LOTS_DIFFER');
  });

  it('lets nobody pass on what belongs to the cooperative alone, and says by which rule', async () => {
    const viewer = systemIn(story.coop.id);
    const lines = [
      { account: { path: 'equity:surplus-to-appropriate:2025', year: 2025 }, amountMinor: 900n },
      { account: { path: 'equity:reserve:indivisible' }, amountMinor: -900n },
    ];
    const entry = { kind: 'reserve-fed', narration: 'Reserve of 2025', effectiveOn: '2026-03-01', lines };
    await test.app
      .get(UnitOfWork)
      .inTransaction(viewer, (tx) =>
        test.app.get(Ledger).post(tx, viewer, { ...entry, sourceType: 'reserve', sourceId: newId() }),
      );
    const [reserve] = await story.query(
      `SELECT id FROM ledger_account WHERE path = 'equity:reserve:indivisible'`,
    );
    const pass = {
      lotId: reserve!.id,
      toMembershipId: story.membership(5),
      amountMinor: '1',
      evidence: 'Deed',
    };
    const refused = await story.act('transferCapital', pass);
    expect(refused).toMatchObject({
      reason: 'INDIVISIBLE_RESERVE',
      details: ['equity:reserve:indivisible.'],
    });
    expect(refused.message).toContain('belongs to the cooperative and not to its present members');
  });

  it('answers for any day as known at any instant', async () => {
    const [{ now }] = (await story.query(`SELECT rochdale_now() AS now`)) as [{ now: Date }];
    await test.database.advanceClock('1 day');
    await story.open(6, '700', 2021, { asOf: '2024-12-31' });
    expect(await rolled(6, { to: '2025-06-30' })).toMatchObject({ closingMinor: '700' });
    expect(await rolled(6, { to: '2025-06-30', knownAt: now.toISOString() })).toMatchObject({
      closingMinor: '0',
    });
    expect(await rolled(6)).toMatchObject({ closingMinor: '800' });
  });

  it('undoes an opening balance while the capital is there, and not after it was passed on', async () => {
    const entries = await story.query(
      `SELECT id, source_id FROM ledger_entry WHERE kind = 'capital-opened' AND cooperative_id = $1 ORDER BY recorded_at`,
      story.coop.id,
    );
    const reverse = (entry: Record<string, unknown>) =>
      story.refused('reverseEntry', { entryId: entry.id, reason: 'Entered for the wrong member' });
    expect(await reverse(entries[0]!)).toBe('REVERSAL_KEPT_ELSEWHERE');
    expect(await reverse(entries.at(-1)!)).toBe('done');
    expect(await rolled(6)).toMatchObject({ closingMinor: '100' });
  });

  it('shows everybody their own, officers all of it, and members what remains of each year', async () => {
    const mine = await story.ask('myCapital', {}, 4);
    expect(mine).toMatchObject({ key: 'm005', rollForward: { closingMinor: '51900' } });
    expect(await story.ask('capitalAccounts', {}, 4)).toBeNull();
    expect(await story.ask('capitalAccount', { membershipId: story.membership(5) }, 4)).toBeNull();
    expect(await story.ask('capitalRollForward', {}, 1)).toBeNull();
    const all = await story.ask('capitalAccounts', {}, 2);
    expect(all.totalCount).toBe(3);
    const sum = (all.nodes as { rollForward: { closingMinor: string } }[]).reduce(
      (total, { rollForward }) => total + BigInt(rollForward.closingMinor),
      0n,
    );
    expect(await story.ask('capitalRollForward', {}, 2)).toMatchObject({ closingMinor: sum.toString() });
    expect(await story.ask('redemptionCalendar', {}, 2)).toMatchObject([
      { year: 2021, retainedMinor: '0', remainingMinor: '0', holders: 0 },
      { year: 2022, retainedMinor: '35000', remainingMinor: '35000', holders: 2 },
      { year: 2023, retainedMinor: '20000', remainingMinor: '20000', holders: 2 },
    ]);
    // Two holders: the sum would show each of them the other.
    expect((await story.ask('redemptionCalendar', {}, 4)).map(({ year }: { year: number }) => year)).toEqual([
      2021,
    ]);
  });

  it('asks for repayment of one’s own lot, and the first day asked stays', async () => {
    const lot = await story.lot(4, 2022);
    expect(await story.refused('requestRedemption', { lotId: lot.id }, 5)).toBe('NOT_ALLOWED');
    await story.done('requestRedemption', { lotId: lot.id }, 4);
    await test.database.advanceClock('3 days');
    await story.done('requestRedemption', { lotId: lot.id }, 4);
    expect((await story.lot(4, 2022)).requestedOn).toBe('2026-03-03');
  });

  it('undoes a payment that bounced while what it paid up is there, whatever else its member holds', async () => {
    await story.open(6, '100', 2021);
    const subscription = { membershipId: story.membership(6), shares: 1, amountPerShareMinor: '9000' };
    const { subscriptionId } = await story.done('subscribeShares', subscription);
    const bounced = async (): Promise<string> => {
      const { paymentId } = await story.done('payShares', { subscriptionId, amountMinor: '5000' });
      const [entry] = await story.query(`SELECT id FROM ledger_entry WHERE source_id = $1`, paymentId);
      return entry!.id as string;
    };
    const undo = async (entryId: string) =>
      story.refused('reverseEntry', { entryId, reason: 'Bounced', effectiveOn: null });
    // A lot of 1.00 retained stands first: it is not what was paid up.
    expect(await undo(await bounced())).toBe('done');
    const second = await bounced();
    const lot = await story.lot(6, null);
    const pass = {
      lotId: lot.id,
      toMembershipId: story.membership(5),
      amountMinor: '4000',
      evidence: 'Deed',
    };
    await story.done('transferCapital', pass);
    expect(await undo(second)).toBe('REVERSAL_KEPT_ELSEWHERE');
    await story.open(6, '9999', 2020);
    expect(await undo(second)).toBe('REVERSAL_KEPT_ELSEWHERE');
  });
});
