import { withClient } from '../../../src/platform/database/database-roles.js';
import { migrationSource } from '../../../src/platform/database/migrate.js';
import { buildCooperative } from '../../support/builders/cooperative.js';
import { catalogueOf } from '../../support/catalogue.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('migrations', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const catalogue = (): Promise<string[]> => withClient(database.superuserUrl, catalogueOf);

  it('go down to nothing from a database with people in it, and up again to the same catalogue', async () => {
    await buildCooperative(database, { members: 3, roles: { 0: ['steward'] } });
    const before = await catalogue();
    expect(before.length).toBeGreaterThan(500);
    const source = await migrationSource(database.ownerUrl).initialize();
    try {
      for (const _ of source.migrations) await source.undoLastMigration();
      const left = (await catalogue()).filter((line) => !/\bschema_migration/.test(line));
      expect(left).toEqual([]);
      await source.runMigrations();
    } finally {
      await source.destroy();
    }
    expect(await catalogue()).toEqual(before);
    await buildCooperative(database, { members: 3 });
  });

  it('each go down one by one and up again to the same catalogue', async () => {
    const source = await migrationSource(database.ownerUrl).initialize();
    try {
      const before = await catalogue();
      for (let depth = 1; depth <= source.migrations.length; depth += 1) {
        for (let step = 0; step < depth; step += 1) await source.undoLastMigration();
        await source.runMigrations();
      }
      expect(await catalogue()).toEqual(before);
    } finally {
      await source.destroy();
    }
  });

  it('are seen to the last grant: the comparison notices what was changed by hand', async () => {
    const before = await catalogue();
    for (const change of [
      'GRANT DELETE ON ballot TO rochdale_app',
      'ALTER TABLE ballot DISABLE TRIGGER append_only_rows',
      'ALTER TABLE ballot NO FORCE ROW LEVEL SECURITY',
      'DROP INDEX session_by_person',
      'REVOKE UPDATE (state) ON poll FROM rochdale_app',
      'GRANT EXECUTE ON FUNCTION polls_due() TO PUBLIC',
      'ALTER TABLE poll ALTER COLUMN question DROP NOT NULL',
    ]) {
      await withClient(database.superuserUrl, async (client) => {
        await client.query('BEGIN');
        await client.query(change);
        expect([change, await catalogueOf(client)]).not.toEqual([change, before]);
        await client.query('ROLLBACK');
      });
    }
  });
});
