/** One side of a pair: runs the work once and answers with its figure (requests a second, or milliseconds). */
export type Side = () => Promise<number>;

export interface Pair {
  readonly rochdale: number;
  readonly limit: number;
  readonly rounds: readonly (readonly [rochdale: number, limit: number])[];
}

/**
 * Measures two sides in turns, so that whatever else the machine does falls on both. The first rounds warm up and are
 * not counted; of the others the median of each side counts. Who goes first changes from round to round.
 */
export async function inTurns(rochdale: Side, limit: Side, rounds = 5, warmUp = 1): Promise<Pair> {
  const counted: [number, number][] = [];
  for (let round = -warmUp; round < rounds; round += 1) {
    const isReversed = round % 2 !== 0;
    const first = await (isReversed ? limit : rochdale)();
    const second = await (isReversed ? rochdale : limit)();
    if (round >= 0) counted.push(isReversed ? [second, first] : [first, second]);
  }
  return {
    rochdale: median(counted.map(([a]) => a)),
    limit: median(counted.map(([, b]) => b)),
    rounds: counted,
  };
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How long the work takes, in milliseconds. */
export async function millisecondsOf(work: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
