import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { resolveDatabase, resolveOwner } from '../../../src/platform/database/resolve-database.js';
import { isRefusal } from '../../../src/shared/refusal.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';

const noLog = () => undefined;

describe('the database to run on', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    await withClient(database.ownerUrl, (client) => client.query('CREATE TABLE owned (id int)'));
  });
  afterAll(() => database.drop());

  const external = (urls: { app?: string; worker?: string; owner?: string }) => ({
    databaseUrl: urls.app ?? database.appUrl,
    databaseWorkerUrl: urls.worker ?? database.workerUrl,
    databaseOwnerUrl: urls.owner ?? null,
    dataDirectory: '/nowhere',
  });
  const reason = (answer: unknown) => (isRefusal(answer) ? answer.reason : answer);

  it('is the external one that the settings name', async () => {
    expect(await resolveDatabase(external({}), noLog)).toEqual({
      appUrl: database.appUrl,
      workerUrl: database.workerUrl,
      ownerUrl: null,
    });
  });

  it('is refused when the role of the server or of the worker could see every cooperative', async () => {
    for (const powerful of [database.superuserUrl, database.ownerUrl]) {
      for (const urls of [{ app: powerful }, { worker: powerful }]) {
        expect(reason(await resolveDatabase(external(urls), noLog))).toBe('DATABASE_ROLE_TOO_POWERFUL');
      }
    }
  });

  it('is refused when a role could take up the rights of another', async () => {
    await withClient(database.superuserUrl, async (client) => {
      await client.query(
        `CREATE ROLE sees_all BYPASSRLS; CREATE ROLE clerk LOGIN PASSWORD 'clerk' IN ROLE sees_all`,
      );
      try {
        await client.query(
          `GRANT CONNECT ON DATABASE ${new URL(database.appUrl).pathname.slice(1)} TO clerk`,
        );
        const clerk = new URL(database.appUrl);
        clerk.username = clerk.password = 'clerk';
        const answer = await resolveDatabase(external({ app: clerk.toString() }), noLog);
        expect(isRefusal(answer) && answer.message).toContain('"clerk" of DATABASE_URL has BYPASSRLS');
      } finally {
        await client.query('DROP OWNED BY clerk; DROP ROLE clerk, sees_all');
      }
    });
  });

  it('is refused when nothing answers, without telling the password', async () => {
    const wrong = new URL(database.appUrl);
    wrong.password = 'correct-horse';
    for (const url of [wrong.toString(), 'postgresql://rochdale_app:correct-horse@127.0.0.1:1/rochdale']) {
      const answer = await resolveDatabase(external({ app: url }), noLog);
      expect(reason(answer)).toBe('DATABASE_UNREACHABLE');
      expect(JSON.stringify(answer)).not.toContain('correct-horse');
    }
  });

  it('is migrated by its owner, who must be named when it is external', async () => {
    expect(await resolveOwner(external({ owner: database.ownerUrl }), noLog)).toEqual({
      ownerUrl: database.ownerUrl,
    });
    expect(reason(await resolveOwner(external({}), noLog))).toBe('DATABASE_OWNER_URL_MISSING');
  });

  it('is the embedded one when no setting names another, with its roles prepared', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), `rochdale-test-${process.pid}-`));
    await chmod(dataDirectory, 0o755);
    const settings = { databaseUrl: null, databaseWorkerUrl: null, databaseOwnerUrl: null, dataDirectory };
    const answer = await resolveDatabase(settings, noLog);
    if (isRefusal(answer)) throw new Error(answer.message);
    try {
      const who = 'SELECT current_user AS role, current_database() AS database';
      const { rows } = await withClient(answer.appUrl, (client) => client.query(who));
      expect(rows).toEqual([{ role: 'rochdale_app', database: 'rochdale' }]);
    } finally {
      await answer.cluster?.stop();
      await rm(dataDirectory, { recursive: true });
    }
  });

  it('is refused in words when its folder cannot be used', async () => {
    const settings = {
      databaseUrl: null,
      databaseWorkerUrl: null,
      databaseOwnerUrl: null,
      dataDirectory: '/dev/null',
    };
    const answer = await resolveDatabase(settings, noLog);
    expect(isRefusal(answer) && answer.message).toBe(
      'The database cannot live in /dev/null: it is not a folder. Set DATA_DIRECTORY to a folder of your own.',
    );
  });
});
