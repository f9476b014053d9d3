import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { findBroken } from '../../src/platform/invariants.js';
import { systemIn } from '../../src/platform/request/viewer.js';
import { invariants } from '../../src/cli/invariants.js';
import { newId } from '../../src/shared/ids.js';
import { startTestApplication, type Caller, type TestApplication } from '../support/application.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { askTyped, done, reasonOf } from '../support/client.js';
import { renderLedgerTable } from '../support/ledger-table.js';
import { CooperativeStory } from './cooperative-story.js';
import {
  approveExitDocument,
  draftExitDocument,
  leaveDocument,
  myCapitalDocument,
  openCapitalDocument,
  payoutBatchDocument,
  planRedemptionDocument,
  preparePayoutsDocument,
  proposeRedemptionDocument,
  recordPayoutsDocument,
} from './leaving.documents.js';

const policy = JSON.stringify({
  redemption: { method: 'revolving', source: 'article 30' },
  exit: {
    instalments: { count: 3, everyMonths: 12 },
    interest: { rate: '2%', on: 'outstanding' },
    deductions: { voluntary: { rate: '0' } },
    source: 'article 25',
  },
});

describe('a member leaves and is paid over years', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  let leaver: Caller;
  let settlementId: string;
  const member = (place: number) => coop.members[place]!.caller;
  const [treasurer, steward] = [() => member(0), () => member(1)];
  beforeAll(async () => {
    test = await startTestApplication();
    await test.database.setClock('2026-04-01T10:00:00Z');
    coop = await buildCooperative(test.database, { members: 6, roles: { 0: ['treasurer'], 1: ['steward'] } });
    story = new CooperativeStory(test, coop.slug);
    leaver = member(4);
  });
  afterAll(() => test.stop());
  const ask: <Answer, Variables extends object>(
    caller: Caller,
    document: Parameters<typeof askTyped<Answer, Variables>>[2],
    variables: Variables,
  ) => Promise<Answer> = (caller, document, variables) => askTyped(test, caller, document, variables);
  const keyed = <Input extends object>(input: Input) => ({ input: { ...input, idempotencyKey: newId() } });
  const mine = async (interval: { from?: string; to?: string } = {}) =>
    ask(leaver, myCapitalDocument, interval);
  const today = async (): Promise<string> => (await story.now()).toISOString().slice(0, 10);
  const prepare = async (name: string) =>
    (await ask(treasurer(), preparePayoutsDocument, keyed({ name }))).preparePayouts;
  const printed = new Map<string, string>();
  /** The steward fills the table that was printed of the batch in with what the bank did, and brings it back. */
  async function bank(batchId: string, outcome: 'paid' | 'bounced', by: Caller = steward()) {
    const { payoutBatch } = await ask(treasurer(), payoutBatchDocument, { id: batchId });
    // Printed once: what the bank has answered for is in no table any more.
    const table = printed.get(batchId) ?? payoutBatch!.table.content!;
    printed.set(batchId, table);
    const filled = `${await today()};${outcome}\n`;
    const content = table.replaceAll(/;;\n/g, `;${filled}`);
    return (await ask(by, recordPayoutsDocument, keyed({ batchId, content }))).recordPayouts;
  }

  it('brings in what they held before day one', async () => {
    const base = { asOf: '2025-12-31', evidence: 'Accounts of 2025, note 9' };
    for (const [place, kind, year, amountMinor] of [
      ...[[4, 'SHARES', null, '30000'] as const, [4, 'RETAINED', 2019, '5000'] as const],
      ...[[4, 'RETAINED', 2024, '10001'] as const, [5, 'RETAINED', 2019, '7000'] as const],
    ]) {
      const { membershipId } = coop.members[place]!;
      const input = keyed({ ...base, membershipId, kind, year, amountMinor });
      done((await ask(treasurer(), openCapitalDocument, input)).openCapitalBalance);
    }
    expect((await mine()).myCapital).toMatchObject({ key: 'm005', rollForward: { closingMinor: '45001' } });
  });

  it('pays the oldest year back because the members decide so', async () => {
    const figures = {
      assetsMinor: '500000',
      debtsMinor: '300000',
      cashMinor: '90000',
      evidence: 'Accounts of March',
    };
    const plan = keyed({ name: 'The year 2019', policy, budgetMinor: '12000', ...figures });
    const { redemptionId } = done((await ask(treasurer(), planRedemptionDocument, plan)).planRedemption);
    const proposal = keyed({ redemptionId, title: 'Pay 2019 back', body: 'Article 30.' });
    const { proposalId } = done(
      (await ask(steward(), proposeRedemptionDocument, proposal)).proposeRedemption,
    );
    const pollId = await story.putToTheVote(steward(), proposalId, 7);
    await story.decide(
      pollId,
      coop.members.map(({ caller }) => caller),
    );
    const decided = await story.proposal(steward(), proposalId);
    expect(decided.decision).toMatchObject({ outcome: 'ADOPTED', stage: 'CARRIED_OUT' });
    const batch = done(await prepare('Capital of 2019'));
    expect(batch.payouts).toBe(2);
    expect(reasonOf(await bank(batch.batchId, 'paid', treasurer()))).toBe('SAME_PERSON');
    expect(reasonOf(await bank(batch.batchId, 'paid'))).toBe('done');
    expect((await mine({ from: '2026-01-01' })).myCapital?.rollForward).toMatchObject({
      ...{ openingMinor: '45001', paidOutMinor: '5000', closingMinor: '40001' },
    });
  });

  it('lets them go, and settles by two persons what they are due', async () => {
    const { membershipId } = coop.members[4]!;
    const draft = keyed({ membershipId, reason: 'VOLUNTARY' as const, policy });
    expect(reasonOf((await ask(treasurer(), draftExitDocument, draft)).draftExit)).toBe('NOT_LEFT');
    await test.database.setClock('2026-06-30T10:00:00Z');
    done((await ask(leaver, leaveDocument, { input: { membershipId } })).leaveCooperative);
    const again = keyed({ membershipId, reason: 'VOLUNTARY' as const, policy });
    settlementId = done((await ask(treasurer(), draftExitDocument, again)).draftExit).settlementId;
    const approve = (by: Caller) => ask(by, approveExitDocument, keyed({ settlementId }));
    expect(reasonOf((await approve(treasurer())).approveExit)).toBe('SAME_PERSON');
    expect(reasonOf((await approve(steward())).approveExit)).toBe('done');
    expect(reasonOf((await approve(steward())).approveExit)).toBe('NOT_A_DRAFT');
    const { myCapital, myExitSettlements } = await mine();
    expect(myCapital?.lots?.nodes).toEqual([]);
    expect(myExitSettlements?.nodes).toMatchObject([
      { state: 'SETTLED', balanceMinor: '40001', payableMinor: '40001' },
    ]);
    expect(myExitSettlements?.nodes[0]?.instalments?.nodes).toEqual([
      { dueOn: '2027-06-30', principalMinor: '13334', interestMinor: '800', state: 'OPEN' },
      { dueOn: '2028-06-30', principalMinor: '13334', interestMinor: '533', state: 'OPEN' },
      { dueOn: '2029-06-30', principalMinor: '13333', interestMinor: '266', state: 'OPEN' },
    ]);
  });

  it('pays each instalment when its day has come, and again what bounced', async () => {
    await test.database.setClock('2027-06-29T10:00:00Z');
    expect(reasonOf(await prepare('Too early'))).toBe('NOTHING_DUE');
    for (const year of [2027, 2028, 2029]) {
      await test.database.setClock(`${year}-07-01T10:00:00Z`);
      const batch = done(await prepare(`Instalments of ${year}`));
      expect(batch.payouts).toBe(1);
      done(await bank(batch.batchId, 'paid'));
      if (year !== 2028) continue;
      // The account was closed: the money comes back and goes out anew.
      await test.database.setClock('2028-07-05T10:00:00Z');
      done(await bank(batch.batchId, 'bounced'));
      done(await bank(done(await prepare('Once more')).batchId, 'paid'));
    }
    const states = (await mine()).myExitSettlements?.nodes[0]?.instalments?.nodes.map(({ state }) => state);
    expect(states).toEqual(['PAID', 'PAID', 'PAID']);
    expect(reasonOf(await prepare('Nothing more'))).toBe('NOTHING_DUE');
  });

  it('stands in the books for who looks years later', async () => {
    const [table, broken] = await test.app
      .get(UnitOfWork)
      .inTransaction(systemIn(coop.id), async (tx) => [
        await renderLedgerTable(tx, 'liabilities:redemption-payable'),
        await findBroken(tx, invariants),
      ]);
    expect(broken).toEqual([]);
    const lines = table.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
    expect(lines).toEqual([
      '2026-06-30 Capital settled on leaving of m005',
      ...['equity:allocated:2024:m005 100.01 EUR', 'equity:share-capital:m005 300.00 EUR'],
      'liabilities:redemption-payable:m005 400.01 EUR',
      '2027-07-01 Paid out: Instalments of 2027',
      ...['liabilities:redemption-payable:m005 133.34 EUR', 'expenses:interest:redemption 8.00 EUR'],
      'assets:bank:main 141.34 EUR',
      '2028-07-01 Paid out: Instalments of 2028',
      ...['liabilities:redemption-payable:m005 133.34 EUR', 'expenses:interest:redemption 5.33 EUR'],
      'assets:bank:main 138.67 EUR',
      '2028-07-05 Came back from the bank: Instalments of 2028',
      ...['liabilities:redemption-payable:m005 133.34 EUR', 'expenses:interest:redemption 5.33 EUR'],
      'assets:bank:main 138.67 EUR',
      '2028-07-05 Paid out: Once more',
      ...['liabilities:redemption-payable:m005 133.34 EUR', 'expenses:interest:redemption 5.33 EUR'],
      'assets:bank:main 138.67 EUR',
      '2029-07-01 Paid out: Instalments of 2029',
      ...['liabilities:redemption-payable:m005 133.33 EUR', 'expenses:interest:redemption 2.66 EUR'],
      'assets:bank:main 135.99 EUR',
      '= sum 1093.35 1093.35 EUR',
    ]);
  });
});
