import { figures } from './figures/figures.js';
import { rowOf, type Row } from './figure.js';
import { Ground } from './ground/ground.js';
import { growthTableOf, tableOf } from './table.js';

/**
 * `npm run bench [-- FIGURE…] [--json]`: measures each figure beside its limit and prints one table. A name that ends
 * in `-` or `*` stands for all that begin with it, but for those of a million, which are asked for by their names. What was measured at several sizes has a second table, of its growth.
 * `--small` counts few ballots, to see that it runs. A benchmark is no test: a missed goal is shown and fails nothing.
 */
async function main(): Promise<void> {
  const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const asJson = process.argv.includes('--json');
  const matches = (name: string): boolean =>
    asked.length === 0 ||
    asked.some(
      (wanted) => name === wanted || (/[-*]$/.test(wanted) && name.startsWith(wanted.replace('*', ''))),
    );
  const chosen = figures.filter(
    ({ name, onlyByName }) => matches(name) && (asked.includes(name) || onlyByName !== true),
  );
  if (chosen.length === 0)
    throw new Error(`There is no such figure. Known: ${figures.map((f) => f.name).join(' ')}`);
  const ground = new Ground((line) => console.error(line));
  const rows: Row[] = [];
  const stop = (): void => void ground.dispose().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    for (const figure of chosen) {
      console.error(`measuring ${figure.name}`);
      try {
        rows.push(rowOf(figure, await figure.measure(ground)));
      } catch (error) {
        // The figures that can be measured are still worth having.
        console.error(`${figure.name} could not be measured:`, error);
        await ground.stopServers();
        process.exitCode = 1;
      }
    }
  } finally {
    await ground.dispose();
  }
  if (asJson) console.log(JSON.stringify(rows, null, 2));
  else console.log([tableOf(rows), growthTableOf(rows)].filter((table) => table !== '').join('\n\n'));
}

await main();
