import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { nameOf } from '../properties/case-property.js';
import { type Checked, type Piece } from './trust-worker.js';
import { trustedClaims, type Subject } from './trusted-claims.js';

/**
 * `npm run trust -- count|surplus [--cases N] [--method NAME] [--seed S] [--from I]`: every claim of the tests,
 * over a million generated cases each unless told otherwise. Ends with 1 at the first counterexample, and says
 * the seed and the number that draw it again.
 */
const usage = 'npm run trust -- count|surplus [--cases N] [--method NAME] [--seed S] [--from I]';
const pieceSize = 2_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: 'string', default: '1000000' },
    method: { type: 'string' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    from: { type: 'string', default: '0' },
  },
});
const subject = positionals[0] as Subject;
const [cases, seed, first] = [values.cases, values.seed, values.from].map(Number) as [number, number, number];
const numbers = [cases, seed, first].every((value) => Number.isSafeInteger(value) && value >= 0);
if (!['count', 'surplus'].includes(subject) || !numbers) fail(`Usage: ${usage}`);
const claims = trustedClaims(subject);
const chosen = claims.flatMap((claim, index) =>
  values.method === undefined || claim.method === values.method ? [index] : [],
);
if (chosen.length === 0)
  fail(
    `No method "${values.method}". Known: ${[...new Set(claims.map(({ method }) => method))].join(', ')}.`,
  );

const pieces = piecesOf(chosen);
const met = new Map<number, number>(chosen.map((claim) => [claim, 0]));
const left = new Map<number, number>(chosen.map((claim) => [claim, cases]));
console.log(`${chosen.length} claims, ${cases} cases each, seed ${seed}`);
const started = Date.now();
await Promise.all(Array.from({ length: availableParallelism() }, work));
const thin = chosen.filter((claim) => met.get(claim)! < cases / (claims[claim]!.meetsOneIn ?? 1) / 2);
for (const claim of thin)
  console.log(`only ${met.get(claim)} cases put it to the test: ${nameOf(claims[claim]!)}`);
console.log(
  `trust ${subject}: ${chosen.length} claims held in ${cases} cases each (seed ${seed}, ${secondsSince(started)} s), no counterexample`,
);
process.exit(thin.length > 0 ? 1 : 0);

function* piecesOf(indexes: readonly number[]): Generator<Piece> {
  for (const claim of indexes)
    for (let done = 0; done < cases; done += pieceSize)
      yield { subject, claim, seed, from: first + done, count: Math.min(pieceSize, cases - done) };
}

/** One worker, given a piece at a time until there are none. */
function work(): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./trust-worker.js', import.meta.url));
    const next = (): void => {
      const piece = pieces.next();
      if (piece.done) void worker.terminate().then(() => resolve());
      else worker.postMessage(piece.value);
    };
    worker.on('message', (checked: Checked) => {
      note(checked);
      next();
    });
    worker.on('error', reject);
    next();
  });
}

function note({ piece, met: some, counterexample }: Checked): void {
  const claim = claims[piece.claim]!;
  if (counterexample !== null)
    fail(
      `${counterexample}\nagain: npm run trust -- ${subject} --method ${claim.method} --seed ${seed} --from ${numberIn(counterexample)} --cases 1`,
    );
  met.set(piece.claim, met.get(piece.claim)! + some);
  left.set(piece.claim, left.get(piece.claim)! - piece.count);
  if (left.get(piece.claim) === 0) {
    const open = [...left.values()].filter((rest) => rest > 0).length;
    console.log(`${secondsSince(started)} s  held in ${cases}: ${nameOf(claim)} (${open} claims to go)`);
  } else if (left.get(piece.claim)! % 100_000 < pieceSize && cases > 100_000) {
    console.log(
      `${secondsSince(started)} s  ${cases - left.get(piece.claim)!} of ${cases}: ${nameOf(claim)}`,
    );
  }
}

function secondsSince(instant: number): string {
  return ((Date.now() - instant) / 1000).toFixed(0);
}
function numberIn(counterexample: string): string {
  return /in case (\d+) of seed/.exec(counterexample)?.[1] ?? '0';
}
function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
