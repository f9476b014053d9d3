import { Ratio } from '../../../../shared/ratio.js';
import { PriceQuotes, type PriceQuote } from './equal-shares-price.js';
import { type FundElection } from './fund-election.js';
import { type FundPrecedence } from './fund-precedence.js';
import { SharedPurses, type UnreducedFraction } from './shared-purses.js';

/** A project that its supporters bought. */
export interface Purchase {
  readonly project: number;
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
      .map((project) => ({ project, tied: 1 }));
    this.costly = byPrecedence.filter((project) => fund.costs[project]! > 0n);
  }

  hasSupport(project: number): boolean {
    return this.fund.pointTotals[project]! > 0 && this.utilityPerPoint[project]! > 0n;
  }

  /** Runs with the endowment (minor units per vote); gives up, as null, once the cost exceeds `limit`. */
  run(endowment: Ratio, limit: bigint | null = null): EqualSharesRun | null {
    this.purses.refill(endowment);
    this.quotes.restart();
    const purchases = [...this.free];
    let cost = 0n;
    let open = this.costly.map((project) => this.quotes.firstBound(project));
    for (;;) {
      open.sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : 0));
      const { cheapest, gone } = this.quoteCheapest(open);
      if (cheapest.length === 0) return { endowment, purchases, cost };
      const { project, price, tied } = this.choose(cheapest);
      this.purses.pay(project, price);
      purchases.push({ project, tied });
      cost += this.fund.costs[project]!;
      if (limit !== null && cost > limit) return null;
      open = open.filter((quote) => quote.project !== project && !gone.has(quote.project));
    }
  }

  /** What was paid per point in the last run, purchase by purchase; each paid that, or all that was left. */
  pricesOfLastRun(): readonly Ratio[] {
    return [...this.free.map(() => Ratio.zero), ...this.purses.pricesPaid()];
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
      const quote = this.quotes.quote(open[at]!);
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
  private choose(cheapest: readonly PriceQuote[]): {
    project: number;
    price: UnreducedFraction;
    tied: number;
  } {
    const priced = cheapest.map((quote) => ({
      project: quote.project,
      price: this.quotes.exactPrice(quote)!,
    }));
    const compare = (a: (typeof priced)[number], b: (typeof priced)[number]): bigint =>
      a.price.numerator * b.price.share * this.utilityPerPoint[b.project]! -
      b.price.numerator * a.price.share * this.utilityPerPoint[a.project]!;
    const least = priced.reduce((a, b) => (compare(b, a) < 0n ? b : a));
    const tied = priced.filter((other) => compare(other, least) === 0n);
    const chosen = tied.reduce((a, b) => (this.precedence[b.project]! < this.precedence[a.project]! ? b : a));
    return { ...chosen, tied: tied.length };
  }
}
