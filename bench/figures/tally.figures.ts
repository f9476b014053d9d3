import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figure } from '../figure.js';
import type { Pair } from '../in-turns.js';
import { kinds } from '../tally/elections.js';

const run = promisify(execFile);
const counter = fileURLToPath(new URL('../tally/count-process.js', import.meta.url));
const [ballots, options] = [1_000_000, 10];

/** `tally-…`: each method on a million ballots that nobody has merged, beside one pass over the same ballots. */
export const tallyFigures: readonly Figure[] = Object.entries(kinds).map(([name, { atMost }]) => ({
  name: `tally-${name}`,
  limitIs: 'one pass that counts first choices',
  goal: { atMost },
  measure: async () => {
    const { stdout } = await run(process.execPath, [counter, name, String(ballots), String(options)]);
    const { ballotsMB, countMB, ...pair } = JSON.parse(stdout) as Pair & {
      ballotsMB: number;
      countMB: number;
    };
    const memory = `${Math.trunc(countMB)} MB beside ${Math.trunc(ballotsMB)} MB of ballots`;
    return { ...pair, unit: 'ms', note: memory };
  },
}));
