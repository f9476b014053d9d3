import { withClient } from '../../../src/platform/database/database-roles.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

describe('the database of a spec file', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const now = async (url: string): Promise<Date> =>
    withClient(
      url,
      async (client) => (await client.query('SELECT rochdale_now() AS now')).rows[0].now as Date,
    );

  it('lets each role in as itself', async () => {
    for (const role of ['app', 'owner', 'worker'] as const) {
      const user = await withClient(database[`${role}Url`], async (client) => {
        return (await client.query('SELECT current_user')).rows[0].current_user as string;
      });
      expect(user).toBe(`rochdale_${role}`);
    }
  });

  it('advances weeks in an instant, sets an instant, and returns to the true time', async () => {
    await database.advanceClock('3 weeks');
    const later = (await now(database.appUrl)).getTime() - Date.now();
    expect(later).toBeGreaterThan(20.9 * 86_400_000);
    expect(later).toBeLessThan(21.1 * 86_400_000);

    await database.setClock('2030-02-28T22:00:00Z');
    expect((await now(database.appUrl)).toISOString().slice(0, 16)).toBe('2030-02-28T22:00');

    await database.setClock(null);
    expect(Math.abs((await now(database.appUrl)).getTime() - Date.now())).toBeLessThan(60_000);
  });

  it('lets the application neither create tables nor move the clock', async () => {
    const refused = (sql: string) => withClient(database.appUrl, (client) => client.query(sql));
    await expect(refused('CREATE TABLE public.mine (id int)')).rejects.toThrow(/permission denied/);
    await expect(refused('CREATE TEMP TABLE mine (id int)')).rejects.toThrow(/permission denied/);
    await expect(refused("UPDATE test_clock.offset_from_true_time SET by = '1 day'")).rejects.toThrow(
      /permission denied/,
    );
  });
});
