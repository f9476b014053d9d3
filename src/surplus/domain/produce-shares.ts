import { Ratio } from '../../shared/ratio.js';
import type { Refusal } from '../../shared/refusal.js';
import type { Policy } from './input/policy-schema.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * A harvest shared equally, paid by free bids (community-supported agriculture). The guide value is
 * budget ÷ shares ÷ months, rounded up; a round covers the budget when the bids of all shares for all months
 * reach it, else bidding is repeated. A share without a bid stands at the guide value. A round that falls
 * short says by which part bids must rise. Monthly bids in minor units.
 */
export interface BiddingRound {
  readonly round: number;
  readonly sum: bigint;
  readonly covered: boolean;
  readonly gap: bigint;
  /** The part by which bids would have to rise to cover the budget. */
  readonly raiseBy: Ratio;
}
export interface Bidding {
  readonly budget: bigint;
  readonly guideValue: bigint;
  readonly rounds: readonly BiddingRound[];
  readonly coveredInRound: number | null;
}

export function runBidding(
  rule: NonNullable<Policy['produceShares']>,
  bids: readonly (readonly bigint[])[] | undefined,
): Bidding | Refusal<SurplusReason> {
  const shares = BigInt(rule.shares);
  const months = BigInt(rule.months);
  if (shares === 0n || months === 0n)
    return refuse('MISSING_FIGURE', 'The harvest needs at least one share and one month.');
  if (rule.guideValue === undefined && rule.budget === undefined)
    return refuse('MISSING_FIGURE', 'The harvest needs a budget or a guide value.');
  const guideValue = rule.guideValue ?? Ratio.of(rule.budget!, shares * months).ceil();
  const budget = rule.budget ?? guideValue * shares * months;
  const offered = bids && bids.length > 0 ? bids : [[]];
  const tooMany = offered.findIndex((round) => round.length > rule.shares);
  if (tooMany >= 0)
    return refuse('PARTS_EXCEED_WHOLE', `Round ${tooMany + 1} has more bids than there are shares.`);
  const rounds = offered.map((round, index): BiddingRound => {
    const withoutBid = shares - BigInt(round.length);
    const monthly = round.reduce((sum, bid) => sum + bid, 0n) + withoutBid * guideValue;
    const sum = monthly * months;
    const gap = sum >= budget ? 0n : budget - sum;
    return {
      round: index + 1,
      sum,
      covered: gap === 0n,
      gap,
      raiseBy: sum === 0n ? Ratio.zero : Ratio.of(gap, sum),
    };
  });
  return { budget, guideValue, rounds, coveredInRound: rounds.find(({ covered }) => covered)?.round ?? null };
}
