import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command } from 'commander';
import { isRefusal } from '../shared/refusal.js';
import { readNeutralCase } from '../voting/domain/case-format/neutral-case.js';
import { tallyCase } from '../voting/domain/case-format/tally-case.js';
import { refuseTally, type TallyRefusal } from '../voting/domain/tally/tally-method.js';

/**
 * Counts cases in the neutral format (files, or folders with `.json` files at any depth, in the order of their
 * names) and prints one JSON line for each: `{id, winners, ...}`, or `{id, refused: {reason, message, details}}`.
 * The exit code is 1 if anything was refused or could not be read, else 0.
 */
export async function tallyFiles(paths: readonly string[], print: (line: string) => void): Promise<number> {
  let exitCode = 0;
  for (const path of paths) {
    const files = await filesIn(path);
    for (const file of files ?? [path]) {
      const line = await tallyFile(file);
      if ('refused' in line) exitCode = 1;
      print(JSON.stringify(line));
    }
  }
  return exitCode;
}

/** `rochdale tally FILE...` */
export function registerTally(program: Command): void {
  program
    .command('tally')
    .description('count elections in the neutral case format, without server or database')
    .argument('<file...>', 'case files, or folders of them')
    .action(async (paths: string[]) => {
      process.exitCode = await tallyFiles(paths, (line) => console.log(line));
    });
}

async function tallyFile(file: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return refused(file, refuseTally('MALFORMED_CASE', `The file ${file} cannot be read.`));
  const neutral = readNeutralCase(text);
  if (isRefusal(neutral)) return refused(file, neutral);
  const outcome = tallyCase(neutral);
  return isRefusal(outcome) ? refused(neutral.id, outcome) : { id: neutral.id, ...outcome };
}

const refused = (id: string, { reason, message, details }: TallyRefusal): Record<string, unknown> => ({
  id,
  refused: { reason, message, details },
});

/** The case files below a folder, sorted; null for anything else. */
async function filesIn(path: string): Promise<string[] | null> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return null;
  const names = (await readdir(path, { recursive: true })).filter((name) => name.endsWith('.json'));
  return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).map((name) => join(path, name));
}
