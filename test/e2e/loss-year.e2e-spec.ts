import { newId } from '../../src/shared/ids.js';
import { buildCooperative, type BuiltCooperative } from '../support/builders/cooperative.js';
import { startTestApplication, type TestApplication } from '../support/application.js';
import { askTyped, done, graphql } from '../support/client.js';
import { CooperativeStory } from './cooperative-story.js';
import { myAccountsDocument, trialBalanceDocument } from './keeping.documents.js';

const settleDocument = graphql(`
  mutation SettleLoss($input: SettleMemberLossInput!) {
    settleMemberLoss(input: $input) {
      __typename
      ... on MemberLossSettled {
        membershipId
      }
      ... on SettleMemberLossRefused {
        reason
        message
      }
    }
  }
`);
const goodYear = {
  id: 'good year',
  waterfall: {
    appropriations: [{ id: 'voluntary', kind: 'reserve', rate: '40%', divisible: true }],
    pools: [
      {
        ...{ id: 'members', size: {}, weighting: { bases: { purchases: 1 } } },
        forms: [{ form: 'retained' }],
      },
    ],
  },
};
/** The voluntary reserve first, as far as it goes; then the members, in proportion to their use. */
const badYear = {
  id: 'loss year',
  waterfall: {
    appropriations: [{ id: 'voluntary', kind: 'reserve', rate: '40%', divisible: true }],
    pools: [{ id: 'members', size: {}, weighting: { bases: { purchases: 1 } } }],
  },
  loss: [
    { to: 'reserve', fund: 'voluntary' },
    { to: 'members', weighting: { bases: { purchases: 1 } }, belowZero: 'receivable' },
  ],
};
const patronage = 'ref;basis;quantity\nm001;purchases;200\nm002;purchases;100\nm003;purchases;100\n';

describe('a loss year is borne as the policy says, decided by the members, and settled', () => {
  let test: TestApplication;
  let coop: BuiltCooperative;
  let story: CooperativeStory;
  beforeAll(async () => {
    test = await startTestApplication();
    coop = await buildCooperative(test.database, { members: 4, roles: { 0: ['treasurer'], 1: ['steward'] } });
    story = new CooperativeStory(test, coop.slug);
  });
  afterAll(() => test.stop());

  const member = (place: number) => coop.members[place]!.caller;
  async function decided(
    year: number,
    result: string,
    policy: object,
    balance: string | null,
  ): Promise<void> {
    const periodId = await story.closedPeriod(member(0), year, patronage, result);
    const figures = balance === null ? null : { balances: [{ name: 'voluntary', amountMinor: balance }] };
    const terms = { periodId, name: `Result of ${year}`, policy, figures };
    const runId = await story.runInReview(member(0), terms);
    await test.database.advanceClock('7 days 1 hour');
    const { proposalId } = done(await story.putRunToVote(member(1), runId, `Result of ${year}`));
    const pollId = await story.putToTheVote(member(1), proposalId, 30);
    await story.decide(
      pollId,
      coop.members.map(({ caller }) => caller),
    );
    expect((await story.proposal(member(1), proposalId)).decision).toMatchObject({ stage: 'CARRIED_OUT' });
  }
  const families = async (): Promise<Record<string, number>> => {
    const { trialBalance } = await askTyped(test, member(0), trialBalanceDocument, {});
    return Object.fromEntries(
      trialBalance!.map(({ family, balanceMinor }) => [family, Number(balanceMinor)]),
    );
  };
  const owes = async (place: number): Promise<number> => {
    const { myLedgerAccounts } = await askTyped(test, member(place), myAccountsDocument, {});
    const claims = myLedgerAccounts!.nodes.filter(({ path }) => path.includes(':member-loss:'));
    return claims.reduce((sum, { balanceMinor }) => sum + Number(balanceMinor), 0);
  };
  const settle = (place: number, from: 'CAPITAL' | 'PAYMENT', amountMinor: string) => {
    const { membershipId } = coop.members[place]!;
    const input = { membershipId, from, amountMinor, idempotencyKey: newId() };
    return askTyped(test, member(0), settleDocument, { input }).then((data) => data.settleMemberLoss);
  };

  it('follows a good year that fed the voluntary reserve and the members’ accounts', async () => {
    await decided(2024, '10000', goodYear, null);
    expect(await families()).toMatchObject({ 'equity:reserve': -4_000, 'equity:allocated': -6_000 });
  });

  it('is borne by the reserve as far as it goes, and by the members in proportion to their use', async () => {
    await decided(2025, '-8000', badYear, '4000');
    const books = await families();
    expect(books['equity:reserve'] ?? 0).toBe(0);
    expect([await owes(0), await owes(1), await owes(2), await owes(3)]).toEqual([2_000, 1_000, 1_000, 0]);
    expect(books['equity:surplus-to-appropriate'] ?? 0).toBe(0);
  });

  it('is settled by each as they can: from what was retained of earlier years, or by paying', async () => {
    expect(await settle(0, 'CAPITAL', '2001')).toMatchObject({ reason: 'NOTHING_OWED' });
    done(await settle(0, 'CAPITAL', '2000'));
    done(await settle(1, 'PAYMENT', '1000'));
    expect([await owes(0), await owes(1), await owes(2)]).toEqual([0, 0, 1_000]);
    expect(await families()).toMatchObject({ 'equity:allocated': -4_000, 'assets:bank': 1_000 });
  });
});
