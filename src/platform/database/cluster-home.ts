import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync } from 'node:fs';
import { lstat, mkdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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

/** Where a database goes that may not live in the checkout: one folder for each data directory. */
function sharedFolder(): string {
  try {
    accessSync('/var/lib', constants.W_OK);
    return '/var/lib/rochdale';
  } catch {
    return join(tmpdir(), 'rochdale');
  }
}

function homesOf(dataDirectory: string): { inside: ClusterHome; outside: ClusterHome } {
  const path = resolve(dataDirectory);
  const mark = createHash('sha256').update(path).digest('hex').slice(0, 12);
  return {
    inside: homeAt(join(path, 'postgres')),
    outside: homeAt(join(sharedFolder(), `postgres-${mark}`)),
  };
}

/** The home of an existing cluster of this data directory, or null. */
export function existingHome(dataDirectory: string): ClusterHome | null {
  const { inside, outside } = homesOf(dataDirectory);
  if (existsSync(inside.data)) return inside;
  return existsSync(outside.data) ? outside : null;
}

/** Chooses the home of a cluster: inside the data directory, unless the user who runs it cannot get there. */
export async function chooseHome(
  dataDirectory: string,
  user: SystemUser | null,
  log: (line: string) => void,
): Promise<ClusterHome> {
  const { inside, outside } = homesOf(dataDirectory);
  await mkdir(dirname(inside.folder), { recursive: true, mode: 0o755 });
  if (user === null || canEnter(user, dirname(inside.folder))) return inside;
  await ownSharedFolder();
  log(
    `The database lives in ${outside.folder}: the user ${user.name} who runs it cannot enter ${dirname(inside.folder)}.`,
  );
  return outside;
}

/** Makes the shared folder, or finds it ours: in a temporary folder anybody could have laid a trap under its name. */
export async function ownSharedFolder(): Promise<string> {
  const folder = sharedFolder();
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const { uid } = await lstat(folder);
  if (uid !== process.getuid?.())
    throw new ClusterFailure(`The folder ${folder} belongs to another user. Remove it.`);
  return folder;
}

export const readPasswords = async (home: ClusterHome): Promise<DatabasePasswords> =>
  JSON.parse(await readFile(home.passwords, 'utf8')) as DatabasePasswords;
