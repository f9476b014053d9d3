import { ledgerInvariants } from '../../../src/ledger/ledger.invariants.js';
import { Ledger } from '../../../src/ledger/ledger.service.js';
import { UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../../src/platform/request/viewer.js';
import { newId } from '../../../src/shared/ids.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { capitalInvariants } from '../../../src/surplus/capital/capital.invariants.js';
import { redeemCapitalEffect } from '../../../src/surplus/capital/redeem-capital.effect.js';
import { redemptionInvariants } from '../../../src/surplus/capital/redemption.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { CapitalStory, type Fields } from './capital-story.js';

const figures = {
  assetsMinor: '900000',
  debtsMinor: '500000',
  cashMinor: '100000',
  evidence: 'Accounts of March',
};

describe('paying capital back', () => {
  let test: TestApplication;
  let story: CapitalStory;
  let policyKey: string;
  beforeEach(async () => {
    test = await startTestApplication();
    story = await CapitalStory.begin(test);
    policyKey = await story.policy('fund', { redemption: { method: 'revolving', source: 'article 30' } });
    for (const [place, year, amount] of [
      ...[[4, 2021, '10000'] as const, [5, 2021, '5000'] as const],
      ...[[4, 2022, '20000'] as const, [6, 2022, '10000'] as const],
    ])
      await story.open(place, amount, year);
    await story.open(4, '30000');
  });
  afterEach(() => test.stop());
  const broken = () =>
    brokenIn(test, story.coop.id, [...ledgerInvariants, ...capitalInvariants, ...redemptionInvariants]);
  const plan = (over: object = {}) => ({
    name: 'Fund of 2026',
    policyKey,
    budgetMinor: '24000',
    ...figures,
    ...over,
  });
  const planned = async (over: object = {}): Promise<Fields> => {
    const { redemptionId } = await story.done('planRedemption', plan(over));
    return story.ask('redemption', { id: redemptionId }, 0);
  };
  const payload = ({ id, hash, paidMinor, currency }: Fields) => ({
    ...{ redemptionId: id as string, hash: hash as string },
    ...{ amountMinor: paidMinor as string, currency: currency as string },
  });
  /** Carries a decision on the plan out as the register does. */
  const carryOut = async (bound: ReturnType<typeof payload>, decisionId = newId()) => {
    await story.query(
      `INSERT INTO decision (cooperative_id, id, number, body_id, decision_kind, title, text, rule_key, rule_version, outcome, decided_at, effective_at, stage, effect_kind, effect)
       VALUES ($1, $2, (SELECT count(*) + 1 FROM decision), $3, 'distribution', 'Pay', 'Pay', 'decision-policy/distribution', 1, 'adopted', now(), now(), 'carried_out', 'redeem-capital', $4)
       ON CONFLICT DO NOTHING`,
      ...[story.coop.id, decisionId, story.coop.assemblyId, JSON.stringify(bound)],
    );
    const viewer = systemIn(story.coop.id);
    const effect = redeemCapitalEffect(test.app.get(Ledger));
    const order = { decisionId, payload: bound, effectiveAt: new Date() };
    return test.app.get(UnitOfWork).inTransaction(viewer, (tx) => effect.carryOut(tx, viewer, order));
  };
  const reason = (answer: unknown): string =>
    isRefusal(answer) ? (answer as { reason: string }).reason : 'done';

  it('is planned by the rule: the oldest year first, what is left of the money in proportion', async () => {
    expect(await story.refused('planRedemption', plan(), 4)).toBe('NOT_ALLOWED');
    expect(await story.refused('planRedemption', plan({ budgetMinor: null }))).toBe('POLICY_UNFIT');
    expect(await story.refused('planRedemption', plan({ budgetMinor: '0' }))).toBe('NOTHING_TO_REDEEM');
    expect(await story.refused('planRedemption', plan({ evidence: '' }))).toBe('INVALID_INPUT');
    const poor = await story.act('planRedemption', plan({ leastEquityMinor: '380000' }));
    expect(poor).toMatchObject({ reason: 'INSOLVENT' });
    expect(poor.message).toContain('at most 20000');
    const made = await planned({ cashMinor: '30000', cashReserveMinor: '10000' });
    expect(made).toMatchObject({ method: 'revolving', paidMinor: '24000', equityAfterMinor: '376000' });
    expect(made.capitalAfterMinor).toBe('51000');
    expect(made.warnings[0]).toContain('20000');
    expect((made.lines.nodes as Fields[]).map(({ path, paidMinor }) => [path, paidMinor])).toEqual([
      ...[['equity:allocated:2021:m005', '10000']],
      ...[['equity:allocated:2021:m006', '5000']],
      ...[['equity:allocated:2022:m005', '6000']],
      ...[['equity:allocated:2022:m007', '3000']],
    ]);
    const seen = await story.ask('redemption', { id: made.id }, 6);
    expect((seen.lines.nodes as Fields[]).map(({ key }) => key)).toEqual(['m007']);
    expect(await broken()).toEqual([]);
  });

  it('is decided by its hash, booked once, and goes into the next batch of payouts', async () => {
    const made = await planned();
    const proposal = { redemptionId: made.id, title: 'Pay the oldest years back', body: '' };
    await story.done('proposeRedemption', proposal, 5);
    expect(await story.refused('proposeRedemption', { ...proposal, redemptionId: newId() }, 5)).toBe(
      'NOT_FOUND',
    );
    const decisionId = newId();
    expect(reason(await carryOut({ ...payload(made), hash: 'another' }))).toBe('REDEMPTION_CHANGED');
    expect(await carryOut(payload(made), decisionId)).toBe(true);
    expect(await carryOut(payload(made), decisionId)).toBe(true);
    expect(reason(await carryOut(payload(made)))).toBe('ALREADY_REDEEMED');
    expect(await story.refused('proposeRedemption', proposal, 5)).toBe('EFFECT_IMPOSSIBLE');
    expect((await story.table('liabilities:member-payable')).slice(0, -1)).toEqual([
      '2026-03-02 Capital paid back: Fund of 2026',
      ...['equity:allocated:2021:m005 100.00 EUR', 'liabilities:member-payable:m005 100.00 EUR'],
      ...['equity:allocated:2021:m006 50.00 EUR', 'liabilities:member-payable:m006 50.00 EUR'],
      ...['equity:allocated:2022:m005 60.00 EUR', 'liabilities:member-payable:m005 60.00 EUR'],
      ...['equity:allocated:2022:m007 30.00 EUR', 'liabilities:member-payable:m007 30.00 EUR'],
    ]);
    expect(await story.ask('redemptionCalendar', {}, 2)).toMatchObject([
      { year: 2021, retainedMinor: '15000', remainingMinor: '0' },
      { year: 2022, retainedMinor: '30000', remainingMinor: '21000' },
    ]);
    const { batchId } = await story.done('preparePayouts', { name: 'Fund' });
    expect(await story.bank(batchId as string)).toHaveLength(3);
    const [entry] = await story.query(`SELECT id FROM ledger_entry WHERE kind = 'capital-redeemed'`);
    expect(await story.refused('reverseEntry', { entryId: entry!.id, reason: 'No' })).toBe(
      'REVERSAL_KEPT_ELSEWHERE',
    );
    await story.query(
      `DELETE FROM decision WHERE effect ->> 'hash' = 'another' OR id NOT IN (SELECT decision_id FROM redemption WHERE decision_id IS NOT NULL)`,
    );
    expect(await broken()).toEqual([]);
  });

  it('is blocked when a lot of the plan was passed on or pledged since', async () => {
    const made = await planned();
    const lot = await story.lot(5, 2021);
    const pass = { lotId: lot.id, toMembershipId: story.membership(6), amountMinor: '1', evidence: 'Deed' };
    await story.done('transferCapital', pass);
    expect(reason(await carryOut(payload(made)))).toBe('LOTS_CHANGED');
    const again = await planned();
    await story.done('markCapitalLot', { lotId: lot.id, pledgedTo: 'Bank', reason: 'Loan' });
    expect(reason(await carryOut(payload(again)))).toBe('LOTS_CHANGED');
    // A pledged lot is left out of a new plan.
    expect(((await planned()).lines.nodes as Fields[]).some(({ path }) => path === lot.path)).toBe(false);
  });

  it('goes by request where the bylaws say so, and only for who asked', async () => {
    const byRequest = JSON.stringify({ redemption: { method: 'byRequest', budget: '7000' } });
    expect(
      await story.refused('planRedemption', plan({ policyKey: null, policy: byRequest, budgetMinor: null })),
    ).toBe('NOTHING_TO_REDEEM');
    await story.done('requestRedemption', { lotId: (await story.lot(6, 2022)).id }, 6);
    await test.database.advanceClock('1 day');
    await story.done('requestRedemption', { lotId: (await story.lot(4, 2021)).id }, 4);
    const made = await planned({ policyKey: null, policy: byRequest, budgetMinor: '12000' });
    expect((made.lines.nodes as Fields[]).map(({ key, paidMinor }) => [key, paidMinor])).toEqual([
      ...[['m005', '2000']],
      ...[['m007', '10000']],
    ]);
  });

  it('brings everybody to the capital that their use asks for, by a base capital plan', async () => {
    const input = { name: '2025', startsOn: '2025-01-01', endsOn: '2025-12-31' };
    const { periodId } = await story.ask('openPeriod', { input }, 0);
    for (const [ref, quantity] of [
      ...[['m005', '50'] as const, ['m006', '25'] as const, ['m007', '25'] as const],
    ])
      await story.done('recordPatronage', { periodId, ref, basis: 'hours', quantity, sourceRef: ref });
    const rule = { redemption: { method: 'baseCapitalPlan', targetCapital: '40000', basis: 'hours' } };
    const made = await planned({
      policyKey: null,
      policy: JSON.stringify(rule),
      budgetMinor: null,
      periodId,
    });
    // m005 holds 600.00 and needs 200.00: the oldest year goes first, shares last; m006 lacks 50.00.
    expect(made).toMatchObject({ method: 'baseCapitalPlan', paidMinor: '40000', calledMinor: '5000' });
    expect((made.lines.nodes as Fields[]).map(({ path, paidMinor }) => [path, paidMinor])).toEqual([
      ...[['equity:allocated:2021:m005', '10000']],
      ...[['equity:allocated:2022:m005', '20000']],
      ...[['equity:share-capital:m005', '10000']],
    ]);
  });

  it('has invariants, each broken by its corruption', async () => {
    const made = await planned();
    await carryOut(payload(made));
    expect(await broken()).toEqual([]);
    const corruptions: readonly [string, string][] = [
      ['redemption.lines_sum_to_the_plan', `UPDATE redemption SET paid_minor = paid_minor + 1`],
      ['redemption.is_booked_as_planned', `UPDATE redemption_line SET path = path || '-x'`],
      ['redemption.was_decided', `UPDATE decision SET effect = jsonb_set(effect, '{hash}', '"x"')`],
    ];
    for (const [name, statement] of corruptions) {
      await corrupt(test, statement);
      expect((await broken()).map((one) => one.name)).toContain(name);
    }
    expect(corruptions.map(([name]) => name)).toEqual(redemptionInvariants.map(({ name }) => name));
  });
});
