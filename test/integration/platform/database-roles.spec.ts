import { runMigrations, runOnce } from 'graphile-worker';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('the roles of a prepared database', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const scalar = (url: string, sql: string): Promise<unknown> =>
    withClient(url, async (client) => (await client.query<Record<'value', unknown>>(sql)).rows[0]?.value);

  it('are neither superusers nor free of row-level security, and cannot create databases or roles', async () => {
    const powerful = await scalar(
      database.superuserUrl,
      `SELECT count(*)::int AS value FROM pg_roles WHERE rolname LIKE 'rochdale%'
         AND (rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication)`,
    );
    expect(powerful).toBe(0);
    expect(
      await scalar(
        database.superuserUrl,
        `SELECT count(*)::int AS value FROM pg_roles WHERE rolname LIKE 'rochdale%'`,
      ),
    ).toBe(3);
  });

  it('give the application no right on a new table, and nobody a right on a new function, until a migration grants it', async () => {
    await withClient(database.ownerUrl, async (client) => {
      await client.query('CREATE TABLE granted_later (id int)');
      await client.query(`CREATE FUNCTION called_later() RETURNS int LANGUAGE sql AS 'SELECT 1'`);
    });
    await expect(scalar(database.appUrl, 'SELECT id AS value FROM granted_later')).rejects.toThrow(
      /permission denied/,
    );
    await expect(scalar(database.appUrl, 'SELECT called_later() AS value')).rejects.toThrow(
      /permission denied/,
    );

    await withClient(database.ownerUrl, (client) =>
      client.query(
        'GRANT SELECT ON granted_later TO rochdale_app; GRANT EXECUTE ON FUNCTION called_later() TO rochdale_app',
      ),
    );
    expect(await scalar(database.appUrl, 'SELECT count(*)::int AS value FROM granted_later')).toBe(0);
    expect(await scalar(database.appUrl, 'SELECT called_later() AS value')).toBe(1);
  });

  it('let the worker install its queue and run a job, and touch nothing else', async () => {
    const connectionString = database.workerUrl;
    await runMigrations({ connectionString });
    await scalar(
      connectionString,
      `SELECT 1 AS value FROM graphile_worker.add_job('greet', '{"name":"Ada"}')`,
    );
    const greeted: unknown[] = [];
    await runOnce({ connectionString, taskList: { greet: (payload) => void greeted.push(payload) } });
    expect(greeted).toEqual([{ name: 'Ada' }]);

    await expect(scalar(connectionString, 'CREATE TABLE public.mine (id int)')).rejects.toThrow(
      /permission denied/,
    );
    await expect(scalar(connectionString, 'CREATE SCHEMA mine')).rejects.toThrow(/permission denied/);
    await expect(
      scalar(database.appUrl, `SELECT 1 AS value FROM graphile_worker.add_job('greet')`),
    ).rejects.toThrow(/permission denied/);
  });
});
