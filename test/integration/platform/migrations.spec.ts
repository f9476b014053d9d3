import { migrationSource } from '../../../src/platform/database/migrate.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('go down to nothing and up again to the same schema', async () => {
    const source = await migrationSource(database.ownerUrl).initialize();
    const catalogue = async (): Promise<unknown> =>
      source.query(`SELECT table_name, column_name, data_type, is_nullable, column_default
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'adjustable_clock' ORDER BY 1, 2`);
    const before = await catalogue();
    for (const _ of source.migrations) await source.undoLastMigration();
    expect(
      await source.query(`SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = 'public'`),
    ).not.toEqual([]);
    await source.runMigrations();
    expect(await catalogue()).toEqual(before);
    await source.destroy();
  });
});
