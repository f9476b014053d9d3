import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { canonicalJson } from '../shared/canonical-json.js';
import { Ratio } from '../shared/ratio.js';
import { isRefusal, type Refusal } from '../shared/refusal.js';
import type { RecountBallot } from '../voting/domain/recount/recount-package.js';
import { recountPackage, type Recount } from '../voting/domain/recount/recount.js';

interface Options {
  /** The hash of the list of ballots, as the poll's result shows it or the sealed record keeps it. */
  readonly hash?: string;
  /** A check code from a receipt. */
  readonly code?: string;
  readonly json?: boolean;
}

/**
 * `rochdale recount FILE`: recounts a poll from its package; `-` reads standard input. Prints `identical`, or `differs at
 * round 3`, or `altered`, with what was found. Ends with 0 when the recount agrees, 1 when something differs, was altered
 * or is not a package, 2 when the file cannot be read.
 */
export function registerRecount(program: Command): void {
  program
    .command('recount')
    .description('recount a poll from its recount package, without server or database')
    .argument('<file>', 'the package as it was downloaded; - reads standard input')
    .option('--hash <hash>', 'the hash of the ballots from the poll’s result, to compare with')
    .option('--code <code>', 'a check code from a receipt: shows the ballot under it')
    .option('--json', 'print what was found as one line of JSON')
    .action(async (file: string, options: Options) => {
      process.exitCode = await recountFile(file, options, (line) => console.log(line));
    });
}

/** Recounts one file; the exit code is answered, what was found is printed. */
export async function recountFile(
  file: string,
  options: Options,
  print: (line: string) => void,
): Promise<number> {
  const mine: { ballot: RecountBallot; line: number }[] = [];
  let recount: Recount | Refusal;
  try {
    recount = await recountPackage(linesOf(file), ({ ballot, line }) => {
      if (ballot.code === options.code) mine.push({ ballot, line });
    });
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    print(`${file} cannot be read.`);
    return 2;
  }
  if (isRefusal(recount)) {
    print(
      options.json
        ? JSON.stringify({ refused: { reason: recount.reason, message: recount.message } })
        : `Refused (${recount.reason}): ${recount.message}`,
    );
    return 1;
  }
  const isAsExpected = options.hash === undefined || options.hash === recount.ballotsHash;
  if (options.json) print(JSON.stringify({ ...recount, ...(options.hash && { isAsExpected }) }));
  else for (const line of inWords(recount, options, mine, isAsExpected)) print(line);
  const isFound = options.code === undefined || mine.length > 0;
  return recount.verdict === 'identical' && isAsExpected && isFound ? 0 : 1;
}

function inWords(
  recount: Recount,
  { hash, code }: Options,
  mine: readonly { readonly ballot: RecountBallot; readonly line: number }[],
  isAsExpected: boolean,
): string[] {
  const { verdict, altered, difference } = recount;
  const where =
    difference === null
      ? ''
      : `${difference.round === null ? '' : `at round ${difference.round}, `}in ${difference.path}`;
  return [
    verdict === 'identical'
      ? isAsExpected
        ? 'identical'
        : 'other ballots: the recount of this file is identical, but it is not the list whose hash was given'
      : verdict === 'altered'
        ? `altered${difference === null ? '' : `, and differs ${where}`}`
        : `differs ${where}`,
    `“${recount.question}”: ${recount.ballots} ballots counted by ${recount.method}; recorded as ${recount.outcome}${recount.winners.length > 0 ? `: ${recount.winners.join(', ')}` : ''}.`,
    ...altered,
    ...(difference === null
      ? []
      : [
          `Recorded: ${canonicalJson(difference.recorded)}`,
          `Counted from the ballots in the file: ${canonicalJson(difference.recounted)}`,
        ]),
    `Hash of the ballots: ${recount.ballotsHash}`,
    ...(hash === undefined
      ? ['Compare it with `ballotsHash` of the poll’s result, or give it with --hash.']
      : [
          isAsExpected
            ? 'It is the hash that was given.'
            : 'It is not the hash that was given: these are other ballots.',
        ]),
    ...(code === undefined ? [] : ballotsInWords(mine)),
  ];
}

function ballotsInWords(
  mine: readonly { readonly ballot: RecountBallot; readonly line: number }[],
): string[] {
  if (mine.length === 0) return ['No ballot stands under that check code.'];
  return mine.map(({ ballot, line }) => {
    const of = ballot.heldBy === undefined ? 'Your ballot' : 'A vote that was passed on to you';
    return `${of}, line ${line}: ${canonicalJson(ballot.marks)}, weight ${Ratio.of(BigInt(ballot.weightMillionths), 1_000_000n).toString()}.`;
  });
}

async function* linesOf(file: string): AsyncIterable<string> {
  const input = file === '-' ? process.stdin : createReadStream(file, 'utf8');
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  for (;;) {
    const next = await Promise.race([lines.next(), failed]);
    if (next.done) return;
    if (next.value !== '') yield next.value;
  }
}

const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'EACCES'].includes(String(error.code));
