import { withClient } from '../../../src/platform/database/database-roles.js';
import { JobRunner } from '../../../src/platform/jobs/job-runner.js';
import { newId } from '../../../src/shared/ids.js';
import { computeSurplus } from '../../../src/surplus/domain/compute-surplus.js';
import { DistributionRuns } from '../../../src/surplus/runs/distribution-runs.service.js';
import { inBooks } from '../ledger/books.js';
import { byPurchases } from './run-story.js';
import { RunGround } from './run-ground.js';

const patronage =
  'ref;basis;quantity\nm001;purchases;4.050,00\nm004;purchases;3.000,00\nworker-7;purchases;2.200,00\nm005;hours;7,5\n';

describe('a run that is computed', () => {
  const ground = RunGround.lay();

  const ready = async (resultMinor = '1200001'): Promise<string> => {
    const periodId = await ground.story.closed(patronage, resultMinor);
    return periodId;
  };
  const query = (sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> =>
    withClient(ground.test.database.ownerUrl, async (client) => (await client.query(sql, values)).rows);

  it('holds the frozen snapshot, a line for everybody, their forms, and a hash that the database repeats', async () => {
    const runId = await ground.runs.computed(await ready(), byPurchases());
    const [run] = await query(
      `SELECT state, verdict, surplus_minor::int AS surplus, result_minor::int AS result, computation,
         run_hash = run_hash_of(cooperative_id, id) AS "sameHash",
         snapshot_hash = run_snapshot_hash(cooperative_id, id) AS "sameSnapshot"
       FROM distribution_run WHERE id = $1`,
      runId,
    );
    expect(run).toEqual({
      ...{ state: 'computed', verdict: 'pass', surplus: 1_200_001, result: 1_200_001, computation: 1 },
      ...{ sameHash: true, sameSnapshot: true },
    });
    const lines = await query(
      `SELECT l.key, l.share, l.amount_minor::int AS amount, l.least_minor::int AS least,
         (SELECT string_agg(f.form || ' ' || f.amount_minor, ', ' ORDER BY f.seq) FROM run_line_form f
          WHERE f.run_id = l.run_id AND f.pool = l.pool AND f.party_id = l.party_id) AS forms
       FROM run_line l WHERE l.run_id = $1 ORDER BY l.key COLLATE "C"`,
      runId,
    );
    expect(lines).toEqual([
      {
        key: 'm001',
        share: '81/185',
        amount: 525_406,
        least: 525_406,
        forms: 'cash 210162, retained 315244',
      },
      { key: 'm002', share: '0', amount: 0, least: 0, forms: null },
      { key: 'm003', share: '0', amount: 0, least: 0, forms: null },
      { key: 'm004', share: '12/37', amount: 389_189, least: 389_189, forms: 'cash 155675, retained 233514' },
      { key: 'm005', share: '0', amount: 0, least: 0, forms: null },
      {
        key: 'x-worker-7',
        share: '44/185',
        amount: 285_406,
        least: 285_406,
        forms: 'cash 114162, retained 171244',
      },
    ]);
  });

  it('is what the command line computes of its policy and snapshot, to the hash', async () => {
    const runId = await ground.runs.computed(await ready(), byPurchases());
    const [stored] = await query(
      `SELECT r.policy, r.snapshot, r.snapshot_hash AS hash, r.policy_hash AS "policyHash",
         (SELECT jsonb_agg(p.facts ORDER BY p.key COLLATE "C") FROM run_participant p WHERE p.run_id = r.id) AS participants
       FROM distribution_run r WHERE r.id = $1`,
      runId,
    );
    const { policy, snapshot, participants, hash, policyHash } = stored as Record<string, never>;
    const again = computeSurplus({ policy, snapshot: { ...(snapshot as unknown as object), participants } });
    expect(again).toMatchObject({ snapshot: { hash }, policy: { hash: policyHash } });
  });

  it('waits for the period to close, and says so', async () => {
    const periodId = await ground.story.open();
    await ground.story.import(periodId, patronage);
    const { runId } = (await ground.runs.draft(periodId, byPurchases())) as { runId: string };
    expect(await ground.runs.compute(runId)).toMatchObject({ reason: 'PERIOD_OPEN' });
    const [run] = await query(`SELECT state FROM distribution_run WHERE id = $1`, runId);
    expect(run).toEqual({ state: 'draft' });
  });

  it('passes the engine’s refusal on in its words, and leaves the run as it was', async () => {
    const periodId = await ready();
    const policy = byPurchases() as { waterfall: { pools: { weighting: object }[] } };
    policy.waterfall.pools[0]!.weighting = { bases: { kilos: 1 } };
    const { runId } = (await ground.runs.draft(periodId, policy)) as { runId: string };
    expect(await ground.runs.compute(runId)).toMatchObject({
      reason: 'NOBODY_TO_SHARE_WITH',
      message: expect.stringContaining('nobody to share'),
    });
  });

  it('is blocked when its figures are not the audited result', async () => {
    const runId = await ground.runs.computed(await ready(), byPurchases(), {
      figures: { figures: { result: { member: '1200000' } }, participants: {} },
    });
    const [run] = await query(`SELECT verdict, checks FROM distribution_run WHERE id = $1`, runId);
    expect(run).toMatchObject({
      verdict: 'block',
      checks: [
        { id: 'books.result', outcome: 'block', detail: '12000.00 EUR against 12000.01 EUR on record' },
      ],
    });
  });

  it('warns of a basis that nobody has on record, misspelt or unused, which its pool leaves out of the mix', async () => {
    const mixed = byPurchases() as { waterfall: { pools: { weighting: object }[] } };
    mixed.waterfall.pools[0]!.weighting = { bases: { purchases: '60%', hors: '40%' } };
    const runId = await ground.runs.computed(await ready(), mixed);
    const [run] = await query(`SELECT verdict, checks FROM distribution_run WHERE id = $1`, runId);
    expect(run).toMatchObject({
      verdict: 'warn',
      checks: [
        { id: 'records.members.hors', outcome: 'warn', detail: 'hors in members' },
        { id: 'books.result', outcome: 'pass' },
      ],
    });
  });

  it('refuses a policy that is none, figures that cannot be read, and whoever is not the treasurer', async () => {
    const periodId = await ready();
    expect(await ground.runs.draft(periodId, { id: 'x', waterfall: { pools: 7 } })).toMatchObject({
      reason: 'POLICY_INVALID',
      details: [expect.stringContaining('policy.waterfall.pools')],
    });
    expect(await ground.runs.draft(periodId, { id: 'x', preset: 'Atlantis' })).toMatchObject({
      reason: 'POLICY_INVALID',
    });
    expect(await ground.runs.draft(periodId, {}, { policy: { bylaw: 'surplus-policy/none' } })).toMatchObject(
      {
        reason: 'POLICY_UNKNOWN',
      },
    );
    expect(
      await ground.runs.draft(periodId, byPurchases(), {
        figures: { figures: { tax: 'much' }, participants: {} },
      }),
    ).toMatchObject({ reason: 'INVALID_INPUT', details: [expect.stringContaining('figures.tax')] });
    expect(await ground.runs.draft(periodId, byPurchases(), {}, 1)).toMatchObject({ reason: 'NOT_ALLOWED' });
    expect(await ground.runs.draft(newId(), byPurchases())).toMatchObject({ reason: 'NOT_FOUND' });
    const stray = (await ground.runs.draft(periodId, byPurchases(), {
      figures: { figures: {}, participants: { m999: { class: 'none' } } },
    })) as { runId: string };
    expect(await ground.runs.compute(stray.runId)).toMatchObject({ reason: 'UNKNOWN_PARTY' });
  });

  it('is computed anew from changed figures; what it was before is kept', async () => {
    const periodId = await ready();
    const runId = await ground.runs.computed(periodId, byPurchases('600000'));
    const edited = await ground.test.app.get(DistributionRuns).editRun(await ground.runs.scope(), runId, {
      name: 'Half of it',
      policy: { text: JSON.stringify(byPurchases('300000')) },
      figures: { figures: {}, participants: {} },
    });
    expect(edited).toEqual({ runId });
    expect(await ground.runs.compute(runId)).toMatchObject({ runId });
    expect(
      await query(
        `SELECT c.number, (SELECT sum(e.amount_minor)::int FROM run_line_earlier e WHERE e.run_id = c.run_id AND e.computation = c.number) AS earlier
         FROM run_computation c WHERE c.run_id = $1 ORDER BY c.number`,
        runId,
      ),
    ).toEqual([
      { number: 1, earlier: 600_000 },
      { number: 2, earlier: null },
    ]);
  });

  it('cannot be changed behind the vote’s back, not even by a statement', async () => {
    const runId = await ground.runs.computed(await ready(), byPurchases());
    await withClient(ground.test.database.superuserUrl, (client) =>
      client.query(`UPDATE distribution_run SET state = 'adopted' WHERE id = $1`, [runId]),
    );
    for (const statement of [
      `SELECT set_run_computation_aside($1)`,
      `UPDATE distribution_run SET figures = '{}' WHERE id = $1`,
    ])
      await expect(
        inBooks(ground.test, ground.story.coop.id, (tx) => tx.sql(statement, [runId])),
      ).rejects.toThrow('what the vote binds is final');
    expect(await ground.runs.compute(runId)).toMatchObject({ reason: 'RUN_IS_FINAL' });
  });

  it('is computed in the background where many take part, with its progress', async () => {
    const periodId = await ready();
    const { runId } = (await ground.runs.draft(periodId, byPurchases())) as { runId: string };
    await query(
      `INSERT INTO party (cooperative_id, id, kind) SELECT $1, gen_random_uuid(), 'person' FROM generate_series(1, 5001) RETURNING NULL`,
      ground.story.coop.id,
    );
    expect(await ground.runs.compute(runId)).toEqual({ runId, runHash: null });
    await ground.test.app.get(JobRunner).runJobsOnce();
    const [progress] = await query(
      `SELECT g.phase, g.done::int AS done, g.total::int AS total, r.state FROM run_progress g JOIN distribution_run r ON r.id = g.run_id WHERE r.id = $1`,
      runId,
    );
    expect(progress).toEqual({ phase: 'done', done: 6, total: 6, state: 'computed' });
  });
});
