import { withClient } from '../../../src/platform/database/database-roles.js';
import { Ledger } from '../../../src/ledger/ledger.service.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { sharesInvariants } from '../../../src/membership/shares/shares.invariants.js';
import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { surplusInvariants } from '../../../src/surplus/surplus.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn } from '../../support/corruption.js';
import { renderLedgerTable } from '../../support/ledger-table.js';
import { inBooks } from '../ledger/books.js';
import { SurplusStory } from './surplus-story.js';

const seen = `query ($periodId: ID) { distributions(periodId: $periodId) { totalCount nodes {
  amountMinor currency cashBasisPoints postedOn inputsHash period { name seed resultMinor }
  myLine { amountMinor cashMinor retainedMinor why { weight totalWeight fraction exactMinor floorMinor remainder roundedUp seed } }
  lines { totalCount nodes { partyId amountMinor } } } } }`;

describe('a decision to share surplus', () => {
  let test: TestApplication;
  let story: SurplusStory;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    story = await SurplusStory.begin(test);
  });

  const patronage =
    'ref;basis;quantity\nm001;purchases;4.050,00\nm004;purchases;3.000,00\nworker-7;purchases;2.200,00\nm005;hours;7,5\n';
  const ready = async (): Promise<string> => {
    const periodId = await story.open();
    await story.import(periodId, patronage);
    await story.act('closePeriod', { periodId });
    await story.result(periodId, '2000000');
    return periodId;
  };
  const terms = (periodId: string, over: object = {}) => ({
    periodId,
    basis: 'purchases',
    amountMinor: '1200001',
    cashBasisPoints: 4000,
    ...over,
  });

  it('is booked as one entry, to the cent, for members and for who is none', async () => {
    const periodId = await ready();
    expect(await story.carryOut(await story.decide(), terms(periodId))).toBe(true);
    expect(await inBooks(test, story.coop.id, (tx) => renderLedgerTable(tx, 'equity:allocated'))).toBe(
      [
        '2025-05-21  Surplus of 2024 shared by purchases',
        '  equity:surplus-to-appropriate:2024          12000.01                EUR',
        '  liabilities:member-payable:m001                             2101.62 EUR',
        '  equity:allocated:2024:m001                                  3152.44 EUR',
        '  liabilities:member-payable:m004                             1556.75 EUR',
        '  equity:allocated:2024:m004                                  2335.14 EUR',
        '  liabilities:member-payable:x-worker-7                       1141.62 EUR',
        '  equity:allocated:2024:x-worker-7                            1712.44 EUR',
        '= sum                                         12000.01       12000.01 EUR',
      ].join('\n'),
    );
    for (const invariants of [ledgerInvariants, sharesInvariants, surplusInvariants]) {
      expect(await brokenIn(test, story.coop.id, invariants)).toEqual([]);
    }
  });

  it('agrees with an independent calculation in SQL', async () => {
    const periodId = await ready();
    await story.carryOut(await story.decide(), terms(periodId, { cashBasisPoints: 3333 }));
    await withClient(test.database.ownerUrl, async (client) => {
      const { rows } = await client.query(
        `SELECT count(*)::int AS parties, sum(l.amount_minor)::int AS total,
                bool_and(abs(l.amount_minor - 1200001.0 * r.quantity / t.total) < 1) AS near,
                bool_and(l.cash_minor = floor(l.amount_minor * 0.3333)) AS cash
         FROM distribution_line l
         JOIN (SELECT party_id, sum(quantity_millionths) AS quantity FROM patronage_record WHERE basis = 'purchases' AND cooperative_id = $1 GROUP BY 1) r USING (party_id),
              (SELECT sum(quantity_millionths) AS total FROM patronage_record WHERE basis = 'purchases' AND cooperative_id = $1) t
         WHERE l.cooperative_id = $1`,
        [story.coop.id],
      );
      expect(rows).toEqual([{ parties: 3, total: 1_200_001, near: true, cash: true }]);
    });
  });

  it('is carried out once, also when it is tried four times at once', async () => {
    const periodId = await ready();
    const decisionId = await story.decide();
    const tries = await Promise.all([1, 2, 3, 4].map(() => story.carryOut(decisionId, terms(periodId))));
    expect(tries).toEqual([true, true, true, true]);
    expect((await test.ask(seen, {}, story.coop.members[0]!.caller)).data.distributions.totalCount).toBe(1);
  });

  it('is blocked with its reason until what is missing is there', async () => {
    const periodId = await story.open();
    await story.import(periodId, patronage);
    const decisionId = await story.decide();
    const tried = (over: object = {}) => story.carryOut(decisionId, terms(periodId, over));
    expect(await tried()).toMatchObject({ reason: 'PERIOD_OPEN' });
    await story.act('closePeriod', { periodId });
    expect(await tried()).toMatchObject({ reason: 'NO_RESULT' });
    await story.result(periodId, '1200000');
    expect(await tried()).toMatchObject({
      reason: 'SURPLUS_TOO_SMALL',
      message: expect.stringMatching(/12000\.00 EUR .* is left; .* 12000\.01 EUR/),
    });
    expect(await tried({ amountMinor: '1000000', basis: 'kilos' })).toMatchObject({ reason: 'NO_PATRONAGE' });
    expect(await tried({ amountMinor: '1000000' })).toBe(true);
    expect(
      await story.carryOut(await story.decide(), terms(periodId, { amountMinor: '200001' })),
    ).toMatchObject({ reason: 'SURPLUS_TOO_SMALL' });
    expect(await story.carryOut(await story.decide(), terms(periodId, { amountMinor: '200000' }))).toBe(true);
  });

  it('is refused when it is written, if it could never be carried out', async () => {
    const periodId = await story.open();
    expect(await story.check(terms(periodId))).toBe(true);
    expect(await story.check(terms(newId()))).toMatchObject({ reason: 'NOT_FOUND' });
    expect(await story.check(terms(periodId, { currency: 'USD' }))).toMatchObject({
      reason: 'INVALID_INPUT',
    });
    const stranger = await SurplusStory.begin(test);
    expect(await stranger.check(terms(periodId))).toMatchObject({ reason: 'NOT_FOUND' });
  });

  it('is proposed by a member in typed terms and checked before it is written', async () => {
    const periodId = await ready();
    const query = `mutation ($input: DraftDistributionInput!, $key: String!) { draftDistribution(input: $input, idempotencyKey: $key) {
      __typename ... on DistributionDrafted { proposalId } ... on DraftDistributionRefused { reason message details } } }`;
    const draft = async (over: object, place = 3) => {
      const input = { title: 'Share 2024', body: '', ...terms(periodId), ...over };
      return (await test.ask(query, { input, key: newId() }, story.coop.members[place]!.caller)).data
        .draftDistribution;
    };
    const { proposalId } = await draft({});
    const kept = await inBooks(test, story.coop.id, (tx) =>
      tx.sql<{ effect: object }>(`SELECT effect FROM proposal_version WHERE proposal_id = $1`, [proposalId]),
    );
    expect(kept).toEqual([{ effect: { ...terms(periodId), currency: 'EUR' } }]);
    expect(await draft({ periodId: newId() })).toMatchObject({ reason: 'EFFECT_IMPOSSIBLE' });
    expect(await draft({ amountMinor: '-5', cashBasisPoints: 10_001 })).toMatchObject({
      reason: 'EFFECT_IMPOSSIBLE',
      details: { length: 2 },
    });
  });

  it('is not undone by an officer, nor is the result it shares', async () => {
    const periodId = await ready();
    await story.carryOut(await story.decide(), terms(periodId));
    for (const kind of ['distribution-posted', 'result-recorded']) {
      const refused = await inBooks(test, story.coop.id, async (tx) => {
        const entry = await tx.one<{ id: string }>(`SELECT id FROM ledger_entry WHERE kind = $1`, [kind]);
        return test.app.get(Ledger).reverse(tx, systemIn(story.coop.id), entry!.id, { reason: 'no' });
      });
      expect(refused).toMatchObject({ reason: 'REVERSAL_KEPT_ELSEWHERE' });
    }
    const { data } = await test.ask(
      `{ ledgerEntries { nodes { viewerCan { reverseEntry { reason } } } } }`,
      {},
      story.coop.members[0]!.caller,
    );
    const kept = { viewerCan: { reverseEntry: { reason: 'REVERSAL_KEPT_ELSEWHERE' } } };
    expect(data.ledgerEntries.nodes).toEqual([kept, kept]);
  });

  it('shows each member their own line and why, and everybody’s only to treasurer and auditor', async () => {
    const periodId = await ready();
    await story.carryOut(await story.decide(), terms(periodId));
    const asked = async (place: number) =>
      (await test.ask(seen, { periodId }, story.coop.members[place]!.caller)).data.distributions.nodes[0];
    const member = await asked(3);
    expect(member).toMatchObject({
      amountMinor: '1200001',
      lines: null,
      period: { name: '2024', resultMinor: '2000000' },
      postedOn: '2025-05-21',
    });
    expect(member.myLine).toEqual({
      amountMinor: '389189',
      cashMinor: '155675',
      retainedMinor: '233514',
      why: {
        weight: '3000',
        totalWeight: '9250',
        fraction: '12/37',
        exactMinor: '14400012/37',
        floorMinor: '389189',
        remainder: '19/37',
        roundedUp: false,
        seed: member.period.seed,
      },
    });
    expect((await asked(4)).myLine).toBeNull();
    for (const officer of [0, 2]) {
      const { lines } = await asked(officer);
      expect(lines.totalCount).toBe(3);
      expect(lines.nodes.map((line: { partyId: string }) => line.partyId)).toContain(story.workerPartyId);
    }
    const stranger = await SurplusStory.begin(test);
    const theirs = await test.ask(seen, { periodId }, stranger.coop.members[0]!.caller);
    expect(theirs.data.distributions.nodes).toEqual([]);
  });
});
