import { Ratio } from '../../../shared/ratio.js';
import { type FundElection } from './fund-election.js';
import { type SharedPurses } from './shared-purses.js';

/**
 * What a project would cost its supporters per point: the smallest price at which those who can pay it, and
 * the others with all that they hold, cover the cost. Bounds are whole numbers of `2^-64` fixed-point units;
 * `exact` is worked out on demand.
 */
export interface PriceQuote {
  readonly project: number;
  readonly low: bigint;
  readonly high: bigint;
}

const BOUND_BITS = 64n;
/** All purses together, in fixed point: more than that, nobody can pay. */
const FULL_PURSES = 2 ** 50;

/**
 * Quotes prices against the purses. Starting from "everyone can pay", those who cannot are set aside with all
 * they hold and the price for the others rises, until nobody more falls out: the set only grows, so this ends
 * at the one price of the rule (Peters, Pierczyński and Skowron 2021, section 3).
 */
export class PriceQuotes {
  private readonly poor: Int32Array;
  private poorCount = 0;

  constructor(
    private readonly fund: FundElection,
    private readonly purses: SharedPurses,
    /** Utility of one point of each project: 1, or its cost. Prices are compared per utility. */
    private readonly utilityPerPoint: readonly bigint[],
  ) {
    const largest = fund.votes.reduce((most, _, p) => Math.max(most, fund.start[p + 1]! - fund.start[p]!), 0);
    this.poor = new Int32Array(largest);
  }

  /** A lower bound that holds before anything was paid: everyone pays the same per point. */
  lowestBound(project: number): bigint {
    const { fund } = this;
    const cost = this.purses.scaledFloor(this.costInUnits(project), 1n);
    return (
      (BigInt(cost) << BOUND_BITS) / (BigInt(fund.pointTotals[project]!) * this.utilityPerPoint[project]!)
    );
  }

  /** Bounds of the price; null when the supporters cannot cover the cost any more. */
  quote(project: number): PriceQuote | null {
    const settled = this.settle(project);
    if (settled === 'unaffordable') return null;
    if (settled === 'undecided') {
      const price = this.priceFromPurses(project);
      if (price === null) return null;
      const low = this.purses.scaledBound(price, this.utilityPerPoint[project]!, BOUND_BITS);
      return { project, low, high: low + 1n };
    }
    const scale = BigInt(settled.richPoints) * this.utilityPerPoint[project]!;
    return {
      project,
      low: (BigInt(Math.max(settled.low, 0)) << BOUND_BITS) / scale,
      high: (BigInt(Math.max(settled.high, 0)) << BOUND_BITS) / scale + 1n,
    };
  }

  /** The exact price per point of a project whose cost is covered. */
  exactPrice(project: number): Ratio | null {
    const settled = this.settle(project);
    if (settled === 'unaffordable') return null;
    if (settled === 'undecided') return this.priceFromPurses(project);
    const { denominator } = this.purses;
    const held = this.purses.sumOf(this.poor, this.poorCount);
    return Ratio.of(this.costInUnits(project) * denominator - held, BigInt(settled.richPoints) * denominator);
  }

  /** Sets aside who cannot pay, in fixed point; leaves them in `poor`. */
  private settle(
    project: number,
  ): { richPoints: number; low: number; high: number } | 'unaffordable' | 'undecided' {
    const cost = this.purses.scaledFloor(this.costInUnits(project), 1n);
    if (cost > FULL_PURSES) return 'unaffordable';
    let [low, high] = [cost, cost + 1];
    let richPoints = this.fund.pointTotals[project]!;
    for (;;) {
      const poor = this.setAside(project, low, high, richPoints);
      if (poor === null) return 'undecided';
      const stillRich = this.fund.pointTotals[project]! - poor.points;
      if (stillRich === 0) return 'unaffordable';
      if (stillRich === richPoints) return { richPoints, low, high };
      low = cost - poor.held - this.purses.slack * poor.units;
      high = cost + 1 - poor.held;
      richPoints = stillRich;
    }
  }

  /** Who cannot pay a price between low and high (over `richPoints`); null where the bounds do not settle it. */
  private setAside(
    project: number,
    low: number,
    high: number,
    richPoints: number,
  ): { points: number; held: number; units: number } | null {
    const { supporter, points, start, groupUnits } = this.fund;
    const { floor, empty, slack } = this.purses;
    let [poorPoints, held, units] = [0, 0, 0];
    this.poorCount = 0;
    let [least, most, known] = [0, 0, -1];
    for (let at = start[project]!; at < start[project + 1]!; at++) {
      const given = points[at]!;
      if (given !== known) {
        const share = BigInt(given);
        least = Number((BigInt(low) * share) / BigInt(richPoints)) - 1;
        most = Number((BigInt(high) * share) / BigInt(richPoints)) + 1;
        known = given;
      }
      const group = supporter[at]!;
      const purse = floor[group]!;
      if (purse >= most) continue;
      const weight = groupUnits[group]!;
      if (empty[group] === 0) {
        if (purse + slack >= least) return null;
        held += purse * weight;
        units += weight;
      }
      poorPoints += given * weight;
      this.poor[this.poorCount++] = group;
    }
    return { points: poorPoints, held, units };
  }

  /** The same in exact fractions throughout, for purses that the bounds do not tell apart. */
  private priceFromPurses(project: number): Ratio | null {
    const { supporter, points, start, groupUnits } = this.fund;
    const [from, to] = [start[project]!, start[project + 1]!];
    const held = Array.from({ length: to - from }, (_, k) => this.purses.exactly(supporter[from + k]!));
    const rich = held.map((_, k) => k);
    let needed = this.costInUnits(project) * this.purses.denominator;
    let richPoints = BigInt(this.fund.pointTotals[project]!);
    for (let candidates = rich; ;) {
      const [bound, share] = [needed, richPoints];
      const remaining: number[] = [];
      for (const k of candidates) {
        const given = BigInt(points[from + k]!);
        if (held[k]! * share >= bound * given) {
          remaining.push(k);
          continue;
        }
        const weight = BigInt(groupUnits[supporter[from + k]!]!);
        needed -= held[k]! * weight;
        richPoints -= given * weight;
      }
      if (richPoints === 0n) return null;
      if (remaining.length === candidates.length) break;
      candidates = remaining;
    }
    return Ratio.of(needed, richPoints * this.purses.denominator);
  }

  /** The cost on the scale of weights: each unit of weight pays for one `perVote`th of a vote. */
  private costInUnits(project: number): bigint {
    return this.fund.costs[project]! * BigInt(this.fund.perVote);
  }
}
