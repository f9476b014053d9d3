import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ClusterFailure } from './cluster-failure.js';
import { homeAt, type ClusterHome } from './cluster-home.js';
import { databaseRoles, type DatabasePasswords } from './database-roles.js';
import { majorVersion, type PostgresBinaries } from './postgres-binaries.js';
import { isAlive } from './postmaster-file.js';
import type { SystemUser } from './unprivileged-user.js';

const run = promisify(execFile);

/**
 * Creates the cluster once. It is built beside its place and moved there by one rename, so that a start
 * that is killed leaves nothing half made, and of two simultaneous first starts one wins whole.
 */
export async function initialiseCluster(
  home: ClusterHome,
  binaries: PostgresBinaries,
  user: SystemUser | null,
  durable: boolean,
): Promise<void> {
  if (existsSync(home.data)) return requireSameMajor(home, binaries);
  await removeAbandonedStagings(home);
  const staging = homeAt(`${home.folder}.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await build(staging, binaries, user, durable);
    await rename(staging.folder, home.folder);
  } catch (error) {
    await rm(staging.folder, { recursive: true, force: true });
    const { code } = error as NodeJS.ErrnoException;
    const another = code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM';
    if (!(another && existsSync(home.data))) throw error;
  }
}

async function build(
  home: ClusterHome,
  binaries: PostgresBinaries,
  user: SystemUser | null,
  durable: boolean,
) {
  const passwords = newPasswords();
  const passwordFile = join(home.folder, 'initdb-password');
  await mkdir(home.folder, { mode: 0o700 });
  await writeFile(home.passwords, JSON.stringify(passwords), { mode: 0o600 });
  await writeFile(passwordFile, passwords.postgres, { mode: 0o600 });
  if (user !== null) {
    await chown(passwordFile, user.uid, user.gid);
    await chown(home.folder, user.uid, user.gid);
  }
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'C';
  const options = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', `--locale=${locale}`];
  if (!durable) options.push('--no-sync');
  const failed = (error: Error & { stderr?: string }) => {
    throw new ClusterFailure(
      `PostgreSQL could not create its data folder. ${error.stderr?.trim() || error.message}`,
    );
  };
  await run(binaries.initdb, [`--pgdata=${home.data}`, `--pwfile=${passwordFile}`, ...options], {
    cwd: home.folder,
    env: serverEnvironment(),
    ...(user && { uid: user.uid, gid: user.gid }),
  }).catch(failed);
  await rm(passwordFile);
}

/** Nothing of the caller's locale, time zone or PG* variables may reach the server. */
export const serverEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  SystemRoot: process.env.SystemRoot,
  LC_ALL: process.platform === 'linux' ? 'C.UTF-8' : 'C',
  TZ: 'UTC',
});

function newPasswords(): DatabasePasswords {
  const names = ['postgres', ...databaseRoles] as const;
  return Object.fromEntries(
    names.map((name) => [name, randomBytes(24).toString('base64url')]),
  ) as DatabasePasswords;
}

async function requireSameMajor(home: ClusterHome, binaries: PostgresBinaries): Promise<void> {
  const made = (await readFile(join(home.data, 'PG_VERSION'), 'utf8')).trim();
  const ours = majorVersion(binaries);
  if (made !== ours) {
    throw new ClusterFailure(
      `The database in ${home.data} was made by PostgreSQL ${made}, and this is PostgreSQL ${ours}. ` +
        'Export it with the version that made it, or choose another DATA_DIRECTORY.',
    );
  }
}

async function removeAbandonedStagings(home: ClusterHome): Promise<void> {
  const prefix = `${basename(home.folder)}.new-`;
  for (const name of await readdir(dirname(home.folder))) {
    const pid = Number(name.startsWith(prefix) && name.slice(prefix.length).split('-')[0]);
    if (pid > 0 && !isAlive(pid))
      await rm(join(dirname(home.folder), name), { recursive: true, force: true });
  }
}
