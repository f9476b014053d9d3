import { startTestApplication, type TestApplication } from '../../support/application.js';
import { declaredSchema } from '../../../src/cli/schema-text.js';
import { documentOf } from '../../support/operation-documents.js';
import { RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

/** A printed answer, as a client without types sees it. */

type Fields = any;

const policy = {
  id: 'bylaws',
  waterfall: {
    appropriations: [
      { id: 'legalReserve', kind: 'reserve', mandatory: true, rate: '20%', source: 'bylaw 30' },
    ],
    pools: [
      {
        id: 'members',
        size: {},
        weighting: { bases: { purchases: 1 } },
        forms: [{ form: 'cash', rate: '40%', rounding: 'eachDown' }, { form: 'retained' }],
      },
    ],
  },
  loss: [
    { to: 'reserve', fund: 'legalReserve', rate: '50%' },
    { to: 'members', weighting: { bases: { purchases: 1 } } },
  ],
  unclaimed: { afterDays: 1095, then: 'reserve', fund: 'legalReserve' },
  redemption: {
    method: 'revolving',
    targetCapital: '300',
    plan: { retainPerUnit: 1, unitsPerYear: '100', years: 10 },
  },
};
const purchases = [10, 20, 30, 40, 100].map((much, place) => `m00${place + 1};purchases;${much}\n`).join('');

describe('the statement of a member, and the cooperative’s page', () => {
  let test: TestApplication;
  let story: SurplusStory;
  let runs: RunStory;
  let document: (name: string) => string;
  const run: Record<string, string> = {};

  const year = async (name: string, result: string, records: string): Promise<string> => {
    const span = { name, startsOn: `${name}-01-01`, endsOn: `${name}-12-31` };
    const periodId = await story.open(span);
    await story.import(periodId, `ref;basis;quantity\n${records}`);
    await story.act('closePeriod', { periodId });
    await story.result(periodId, result);
    const figures = { figures: { balances: { legalReserve: '2000' } }, participants: {} };
    return runs.computed(periodId, policy, { figures });
  };
  const ask = async (name: string, variables: object, place: number): Promise<Fields> => {
    const { status, data, errors } = await test.ask(
      document(name),
      variables,
      story.coop.members[place]!.caller,
    );
    if (status === 200 && !errors) return (data as Record<string, Fields>)[name];
    const incident = test.logLines.filter((line) => line.includes('incident')).at(-1);
    throw new Error(`${name} answered ${status}: ${JSON.stringify(errors)} ${incident}`);
  };
  const statement = (of: string, place: number, key: string | null = null): Promise<Fields> =>
    ask('memberStatement', { runId: run[of], key }, place);

  const sentences = async (of: string, place: number, language = 'EN'): Promise<string[]> => {
    const query = `query ($runId: ID!) { memberStatement(runId: $runId) { sentences(language: ${language}) } }`;
    const { data } = await test.ask(query, { runId: run[of] }, story.coop.members[place]!.caller);
    return (data as Record<string, Fields>).memberStatement.sentences as string[];
  };

  beforeAll(async () => {
    test = await startTestApplication();
    const schema = await declaredSchema();
    document = (name) => documentOf(schema, name);
    story = await SurplusStory.begin(test);
    runs = new RunStory(story);
    run.profit = await year('2022', '10000', `${purchases}m004;hours;7,5\n`);
    await runs.adopted(run.profit);
    run.zero = await year('2023', '0', purchases);
    await runs.adopted(run.zero);
    await runs.takeForce();
    run.loss = await year('2025', '-10000', purchases);
  });
  afterAll(() => test.stop());

  it('of a year with a profit: what I did, what is mine, in which forms, and what is paid', async () => {
    const mine = await statement('profit', 3);
    expect(mine).toMatchObject({
      ...{ key: 'm004', state: 'POSTED', resultMinor: '10000', surplusMinor: '10000' },
      ...{ allocatedMinor: '1600', borneMinor: '0', addedToCapitalMinor: '960' },
      activity: [
        { basis: 'hours', quantity: '15/2', total: null, fraction: null },
        { basis: 'purchases', quantity: '40', total: '200', fraction: '1/5' },
      ],
      parts: [
        {
          ...{ pool: 'members', poolMinor: '8000', amountMinor: '1600', share: '1/5' },
          rate: { basis: 'purchases', perUnitMinor: '40', perUnitText: '0.400000 EUR' },
        },
      ],
      forms: [
        { form: 'cash', amountMinor: '640' },
        { form: 'retained', amountMinor: '960' },
      ],
      payment: {
        ...{ owedMinor: '640', paidMinor: '0', unclaimedAfterDays: 1095, unclaimedBecomes: 'RESERVE' },
      },
      capital: { openingMinor: '0', closingMinor: '0' },
      ...{ leftOut: [], tax: null },
    });
    expect((await sentences('profit', 3)).slice(0, 3)).toEqual([
      'The cooperative ended 2022 with a result of 100.00 EUR.',
      'Of the surplus of 100.00 EUR, 16.00 EUR is yours (16.00%).',
      'Of it: 6.40 EUR is paid out, 9.60 EUR is kept on your capital account.',
    ]);
    expect(
      [mine.runHash, mine.snapshotHash, mine.policyHash].every((hash) => /^[0-9a-f]{64}$/.test(hash)),
    ).toBe(true);
  });

  it('of a year that came to nothing is a page too', async () => {
    const mine = await statement('zero', 4);
    expect(mine).toMatchObject({ key: 'm005', allocatedMinor: '0', surplusMinor: '0', forms: [] });
    expect((await sentences('zero', 4))[0]).toBe(
      'The cooperative ended 2023 with neither gain nor loss: there is nothing to share.',
    );
    expect(mine.history.map((one: Fields) => [one.periodName, one.allocatedMinor, one.ofSurplus])).toEqual([
      ['2023', '0', null],
      ['2022', '4000', '2/5'],
    ]);
  });

  it('of a year with a loss says what is borne; who runs nothing waits for the review', async () => {
    expect(await statement('loss', 3)).toBeNull();
    expect(await ask('runSummary', { runId: run.loss }, 3)).toBeNull();
    await runs.review(run.loss!);
    const mine = await statement('loss', 3);
    expect(mine).toMatchObject({ allocatedMinor: '0', borneMinor: '1600', resultMinor: '-10000' });
    expect(mine.forms.map((one: Fields) => [one.form, one.amountMinor])).toEqual([
      ['fromBalance', '960'],
      ['owed', '640'],
    ]);
    expect((await sentences('loss', 3, 'ES')).slice(0, 2)).toEqual([
      'La cooperativa cerró 2025 con una pérdida de 100,00 EUR.',
      'De la pérdida te corresponden 16,00 EUR (16,00 %).',
    ]);
    expect(mine.history).toHaveLength(3);
  });

  it('rolls capital forward by year, and the years sum to the whole', async () => {
    const { capital, vintages, history } = await statement('loss', 3);
    expect(capital).toMatchObject({ openingMinor: '0', allocatedMinor: '960', closingMinor: '960' });
    expect(vintages).toMatchObject([{ year: 2022, movement: capital, expectedRedemptionYear: 2025 }]);
    expect(history.map((one: Fields) => one.closingMinor)).toEqual(['960', '0', '0']);
  });

  it('is nobody else’s, but for treasurer and auditor', async () => {
    expect(await statement('profit', 3, 'm005')).toBeNull();
    expect(await statement('profit', 1, 'm005')).toBeNull();
    expect(await statement('profit', 0, 'm005')).toMatchObject({ allocatedMinor: '4000' });
    expect(await statement('profit', 2, 'm004')).toMatchObject({ allocatedMinor: '1600' });
    expect((await statement('profit', 2, 'm004')).activity[0]).toMatchObject({
      total: '15/2',
      fraction: '1',
    });
  });

  it('the cooperative’s page has every step as a part of the whole, and no single person’s amount', async () => {
    const page = await ask('runSummary', { runId: run.profit }, 3);
    expect(page).toMatchObject({
      ...{ resultMinor: '10000', surplusMinor: '10000', lastSurplusMinor: null, roundingDecimals: 2 },
      steps: [
        {
          ...{ id: 'legalReserve', amountMinor: '2000', ofSurplus: '1/5', source: 'bylaw 30' },
          ...{ decidedBy: 'law', compulsory: true, lastAmountMinor: null },
        },
        { id: 'members', amountMinor: '8000', ofSurplus: '4/5', decidedBy: 'assembly', compulsory: false },
      ],
      bases: [{ basis: 'purchases', total: '200', participants: 5 }],
      pools: [
        {
          ...{ pool: 'members', sizeMinor: '8000', eligible: 5, sharing: 5, leftOut: 0, underMinimum: 0 },
          ...{ minMinor: null, medianMinor: null, maxMinor: null },
          weights: [{ basis: 'purchases', weight: '1' }],
        },
      ],
      losses: [],
    });
    expect(page.seed).toEqual(expect.any(String));
    expect(page.proposalId).toEqual(expect.any(String));
    const officers = await ask('runSummary', { runId: run.profit }, 2);
    expect(officers.pools[0]).toMatchObject({ minMinor: '400', medianMinor: '1200', maxMinor: '4000' });
    expect(officers.bases).toHaveLength(2);
  });

  it('of a loss says who bears it, beside the year before', async () => {
    const page = await ask('runSummary', { runId: run.loss }, 4);
    expect(page).toMatchObject({
      ...{ resultMinor: '-10000', lastResultMinor: '0' },
      losses: [
        { id: 'legalReserve', to: 'reserve', amountMinor: '2000', ofLoss: '1/5' },
        { to: 'members', amountMinor: '8000', ofLoss: '4/5' },
      ],
    });
  });
});
