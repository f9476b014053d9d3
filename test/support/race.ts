import { fork } from 'node:child_process';
import { compiled } from './compiled-tree.js';
import type { RaceJob } from './race-worker.js';

/**
 * Runs each job in an operating-system process of its own. All wait at a barrier until the last one is ready, then
 * start together; the answers come in the order of the jobs. `atTheBarrier` runs when all are ready.
 */
export async function race<Answer>(
  url: string,
  jobs: readonly RaceJob[],
  atTheBarrier: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Answer[]> {
  const runners = jobs.map((job) => start<Answer>(url, job));
  await Promise.all(runners.map((runner) => runner.ready));
  await atTheBarrier();
  for (const runner of runners) runner.go();
  return Promise.all(runners.map((runner) => runner.answer));
}

function start<Answer>(url: string, job: RaceJob) {
  const child = fork(compiled('test/support/race-worker.js'), {
    env: { ...process.env, NODE_OPTIONS: '', RACE_JOB: JSON.stringify({ url, job }) },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`a process of the race ended with code ${code}`));
    });
  });
  failed.catch(() => undefined);
  let isReady: () => void = () => undefined;
  let hasAnswered: (answer: { answer?: Answer; error?: string }) => void = () => undefined;
  child.on('message', (message) => {
    if (message === 'ready') isReady();
    else hasAnswered(message as { answer?: Answer; error?: string });
  });
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const answered = new Promise<{ answer?: Answer; error?: string }>((resolve) => (hasAnswered = resolve));
  return {
    ready: Promise.race([ready, failed]),
    go: () => child.send('go'),
    answer: Promise.race([answered, failed]).then(({ answer, error }) => {
      if (error !== undefined) throw new Error(error);
      return answer as Answer;
    }),
  };
}
