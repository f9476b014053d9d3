import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startEmbeddedCluster } from '../../src/platform/database/embedded-cluster.js';
import type { Figure, Measured } from '../figure.js';
import type { Ground } from '../ground/ground.js';
import { inTurns } from '../in-turns.js';

const program = fileURLToPath(new URL('../../../bin/rochdale.js', import.meta.url));

/** Milliseconds from calling `rochdale start` until it has answered a query; then it is stopped in good order. */
async function untilFirstAnswer(dataDirectory: string): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, 'start'], {
    env: { PATH: process.env.PATH, DATA_DIRECTORY: dataDirectory, PORT: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`rochdale start ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^Rochdale runs at (\S+)$/.exec(line)?.[1];
      if (found) resolve(found);
    });
  });
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  if (response.status !== 200) throw new Error(`the first query was answered with ${response.status}`);
  await response.text();
  const ms = performance.now() - start;
  child.kill('SIGTERM');
  await gone;
  return ms;
}

/** Milliseconds until the database of the same data answers, without the product. */
async function databaseAlone(dataDirectory: string): Promise<number> {
  const start = performance.now();
  const cluster = await startEmbeddedCluster({ dataDirectory, durable: true, log: () => undefined });
  const ms = performance.now() - start;
  await cluster.stop();
  return ms;
}

async function measureStart(ground: Ground): Promise<Measured> {
  const folder = await ground.temporaryFolder('start');
  const pair = await inTurns(
    () => untilFirstAnswer(folder),
    () => databaseAlone(folder),
  );
  return { ...pair, unit: 'ms', note: `${Math.trunc(pair.rochdale - pair.limit)} ms beyond` };
}

export const start: Figure = {
  name: 'start',
  limitIs: 'the start of the database alone',
  goal: { beyondMs: 3_000 },
  measure: measureStart,
};
