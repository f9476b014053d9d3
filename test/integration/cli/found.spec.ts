import { withClient } from '../../../src/platform/database/database-roles.js';
import { onDatabase, runRochdale, startServerProcess } from '../../support/command-line.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const people = {
  ROCHDALE_FOUNDER_NAME: 'Ana Núñez',
  ROCHDALE_FOUNDER_EMAIL: 'ana@example.org',
  ROCHDALE_SECOND_NAME: 'Bo Li',
  ROCHDALE_SECOND_EMAIL: 'bo@example.org',
};

describe('founding at the command line', () => {
  let database: TestDatabase;
  beforeEach(async () => (database = await createTestDatabase()));
  afterEach(() => database.drop());

  const offices = () =>
    withClient(database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ office: string }>(
        `SELECT c.slug || ' ' || m.number || ' ' || r.role AS office FROM role_term r
         JOIN membership m ON m.cooperative_id = r.cooperative_id AND m.id = r.membership_id
         JOIN cooperative c ON c.id = r.cooperative_id ORDER BY 1`,
      );
      return rows.map(({ office }) => office);
    });

  it('founds with two officers, and shows their codes once where no mail leaves', async () => {
    const { status, out } = await runRochdale(['found', '--name', 'Panadería del Río'], {
      ...onDatabase(database),
      ...people,
    });
    expect(status).toBe(0);
    expect(out).toMatch(/ana@example\.org: [A-Za-z0-9_-]{43}\n {2}bo@example\.org: [A-Za-z0-9_-]{43}\n/);
    const slug = 'panaderia-del-rio';
    expect(await offices()).toEqual([`${slug} 1 secretary`, `${slug} 1 steward`, `${slug} 2 treasurer`]);
  });

  it('names what is missing and what is not right, and founds nothing', async () => {
    const missing = await runRochdale(['found', '--name', 'Río'], onDatabase(database));
    expect([missing.status, missing.out]).toEqual([1, '']);
    expect(missing.err).toContain('--founder-email <address>: e-mail address of the founder.');
    const wrong = await runRochdale(['found', '--name', 'Río', '--kind', 'guild', '--currency', 'EURO'], {
      ...onDatabase(database),
      ...people,
    });
    expect(wrong.status).toBe(1);
    expect(wrong.err).toMatch(/kind must be one of [^]*currency must be a code of ISO 4217/);
    expect(await offices()).toEqual([]);
  });

  it('happens at the first start where the settings say enough, and otherwise the server says how', async () => {
    const unfounded = await startServerProcess(onDatabase(database));
    await unfounded.said(/There is no cooperative yet\. Found one with: npx rochdale found/);
    unfounded.child.kill('SIGTERM');
    expect(await unfounded.ended).toBe(0);
    const settings = { ...onDatabase(database), ...people, ROCHDALE_NAME: 'Río' };
    const first = await startServerProcess(settings);
    await first.said(/Founded Río\./);
    await first.said(/A letter to bo@example\.org: Río invites you/);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(await offices()).toHaveLength(3);
  });
});
