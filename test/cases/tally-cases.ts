import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readNeutralCase } from '../../src/voting/domain/case-format/neutral-case.js';
import { tallyCase } from '../../src/voting/domain/case-format/tally-case.js';
import { TALLY_METHODS } from '../../src/voting/domain/tally/method-registry.js';
import { isRefusal } from '../../src/shared/refusal.js';
import { type CaseResult, type CaseRunner } from './case-runner.js';
import { firstDifference } from './compare-outcome.js';

/** `tally/<method>/<id>.json`: elections in the neutral format, through the functions of `rochdale tally`. */
export const tallyCases: CaseRunner = {
  async run(folder) {
    const root = join(folder, 'tally');
    const names = await readdir(root, { recursive: true }).catch(() => []);
    const files = names.filter((name) => name.endsWith('.json')).sort();
    const results: CaseResult[] = [];
    for (const file of files) results.push(runCase(file, await readFile(join(root, file), 'utf8')));
    return results;
  },
};

function runCase(file: string, text: string): CaseResult {
  const group = `tally/${file.split(/[\\/]/)[0]!}`;
  try {
    const neutral = readNeutralCase(text);
    if (isRefusal(neutral)) return { group, id: file, status: 'failed', reason: neutral.message };
    const { id, method } = neutral;
    if (!TALLY_METHODS.some((known) => known.name === method)) {
      return { group, id, status: 'uncovered', reason: `no method "${method}"` };
    }
    const outcome = tallyCase(neutral);
    if (isRefusal(outcome)) return { group, id, status: 'failed', reason: `refused: ${outcome.message}` };
    const reference = JSON.parse(text) as {
      expected: Record<string, unknown>;
      options: Record<string, unknown>;
    };
    const difference = firstDifference(reference, JSON.parse(JSON.stringify(outcome)));
    return difference === null
      ? { group, id, status: 'passed' }
      : { group, id, status: 'failed', reason: difference };
  } catch (error) {
    return { group, id: file, status: 'failed', reason: `thrown: ${String(error)}` };
  }
}
