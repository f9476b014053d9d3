import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { existingHome } from '../../src/platform/database/cluster-home.js';
import { prepareDatabase, withClient } from '../../src/platform/database/database-roles.js';
import {
  findRunningCluster,
  startEmbeddedCluster,
  type RunningCluster,
} from '../../src/platform/database/embedded-cluster.js';
import { migrateDatabase } from '../../src/platform/database/migrate.js';
import { packagedBinaries, systemBinaries } from '../../src/platform/database/postgres-binaries.js';
import { isAlive } from '../../src/platform/database/postmaster-file.js';
import { makeClockAdjustable } from './adjustable-clock.js';

export const templateDatabase = 'rochdale_template';
const folderPrefix = 'rochdale-test-';

/** What the workers of Jest need to know of the one cluster that all spec files share. */
export interface TestClusterUrls {
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly workerUrl: string;
}

/**
 * Starts one cluster for this run in a temporary folder, without waiting for disks, and prepares the template
 * that every spec file clones: all migrations run, the clock adjustable. The workers find it in the environment.
 */
export async function startTestCluster(): Promise<{ dispose(): Promise<void> }> {
  await removeLeftovers();
  const dataDirectory = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  // Passable, so that the user who runs PostgreSQL gets through; the cluster's own folder inside is private.
  await chmod(dataDirectory, 0o755);
  const cluster = await startEmbeddedCluster({
    dataDirectory,
    durable: false,
    log: (line) => process.stderr.write(`${line}\n`),
    binaries: chosenBinaries(),
  });
  const dispose = async () => {
    await cluster.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  try {
    await prepareTemplate(cluster);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { dispose };
}

/** ROCHDALE_TEST_POSTGRES=system repeats the same tests on the PostgreSQL of the operating system. */
function chosenBinaries() {
  if (process.env.ROCHDALE_TEST_POSTGRES !== 'system') return packagedBinaries();
  const system = systemBinaries();
  if (system === null) throw new Error('ROCHDALE_TEST_POSTGRES=system, but no PostgreSQL is installed here.');
  return system;
}

async function prepareTemplate(cluster: RunningCluster): Promise<void> {
  const { superuserUrl, passwords } = cluster;
  await prepareDatabase({ superuserUrl, database: templateDatabase, passwords });
  await migrateDatabase(cluster.urlFor('rochdale_owner', templateDatabase));
  await withClient(cluster.urlFor('postgres', templateDatabase), makeClockAdjustable);
  await withClient(superuserUrl, (client) =>
    client.query(`ALTER DATABASE ${templateDatabase} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`),
  );
  const urls: TestClusterUrls = {
    superuserUrl,
    ownerUrl: cluster.urlFor('rochdale_owner', templateDatabase),
    appUrl: cluster.urlFor('rochdale_app', templateDatabase),
    workerUrl: cluster.urlFor('rochdale_worker', templateDatabase),
  };
  process.env.ROCHDALE_TEST_CLUSTER = JSON.stringify(urls);
}

/** A run that was killed leaves its server and its folder behind; the process id in the folder's name tells. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(name.startsWith(folderPrefix) && name.slice(folderPrefix.length).split('-')[0]);
    const folder = join(tmpdir(), name);
    if (!(pid > 0) || isAlive(pid) || !existsSync(folder)) continue;
    try {
      await (await findRunningCluster(folder))?.stop();
      const home = existingHome(folder);
      if (home) await rm(home.folder, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    } catch {
      // It belongs to another user, who will remove it.
    }
  }
}
