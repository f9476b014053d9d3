import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { seedYear } from '../distribution/ground.js';
import type { Figure, Measured } from '../figure.js';
import type { BenchDatabase, Ground } from '../ground/ground.js';
import type { Pair } from '../in-turns.js';

type Distributed = Pair & {
  readonly startMB: number;
  readonly mostMB: number;
  readonly longestHoldMs: number;
  readonly computeMs: number;
  readonly postMs: number;
};

function measuredIn(database: BenchDatabase, rounds: number, warmUp: number): Promise<Distributed> {
  const script = fileURLToPath(new URL('../distribution/distribute-process.js', import.meta.url));
  const child = spawn(process.execPath, [script, String(rounds), String(warmUp)], {
    env: { ...process.env, DATABASE: JSON.stringify(database) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      code === 0
        ? resolve(JSON.parse(printed) as Distributed)
        : reject(new Error(`the process ended with code ${code}`)),
    );
  });
}

const distributeAmong =
  (members: number, rounds: number, warmUp: number) =>
  async (ground: Ground): Promise<Measured> => {
    const database = await ground.database(`year_${members}`, seedYear(members));
    const { startMB, mostMB, longestHoldMs, computeMs, postMs, ...pair } = await measuredIn(
      database,
      rounds,
      warmUp,
    );
    const megabytes = `memory ${mostMB.toFixed(0)} MB at most, ${startMB.toFixed(0)} MB at the start`;
    const held = `event loop held ${longestHoldMs.toFixed(0)} ms at most`;
    const parts = `computed and explained in ${computeMs.toFixed(0)} ms, posted in ${postMs.toFixed(0)} ms`;
    const note = `${members.toLocaleString('en-US')} members; ${parts}; ${megabytes}; ${held}`;
    return { ...pair, unit: 'ms', note };
  };

const limitIs = 'INSERT … SELECT of the same rows into the same tables';

/** A year frozen, computed, written with why each line is what it is, and posted. The million is asked for by its name. */
export const distributeFigures: readonly Figure[] = [
  { name: 'distribute', limitIs, goal: { atMost: 3 }, measure: distributeAmong(100_000, 5, 1) },
  {
    ...{ name: 'distribute-million', limitIs, goal: { atMost: 3 }, onlyByName: true },
    measure: distributeAmong(1_000_000, 0, 0),
  },
];
