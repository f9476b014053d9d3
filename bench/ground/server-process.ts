import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a compiled script of this folder as a process of its own, so that the load and the server do not share one
 * thread. The script prints `listening <port>`; after that its output is read and dropped, as a log would be.
 */
export async function startServerProcess(
  script: string,
  environment: Record<string, string>,
): Promise<ServerProcess> {
  const file = fileURLToPath(new URL(`../servers/${script}.js`, import.meta.url));
  const profiling = process.env.BENCH_CPU_PROFILE === script ? ['--cpu-prof', '--cpu-prof-dir=.'] : [];
  const child = spawn(process.execPath, [...profiling, file], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child, script);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function portOf(child: ChildProcess, script: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code} before it listened`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const port = /^listening (\d+)$/.exec(line)?.[1];
      if (port) resolve(Number(port));
    });
  });
}
