import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDatabase } from '../../src/platform/database/database-roles.js';
import { startEmbeddedCluster, type RunningCluster } from '../../src/platform/database/embedded-cluster.js';
import { migrateDatabase } from '../../src/platform/database/migrate.js';
import { startServerProcess, type ServerProcess } from './server-process.js';

export interface BenchDatabase {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly workerUrl: string;
}

/**
 * Where figures are measured: one durable cluster in a temporary folder (commits wait for the disk, as in production),
 * databases in it, servers as processes of their own. Everything is started at first use and gone at the end.
 */
export class Ground {
  private cluster: Promise<RunningCluster> | null = null;
  private folder: string | null = null;
  private readonly servers: ServerProcess[] = [];
  private readonly databases = new Map<string, Promise<BenchDatabase>>();

  constructor(readonly say: (line: string) => void) {}

  /** A migrated database, prepared once by `seed` however many figures use it. */
  database(name: string, seed: (database: BenchDatabase) => Promise<void>): Promise<BenchDatabase> {
    let database = this.databases.get(name);
    if (!database) {
      database = this.create(name, seed);
      this.databases.set(name, database);
    }
    return database;
  }

  /** A server of `servers/` on that database; answers when it listens. */
  async server(script: string, environment: Record<string, string>): Promise<ServerProcess> {
    const server = await startServerProcess(script, environment);
    this.servers.push(server);
    return server;
  }

  async stopServers(): Promise<void> {
    for (const server of this.servers.splice(0)) await server.stop();
  }

  /** A folder of its own inside the temporary one, gone at the end. */
  async temporaryFolder(name: string): Promise<string> {
    await this.running();
    return join(this.folder!, name);
  }

  async dispose(): Promise<void> {
    await this.stopServers();
    await (await this.cluster?.catch(() => null))?.stop();
    if (this.folder) await rm(this.folder, { recursive: true, force: true });
  }

  private running(): Promise<RunningCluster> {
    this.cluster ??= this.startCluster();
    return this.cluster;
  }

  private async startCluster(): Promise<RunningCluster> {
    this.folder = await mkdtemp(join(tmpdir(), 'rochdale-bench-'));
    // Passable, so that the user who runs PostgreSQL gets through; the cluster's own folder inside is private.
    await chmod(this.folder, 0o755);
    this.say('starting PostgreSQL, durable, in a temporary folder');
    return startEmbeddedCluster({
      dataDirectory: join(this.folder, 'cluster'),
      durable: true,
      log: this.say,
    });
  }

  private async create(
    name: string,
    seed: (database: BenchDatabase) => Promise<void>,
  ): Promise<BenchDatabase> {
    const cluster = await this.running();
    const database = `bench_${name}`;
    await prepareDatabase({ superuserUrl: cluster.superuserUrl, database, passwords: cluster.passwords });
    const urls = {
      appUrl: cluster.urlFor('rochdale_app', database),
      ownerUrl: cluster.urlFor('rochdale_owner', database),
      workerUrl: cluster.urlFor('rochdale_worker', database),
    };
    await migrateDatabase(urls.ownerUrl);
    this.say(`seeding ${database}`);
    await seed(urls);
    return urls;
  }
}
