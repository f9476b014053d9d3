import { type FundElection } from './fund-election.js';
import { type SharedPurses, type UnreducedFraction } from './shared-purses.js';

/**
 * What a project would cost its supporters per utility: the smallest price at which those who can pay it, and
 * the others with all that they hold, cover the cost. Bounds in fixed point with 64 more binary places.
 */
export interface PriceQuote {
  readonly project: number;
  readonly low: bigint;
  readonly high: bigint;
}

const BOUND_BITS = 64n;
/** All purses together, in fixed point: more than that, nobody can pay. */
const FULL_PURSES = 2 ** 50;

/** How far one pass got: the cost left to those who can pay lies between `low` and `high`. */
interface SetAside {
  readonly richPoints: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Quotes prices against the purses. Starting from a price that is certainly not too high, those who cannot pay
 * it are set aside with all they hold and the price for the others rises, until nobody more falls out: the
 * set only grows, so this ends at the one price of the rule (Peters, Pierczyński and Skowron 2021, section 3).
 * Supporters whose purse is empty leave a project's list for the rest of the run.
 */
export class PriceQuotes {
  private readonly live: Int32Array;
  private readonly livePoints: Float64Array;
  private readonly liveEnd: Int32Array;
  private readonly poor: Int32Array;
  private poorCount = 0;
  /** Of each number of points given, the least purse of those who were not set aside. */
  private readonly richest = new Map<number, number>();

  constructor(
    private readonly fund: FundElection,
    private readonly purses: SharedPurses,
    /** Utility of one point of each project: 1, or its cost. Prices are compared per utility. */
    private readonly utilityPerPoint: readonly bigint[],
  ) {
    this.live = fund.supporter.slice();
    this.livePoints = fund.points.slice();
    this.liveEnd = fund.start.slice(1);
    this.poor = new Int32Array(fund.supporter.length);
  }

  /** All purses are full again. */
  restart(): void {
    this.live.set(this.fund.supporter);
    this.livePoints.set(this.fund.points);
    this.liveEnd.set(this.fund.start.subarray(1));
  }

  /** A bound that holds from the first: everyone pays the same per point. */
  firstBound(project: number): PriceQuote {
    const cost = this.purses.scaledFloor(this.costInUnits(project), 1n);
    const scale = BigInt(this.fund.pointTotals[project]!) * this.utilityPerPoint[project]!;
    const low = (BigInt(cost) << BOUND_BITS) / scale;
    return { project, low, high: low };
  }

  /** Bounds of the price, given an earlier one; null when the supporters cannot cover the cost any more. */
  quote(earlier: PriceQuote): PriceQuote | null {
    const { project } = earlier;
    const settled = this.settle(earlier);
    if (settled === 'unaffordable') return null;
    const utility = this.utilityPerPoint[project]!;
    if (settled === 'undecided') {
      const price = this.priceFromPurses(project);
      if (price === null) return null;
      const low = this.purses.scaledBound(price, utility, BOUND_BITS);
      return { project, low, high: low + 1n };
    }
    const scale = BigInt(settled.richPoints) * utility;
    return {
      project,
      low: (BigInt(Math.max(settled.low, 0)) << BOUND_BITS) / scale,
      high: (BigInt(Math.max(settled.high, 0)) << BOUND_BITS) / scale + 1n,
    };
  }

  /** The exact price per point of a project whose cost is covered. */
  exactPrice(quote: PriceQuote): UnreducedFraction | null {
    const settled = this.settle(quote);
    if (settled === 'unaffordable') return null;
    if (settled === 'undecided') return this.priceFromPurses(quote.project);
    const held = this.purses.sumOf(this.poor, this.poorCount);
    return {
      numerator: this.costInUnits(quote.project) * this.purses.denominator - held,
      share: BigInt(settled.richPoints),
    };
  }

