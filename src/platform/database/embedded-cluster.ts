import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  chooseHome,
  existingHome,
  initialiseHome,
  readPasswords,
  serverEnvironment,
  sharedFolder,
  type ClusterHome,
} from './cluster-home.js';
import { withClient, type DatabasePasswords, type DatabaseRole } from './database-roles.js';
import { packagedBinaries, usableBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { discardForeignLock, isAlive, readPostmaster } from './postmaster-file.js';
import { databaseUser, type SystemUser } from './unprivileged-user.js';

export interface ClusterOptions {
  readonly dataDirectory: string;
  /** false only where losing everything in a crash is fine, that is in tests: commits then wait for no disk. */
  readonly durable: boolean;
  readonly log: (line: string) => void;
  /** Another PostgreSQL than the packaged one. */
  readonly binaries?: PostgresBinaries;
}

export interface RunningCluster {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  readonly superuserUrl: string;
  readonly passwords: DatabasePasswords;
  /** Whether this process answers for stopping it; one that was found belongs to the process that started it. */
  readonly startedHere: boolean;
  urlFor(role: DatabaseRole | 'postgres', database: string): string;
  /** Fast, clean shutdown: sessions are ended, everything is written. Returns when the server is gone. */
  stop(): Promise<void>;
}

const host = '127.0.0.1';
const patience = 30_000;
// A crashed server's last processes, or a port taken meanwhile, make a first launch fail; the next ones succeed.
const mostLaunches = 15;

/**
 * Starts the cluster of a data directory, or finds the one that already runs, creating it the first time.
 * The server is a process of its own: a signal to us leaves the queries in flight alone. If the process that
 * started a server has died without stopping it, the next start takes it over. Throws when PostgreSQL cannot run.
 */
export async function startEmbeddedCluster(options: ClusterOptions): Promise<RunningCluster> {
  const user = databaseUser();
  const home = await chooseHome(options.dataDirectory, user, options.log);
  const copies = user === null ? dirname(home.folder) : sharedFolder();
  const binaries = await usableBinaries(options.binaries ?? packagedBinaries(), user, copies, options.log);
  await initialiseHome(home, binaries, user, options.durable);
  let lastWords = '';
  for (let launches = 0; launches < mostLaunches;) {
    const running = await runningIn(home);
    if (running !== null) return takeOver(home, running);
    if ((await readPostmaster(home.data)) === null) {
      await discardForeignLock(home.data);
      lastWords = await launch(home, binaries, user, options.durable);
      launches += 1;
    }
    await pause(lastWords === '' ? 10 : 200);
  }
  throw new Error(`PostgreSQL does not start. ${lastWords}`);
}

/** The running cluster of a data directory, or null when none answers. */
export async function findRunningCluster(dataDirectory: string): Promise<RunningCluster | null> {
  const home = existingHome(dataDirectory);
  return home === null ? null : runningIn(home);
}

/** Null also while the server is starting or stopping. */
async function runningIn(home: ClusterHome): Promise<RunningCluster | null> {
  const postmaster = await readPostmaster(home.data);
  if (postmaster?.status !== 'ready') return null;
  const passwords = await readPasswords(home);
  const { pid, port } = postmaster;
  const urlFor = (role: DatabaseRole | 'postgres', database: string) =>
    `postgresql://${role}:${passwords[role]}@${host}:${port}/${encodeURIComponent(database)}`;
  const superuserUrl = urlFor('postgres', 'postgres');
  try {
    await withClient(superuserUrl, (client) => client.query('SELECT 1'));
  } catch {
    return null;
  }
  return {
    host,
    port,
    pid,
    superuserUrl,
    passwords,
    startedHere: false,
    urlFor,
    stop: () => stopServer(home, pid),
  };
}

async function takeOver(home: ClusterHome, running: RunningCluster): Promise<RunningCluster> {
  const starter = Number(await readFile(home.starter, 'utf8').catch(() => '0'));
  if (starter > 0 && starter !== process.pid && isAlive(starter)) return running;
  await writeFile(home.starter, String(process.pid));
  return { ...running, startedHere: true };
}

/** Starts the server and waits until it is ready or has given up; returns what it said in that case. */
async function launch(
  home: ClusterHome,
  binaries: PostgresBinaries,
  user: SystemUser | null,
  durable: boolean,
): Promise<string> {
  const output = openSync(home.serverLog, 'a', 0o600);
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
    if (postmaster?.pid !== child.pid || postmaster?.status !== 'ready') continue;
    await writeFile(home.starter, String(process.pid));
    return '';
  }
  const lines = (await readFile(home.serverLog, 'utf8')).trim().split('\n');
  return `It said: ${lines.slice(-3).join(' | ')} (${home.serverLog})`;
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

async function stopServer(home: ClusterHome, pid: number): Promise<void> {
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
  throw new Error(
    `PostgreSQL (process ${pid}) did not stop within ${patience / 1000} seconds; see ${home.serverLog}.`,
  );
}
