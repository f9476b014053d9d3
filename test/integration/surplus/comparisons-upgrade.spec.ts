import { keptBooksInvariants } from '../../../src/ledger/kept-books.invariants.js';
import { migrationSource } from '../../../src/platform/database/migrate.js';
import { reviewInvariants } from '../../../src/surplus/review/review.invariants.js';
import { runsInvariants } from '../../../src/surplus/runs/runs.invariants.js';
import { surplusInvariants } from '../../../src/surplus/surplus.invariants.js';
import { brokenIn } from '../../support/corruption.js';
import { ReviewStory } from './review-story.js';
import { RunGround } from './run-ground.js';
import { byPurchases } from './run-story.js';

describe('a database whose runs were computed before anything was kept of them', () => {
  const ground = RunGround.lay();

  const kept = async () => {
    const read = (sql: string) => ground.story.asOwner(sql, []);
    const latest = (table: string) =>
      `SELECT k.* FROM ${table} k JOIN distribution_run r ON r.id = k.run_id AND r.computation = k.computation`;
    return {
      classes: await read(`${latest('run_class_total')} ORDER BY 1, 2, 3, 4`),
      spreads: await read(`${latest('run_pool_spread')} ORDER BY 1, 2, 3, 4`),
      alike: await read(`${latest('run_alike')} ORDER BY 1, 2, 3, 4`),
      changes: await read(`${latest('run_change')} ORDER BY 1, 2, 3, 4`),
      totals: await read('SELECT * FROM period_basis_total ORDER BY 1, 2, 3'),
      checks: await read('SELECT proposal_id, run_id, run_hash, as_hashed FROM run_check ORDER BY 1'),
    };
  };
  /** Down to before anything was kept, and up again over what is there. */
  const downAndUp = async () => {
    const source = await migrationSource(ground.test.database.ownerUrl).initialize();
    try {
      const isThere = async (): Promise<boolean> => {
        const [row] = await ground.story.asOwner(`SELECT to_regclass('run_check') IS NOT NULL AS there`, []);
        return row!['there'] as boolean;
      };
      while (await isThere()) await source.undoLastMigration();
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
  };

  it('keeps of them when it is brought up to date what it would have kept at the time', async () => {
    const { story, runs } = ground;
    const review = new ReviewStory(runs);
    const periodId = await story.closed(
      'ref;basis;quantity\nm001;purchases;200\nm004;purchases;100\nm005;purchases;100\nworker-7;purchases;1\n',
      '36000',
    );
    review.runId = await runs.computed(periodId, byPurchases());
    await review.layOpen();
    const { responseId } = await review.disputed(0, 'purchases', '300');
    await review.post();
    await runs.computed(periodId, byPurchases('100'), { corrects: review.runId });
    await runs.draft(periodId, byPurchases());
    const before = await kept();
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
    await downAndUp();
    expect(await kept()).toEqual(before);
    await review.withdraw(0, responseId);
    expect(
      await brokenIn(ground.test, story.coop.id, [
        ...surplusInvariants,
        ...reviewInvariants,
        ...runsInvariants,
        ...keptBooksInvariants,
      ]),
    ).toEqual([]);
  });
});
