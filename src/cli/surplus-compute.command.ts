import { readFile } from 'node:fs/promises';
import { getHeapStatistics } from 'node:v8';
import type { Command } from 'commander';
import { readExactJson } from '../shared/exact-json.js';
import { isRefusal, type Refusal } from '../shared/refusal.js';
import { computeSurplus } from '../surplus/domain/compute-surplus.js';
import { printSurplusInParts } from '../surplus/domain/print-surplus.js';
import { refuse } from '../surplus/domain/reasons.js';
import { isUnread, toStandardOutput } from './standard-output.js';

/**
 * `rochdale surplus compute FILE`: reads `{policy, snapshot}` as JSON (`-` reads standard input) and prints the
 * result and the explain tree as canonical JSON. No database, no clock. A refusal goes to standard error in
 * words, and the command ends with 1; a file that cannot be read, or is no JSON in UTF-8, ends with 2.
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
      if (text === null) return fail(2, `${file} cannot be read: it is not there, or is no text in UTF-8.`);
      const read = readExactJson(text);
      if ('problem' in read) return fail(2, `${file} is not JSON: ${read.problem}.`);
      if ('faults' in read)
        return fail(
          1,
          describeRefusal(refuse('MALFORMED_INPUT', 'The file does not say one thing.', read.faults)),
        );
      const tooMany = moreThanMemoryHolds(read.value, getHeapStatistics().heap_size_limit);
      if (tooMany) return fail(2, tooMany);
      const result = computeSurplus(read.value);
      if (isRefusal(result)) return fail(1, describeRefusal(result));
      await print(printSurplusInParts(result));
    });
}

async function readText(file: string): Promise<string | null> {
  try {
    return inUtf8.decode(file === '-' ? await readAll(process.stdin) : await readFile(file));
  } catch {
    return null;
  }
}

/** A key with a broken character would be somebody else's key: such a file is not read at all. */
const inUtf8 = new TextDecoder('utf-8', { fatal: true });

async function readAll(stream: NodeJS.ReadStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part as Buffer));
  return Buffer.concat(parts);
}

/**
 * All lines are held at once, measured at some 4,500 bytes each beside 3,000 for a participant. More of them than the
 * memory holds would end the program in the middle of a computation; this says so before, and what to do.
 */
export function moreThanMemoryHolds(input: unknown, bytes: number): string | null {
  const { policy, snapshot } = (input ?? {}) as { policy?: Looked; snapshot?: Looked };
  const people = lengthOf(snapshot?.participants);
  const pools = lengthOf(policy?.waterfall?.pools) + lengthOf(policy?.pools);
  const needed = people * (3_000 + 4_500 * Math.max(1, pools));
  return needed <= bytes
    ? null
    : `${people} participants need some ${Math.ceil(needed / 1_000_000)} MB of memory at once: give them to the program (NODE_OPTIONS=--max-old-space-size=${Math.ceil(needed / 1_000_000)}), or share on the server, which holds nobody.`;
}

interface Looked {
  readonly participants?: unknown;
  readonly pools?: unknown;
  readonly waterfall?: { readonly pools?: unknown } | null;
}
const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

/** Ends in order when nobody reads on, as `head` does. */
async function print(parts: Iterable<string>): Promise<void> {
  try {
    for (const part of parts) await toStandardOutput(part);
    await toStandardOutput('\n');
  } catch (error) {
    if (!isUnread(error)) throw error;
  }
}

const describeRefusal = ({ reason, message, details }: Refusal): string =>
  [`Refused (${reason}): ${message}`, ...details.map((detail) => `  - ${detail}`)].join('\n');

function fail(code: number, message: string): void {
  console.error(message);
  process.exitCode = code;
}
