import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { sharesInvariants } from '../../../src/membership/shares/shares.invariants.js';
import { capitalInvariants } from '../../../src/surplus/capital/capital.invariants.js';
import { exitInvariants, unclaimedInvariants } from '../../../src/surplus/capital/exits.invariants.js';
import { payoutInvariants } from '../../../src/surplus/capital/payouts.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { CapitalStory, type Fields } from './capital-story.js';

const policy = {
  exit: {
    instalments: { count: 4, everyMonths: 12 },
    interest: { named: 'legalInterest', on: 'outstanding' },
    deductions: { unjustified: { rate: '20%', on: 'mandatory' }, expulsion: { rate: '30%' } },
    deathMonths: 12,
    source: 'article 25',
  },
  unclaimed: { afterDays: 180, then: 'reserve', fund: 'legal' },
};
const rates = [{ name: 'legalInterest', rate: '3%' }];

describe('settling with who leaves', () => {
  let test: TestApplication;
  let story: CapitalStory;
  let policyKey: string;
  let settlementId: string;
  beforeAll(async () => {
    test = await startTestApplication();
    story = await CapitalStory.begin(test);
    policyKey = await story.policy('members', policy);
    await story.open(4, '5000', 2022);
    await story.open(4, '3001', 2023);
    const subscription = { membershipId: story.membership(4), shares: 2, amountPerShareMinor: '5000' };
    const { subscriptionId } = await story.done('subscribeShares', subscription);
    await story.done('payShares', { subscriptionId, amountMinor: '6000' });
  });
  afterAll(() => test.stop());
  afterEach(async () =>
    expect(
      await brokenIn(test, story.coop.id, [
        ...[...ledgerInvariants, ...sharesInvariants, ...capitalInvariants],
        ...[...payoutInvariants, ...exitInvariants, ...unclaimedInvariants],
      ]),
    ).toEqual([]),
  );
  const draft = (over: object = {}) => ({
    ...{ membershipId: story.membership(4), reason: 'UNJUSTIFIED', policyKey, rates, ...over },
  });
  const exit = (place = 2): Promise<Fields> => story.ask('exitSettlement', { id: settlementId }, place);
  const open = async () =>
    ((await exit()).instalments.nodes as Fields[])
      .filter(({ state }) => state !== 'REPLACED')
      .map(({ dueOn, principalMinor, interestMinor, state }) => [
        dueOn,
        principalMinor,
        interestMinor,
        state,
      ]);

  it('is refused, in words, until there is something to settle', async () => {
    expect(await story.refused('draftExit', draft())).toBe('NOT_LEFT');
    await story.ends(4);
    expect(await story.refused('draftExit', draft(), 1)).toBe('NOT_ALLOWED');
    expect(await story.refused('draftExit', draft({ reason: 'DEATH' }))).toBe('REASON_CONTRADICTS');
    expect(await story.refused('draftExit', draft({ policyKey: 'surplus-policy/none' }))).toBe(
      'POLICY_UNKNOWN',
    );
    expect(await story.refused('draftExit', draft({ policyKey: null, policy: '{"exit": 7}' }))).toBe(
      'POLICY_UNFIT',
    );
    expect(await story.refused('draftExit', draft({ policyKey: null, policy: '{' }))).toBe('POLICY_UNKNOWN');
    expect(await story.refused('draftExit', draft({ rates: [] }))).toBe('POLICY_UNFIT');
    expect(await story.refused('draftExit', draft({ debtsMinor: '-1' }))).toBe('INVALID_INPUT');
    const lot = await story.lot(4, 2022);
    await story.done('markCapitalLot', { lotId: lot.id, pledgedTo: 'Bank', reason: 'Loan' });
    expect(await story.refused('draftExit', draft())).toBe('LOT_PLEDGED');
    await story.done('markCapitalLot', { lotId: lot.id, pledgedTo: '', reason: 'Repaid' });
  });

  it('lets a checked law forbid more than it allows', async () => {
    const bound = {
      ...{ preset: 'ES-general', exit: { ...policy.exit, deductions: { unjustified: { rate: '31%' } } } },
      presetChecked: { checkedBy: 'A lawyer', checkedOn: '2026-02-01', lawVersionDate: '2026-04-08' },
    };
    const refused = await story.act('draftExit', draft({ policyKey: null, policy: JSON.stringify(bound) }));
    expect(refused.reason).toBe('CHECKS_BLOCK');
    expect(refused.details.join()).toContain('art 51');
  });

  it('is drawn up by the engine from books and register', async () => {
    settlementId = (await story.done('draftExit', draft({ debtsMinor: '301' }))).settlementId as string;
    expect(await story.refused('draftExit', draft())).toBe('EXIT_OPEN');
    // A fifth of the mandatory 60.00 is kept; 3.01 of debts set off.
    expect(await exit()).toMatchObject({
      ...{ state: 'DRAFT', balanceMinor: '14001', deductionMinor: '1200', setOffMinor: '301' },
      ...{ payableMinor: '12500', interestRate: '3/100', policyKey, policyVersion: 1 },
    });
    expect(await open()).toEqual([
      ...[['2027-03-02', '3125', '375', 'OPEN']],
      ...[['2028-03-02', '3125', '281', 'OPEN']],
      ...[['2029-03-02', '3125', '187', 'OPEN']],
      ...[['2030-03-02', '3125', '93', 'OPEN']],
    ]);
    expect(await exit(4)).toBeNull();
    expect(await story.ask('myExitSettlements', {}, 4)).toMatchObject({ nodes: [] });
  });

  it('takes a second person, and figures that still hold', async () => {
    expect(await story.refused('approveExit', { settlementId })).toBe('SAME_PERSON');
    expect(await story.refused('approveExit', { settlementId }, 4)).toBe('NOT_A_MEMBER');
    await story.open(4, '7', 2021);
    expect(await story.refused('approveExit', { settlementId }, 3)).toBe('FIGURES_CHANGED');
    const [entry] = await story.query(
      `SELECT id FROM ledger_entry WHERE kind = 'capital-opened' ORDER BY recorded_at DESC LIMIT 1`,
    );
    await story.done('reverseEntry', { entryId: entry!.id, reason: 'Entered by mistake' });
    await story.done('approveExit', { settlementId }, 3);
    expect(await story.refused('approveExit', { settlementId }, 3)).toBe('NOT_A_DRAFT');
    expect(await story.refused('withdrawExit', { settlementId })).toBe('NOT_A_DRAFT');
    expect(await story.lots(4)).toEqual([]);
    expect(await exit(4)).toMatchObject({ state: 'SETTLED', settledOn: '2026-03-02' });
  });

  it('stands in the books as an auditor reads it', async () => {
    expect((await story.table('liabilities:redemption-payable')).slice(0, -1)).toEqual([
      '2026-03-02 Capital settled on leaving of m005',
      'equity:allocated:2022:m005 50.00 EUR',
      'equity:allocated:2023:m005 30.01 EUR',
      'equity:share-capital:m005 60.00 EUR',
      'equity:reserve:legal 12.00 EUR',
      'assets:clearing:set-off 3.01 EUR',
      'liabilities:redemption-payable:m005 125.00 EUR',
    ]);
    const [entry] = await story.query(`SELECT id FROM ledger_entry WHERE kind = 'exit-settled'`);
    expect(await story.refused('reverseEntry', { entryId: entry!.id, reason: 'No' })).toBe(
      'REVERSAL_KEPT_ELSEWHERE',
    );
    const subscriptions = await story.ask('shareSubscriptions', { membershipId: story.membership(4) }, 0);
    expect(subscriptions.nodes).toMatchObject([{ outstandingMinor: '0', paidMinor: '6000' }]);
  });

  it('pays an instalment on its day and not before, with its interest', async () => {
    expect(await story.refused('preparePayouts', { name: 'Too early' })).toBe('NOTHING_DUE');
    await test.database.setClock('2027-03-02T10:00:00Z');
    const { batchId } = await story.done('preparePayouts', { name: 'Instalments of March' });
    expect(await story.refused('accelerateExit', { settlementId, reason: 'Board, 2 March' })).toBe(
      'IN_A_BATCH',
    );
    await story.bank(batchId as string);
    expect((await open()).map((one) => one[3])).toEqual(['PAID', 'OPEN', 'OPEN', 'OPEN']);
    expect(await story.table('expenses:interest')).toEqual([
      '2027-03-02 Paid out: Instalments of March',
      'liabilities:redemption-payable:m005 31.25 EUR',
      'expenses:interest:redemption 3.75 EUR',
      'assets:bank:main 35.00 EUR',
      '= sum 35.00 35.00 EUR',
    ]);
  });

  it('stops only by the act of that name, and goes on by its own', async () => {
    await test.database.setClock('2028-03-03T10:00:00Z');
    const change = { settlementId, reason: 'Board, minute 12' };
    expect(await story.refused('stopExitPayments', { ...change, reason: '' })).toBe('INVALID_INPUT');
    expect(await story.refused('resumeExitPayments', change)).toBe('NOT_STOPPED');
    await story.done('stopExitPayments', change);
    expect(await story.refused('stopExitPayments', change)).toBe('ALREADY_STOPPED');
    expect(await story.refused('preparePayouts', { name: 'Stopped' })).toBe('NOTHING_DUE');
    await story.done('resumeExitPayments', change, 1);
    expect((await story.done('preparePayouts', { name: 'Second year' })).payouts).toBe(1);
    const [batch] = await story.query(`SELECT id FROM payout_batch WHERE name = 'Second year'`);
    await story.bank(batch!.id as string, 'bounced');
    expect((await open()).map((one) => one[3])).toEqual(['PAID', 'OPEN', 'OPEN', 'OPEN']);
  });

  it('sets aside what nobody claims, gives it back to who comes, and lets it lapse by the rule', async () => {
    const [{ id: payoutId }] = (await story.query(`SELECT id FROM payout WHERE state = 'bounced'`)) as [
      { id: string },
    ];
    const aside = { payoutId, policyKey };
    expect(await story.refused('setAsideUnclaimed', { ...aside, policyKey: 'surplus-policy/x' })).toBe(
      'POLICY_UNKNOWN',
    );
    const { claimId } = await story.done('setAsideUnclaimed', aside);
    expect(await story.refused('setAsideUnclaimed', aside)).toBe('NOT_BOUNCED');
    expect(await story.ask('unclaimedClaims', {}, 2)).toMatchObject({
      nodes: [
        { key: 'm005', amountMinor: '3406', lapsesOn: '2028-08-30', becomes: 'RESERVE', state: 'OPEN' },
      ],
    });
    await test.database.setClock('2028-08-30T10:00:00Z');
    expect(await story.refused('forfeitUnclaimed', { claimId })).toBe('NOT_LAPSED');
    await story.done('returnUnclaimed', { claimId });
    expect(await story.refused('forfeitUnclaimed', { claimId })).toBe('CLAIM_ENDED');
    const { batchId } = await story.done('preparePayouts', { name: 'They came' });
    const [back] = await story.bank(batchId as string, 'bounced');
    const second = await story.done('setAsideUnclaimed', { payoutId: back.id, policyKey });
    await test.database.setClock('2029-02-27T10:00:00Z');
    await story.done('forfeitUnclaimed', { claimId: second.claimId });
    expect((await story.table('liabilities:unclaimed')).slice(-4, -1)).toEqual([
      '2029-02-27 Lapsed unclaimed: m005',
      'liabilities:unclaimed:m005 34.06 EUR',
      'equity:reserve:legal 34.06 EUR',
    ]);
  });

  it('brings forward what is open, with the interest of the months passed', async () => {
    await test.database.setClock('2029-02-28T10:00:00Z');
    await story.done('accelerateExit', { settlementId, reason: 'Board, minute 14' });
    // Eleven whole months since the last day due: 62.50 × 3 % × 11 ÷ 12.
    expect((await open()).at(-1)).toEqual(['2029-02-28', '6250', '171', 'OPEN']);
    const { batchId } = await story.done('preparePayouts', { name: 'The rest' });
    await story.bank(batchId as string);
    expect(await story.refused('accelerateExit', { settlementId, reason: 'Again' })).toBe('NOTHING_LEFT');
    const mine = await story.ask('myExitSettlements', {}, 4);
    expect(mine.nodes).toMatchObject([{ payableMinor: '12500' }]);
  });

  it('pays heirs by their parts, each by the shorter term', async () => {
    await story.open(5, '10001', 2022);
    await story.ends(5, 'deceased');
    const heirs = [
      { ref: 'm007', part: '1/2' },
      { ref: 'm002', part: '1/2' },
    ];
    const dead = draft({ membershipId: story.membership(5), reason: 'DEATH', heirs });
    expect(await story.refused('draftExit', { ...dead, heirs: [{ ref: 'nobody', part: '1' }] })).toBe(
      'INVALID_INPUT',
    );
    settlementId = (await story.done('draftExit', dead)).settlementId as string;
    await story.done('approveExit', { settlementId }, 3);
    const rows = (await exit()).instalments.nodes as Fields[];
    expect(rows.map(({ key, dueOn }) => [key, dueOn]).sort()).toEqual([
      ...[['m002', '2030-02-28']],
      ...[['m007', '2030-02-28']],
    ]);
    expect(rows.reduce((sum, { principalMinor }) => sum + BigInt(principalMinor as string), 0n)).toBe(
      10_001n,
    );
    const own = (await story.ask('myExitSettlements', {}, 6)).nodes[0].instalments.nodes as Fields[];
    expect(own.map(({ key }) => key)).toEqual(['m007']);
  });

  it('books the losses that who leaves must bear, and asks for what the capital cannot', async () => {
    await story.open(6, '1000');
    await story.ends(6, 'expelled');
    const loss = { lossesToBearMinor: '1300', lossYear: 2028 };
    const { settlementId: id } = await story.done(
      'draftExit',
      draft({ membershipId: story.membership(6), reason: 'EXPULSION', ...loss }),
    );
    await story.done('approveExit', { settlementId: id }, 1);
    expect((await story.table('equity:loss-carryforward')).slice(0, -1)).toEqual([
      '2029-02-28 Losses borne on leaving by m007',
      'equity:share-capital:m007 10.00 EUR',
      'assets:receivable:member-loss:m007 3.00 EUR',
      'equity:loss-carryforward:2028 13.00 EUR',
    ]);
    expect(await story.ask('exitSettlement', { id }, 2)).toMatchObject({
      payableMinor: '0',
      owedMinor: '300',
    });
  });

  it('sets off a debt that these books hold, once, and not against the general accounts', async () => {
    await story.open(5, '9000', 2022);
    const debt = { ref: 'm006', amountMinor: '2500', asOf: '2025-12-31', evidence: 'Invoice 7' };
    const { ledgerEntryId } = await story.done('recordMemberDebt', debt);
    await story.ends(5);
    const leaving = { membershipId: story.membership(5), reason: 'VOLUNTARY', policyKey, rates };
    const drawn = await story.done('draftExit', leaving);
    const read = await story.ask('exitSettlement', { id: drawn.settlementId }, 2);
    expect(read).toMatchObject({ balanceMinor: '9000', setOffMinor: '2500', payableMinor: '6500' });
    await story.done('approveExit', { settlementId: drawn.settlementId }, 3);
    expect((await story.table('assets:receivable:member-debt')).slice(-5, -1)).toEqual([
      expect.stringMatching(/ Capital settled on leaving of m006$/) as string,
      'equity:allocated:2022:m006 90.00 EUR',
      'assets:receivable:member-debt:m006 25.00 EUR',
      'liabilities:redemption-payable:m006 65.00 EUR',
    ]);
    expect(await story.refused('reverseEntry', { entryId: ledgerEntryId, reason: 'Paid' })).toBe(
      'REVERSAL_KEPT_ELSEWHERE',
    );
  });
});
