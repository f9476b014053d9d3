import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figure, GrowthPoint } from '../figure.js';
import type { Pair } from '../in-turns.js';
import { isPacked, kinds } from '../tally/elections.js';

const run = promisify(execFile);
const counter = fileURLToPath(new URL('../tally/count-process.js', import.meta.url));

/** `--small` asks for a hundredth of the ballots: to see that it runs, not to read figures from. */
const shrink = process.argv.includes('--small') ? 100 : 1;
const million = 1_000_000 / shrink;

type Counted = Pair & { readonly ballotsMB: number; readonly countMB: number };

async function counted(name: string, ballots: number, options: number, rounds: number): Promise<Counted> {
  const size = [ballots, options, rounds].map(String);
  const { stdout } = await run(process.execPath, [counter, name, ...size], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as Counted;
}

/**
 * `tally-…`: each method on a million ballots that nobody has merged, beside one pass over the same ballots; and how both
 * grow with the number of ballots and of options. Ballots that stay a list (points, votes) come in a tenth of the number.
 */
export const tallyFigures: readonly Figure[] = Object.entries(kinds).map(([name, { atMost }]) => ({
  name: `tally-${name}`,
  limitIs: 'one pass that counts first choices',
  goal: atMost === null ? { none: true as const } : { atMost },
  measure: async () => {
    const most = isPacked(name) || name === 'threshold' ? million : million / 10;
    const { ballotsMB, countMB, ...pair } = await counted(name, most, 10, 5);
    const memory = `${Math.trunc(countMB)} MB beside ${Math.trunc(ballotsMB)} MB of ballots`;
    const note = most === million ? memory : `${most.toLocaleString('en-US')} ballots; ${memory}`;
    const growth: GrowthPoint[] = [];
    for (const ballots of [most / 100, most / 10]) growth.push(await point(name, 'ballots', ballots, 10));
    growth.push({ by: 'ballots', size: most, rochdale: pair.rochdale, limit: pair.limit });
    for (const options of [5, 10, 20, 40]) {
      // A vote for or against has no options to grow in.
      if (kinds[name]!.ballots !== 'vote') growth.push(await point(name, 'options', most / 10, options));
    }
    return { ...pair, unit: 'ms', note, growth };
  },
}));

async function point(
  name: string,
  by: GrowthPoint['by'],
  ballots: number,
  options: number,
): Promise<GrowthPoint> {
  const { rochdale, limit } = await counted(name, ballots, options, 3);
  return { by, size: by === 'ballots' ? ballots : options, rochdale, limit };
}
