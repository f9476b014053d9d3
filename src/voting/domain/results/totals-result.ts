import { Ratio } from '../../../shared/ratio.js';
import { fillSeats } from '../tally/seat-filling.js';
import { type TieBreak } from '../tally/tie-break.js';
import { readAmounts, readBallots, type BallotsResult, type OptionAmount } from './ballots-result.js';
import { type OutcomeFields } from './outcome-fields.js';
import { readFilledSeats, readLevelSeats, type SeatsResult } from './seats-result.js';

export const MARKS_METHODS = ['choice', 'approval', 'score'] as const;
export const POINTS_METHODS = ['dots', 'weighted-split', 'quadratic'] as const;

/** What an option has; `amount` is null for a score that nobody gave. */
export interface OptionTotal {
  readonly option: number;
  readonly amount: Ratio | null;
  /** The votes behind a score; null where every ballot is. */
  readonly scoredBy: Ratio | null;
}

/** The least that somebody further would have had to give one option for another result. */
export interface OptionChange {
  readonly option: number;
  /** Whole votes, approvals or points for it, from electors of one vote each. */
  readonly further: bigint;
}

/** `choice`, `approval`, `score`: what was marked, added up. */
export interface MarksResult extends SeatsResult, BallotsResult {
  readonly family: 'marks';
  readonly method: (typeof MARKS_METHODS)[number];
  /** What a score is; null for votes. */
  readonly aggregate: 'sum' | 'mean' | 'median' | null;
  readonly totals: readonly OptionTotal[];
  /** The option that stands for "none of these". */
  readonly noneOfThese: number | null;
  /** Null where no addition to a single option changes the result, or where it depends on whole ballots. */
  readonly smallestChange: OptionChange | null;
}

/** `dots`, `weighted-split`, `quadratic`: points, shares or votes paid for, added up. */
export interface PointsResult extends SeatsResult, BallotsResult {
  readonly family: 'points';
  readonly method: (typeof POINTS_METHODS)[number];
  readonly totals: readonly OptionTotal[];
  readonly smallestChange: OptionChange | null;
}

/** `borda`: points for places. */
export interface BordaResult extends SeatsResult, BallotsResult {
  readonly family: 'borda';
  readonly method: 'borda';
  /** Whether the last place earns one point or none. */
  readonly lastPlacePoints: number;
  readonly totals: readonly OptionTotal[];
  readonly ranking: readonly (readonly number[])[];
}

export function readMarksResult(method: MarksResult['method'], outcome: OutcomeFields): MarksResult {
  const seats = readFilledSeats(outcome);
  const aggregate = method === 'score' ? outcome.oneOf('aggregate', ['sum', 'mean', 'median']) : null;
  const totals = method === 'score' ? readScores(outcome) : totalsOf(readAmounts(outcome, 'scores'));
  const noneOfThese = outcome.integerOrNull('none_of_these');
  // Further ballots that must mark several options, and averages, move more than one number at a time.
  const single = method === 'score' ? aggregate === 'sum' : outcome.integer('fewest_marks') <= 1;
  return {
    ...seats,
    ...readBallots(outcome),
    family: 'marks',
    method,
    aggregate,
    totals,
    noneOfThese,
    smallestChange: single && !isCutShort(seats, noneOfThese) ? smallestAddition(totals, seats) : null,
  };
}

export function readPointsResult(method: PointsResult['method'], outcome: OutcomeFields): PointsResult {
  const seats = readFilledSeats(outcome);
  const totals = totalsOf(readAmounts(outcome, 'scores'));
  const smallestChange = smallestAddition(totals, seats);
  return { ...seats, ...readBallots(outcome), family: 'points', method, totals, smallestChange };
}

export function readBordaResult(outcome: OutcomeFields): BordaResult {
  return {
    ...readLevelSeats(outcome),
    ...readBallots(outcome),
    family: 'borda',
    method: 'borda',
    lastPlacePoints: outcome.oneOf('points', ['n_to_1', 'n_minus_1_to_0']) === 'n_to_1' ? 1 : 0,
    totals: totalsOf(readAmounts(outcome, 'scores')),
    ranking: outcome.levels('ranking'),
  };
}

/** Whether "none of these" stands where seats end: then more for it pushes out others, and no single number says it. */
const isCutShort = ({ elected, tied, seats }: SeatsResult, noneOfThese: number | null): boolean =>
  noneOfThese !== null && seats > 1 && [...elected, ...tied].includes(noneOfThese);

const totalsOf = (amounts: readonly OptionAmount[]): readonly OptionTotal[] =>
  amounts.map(({ option, amount }) => ({ option, amount, scoredBy: null }));

/** Means that do not end are cut in `scores`; the exact ones are beside them. */
function readScores(outcome: OutcomeFields): readonly OptionTotal[] {
  const scoredBy = new Map(outcome.byOption('scored_by', (of, key) => of.number(key)));
  return outcome
    .byOption('exact_scores', (of, key) => (of.isText(key, 'none') ? null : of.number(key)))
    .map(([option, amount]) => ({ option, amount, scoredBy: scoredBy.get(option) ?? null }));
}

/**
 * The least whole number, given in addition to one option that is not elected, that makes another set of winners
 * (or none, where it makes a tie that the rule reports). It is the best of those not elected, the earliest in the
 * drawn order among equals; adding to it changes nothing until it is level with the last of the elected, and
 * everything once it is above: so two numbers are all there is to try. Where a seat stays empty, since nobody speaks
 * for those who are left, one is enough.
 */
export function smallestAddition(totals: readonly OptionTotal[], seats: SeatsResult): OptionChange | null {
  const amounts = totals.map(({ amount }) => amount ?? Ratio.zero);
  const order = seats.drawnOrder.length > 0 ? seats.drawnOrder : [...amounts.keys()];
  const inFront = [...seats.elected, ...seats.tied].map((option) => amounts[option]!);
  const challengers = order.filter((option) => !seats.elected.includes(option));
  if (inFront.length === 0 || challengers.length === 0) return null;
  const last = inFront.reduce((least, amount) => (amount.isLessThan(least) ? amount : least));
  const option = challengers.reduce((best, other) =>
    amounts[best]!.isLessThan(amounts[other]!) ? other : best,
  );
  if (inFront.length < Math.min(seats.seats, amounts.length)) return { option, further: 1n };
  const rule: TieBreak =
    seats.drawnOrder.length > 0 ? { mode: 'fixed_order', order } : { mode: 'report_tie' };
  const before = winnersOf(amounts, seats.seats, rule);
  const missing = last.minus(amounts[option]!);
  const further = [missing.ceil(), missing.floor() + 1n].find((added) => {
    const changed = amounts.map((amount, at) => (at === option ? amount.plus(Ratio.of(added)) : amount));
    return added >= 1n && winnersOf(changed, seats.seats, rule) !== before;
  });
  return further === undefined ? null : { option, further };
}

function winnersOf(amounts: readonly Ratio[], seats: number, rule: TieBreak): string {
  const compare = (a: number, b: number): number => amounts[b]!.compare(amounts[a]!);
  const { winners } = fillSeats([...amounts.keys()], seats, compare, rule);
  return [...winners].sort((a, b) => a - b).join(',');
}
