import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { ClusterFailure } from './cluster-failure.js';

/** A user of the operating system, as /etc/passwd names it. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root. Returns the user that runs it then (`postgres` where it exists, or
 * else `nobody`), and null when we are an ordinary user ourselves.
 */
export function databaseUser(): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const passwd = readFileSync('/etc/passwd', 'utf8');
  const user = systemUser(passwd, 'postgres') ?? systemUser(passwd, 'nobody');
  if (user === null) {
    throw new ClusterFailure(
      'PostgreSQL refuses to run as root, and this machine has neither a user "postgres" nor "nobody". ' +
        'Start Rochdale as an ordinary user, or set DATABASE_URL.',
    );
  }
  return user;
}

/** The user of that name in the text of /etc/passwd, or null. */
export function systemUser(passwd: string, name: string): SystemUser | null {
  for (const line of passwd.split('\n')) {
    const [login, , uid, gid] = line.split(':');
    if (login === name && uid && gid) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/** Whether that user may pass through every folder down to this one. */
export function canEnter(user: SystemUser, folder: string): boolean {
  const attempt = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    cwd: '/',
    stdio: 'ignore',
    uid: user.uid,
    gid: user.gid,
  });
  return attempt.status === 0;
}
