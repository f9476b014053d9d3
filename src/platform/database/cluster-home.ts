import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ClusterFailure } from './cluster-failure.js';
import type { DatabasePasswords } from './database-roles.js';
import { canEnter, type SystemUser } from './unprivileged-user.js';

/** The folder of one cluster: `data/` (PostgreSQL's own), the passwords, the server's log, who started it. */
export interface ClusterHome {
  readonly folder: string;
  readonly data: string;
  readonly passwords: string;
  readonly serverLog: string;
  readonly starter: string;
}

export const homeAt = (folder: string): ClusterHome => ({
  folder,
  data: join(folder, 'data'),
  passwords: join(folder, 'passwords.json'),
  serverLog: join(folder, 'server.log'),
  starter: join(folder, 'started-by'),
});

/** Where root's database goes when it may not live in the checkout: one folder in here for each data directory. */
export const sharedFolder = '/var/lib/rochdale';

function homesOf(dataDirectory: string): { inside: ClusterHome; outside: ClusterHome } {
  const path = resolve(dataDirectory);
  const mark = createHash('sha256').update(path).digest('hex').slice(0, 12);
  return {
    inside: homeAt(join(path, 'postgres')),
    outside: homeAt(join(sharedFolder, `postgres-${mark}`)),
  };
}

/** The home of an existing cluster of this data directory, or null. */
export function existingHome(dataDirectory: string): ClusterHome | null {
  const { inside, outside } = homesOf(dataDirectory);
  // A home of another user's, which we cannot look into, must not pass for an absent one.
  if (existsSync(inside.folder)) accessSync(inside.folder, constants.R_OK | constants.X_OK);
  if (existsSync(inside.data)) return inside;
  return process.getuid?.() === 0 && existsSync(outside.data) ? outside : null;
}

/**
 * Chooses the home of a cluster: where it is already, or else inside the data directory, unless the user who runs it
 * cannot get there. A database that has become unreachable is never silently replaced by an empty one elsewhere.
 */
export async function chooseHome(
  dataDirectory: string,
  user: SystemUser | null,
  log: (line: string) => void,
): Promise<ClusterHome> {
  const { inside, outside } = homesOf(dataDirectory);
  const existing = existingHome(dataDirectory);
  const parent = dirname(inside.folder);
  await mkdir(parent, { recursive: true, mode: 0o755 });
  if (user === null) return inside;
  if (existing?.folder !== outside.folder && canEnter(user, parent)) return inside;
  if (existing?.folder === inside.folder) {
    throw new ClusterFailure(
      `The database in ${inside.folder} is run by the user ${user.name}, who can no longer enter ${parent}. ` +
        'Allow it again (chmod o+x on the folders above).',
    );
  }
  log(`The database lives in ${outside.folder}: the user ${user.name} who runs it cannot enter ${parent}.`);
  await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
  return outside;
}

export const readPasswords = async (home: ClusterHome): Promise<DatabasePasswords> =>
  JSON.parse(await readFile(home.passwords, 'utf8')) as DatabasePasswords;
