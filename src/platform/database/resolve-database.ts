import { Refusal } from '../../shared/refusal.js';
import type { Settings } from '../config/settings.js';
import { ClusterFailure } from './cluster-failure.js';
import { checkConnection, checkOwnerConnection, type DatabaseReason } from './database-fitness.js';
import { prepareDatabase } from './database-roles.js';
import { startEmbeddedCluster, type RunningCluster } from './embedded-cluster.js';

/** The database of the embedded cluster. */
export const embeddedDatabase = 'rochdale';

export interface ResolvedDatabase {
  readonly appUrl: string;
  readonly workerUrl: string;
  /** null: an external database whose owner this process was not told; it cannot migrate. */
  readonly ownerUrl: string | null;
  /** The embedded cluster; whoever sees `startedHere` stops it at the end. */
  readonly cluster?: RunningCluster;
}

type DatabaseSettings = Pick<
  Settings,
  'databaseUrl' | 'databaseOwnerUrl' | 'databaseWorkerUrl' | 'dataDirectory'
>;

/**
 * The database to run on: the external one where DATABASE_URL is set, judged before anything runs on it, or else
 * the embedded one, started or found, with its roles prepared. Migrates nothing.
 */
export async function resolveDatabase(
  settings: DatabaseSettings,
  log: (line: string) => void,
): Promise<ResolvedDatabase | Refusal<DatabaseReason>> {
  const { databaseUrl, databaseWorkerUrl, databaseOwnerUrl } = settings;
  if (databaseUrl === null || databaseWorkerUrl === null) return embedded(settings.dataDirectory, log);
  for (const [setting, url] of [
    ['DATABASE_URL', databaseUrl],
    ['DATABASE_WORKER_URL', databaseWorkerUrl],
  ] as const) {
    const verdict = await checkConnection(setting, url);
    if (verdict !== true) return verdict;
  }
  return { appUrl: databaseUrl, workerUrl: databaseWorkerUrl, ownerUrl: databaseOwnerUrl };
}

/** The owner's connection alone, for migrating: DATABASE_OWNER_URL, or the embedded database. */
export async function resolveOwner(
  settings: DatabaseSettings,
  log: (line: string) => void,
): Promise<{ ownerUrl: string; cluster?: RunningCluster } | Refusal<DatabaseReason>> {
  const { databaseOwnerUrl, databaseUrl, dataDirectory } = settings;
  if (databaseOwnerUrl !== null) {
    const verdict = await checkOwnerConnection('DATABASE_OWNER_URL', databaseOwnerUrl);
    return verdict === true ? { ownerUrl: databaseOwnerUrl } : verdict;
  }
  if (databaseUrl !== null) {
    return new Refusal(
      'DATABASE_OWNER_URL_MISSING',
      'DATABASE_URL is set, and its role may not migrate. Set DATABASE_OWNER_URL: the same database, as role rochdale_owner.',
    );
  }
  return embedded(dataDirectory, log);
}

async function embedded(dataDirectory: string, log: (line: string) => void) {
  let cluster: RunningCluster;
  try {
    cluster = await startEmbeddedCluster({ dataDirectory, durable: true, log });
  } catch (error) {
    if (!(error instanceof ClusterFailure)) throw error;
    return new Refusal<DatabaseReason>('EMBEDDED_DATABASE_FAILED', error.message);
  }
  const { superuserUrl, passwords } = cluster;
  await prepareDatabase({ superuserUrl, database: embeddedDatabase, passwords });
  return {
    appUrl: cluster.urlFor('rochdale_app', embeddedDatabase),
    workerUrl: cluster.urlFor('rochdale_worker', embeddedDatabase),
    ownerUrl: cluster.urlFor('rochdale_owner', embeddedDatabase),
    cluster,
  };
}
