import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { isRefusal, type Refusal } from '../shared/refusal.js';
import { computeSurplus, printSurplus } from '../surplus/domain/compute-surplus.js';

/**
 * `rochdale surplus compute FILE`: reads `{policy, snapshot}` as JSON (`-` reads standard input) and prints the
 * result and the explain tree as canonical JSON. No database, no clock. A refusal goes to standard error in
 * words, and the command ends with 1; a file that cannot be read ends with 2.
 */
export function registerSurplusCompute(program: Command): void {
  const surplus =
    program.commands.find((command) => command.name() === 'surplus') ??
    program.command('surplus').description('how the surplus is split');
  surplus
    .command('compute')
    .argument('<file>', 'JSON with policy and snapshot; - reads standard input')
    .description('compute a surplus from a policy and a snapshot, without a database')
    .action(async (file: string) => {
      const text = await readText(file);
      if (text === null) return fail(2, `${file} cannot be read.`);
      const input = parseJson(text);
      if (input === undefined) return fail(2, `${file} is not JSON.`);
      const result = computeSurplus(input);
      if (isRefusal(result)) return fail(1, describeRefusal(result));
      process.stdout.write(`${printSurplus(result)}\n`);
    });
}

async function readText(file: string): Promise<string | null> {
  try {
    return file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8');
  } catch {
    return null;
  }
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const describeRefusal = ({ reason, message, details }: Refusal): string =>
  [`Refused (${reason}): ${message}`, ...details.map((detail) => `  - ${detail}`)].join('\n');

function fail(code: number, message: string): void {
  console.error(message);
  process.exitCode = code;
}
