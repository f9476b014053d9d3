import { lotOf, type ApportionedShare, type Claim } from '../../../shared/largest-remainder.js';
import { visiting, type Seen, type Steps } from './visits.js';

/** How the units left over are given out, and with how much room. */
export interface Draw {
  readonly seed: string;
  /** So many claims are ordered at once; a bucket with more is divided. */
  readonly ordered: number;
  /** Digits of a lot by which lots fall into buckets: sixteen to this power of them, and as many of remainders. */
  readonly digits: number;
}

/** The draw of what is shared in so many endings at once: what is counted and ordered hardly grows with them. */
export const drawFor = (seed: string, endings: number): Draw => ({
  seed,
  ordered: Math.max(250, Math.floor(50_000 / endings)),
  digits: endings > 64 ? 2 : 3,
});
const bucketsOf = ({ digits }: Draw): number => 16 ** digits;

/** The last claim, in the order of remainders and lots, that gets one of the units left over. */
interface LastRoundedUp {
  readonly remainder: bigint;
  readonly lot: string;
  /** Whether somebody with the same remainder gets none. */
  readonly split: boolean;
}

export class StreamedApportionment {
  constructor(
    readonly total: bigint,
    readonly totalWeight: bigint,
    private readonly seed: string,
    private readonly last: LastRoundedUp | null,
  ) {}

  shareOf({ key, weight }: Claim): ApportionedShare {
    if (this.totalWeight === 0n)
      return { key, weight, units: 0n, floor: 0n, remainder: 0n, roundedUp: false };
    const product = this.total * weight;
    const floor = product / this.totalWeight;
    const remainder = product % this.totalWeight;
    const roundedUp = this.isRoundedUp(key, remainder);
    return { key, weight, units: roundedUp ? floor + 1n : floor, floor, remainder, roundedUp };
  }

  /** Whether the lot decided about claims with this remainder. */
  isDecidedByLot(remainder: bigint): boolean {
    return this.last !== null && this.last.split && remainder === this.last.remainder;
  }

  private isRoundedUp(key: string, remainder: bigint): boolean {
    if (!this.last || remainder < this.last.remainder) return false;
    return remainder > this.last.remainder || !this.last.split || lotOf(this.seed, key) <= this.last.lot;
  }
}

/**
 * The largest remainder method over claims that are seen one after the other, in passes: the same shares as
 * `apportionByLargestRemainder` gives, with memory that does not grow with the claims. The whole parts are summed while
 * remainders are counted in buckets; the bucket in which the last unit falls is looked into, again in buckets while it
 * holds too many, and where remainders are equal their lots are. What is left is the last claim that is rounded up.
 * `claimOf` gives the claim of a participant, or null for one who takes no part in this apportionment.
 */
export function* apportionStreamed(
  total: bigint,
  totalWeight: bigint,
  draw: Draw,
  claimOf: (one: Seen) => Claim | null,
): Steps<StreamedApportionment> {
  if (totalWeight === 0n || total === 0n)
    return new StreamedApportionment(total, totalWeight, draw.seed, null);
  const first = new RemainderBuckets(1n, totalWeight, bucketsOf(draw));
  const seen = { leftOver: total, buckets: first.seen };
  yield visiting(seen, (one) => {
    const claim = claimOf(one);
    if (!claim) return;
    const product = total * claim.weight;
    seen.leftOver -= product / totalWeight;
    first.add(product % totalWeight);
  });
  const last =
    seen.leftOver === 0n
      ? null
      : yield* findLast(Number(seen.leftOver), first, draw, (one) => {
          const claim = claimOf(one);
          return claim && { key: claim.key, remainder: (total * claim.weight) % totalWeight };
        });
  return new StreamedApportionment(total, totalWeight, draw.seed, last);
}

type Candidate = { readonly key: string; readonly remainder: bigint };

