import { RunGround } from './run-ground.js';

const members = { id: 'members', size: {}, weighting: { bases: { purchases: 1 } } };
const year2024 = { id: 'bylaws', preset: 'ES-general', waterfall: { pools: [members] } };
const average = { named: 'averageToFRO', average: { years: 5 } };
const losing = {
  ...year2024,
  loss: [
    { to: 'reserve', fund: 'FRO', ...average },
    { to: 'carryForward', years: 7 },
  ],
};

describe('a loss that a reserve bears by the average part it was given', () => {
  const ground = RunGround.lay();

  const year = async (of: number, resultMinor: string): Promise<string> => {
    const periodId = await ground.story.open({
      name: `${of}`,
      startsOn: `${of}-01-01`,
      endsOn: `${of}-12-31`,
    });
    await ground.story.import(periodId, 'ref;basis;quantity\nm001;purchases;10\nm004;purchases;30\n');
    await ground.story.act('closePeriod', { periodId });
    await ground.story.result(periodId, resultMinor);
    return periodId;
  };
  const lossOf = async (periodId: string, figures: object = {}): Promise<unknown> => {
    const over = { figures: { figures: { balances: { FRO: '5000' }, ...figures }, participants: {} } };
    const { runId } = (await ground.runs.draft(periodId, losing, over)) as { runId: string };
    const answer = await ground.runs.compute(runId);
    if (!('runHash' in answer)) return answer;
    const [row] = await ground.story.asOwner(
      `SELECT waterfall->'loss'->'steps' AS steps, snapshot->'history' AS history FROM distribution_run WHERE id = $1`,
      [runId],
    );
    return row;
  };

  it('is computed of the years that are in the books, and of what is entered where there are none', async () => {
    const first = await year(2023, '-1000');
    expect(await lossOf(first)).toMatchObject({ message: expect.stringContaining('averageToFRO') });
    const history = [{ year: 2022, surplus: '1000', given: { FRO: '300' } }];
    expect(await lossOf(first, { history })).toMatchObject({
      history,
      steps: [{ amountMinor: '300' }, { amountMinor: '700', untilYear: 2030 }],
    });
    const run = await ground.runs.computed(await year(2024, '10000'), year2024);
    await ground.runs.adopted(run);
    await ground.runs.takeForce();
    expect(await lossOf(await year(2025, '-1000'))).toMatchObject({
      history: [{ year: 2024, surplus: '10000', given: { FRO: '2000', FEP: '500' } }],
      steps: [{ amountMinor: '200' }, { amountMinor: '800', untilYear: 2032 }],
    });
  });
});
