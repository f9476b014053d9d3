import { surplusInvariants } from '../../../src/surplus/surplus.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { SurplusStory } from './surplus-story.js';

const corruptions: readonly [string, string][] = [
  ['surplus.results_are_booked', `UPDATE period SET result_minor = result_minor + 1`],
  ['surplus.records_end_with_the_period', `UPDATE patronage_record SET recorded_at = '2999-01-01'`],
  [
    'surplus.corrections_mirror',
    `UPDATE patronage_record SET quantity_millionths = -1 WHERE corrects IS NOT NULL`,
  ],
  ['surplus.totals_are_of_the_records', `UPDATE period_basis_total SET participants = participants + 1`],
  ['surplus.corrections_mirror', `UPDATE patronage_record SET corrects = NULL`],
  ['surplus.periods_do_not_overlap', `UPDATE period SET starts_on = '2020-01-01'`],
];

describe('the invariants of the surplus', () => {
  let test: TestApplication;
  let story: SurplusStory;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    story = await SurplusStory.begin(test);
    await story.open({ name: '2023', startsOn: '2023-01-01', endsOn: '2023-12-31' });
    const periodId = await story.open();
    for (const [ref, quantity] of [
      ['m001', '3'],
      ['m004', '4'],
      ['worker-7', '2'],
    ] as const)
      await story.record(periodId, { ref, quantity });
    const { recordId } = await story.record(periodId, { ref: 'm005' });
    await story.act('correctPatronage', {
      input: { recordId, sourceRef: 'undo', idempotencyKey: 'undo-it-1' },
    });
    await story.act('closePeriod', { periodId });
    await story.result(periodId, '100001');
  });

  it('hold for an honest period', async () =>
    expect(await brokenIn(test, story.coop.id, surplusInvariants)).toEqual([]));

  it.each(corruptions)('%s is broken by: %s', async (name, statement) => {
    await corrupt(test, statement);
    const found = (await brokenIn(test, story.coop.id, surplusInvariants)).find(
      (broken) => broken.name === name,
    );
    expect(found?.sentence).toBe(surplusInvariants.find((invariant) => invariant.name === name)?.sentence);
    expect(found?.exceptions.length).toBeGreaterThan(0);
  });

  it('each have a corruption here', () =>
    expect(new Set(corruptions.map(([name]) => name))).toEqual(
      new Set(surplusInvariants.map(({ name }) => name)),
    ));
});
