import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { asClusterFailure, ClusterFailure } from './cluster-failure.js';
import { chooseHome, existingHome, sharedFolder, readPasswords, type ClusterHome } from './cluster-home.js';
import { withClient, type DatabasePasswords, type DatabaseRole } from './database-roles.js';
import { initialiseCluster } from './initialise-cluster.js';
import { packagedBinaries, usableBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { discardForeignLock, isAlive, readPostmaster } from './postmaster-file.js';
import { host, launch, stopServer } from './server-process.js';
import { databaseUser } from './unprivileged-user.js';

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

// A crashed server's last processes, or a port taken meanwhile, make a first launch fail; the next ones succeed.
const mostLaunches = 15;
const takingOverLock = 7_624_384_433;

/**
 * Starts the cluster of a data directory, or finds the one that already runs, creating it the first time.
 * The server is a process of its own: a signal to us leaves the queries in flight alone. If the process that
 * started a server has died without stopping it, the next start takes it over. Throws a ClusterFailure when
 * PostgreSQL cannot run here.
 */
export async function startEmbeddedCluster(options: ClusterOptions): Promise<RunningCluster> {
  try {
    return await startOrFind(options);
  } catch (error) {
    throw asClusterFailure(error, options.dataDirectory);
  }
}

async function startOrFind(options: ClusterOptions): Promise<RunningCluster> {
  const user = databaseUser();
  const home = await chooseHome(options.dataDirectory, user, options.log);
  const copies = user === null ? dirname(home.folder) : sharedFolder;
  const binaries = await usableBinaries(options.binaries ?? packagedBinaries(), user, copies, options.log);
  await initialiseCluster(home, binaries, user, options.durable);
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
  throw new ClusterFailure(`PostgreSQL does not start. ${lastWords}`);
}

/** The running cluster of a data directory, or null when none answers. */
export async function findRunningCluster(dataDirectory: string): Promise<RunningCluster | null> {
  try {
    const home = existingHome(dataDirectory);
    return home === null ? null : await runningIn(home);
  } catch (error) {
    throw asClusterFailure(error, dataDirectory);
  }
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

/**
 * Of all that start at once, the first to come here answers for the server until it dies; the others have found it.
 * The note names the server's process too, so that it says nothing about the server of an earlier time.
 */
async function takeOver(home: ClusterHome, running: RunningCluster): Promise<RunningCluster> {
  return withClient(running.superuserUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [takingOverLock]);
    const note = await readFile(home.starter, 'utf8').catch(() => '');
    const [server, starter] = note.split(' ').map(Number);
    const taken = server === running.pid && starter !== process.pid && isAlive(starter ?? 0);
    if (taken) return running;
    await writeFile(home.starter, `${running.pid} ${process.pid}`);
    return { ...running, startedHere: true };
  });
}
