import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ClusterFailure } from './cluster-failure.js';
import type { ClusterHome } from './cluster-home.js';
import { serverEnvironment } from './initialise-cluster.js';
import { packagedBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { isAlive, readPostmaster } from './postmaster-file.js';
import type { SystemUser } from './unprivileged-user.js';

/** The embedded server is reachable from this machine alone. */
export const host = '127.0.0.1';
const patience = 30_000;

/** Starts the server and waits until it is ready or has given up; returns what it said in that case. */
export async function launch(
  home: ClusterHome,
  binaries: PostgresBinaries,
  user: SystemUser | null,
  durable: boolean,
): Promise<string> {
  const output = openServerLog(home.serverLog);
  const child = spawn(binaries.postgres, serverArguments(home, await freePort(), durable), {
    cwd: home.data,
    env: serverEnvironment(),
    // A session of its own: Ctrl-C in our terminal does not reach the server.
    detached: true,
    stdio: ['ignore', output, output],
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  closeSync(output);
  child.unref();
  let ended = false;
  child.once('error', () => (ended = true)).once('exit', () => (ended = true));
  for (const deadline = Date.now() + patience; !ended && Date.now() < deadline; await pause(10)) {
    const postmaster = await readPostmaster(home.data);
    if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return '';
  }
  const lines = (await readFile(home.serverLog, 'utf8')).trim().split('\n');
  return `It said: ${lines.slice(-3).join(' | ')} (${home.serverLog})`;
}

/** The log goes on from start to start, and begins anew when it has grown beyond 5 MB. */
function openServerLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(path, size > 5_000_000 ? 'w' : 'a', 0o600);
}

function serverArguments(home: ClusterHome, port: number, durable: boolean): string[] {
  const settings = [
    `listen_addresses=${host}`,
    `port=${port}`,
    // No socket in the file system: its path may be at most 107 bytes long, and a checkout may lie deeper.
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    'password_encryption=scram-sha-256',
    ...(durable
      ? []
      : [
          'fsync=off',
          'synchronous_commit=off',
          'full_page_writes=off',
          'wal_level=minimal',
          'max_wal_senders=0',
        ]),
  ];
  return ['-D', home.data, ...settings.flatMap((setting) => ['-c', setting])];
}

/** A port that is free now. If another program takes it first, the server gives up and the next launch asks again. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, host, resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export async function stopServer(home: ClusterHome, pid: number): Promise<void> {
  const ours = async () => (await readPostmaster(home.data))?.pid === pid;
  if (!(await ours())) return;
  if (process.platform === 'win32') {
    const control = join(packagedBinaries().root, 'bin', 'pg_ctl.exe');
    await promisify(execFile)(control, ['stop', '--mode=fast', '-D', home.data]);
    return;
  }
  process.kill(pid, 'SIGINT');
  for (const deadline = Date.now() + patience; Date.now() < deadline; await pause(10)) {
    if (!isAlive(pid) || !(await ours())) return;
  }
  throw new ClusterFailure(
    `PostgreSQL (process ${pid}) did not stop within ${patience / 1000} seconds; see ${home.serverLog}.`,
  );
}
