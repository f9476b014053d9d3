import { greatestCommonDivisor, Ratio } from '../../../../shared/ratio.js';
import { type FundElection } from './fund-election.js';

/** `numerator / (share × denominator of the purses)`: reducing it each time would cost more than it saves. */
export interface UnreducedFraction {
  readonly numerator: bigint;
  readonly share: bigint;
}

/**
 * What every group of voters still holds of its endowment, exactly and fast.
 *
 * A purse is the endowment less what the group paid, so it is a whole-number combination of the prices so far:
 * the exact value is worked out from that history only where it decides. For everything else there are whole
 * numbers in fixed point: group g holds at least `floor[g]` and at most `floor[g] + slack` units of
 * `1 / scale` of a minor unit. Whoever compares asks the fixed point first, and the exact value where the two
 * bounds do not settle it.
 */
export class SharedPurses {
  /** Lower bound of each purse, in fixed point. */
  readonly floor: Float64Array;
  /** 1 where the purse is exactly empty. */
  readonly empty: Uint8Array;
  slack = 1;
  private scaleNumerator = 1n;
  private scaleDenominator = 1n;
  /** Exact amounts are numerators over this denominator. */
  denominator = 1n;
  private endowment = 0n;
  private prices: bigint[] = [];
  private readonly lastPayment: Int32Array;
  private readonly earlierPayment: Int32Array;
  private readonly paidFor: Int32Array;
  private readonly pointsPaid: Float64Array;
  private payments = 0;

  constructor(private readonly fund: FundElection) {
    const groups = fund.groupUnits.length;
    this.floor = new Float64Array(groups);
    this.empty = new Uint8Array(groups);
    this.lastPayment = new Int32Array(groups);
    this.earlierPayment = new Int32Array(fund.supporter.length);
    this.paidFor = new Int32Array(fund.supporter.length);
    this.pointsPaid = new Float64Array(fund.supporter.length);
  }

  /** Everyone holds the full endowment (minor units per vote) again. */
  refill(endowment: Ratio): void {
    const units = this.fund.groupUnits.reduce((sum, weight) => sum + weight, 0);
    const total = endowment.times(Ratio.of(BigInt(Math.max(units, 1))));
    // All purses together fill at most 50 bits, so that their sums are exact in a number.
    this.scaleNumerator = total.isZero() ? 1n : 2n ** 50n * total.denominator;
    this.scaleDenominator = total.isZero() ? 1n : total.numerator;
    this.denominator = endowment.denominator;
    this.endowment = endowment.numerator;
    this.prices = [];
    this.payments = 0;
    this.slack = 1;
    this.floor.fill(this.scaledFloor(endowment.numerator, endowment.denominator));
    this.empty.fill(endowment.isZero() ? 1 : 0);
    this.lastPayment.fill(-1);
  }

  /** An amount in fixed point, rounded down. */
  scaledFloor(numerator: bigint, denominator: bigint): number {
    const [top, bottom] = [numerator * this.scaleNumerator, denominator * this.scaleDenominator];
    const quotient = top / bottom;
    return Number(top < 0n && top % bottom !== 0n ? quotient - 1n : quotient);
  }

  /** A price in fixed point with `bits` more binary places, per `utility`, rounded down. */
  scaledBound(price: UnreducedFraction, utility: bigint, bits: bigint): bigint {
    return (
      ((price.numerator * this.scaleNumerator) << bits) /
      (this.denominator * price.share * this.scaleDenominator * utility)
    );
  }

  /** What one vote of the group holds, over `denominator`. */
  exactly(group: number): bigint {
    if (this.empty[group] === 1) return 0n;
    let held = this.endowment;
    for (let at = this.lastPayment[group]!; at >= 0; at = this.earlierPayment[at]!) {
      held -= BigInt(this.pointsPaid[at]!) * this.prices[this.paidFor[at]!]!;
    }
    return held;
  }

  /** What the first `count` of the groups hold together (times their units of weight), over `denominator`. */
  sumOf(groups: Int32Array, count: number): bigint {
    const paid = new Float64Array(this.prices.length);
    let units = 0;
    for (let k = 0; k < count; k++) {
      const group = groups[k]!;
      if (this.empty[group] === 1) continue;
      const weight = this.fund.groupUnits[group]!;
      units += weight;
      for (let at = this.lastPayment[group]!; at >= 0; at = this.earlierPayment[at]!) {
        paid[this.paidFor[at]!]! += weight * this.pointsPaid[at]!;
      }
    }
    let sum = BigInt(units) * this.endowment;
    for (let k = 0; k < paid.length; k++) if (paid[k] !== 0) sum -= BigInt(paid[k]!) * this.prices[k]!;
    return sum;
  }

  /**
   * The supporters of a project pay `price` for each point they gave it, or all that is left to them. Whoever
   * holds exactly the price is empty afterwards.
   */
  pay(project: number, price: UnreducedFraction): void {
    const { supporter, points, start } = this.fund;
    const paidFor = this.priceOver(price);
    const exactPrice = this.prices[paidFor]!;
    let least = 0;
    for (let at = start[project]!, known = -1; at < start[project + 1]!; at++) {
      const group = supporter[at]!;
      if (this.empty[group] === 1) continue;
      const given = points[at]!;
      if (given !== known) {
        least = this.scaledFloor(BigInt(given) * exactPrice, this.denominator);
        known = given;
      }
      const held = this.floor[group]!;
      const certainlyRicher = held > least + 1;
      const spendsAll =
        !certainlyRicher && (held + this.slack < least || this.exactly(group) <= BigInt(given) * exactPrice);
      if (spendsAll) this.emptyPurse(group);
      else this.record(group, paidFor, given, Math.max(0, held - least - 1));
    }
    this.slack += 1;
  }

  private emptyPurse(group: number): void {
    this.empty[group] = 1;
    this.floor[group] = 0;
    this.lastPayment[group] = -1;
  }

  private record(group: number, paidFor: number, given: number, floor: number): void {
    const at = this.payments++;
    this.paidFor[at] = paidFor;
    this.pointsPaid[at] = given;
    this.earlierPayment[at] = this.lastPayment[group]!;
    this.lastPayment[group] = at;
    this.floor[group] = floor;
  }

  /** Brings all exact amounts over a denominator that the new price fits as well; returns the price's place. */
  private priceOver({ numerator, share }: UnreducedFraction): number {
    const common = greatestCommonDivisor(numerator % share, share);
    const factor = share / common;
    if (factor !== 1n) {
      this.denominator *= factor;
      this.endowment *= factor;
      this.prices = this.prices.map((earlier) => earlier * factor);
    }
    this.prices.push(numerator / common);
    return this.prices.length - 1;
  }

  /** The prices paid so far, in order, in lowest terms. */
  pricesPaid(): Ratio[] {
    return this.prices.map((price) => Ratio.of(price, this.denominator));
  }
}
