import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running server writes into `postmaster.pid` of its data folder: its own lock, with process and port. */
export interface PostmasterRecord {
  readonly pid: number;
  readonly port: number;
  readonly status: 'starting' | 'ready' | 'stopping';
}

/**
 * Reads the lines of the file: process id, data folder, start time, port, socket folder, address,
 * shared memory key, status. A server that has just begun has written fewer lines: it is starting, and its port may be 0.
 */
export function parsePostmasterFile(text: string): PostmasterRecord | null {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  const port = Number(lines[3] ?? 0);
  const status = lines[7] === 'ready' || lines[7] === 'stopping' ? lines[7] : 'starting';
  return { pid, port: Number.isSafeInteger(port) ? port : 0, status };
}

const postmasterFileOf = (dataFolder: string): string => join(dataFolder, 'postmaster.pid');

/** The server that holds this data folder, or null when the file is missing or its process is gone. */
export async function readPostmaster(dataFolder: string): Promise<PostmasterRecord | null> {
  let text: string;
  try {
    text = await readFile(postmasterFileOf(dataFolder), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
  const record = parsePostmasterFile(text);
  return record !== null && isAlive(record.pid) && mayBePostgres(record.pid) ? record : null;
}

/** Whether a process of this id runs (also one that belongs to somebody else). */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return !hasEnded(pid);
}

/** An ended process keeps its id until its parent takes note, which in a container without an init is never. */
function hasEnded(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** After a crash the id may have passed to another program. Where we cannot look, we assume it has not. */
function mayBePostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
  } catch {
    return true;
  }
}

/**
 * After a crash the lock may name a process id that another program has now, and PostgreSQL would wait for it
 * for ever. Such a lock is set aside; one that a server wrote in the same instant is put back.
 */
export async function discardForeignLock(dataFolder: string): Promise<void> {
  const file = postmasterFileOf(dataFolder);
  const pid = (text: string) => parsePostmasterFile(text)?.pid ?? 0;
  const seen = pid(await readFile(file, 'utf8').catch(() => ''));
  if (seen === 0 || !isAlive(seen) || mayBePostgres(seen)) return;
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
    if (pid(await readFile(aside, 'utf8')) !== seen) await link(aside, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}
