import { greatestCommonDivisor, Ratio } from '../../../../shared/ratio.js';
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
  /** Whether a ballot speaks for the option. */
  readonly supported: readonly boolean[];
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
  const supported = new Array<boolean>(count).fill(false);
  let [tallied, abstentions] = [0n, 0n];
  ballots.forEach((ballot, group) => {
    const units = BigInt(weights.units[group]!);
    const given = ballot.filter(([, points]) => points !== 0);
    if (given.length === 0) abstentions += units;
    else tallied += units;
    for (const [option, points] of given) {
      const { numerator, denominator } = give(points, ballot);
      sums.add(option, numerator * units, denominator);
      if (points > 0 && units > 0n) supported[option] = true;
    }
  });
  const perVote = BigInt(weights.perVote);
  return {
    totals: sums.values(perVote),
    supported,
    tallied: Ratio.of(tallied, perVote),
    abstentions: Ratio.of(abstentions, perVote),
  };
}

/**
 * Sums of fractions: whole numbers are added per denominator, then each sum once over the least common multiple of all
 * denominators. Reducing happens once for each option, at the end: many different denominators would else cost a
 * division of ever longer numbers for each.
 */
class RatioSums {
  private readonly byDenominator = new Map<bigint, bigint[]>();
  constructor(private readonly count: number) {}

  add(option: number, numerator: bigint, denominator: bigint): void {
    let sums = this.byDenominator.get(denominator);
    if (!sums) this.byDenominator.set(denominator, (sums = new Array<bigint>(this.count).fill(0n)));
    sums[option]! += numerator;
  }

  /** What each option has, divided by `scale`. */
  values(scale: bigint): Ratio[] {
    let common = 1n;
    for (const denominator of this.byDenominator.keys())
      common *= denominator / greatestCommonDivisor(denominator, common % denominator);
    const totals = new Array<bigint>(this.count).fill(0n);
    for (const [denominator, sums] of this.byDenominator) {
      const factor = common / denominator;
      sums.forEach((sum, option) => (totals[option]! += sum * factor));
    }
    return totals.map((total) => Ratio.of(total, common * scale));
  }
}

/** How many are chosen, and what tells equals apart. */
export interface PointSeats {
  readonly seats: number;
  readonly tieBreak: TieBreak;
  readonly withoutVotes: boolean;
}

/** The options with the highest totals, and the totals, as an outcome. */
export function highestTotals(
  { totals, supported, tallied, abstentions }: PointTotals,
  { seats, tieBreak, withoutVotes }: PointSeats,
) {
  const options = [...totals.keys()].filter((option) => withoutVotes || supported[option]);
  const filled = fillSeats(options, seats, (a, b) => totals[b]!.compare(totals[a]!), tieBreak);
  const scores: ExactJson[] = totals.map((total) => exactJson(total));
  return {
    ...seatsJson(filled),
    scores: byCandidate(scores),
    tallied: exactJson(tallied),
    abstentions: exactJson(abstentions),
  };
}
