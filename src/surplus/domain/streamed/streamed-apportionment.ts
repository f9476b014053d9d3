import { lotOf, type ApportionedShare, type Claim } from '../../../shared/largest-remainder.js';
import { visiting, type Seen, type Steps } from './visits.js';

/**
 * The largest remainder method over claims that are seen one after the other, in passes: the same shares as
 * `apportionByLargestRemainder` gives, with memory that does not grow with the claims. The whole parts are summed while
 * remainders are counted in buckets; the bucket in which the last unit falls is looked into, again in buckets while it
 * holds too many, and where remainders are equal their lots are. What is left is the last claim that is rounded up.
 */
const buckets = 65_536n;
/** So many claims are ordered at once; a bucket with more is divided. */
export const mostOrdered = 50_000;

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

/** `claimOf` gives the claim of a participant, or null for one who takes no part in this apportionment. */
export function* apportionStreamed(
  total: bigint,
  totalWeight: bigint,
  seed: string,
  claimOf: (one: Seen) => Claim | null,
  ordered = mostOrdered,
): Steps<StreamedApportionment> {
  if (totalWeight === 0n || total === 0n) return new StreamedApportionment(total, totalWeight, seed, null);
  const first = new RemainderBuckets(1n, totalWeight);
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
      : yield* findLast(Number(seen.leftOver), first, ordered, seed, (one) => {
          const claim = claimOf(one);
          return claim && { key: claim.key, remainder: (total * claim.weight) % totalWeight };
        });
  return new StreamedApportionment(total, totalWeight, seed, last);
}

type Candidate = { readonly key: string; readonly remainder: bigint };

function* findLast(
  leftOver: number,
  first: RemainderBuckets,
  ordered: number,
  seed: string,
  candidateOf: (one: Seen) => Candidate | null,
): Steps<LastRoundedUp> {
  let range = first.holding(leftOver);
  while (range.count > ordered && range.to - range.from > 1n) {
    const finer = new RemainderBuckets(range.from, range.to);
    yield visiting(finer.seen, (one) => {
      const candidate = candidateOf(one);
      if (candidate) finer.add(candidate.remainder);
    });
    range = finer.holding(range.wanted);
  }
  if (range.count > ordered) return yield* lastByLot(range.from, range.wanted, ordered, seed, candidateOf);
  const seen = { found: [] as (Candidate & { lot: string })[] };
  yield visiting(seen, (one) => {
    const candidate = candidateOf(one);
    if (candidate && candidate.remainder >= range.from && candidate.remainder < range.to)
      seen.found.push({ ...candidate, lot: lotOf(seed, candidate.key) });
  });
  const { found } = seen;
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
  ordered: number,
  seed: string,
  candidateOf: (one: Seen) => Candidate | null,
): Steps<LastRoundedUp> {
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
    const seen = { counts: new Float64Array(65_536) };
    const at = prefix.length;
    yield visiting(seen, (one) => {
      const lot = lotsOf(one);
      if (lot !== null) seen.counts[Number.parseInt(lot.slice(at, at + 4), 16)]! += 1;
    });
    const { counts } = seen;
    if (prefix === '') equal = counts.reduce((sum, count) => sum + count, 0);
    const bucket = counts.findIndex((count) => (wanted > count ? ((wanted -= count), false) : true));
    prefix += bucket.toString(16).padStart(4, '0');
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
  readonly seen = { counts: new Float64Array(Number(buckets)) };
  constructor(
    private readonly from: bigint,
    private readonly to: bigint,
  ) {}

  add(remainder: bigint): void {
    if (remainder < this.from || remainder >= this.to) return;
    this.seen.counts[Number(((remainder - this.from) * buckets) / (this.to - this.from))]! += 1;
  }

  /** The bucket in which the one stands who is `wanted`-th from the top, and which one of that bucket it is. */
  holding(wanted: number): { from: bigint; to: bigint; count: number; wanted: number } {
    let rest = wanted;
    const { counts } = this.seen;
    let bucket = counts.length - 1;
    while (rest > counts[bucket]!) rest -= counts[bucket--]!;
    const width = this.to - this.from;
    const edge = (at: number): bigint => this.from + (BigInt(at) * width + buckets - 1n) / buckets;
    return { from: edge(bucket), to: edge(bucket + 1), count: counts[bucket]!, wanted: rest };
  }
}
