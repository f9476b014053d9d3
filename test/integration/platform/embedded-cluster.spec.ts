import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { existingHome } from '../../../src/platform/database/cluster-home.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import {
  findRunningCluster,
  startEmbeddedCluster,
  type RunningCluster,
} from '../../../src/platform/database/embedded-cluster.js';
import { compiled } from '../../support/compiled-tree.js';

interface Held {
  readonly child: ChildProcess;
  readonly cluster: { pid: number; port: number; startedHere: boolean };
}

describe('the embedded cluster', () => {
  let dataDirectory: string;
  let lines: string[];

  beforeEach(async () => {
    lines = [];
    dataDirectory = await mkdtemp(join(tmpdir(), `rochdale-test-${process.pid}-`));
    await chmod(dataDirectory, 0o755);
  });
  afterEach(async () => {
    await (await findRunningCluster(dataDirectory))?.stop();
    const home = existingHome(dataDirectory);
    if (home) await rm(home.folder, { recursive: true });
    await rm(dataDirectory, { recursive: true });
  });

  const start = (durable = false): Promise<RunningCluster> =>
    startEmbeddedCluster({ dataDirectory, durable, log: (line) => lines.push(line) });

  const setting = (cluster: RunningCluster, name: string): Promise<unknown> =>
    withClient(cluster.superuserUrl, async (client) => {
      return (await client.query('SELECT current_setting($1) AS value', [name])).rows[0].value as unknown;
    });

  /** Starts the cluster in a process of its own, which is the leader of its own process group. */
  async function startElsewhere(): Promise<Held> {
    const child = spawn(process.execPath, [compiled('test/support/hold-cluster.js'), dataDirectory], {
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    return { child, cluster: JSON.parse(line) as Held['cluster'] };
  }

  it('is created, speaks UTF-8 on the loopback address, is found while it runs and not afterwards', async () => {
    expect(await findRunningCluster(dataDirectory)).toBeNull();
    const cluster = await start(true);
    expect(cluster.startedHere).toBe(true);
    expect(await setting(cluster, 'server_encoding')).toBe('UTF8');
    expect(await setting(cluster, 'listen_addresses')).toBe('127.0.0.1');
    expect(await setting(cluster, 'fsync')).toBe('on');
    expect(await setting(cluster, 'synchronous_commit')).toBe('on');
    expect(await findRunningCluster(dataDirectory)).toMatchObject({ port: cluster.port, startedHere: false });
    await cluster.stop();
    expect(await findRunningCluster(dataDirectory)).toBeNull();
  });

  it('lets nobody in without its password, which only its owner can read', async () => {
    const cluster = await start();
    const guess = new URL(cluster.superuserUrl);
    guess.password = 'guess';
    await expect(withClient(guess.toString(), () => Promise.resolve())).rejects.toThrow(
      /password authentication/,
    );
    const home = existingHome(dataDirectory);
    expect((await stat(home?.passwords ?? '')).mode & 0o777).toBe(0o600);
    expect((await stat(home?.data ?? '')).uid).not.toBe(0);
  });

  it('is the same one for a second start, and keeps its data from start to start', async () => {
    const first = await start();
    await withClient(first.superuserUrl, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS value'));
    const second = await start();
    expect(second.port).toBe(first.port);
    await first.stop();
    const third = await start();
    const kept = await withClient(third.superuserUrl, (client) => client.query('SELECT value FROM kept'));
    expect(kept.rows).toEqual([{ value: 42 }]);
  });

  it('comes back after its server was killed', async () => {
    const killed = await start(true);
    await withClient(killed.superuserUrl, (client) =>
      client.query('CREATE TABLE kept AS SELECT 42 AS value'),
    );
    process.kill(killed.pid, 'SIGKILL');
    const cluster = await start(true);
    expect(cluster).toMatchObject({ startedHere: true });
    expect(cluster.pid).not.toBe(killed.pid);
    const kept = await withClient(cluster.superuserUrl, (client) => client.query('SELECT value FROM kept'));
    expect(kept.rows).toEqual([{ value: 42 }]);
  });

  it('starts over a lock whose process id has passed to another program', async () => {
    await (await start()).stop();
    const data = existingHome(dataDirectory)?.data ?? '';
    await writeFile(
      join(data, 'postmaster.pid'),
      `${process.pid}\n${data}\n1700000000\n1\n\n127.0.0.1\n  1 1\nready   \n`,
    );
    expect(await findRunningCluster(dataDirectory)).toBeNull();
    expect(await start()).toMatchObject({ startedHere: true });
  });

  it('is created once by two simultaneous first starts, and exactly one of them answers for it', async () => {
    const held = await Promise.all([startElsewhere(), startElsewhere()]);
    expect(held[0].cluster.port).toBe(held[1].cluster.port);
    expect(held.map(({ cluster }) => cluster.startedHere).sort()).toEqual([false, true]);
    for (const { child, cluster } of held) {
      if (cluster.startedHere) child.stdin?.end();
      else child.kill();
      await once(child, 'exit');
    }
    expect(await findRunningCluster(dataDirectory)).toBeNull();
  });

  it('outlives the signals of the process that started it, and the next start takes it over', async () => {
    const { child, cluster } = await startElsewhere();
    expect(await start()).toMatchObject({ port: cluster.port, startedHere: false });
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    await once(child, 'exit');
    const heir = await start();
    expect(heir).toMatchObject({ port: cluster.port, pid: cluster.pid, startedHere: true });
    await heir.stop();
    expect(await findRunningCluster(dataDirectory)).toBeNull();
  });

  it('moves out of a folder that the user who runs it cannot enter, and says so', async () => {
    await chmod(dataDirectory, 0o700);
    const cluster = await start();
    const asRoot = process.getuid?.() === 0;
    expect(existingHome(dataDirectory)?.folder.startsWith(dataDirectory)).toBe(!asRoot);
    expect(lines.filter((line) => line.startsWith('The database lives in'))).toHaveLength(asRoot ? 1 : 0);
    expect(await findRunningCluster(dataDirectory)).toMatchObject({ port: cluster.port });
  });

  it('is not replaced by an empty one when its user can no longer reach it', async () => {
    await (await start()).stop();
    const asRoot = process.getuid?.() === 0;
    await chmod(dataDirectory, asRoot ? 0o700 : 0o000);
    await expect(start()).rejects.toThrow(asRoot ? /can no longer enter/ : /this user may not use it/);
    await chmod(dataDirectory, 0o755);
    expect(await start()).toMatchObject({ startedHere: true });
  });
});
