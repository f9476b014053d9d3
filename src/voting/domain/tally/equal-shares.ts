import { Ratio } from '../../../shared/ratio.js';
import { PriceQuotes, type PriceQuote } from './equal-shares-price.js';
import { type FundElection } from './fund-election.js';
import { type FundPrecedence } from './fund-precedence.js';
import { SharedPurses } from './shared-purses.js';

/** A project that its supporters bought: each paid `price` per point, or all that was left to them. */
export interface Purchase {
  readonly project: number;
  readonly price: Ratio;
  /** How many projects had the same smallest price; the named tie-break decided among them. */
  readonly tied: number;
}

export interface EqualSharesRun {
  readonly endowment: Ratio;
  readonly purchases: readonly Purchase[];
  readonly cost: bigint;
}

/**
 * The Method of Equal Shares, one run (Peters, Pierczyński and Skowron 2021). Each vote holds `endowment`. A
 * project is affordable at ρ when its supporters can pay its cost, each at most ρ times their utility; the
 * smallest ρ is bought, ties by the named precedence; it ends when nothing is affordable. Projects without
 * cost that have support come first. A project whose utility is zero for everybody has no support.
 *
 * A price never falls while purses empty, so the last price known of a project bounds it from below, and only
 * projects whose bound is within the best price are looked at again.
 */
export class EqualShares {
  private readonly purses: SharedPurses;
  private readonly quotes: PriceQuotes;
  private readonly costly: readonly number[];
  private readonly free: readonly Purchase[];

  constructor(
    private readonly fund: FundElection,
    private readonly utilityPerPoint: readonly bigint[],
    private readonly precedence: FundPrecedence,
  ) {
    this.purses = new SharedPurses(fund);
    this.quotes = new PriceQuotes(fund, this.purses, utilityPerPoint);
    const byPrecedence = fund.costs
      .map((_, project) => project)
      .filter((project) => this.hasSupport(project))
      .sort((a, b) => precedence[a]! - precedence[b]!);
    this.free = byPrecedence
      .filter((project) => fund.costs[project] === 0n)
      .map((project) => ({ project, price: Ratio.zero, tied: 1 }));
    this.costly = byPrecedence.filter((project) => fund.costs[project]! > 0n);
  }

  hasSupport(project: number): boolean {
    return this.fund.pointTotals[project]! > 0 && this.utilityPerPoint[project]! > 0n;
  }

  /** Runs with the endowment (minor units per vote); gives up, as null, once the cost exceeds `limit`. */
  run(endowment: Ratio, limit: bigint | null = null): EqualSharesRun | null {
    this.purses.refill(endowment);
    const purchases: Purchase[] = [...this.free];
    let cost = 0n;
    let open: PriceQuote[] = this.costly.map((project) => {
      const low = this.quotes.lowestBound(project);
      return { project, low, high: low };
    });
    for (;;) {
      open.sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
      const { cheapest, gone } = this.quoteCheapest(open);
      if (cheapest.length === 0) return { endowment, purchases, cost };
      const purchase = this.choose(cheapest);
      this.purses.pay(purchase.project, purchase.price);
      purchases.push(purchase);
      cost += this.fund.costs[purchase.project]!;
      if (limit !== null && cost > limit) return null;
      open = open.filter(({ project }) => project !== purchase.project && !gone.has(project));
    }
  }

  /** What the supporters of a project still hold after the last run, in minor units. */
  leftWithSupportersOf(project: number): Ratio {
    const groups = this.fund.supporter.slice(this.fund.start[project], this.fund.start[project + 1]);
    const held = this.purses.sumOf(groups, groups.length);
    return Ratio.of(held, this.purses.denominator * BigInt(this.fund.perVote));
  }

  /** Re-quotes, in the order of their bounds, those that may be the cheapest; renews the bounds in `open`. */
  private quoteCheapest(open: PriceQuote[]): { cheapest: PriceQuote[]; gone: ReadonlySet<number> } {
    const gone = new Set<number>();
    const quoted: PriceQuote[] = [];
    let best: bigint | null = null;
    for (let at = 0; at < open.length; at++) {
      if (best !== null && open[at]!.low > best) break;
      const quote = this.quotes.quote(open[at]!.project);
      if (quote === null) {
        gone.add(open[at]!.project);
        continue;
      }
      open[at] = quote;
      quoted.push(quote);
      if (best === null || quote.high < best) best = quote.high;
    }
    return { cheapest: quoted.filter((quote) => quote.low <= best!), gone };
  }

  /** The smallest exact price per utility among those whose bounds overlap; ties by the named precedence. */
  private choose(cheapest: readonly PriceQuote[]): Purchase {
    const priced = cheapest.map(({ project }) => {
      const price = this.quotes.exactPrice(project)!;
      // Alone, nothing is compared, and the division is spared.
      const perUtility =
        cheapest.length === 1 ? price : price.dividedBy(Ratio.of(this.utilityPerPoint[project]!));
      return { project, price, perUtility };
    });
    const least = priced.reduce((a, b) => (b.perUtility.isLessThan(a.perUtility) ? b : a)).perUtility;
    const tied = priced.filter(({ perUtility }) => perUtility.equals(least));
    const chosen = tied.reduce((a, b) => (this.precedence[b.project]! < this.precedence[a.project]! ? b : a));
    return { project: chosen.project, price: chosen.price, tied: tied.length };
  }
}
