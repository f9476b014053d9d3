import { Ratio } from '../../../../shared/ratio.js';
import { readWeights } from '../ballot-weights.js';
import { exactJson, type ExactJson } from '../exact-json.js';
import { byCandidate } from '../marks/mark-outcome.js';
import { readPointBallots, type PointBallot, type PointRule } from './point-ballots.js';
import { refuseCandidates, refuseSeats } from '../ranked/ranked-ballots.js';
import { fillSeats, seatsJson } from '../seat-filling.js';
import { type Election, type TallyRefusal } from '../tally-method.js';
import { type TieBreak } from '../tie-break.js';

/** Exact totals per option, and the weight of ballots that gave something and that gave nothing. */
export interface PointTotals {
  readonly totals: readonly Ratio[];
  readonly tallied: Ratio;
  readonly abstentions: Ratio;
}

/** Adds what every ballot gives to each option; `give` says how much of a vote that is. */
export function addPoints(
  election: Election,
  range: { readonly lowest: number; readonly highest: number },
  rule: PointRule,
  give: (points: number, ballot: PointBallot) => Ratio,
): PointTotals | TallyRefusal {
  const wrong = refuseCandidates(election.candidates) ?? refuseSeats(election.seats, 1);
  if (wrong) return wrong;
  const weights = readWeights(election.ballots);
  if ('reason' in weights) return weights;
  const count = election.candidates.length;
  const ballots = readPointBallots(election.ballots, count, range.lowest, range.highest, rule);
  if ('reason' in ballots) return ballots;
  const sums = new RatioSums(count);
  let [tallied, abstentions] = [0n, 0n];
  ballots.forEach((ballot, group) => {
    const units = BigInt(weights.units[group]!);
    const given = ballot.filter(([, points]) => points !== 0);
    if (given.length === 0) abstentions += units;
    else tallied += units;
    for (const [option, points] of given) {
      const { numerator, denominator } = give(points, ballot);
      sums.add(option, numerator * units, denominator);
    }
  });
  const perVote = BigInt(weights.perVote);
  return {
    totals: sums.values().map((total) => total.dividedBy(Ratio.of(perVote))),
    tallied: Ratio.of(tallied, perVote),
    abstentions: Ratio.of(abstentions, perVote),
  };
}

/** Sums of fractions with few denominators: whole numbers are added per denominator, fractions once at the end. */
class RatioSums {
  private readonly byDenominator = new Map<bigint, bigint[]>();
  constructor(private readonly count: number) {}

  add(option: number, numerator: bigint, denominator: bigint): void {
    let sums = this.byDenominator.get(denominator);
    if (!sums) this.byDenominator.set(denominator, (sums = new Array<bigint>(this.count).fill(0n)));
    sums[option]! += numerator;
  }

  values(): Ratio[] {
    const totals = new Array<Ratio>(this.count).fill(Ratio.zero);
    for (const [denominator, sums] of this.byDenominator) {
      sums.forEach((sum, option) => (totals[option] = totals[option]!.plus(Ratio.of(sum, denominator))));
    }
    return totals;
  }
}

/** The options with the highest totals, and the totals, as an outcome. */
export function highestTotals(
  { totals, tallied, abstentions }: PointTotals,
  seats: number,
  tieBreak: TieBreak,
) {
  const options = totals.map((_, option) => option);
  const filled = fillSeats(options, seats, (a, b) => totals[b]!.compare(totals[a]!), tieBreak);
  const scores: ExactJson[] = totals.map((total) => exactJson(total));
  return {
    ...seatsJson(filled),
    scores: byCandidate(scores),
    tallied: exactJson(tallied),
    abstentions: exactJson(abstentions),
  };
}