function* findLast(
  leftOver: number,
  first: RemainderBuckets,
  draw: Draw,
  candidateOf: (one: Seen) => Candidate | null,
): Steps<LastRoundedUp> {
  const { seed, ordered } = draw;
  let range = first.holding(leftOver);
  while (range.count > ordered && range.to - range.from > 1n) {
    const finer = new RemainderBuckets(range.from, range.to, bucketsOf(draw));
    yield visiting(finer.seen, (one) => {
      const candidate = candidateOf(one);
      if (candidate) finer.add(candidate.remainder);
    });
    range = finer.holding(range.wanted);
  }
  if (range.count > ordered) return yield* lastByLot(range.from, range.wanted, draw, candidateOf);
  const seen = { found: [] as Candidate[] };
  yield visiting(seen, (one) => {
    const candidate = candidateOf(one);
    if (candidate && candidate.remainder >= range.from && candidate.remainder < range.to)
      seen.found.push(candidate);
  });
  const found = seen.found.map((one) => ({ ...one, lot: lotOf(seed, one.key) }));
  found.sort((a, b) =>
    a.remainder !== b.remainder ? (a.remainder > b.remainder ? -1 : 1) : a.lot < b.lot ? -1 : 1,
  );
  const { remainder, lot } = found[range.wanted - 1]!;
  return { remainder, lot, split: found[range.wanted]?.remainder === remainder };
}

/** Among very many equal remainders: lots by their first digits, finer until few enough are left to be ordered. */
function* lastByLot(
  remainder: bigint,
  among: number,
  draw: Draw,
  candidateOf: (one: Seen) => Candidate | null,
): Steps<LastRoundedUp> {
  const { seed, ordered, digits } = draw;
  let prefix = '';
  let wanted = among;
  let equal = 0;
  const lotsOf = (one: Seen): string | null => {
    const candidate = candidateOf(one);
    if (candidate?.remainder !== remainder) return null;
    const lot = lotOf(seed, candidate.key);
    return lot.startsWith(prefix) ? lot : null;
  };
  for (;;) {
    const seen = { counts: new Float64Array(bucketsOf(draw)) };
    const at = prefix.length;
    yield visiting(seen, (one) => {
      const lot = lotsOf(one);
      if (lot !== null) seen.counts[Number.parseInt(lot.slice(at, at + digits), 16)]! += 1;
    });
    const { counts } = seen;
    if (prefix === '') equal = counts.reduce((sum, count) => sum + count, 0);
    const bucket = counts.findIndex((count) => (wanted > count ? ((wanted -= count), false) : true));
    prefix += bucket.toString(16).padStart(digits, '0');
    if (counts[bucket]! <= ordered) break;
  }
  const seen = { lots: [] as string[] };
  yield visiting(seen, (one) => {
    const lot = lotsOf(one);
    if (lot !== null) seen.lots.push(lot);
  });
  return { remainder, lot: seen.lots.sort()[wanted - 1]!, split: among < equal };
}

/** How many remainders fall where between `from` and `to` (not itself); remainders of zero get nothing. */
class RemainderBuckets {
  /** What was counted so far, and nothing else. */
  readonly seen: { readonly counts: Float64Array };
  private readonly buckets: bigint;
  constructor(
    private readonly from: bigint,
    private readonly to: bigint,
    buckets: number,
  ) {
    this.seen = { counts: new Float64Array(buckets) };
    this.buckets = BigInt(buckets);
  }

  add(remainder: bigint): void {
    if (remainder < this.from || remainder >= this.to) return;
    this.seen.counts[Number(((remainder - this.from) * this.buckets) / (this.to - this.from))]! += 1;
  }

  /** The bucket in which the one stands who is `wanted`-th from the top, and which one of that bucket it is. */
  holding(wanted: number): { from: bigint; to: bigint; count: number; wanted: number } {
    let rest = wanted;
    const { counts } = this.seen;
    let bucket = counts.length - 1;
    while (rest > counts[bucket]!) rest -= counts[bucket--]!;
    const width = this.to - this.from;
    const edge = (at: number): bigint => this.from + (BigInt(at) * width + this.buckets - 1n) / this.buckets;
    return { from: edge(bucket), to: edge(bucket + 1), count: counts[bucket]!, wanted: rest };
  }
}