  /** Sets aside who cannot pay, in fixed point, and leaves them in `poor`. */
  private settle(earlier: PriceQuote): SetAside | 'unaffordable' | 'undecided' {
    const { project } = earlier;
    const cost = this.purses.scaledFloor(this.costInUnits(project), 1n);
    if (cost > FULL_PURSES) return 'unaffordable';
    const bound = earlier.low * this.utilityPerPoint[project]!;
    let at = this.setAside(project, cost, (points) => Number((bound * BigInt(points)) >> BOUND_BITS));
    for (;;) {
      if (at.richPoints === 0) return 'unaffordable';
      const [low, high, share] = [BigInt(at.low), BigInt(at.high), BigInt(at.richPoints)];
      let everyoneLeftCanPay = true;
      for (const [points, least] of this.richest) {
        if (least < Number((high * BigInt(points)) / share) + 1) everyoneLeftCanPay = false;
      }
      if (everyoneLeftCanPay) return at;
      const next = this.setAside(project, cost, (points) => Number((low * BigInt(points)) / share) - 1);
      if (next.richPoints === at.richPoints) return 'undecided';
      at = next;
    }
  }

  /** One pass over the supporters: who certainly holds less than is asked for their points is set aside. */
  private setAside(project: number, cost: number, askedFor: (points: number) => number): SetAside {
    const { live, livePoints, poor, richest } = this;
    const { groupUnits, start } = this.fund;
    const { floor, empty, slack } = this.purses;
    const end = this.liveEnd[project]!;
    let [kept, richPoints, held, units, count] = [start[project]!, 0, 0, 0, 0];
    let [asked, known, leastRich] = [0, -1, Infinity];
    richest.clear();
    for (let at = kept; at < end; at++) {
      const group = live[at]!;
      if (empty[group] === 1) continue;
      const given = livePoints[at]!;
      if (given !== known) {
        if (leastRich !== Infinity) richest.set(known, leastRich);
        [asked, known, leastRich] = [askedFor(given) - slack, given, Infinity];
      }
      live[kept] = group;
      livePoints[kept++] = given;
      const purse = floor[group]!;
      const weight = groupUnits[group]!;
      if (purse < asked) {
        held += purse * weight;
        units += weight;
        poor[count++] = group;
      } else {
        richPoints += given * weight;
        if (purse < leastRich) leastRich = purse;
      }
    }
    if (leastRich !== Infinity) richest.set(known, leastRich);
    this.liveEnd[project] = kept;
    this.poorCount = count;
    return { richPoints, low: Math.max(cost - held - slack * units, 0), high: cost + 1 - held };
  }

  /** The same in exact fractions throughout, for purses that the bounds do not tell apart. */
  private priceFromPurses(project: number): UnreducedFraction | null {
    const { groupUnits, start } = this.fund;
    const [from, to] = [start[project]!, this.liveEnd[project]!];
    const held = Array.from({ length: to - from }, (_, k) => this.purses.exactly(this.live[from + k]!));
    let needed = this.costInUnits(project) * this.purses.denominator;
    let richPoints = 0n;
    for (let at = from; at < to; at++) {
      richPoints += BigInt(this.livePoints[at]! * groupUnits[this.live[at]!]!);
    }
    let rich = held.map((_, k) => k);
    for (;;) {
      const [bound, share] = [needed, richPoints];
      const remaining: number[] = [];
      for (const k of rich) {
        const given = BigInt(this.livePoints[from + k]!);
        if (held[k]! * share >= bound * given) {
          remaining.push(k);
          continue;
        }
        const weight = BigInt(groupUnits[this.live[from + k]!]!);
        needed -= held[k]! * weight;
        richPoints -= given * weight;
      }
      if (richPoints === 0n) return null;
      if (remaining.length === rich.length) return { numerator: needed, share: richPoints };
      rich = remaining;
    }
  }

  /** The cost on the scale of weights: each unit of weight pays for one `perVote`th of a vote. */
  private costInUnits(project: number): bigint {
    return this.fund.costs[project]! * BigInt(this.fund.perVote);
  }
}
