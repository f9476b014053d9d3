import { randomBytes } from 'node:crypto';
import { databaseUrl, limitDatabaseAccess, withClient } from '../../src/platform/database/database-roles.js';
import { advanceClock, setClock } from './adjustable-clock.js';
import type { TestClusterUrls } from './test-cluster.js';

export interface TestDatabase {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly workerUrl: string;
  readonly superuserUrl: string;
  /** Sets `rochdale_now()` to an instant, from which it runs on; null sets it back to the true time. */
  setClock(isoInstant: string | null): Promise<void>;
  /** Moves `rochdale_now()` by an interval in PostgreSQL's words, such as '3 weeks'. */
  advanceClock(interval: string): Promise<void>;
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own for one spec file: a clone of the template. Drop it in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = testCluster();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(cluster.superuserUrl, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE rochdale_template STRATEGY file_copy`);
    await limitDatabaseAccess(client, name);
  });
  const superuserUrl = databaseUrl(cluster.superuserUrl, name);
  return {
    appUrl: databaseUrl(cluster.appUrl, name),
    ownerUrl: databaseUrl(cluster.ownerUrl, name),
    workerUrl: databaseUrl(cluster.workerUrl, name),
    superuserUrl,
    setClock: (instant) => withClient(superuserUrl, (client) => setClock(client, instant)),
    advanceClock: (interval) => withClient(superuserUrl, (client) => advanceClock(client, interval)),
    drop: () =>
      withClient(cluster.superuserUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

function testCluster(): TestClusterUrls {
  const urls = process.env.ROCHDALE_TEST_CLUSTER;
  if (!urls) throw new Error('No test cluster: run this spec with the Jest project "database".');
  return JSON.parse(urls) as TestClusterUrls;
}
