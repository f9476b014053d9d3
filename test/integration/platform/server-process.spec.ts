import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { findRunningCluster } from '../../../src/platform/database/embedded-cluster.js';
import { buildCooperative, type BuiltCooperative } from '../../support/builders/cooperative.js';
import { onDatabase, runRochdale, startServerProcess } from '../../support/command-line.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { untilWaiting } from '../../support/lock-waiters.js';

describe('rochdale start', () => {
  let database: TestDatabase;
  let cooperative: BuiltCooperative;
  beforeAll(async () => {
    database = await createTestDatabase();
    cooperative = await buildCooperative(database, { members: 1 });
  });
  afterAll(() => database.drop());

  /** Asks for something that reads the record's seals. */
  const askForSeals = (url: string): Promise<Response> => {
    const { session, cooperative: slug } = cooperative.members[0]!.caller;
    return fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${session}`,
        'rochdale-cooperative': slug,
        connection: 'close',
      },
      body: JSON.stringify({ query: '{ recordVerification { sealed } }' }),
    });
  };
  const untilRefused = async (url: string): Promise<void> => {
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await pause(20)) {
      const answer = await fetch(`${url}/health/live`, { headers: { connection: 'close' } }).catch(
        () => null,
      );
      if (answer === null) return;
    }
    throw new Error('the server still accepts');
  };

  it('answers the request under way after SIGTERM, takes no other, and ends with 0', async () => {
    const server = await startServerProcess(onDatabase(database));
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
    const answer = await withClient(database.superuserUrl, async (client) => {
      await client.query('BEGIN; LOCK TABLE audit_seal IN ACCESS EXCLUSIVE MODE');
      const slow = askForSeals(server.url);
      await untilWaiting(client);
      server.child.kill('SIGTERM');
      await server.said(/Stopping/);
      await untilRefused(server.url);
      await client.query('COMMIT');
      return slow;
    });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { data: { recordVerification: { sealed: expect.any(Number) } } },
    ]);
    expect(await server.ended).toBe(0);
    expect(server.output()).not.toMatch(/"level":"error"/);
  });

  it('ends at once at the second signal', async () => {
    const server = await startServerProcess(onDatabase(database));
    await withClient(database.superuserUrl, async (client) => {
      await client.query('BEGIN; LOCK TABLE audit_seal IN ACCESS EXCLUSIVE MODE');
      const slow = askForSeals(server.url).catch(() => 'cut');
      await untilWaiting(client);
      server.child.kill('SIGINT');
      await server.said(/Stopping/);
      server.child.kill('SIGINT');
      expect(await server.ended).toBe(1);
      expect(await slow).toBe('cut');
      await client.query('ROLLBACK');
    });
  });

  it('does not start on a schema that is behind, and says what to run', async () => {
    const behind = await createTestDatabase();
    try {
      await withClient(behind.superuserUrl, (client) =>
        client.query('DELETE FROM schema_migration WHERE id = (SELECT max(id) FROM schema_migration)'),
      );
      const { status, out, err } = await runRochdale(['start'], onDatabase(behind));
      expect([status, out]).toEqual([1, '']);
      expect(err).toMatch(/behind by 1 .*Run rochdale migrate/);
    } finally {
      await behind.drop();
    }
  });

  it('says which setting helps when the port is taken', async () => {
    const server = await startServerProcess(onDatabase(database));
    const second = await runRochdale(['start'], { ...onDatabase(database), PORT: new URL(server.url).port });
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect([second.status, second.err]).toEqual([1, expect.stringMatching(/^Port \d+ is taken.* Set PORT/)]);
  });

  it('brings up its own database, migrated, and stops it cleanly', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), `rochdale-test-${process.pid}-`));
    await chmod(dataDirectory, 0o755);
    try {
      const server = await startServerProcess({ DATA_DIRECTORY: dataDirectory, PORT: '0' });
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
      expect(await findRunningCluster(dataDirectory)).not.toBeNull();
      // A command beside the server uses its database, and leaves it running.
      expect((await runRochdale(['check'], { DATA_DIRECTORY: dataDirectory })).out).toMatch(
        /no cooperative yet/,
      );
      expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
      server.child.kill('SIGTERM');
      expect(await server.ended).toBe(0);
      expect(await findRunningCluster(dataDirectory)).toBeNull();
    } finally {
      await rm(dataDirectory, { recursive: true });
    }
  });
});
