import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';
import { brokenIn, corrupt } from '../../support/corruption.js';
import { byPurchases, RunStory } from './run-story.js';
import { SurplusStory } from './surplus-story.js';

const corruptions: readonly [string, string][] = [
  ['runs.hash_is_of_what_is_stored', `UPDATE distribution_run SET run_hash = repeat('0', 64)`],
  [
    'runs.hash_is_of_what_is_stored',
    `UPDATE run_participant SET facts = jsonb_set(facts, '{bases,purchases}', '"5"') WHERE key = 'm001'`,
  ],
  [
    'runs.hash_is_of_what_is_stored',
    `UPDATE distribution_run SET policy = jsonb_set(policy, '{id}', '"another"')`,
  ],
  ['runs.hash_is_of_what_is_stored', `UPDATE distribution_run SET corrects = id`],
  ['runs.hash_is_of_what_is_stored', `UPDATE run_line SET part = 'interest' WHERE key = 'm004'`],
  [
    'runs.hash_is_of_what_is_stored',
    `UPDATE run_line SET key = CASE key WHEN 'm001' THEN 'm004' ELSE 'm001' END WHERE key IN ('m001', 'm004')`,
  ],
  [
    'runs.hash_is_of_what_is_stored',
    `UPDATE run_participant SET key = 'm009' WHERE key = 'm001'; UPDATE run_line SET key = 'm009' WHERE key = 'm001'`,
  ],
  ['runs.steps_sum_to_the_surplus', `UPDATE distribution_run SET surplus_minor = surplus_minor + 1`],
  [
    'runs.lines_sum_to_their_pool',
    `UPDATE run_line SET amount_minor = amount_minor + 1, least_minor = least_minor + 1 WHERE key = 'm001'`,
  ],
  ['runs.lines_sum_to_their_pool', `DELETE FROM run_line WHERE key = 'm004'`],
  ['runs.forms_sum_to_their_line', `UPDATE run_line_form SET amount_minor = amount_minor + 1`],
  ['runs.forms_sum_to_their_line', `DELETE FROM run_line_form`],
  ['runs.lines_keep_the_quota', `UPDATE run_line SET floor_minor = floor_minor + 5 WHERE key = 'm001'`],
  [
    'runs.snapshots_are_the_patronage',
    `UPDATE patronage_record SET quantity_millionths = quantity_millionths + 1`,
  ],
  ['runs.are_booked', `UPDATE ledger_line SET amount_minor = amount_minor - 1 WHERE amount_minor < 0`],
  ['runs.are_booked', `UPDATE ledger_line SET amount_minor = amount_minor + 1 WHERE seq = 1`],
  [
    'runs.were_decided',
    `UPDATE decision SET outcome = 'rejected', stage = 'not_adopted', effective_at = NULL`,
  ],
  ['runs.were_decided', `UPDATE decision SET effect = jsonb_set(effect, '{runHash}', '"99"')`],
  ['runs.were_decided', `UPDATE distribution_run SET state = 'withdrawn'`],
  [
    'runs.were_checked',
    `UPDATE proposal SET poll_id = gen_random_uuid(); UPDATE run_check SET as_hashed = false`,
  ],
  ['runs.were_checked', `UPDATE proposal SET poll_id = gen_random_uuid(); DELETE FROM run_check`],
  ['runs.wait_for_something', `UPDATE distribution_run SET state = 'adopted'`],
  [
    'runs.wait_for_something',
    `UPDATE proposal SET state = 'withdrawn', ended_at = now(); UPDATE distribution_run SET state = 'voting'`,
  ],
  [
    'runs.nothing_leaves_undecided',
    `UPDATE distribution_run SET ledger_entry_id = (SELECT id FROM ledger_entry WHERE kind = 'result-recorded' AND cooperative_id = distribution_run.cooperative_id)`,
  ],
  ['runs.share_no_more_than_there_was', `UPDATE period SET result_minor = 5`],
  ['runs.earlier_computations_are_kept', `DELETE FROM run_computation`],
];

describe('the invariants of runs', () => {
  let test: TestApplication;
  let story: SurplusStory;
  beforeAll(async () => {
    test = await startTestApplication();
  });
  afterAll(() => test.stop());
  beforeEach(async () => {
    story = await SurplusStory.begin(test);
    const runs = new RunStory(story);
    const periodId = await story.open();
    for (const [ref, quantity] of [
      ['m001', '3'],
      ['m004', '4'],
      ['worker-7', '2'],
    ] as const)
      await story.record(periodId, { ref, quantity });
    await story.act('closePeriod', { periodId });
    await story.result(periodId, '100001');
    const runId = await runs.computed(periodId, byPurchases());
    await runs.compute(runId);
    await runs.adopted(runId);
    await runs.takeForce();
  });

  it('hold for an honest run', async () =>
    expect(await brokenIn(test, story.coop.id, runsInvariants)).toEqual([]));

  it.each(corruptions)('%s is broken by: %s', async (name, statement) => {
    await corrupt(test, statement);
    const found = (await brokenIn(test, story.coop.id, runsInvariants)).find(
      (broken) => broken.name === name,
    );
    expect(found?.sentence).toBe(runsInvariants.find((invariant) => invariant.name === name)?.sentence);
    expect(found?.exceptions.length).toBeGreaterThan(0);
  });

  it('each have a corruption here', () =>
    expect(new Set(corruptions.map(([name]) => name))).toEqual(
      new Set(runsInvariants.map(({ name }) => name)),
    ));
});
