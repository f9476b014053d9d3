import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { compiled } from './compiled-tree.js';
import type { TestDatabase } from './database.js';

export interface CommandOutcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts `rochdale ARGS` as a process of its own, with these settings and no others. */
export const spawnRochdale = (
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [compiled('src/cli/rochdale.js'), ...args], {
    env: { PATH: process.env.PATH, ...settings },
  });

/** Runs `rochdale ARGS` to its end. */
export async function runRochdale(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<CommandOutcome> {
  const child = spawnRochdale(args, settings);
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: child.exitCode, out, err };
}

/** The settings of a server on a test's own database, as on an external PostgreSQL. */
export const onDatabase = (database: TestDatabase): Record<string, string> => ({
  DATABASE_URL: database.appUrl,
  DATABASE_WORKER_URL: database.workerUrl,
  PORT: '0',
});

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcessWithoutNullStreams;
  /** Everything printed so far. */
  output(): string;
  /** Waits until the process prints this; fails when it ends before. */
  said(what: RegExp): Promise<RegExpExecArray>;
  /** The status with which the process ended. */
  readonly ended: Promise<number | null>;
}

/** Starts `rochdale start` and waits until it says where it listens. */
export async function startServerProcess(settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const child = spawnRochdale(['start'], settings);
  let output = '';
  const ended = once(child, 'exit').then(([status]) => status as number | null);
  const said = (what: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = what.exec(output);
        if (match) resolve(match);
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      void ended.then(() => reject(new Error(`the server ended: ${output}`)));
      look();
    });
  const collect = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const [, url] = await said(/runs at (http:\/\/localhost:\d+)\n/);
  return { url: url!, child, output: () => output, said, ended };
}
