import { type BallotWeights } from './ballot-weights.js';
import { refuseTally, type TallyRefusal } from './tally-method.js';

/**
 * The ballots of a large poll as typed arrays: a million ballots without a million objects. A weight is
 * `units[k] / perVote` votes, as in `BallotWeights`. What stands in them is checked like any other ballot.
 */
export type PackedBallots = PackedRankings | PackedMarks | PackedChoices;
export type PackedForm = PackedBallots['form'];

interface PackedWeights {
  readonly units: Float64Array;
  readonly perVote: number;
}

/** Rankings, as `RankedBallots` encodes them: `start` has one entry more than there are ballots. */
export interface PackedRankings extends PackedWeights {
  readonly form: 'rankings';
  readonly start: Int32Array;
  readonly marks: Int16Array;
}

/** A whole-number mark for every candidate of every ballot, row by row; NO_MARK where one is left blank. */
export interface PackedMarks extends PackedWeights {
  readonly form: 'marks';
  readonly marks: Int32Array;
}

/** The candidates that each ballot names, one after the other. */
export interface PackedChoices extends PackedWeights {
  readonly form: 'choices';
  readonly start: Int32Array;
  readonly chosen: Int16Array;
}

/** The weights of packed ballots; refuses one that is not a whole number of units, and a total beyond 2^53. */
export function packedWeights({ units, perVote }: PackedWeights): BallotWeights | TallyRefusal {
  let total = 0;
  for (let group = 0; group < units.length; group++) {
    const weight = units[group]!;
    if (!(weight >= 0) || Math.floor(weight) !== weight)
      return refuseTally('INVALID_WEIGHT', `Ballot ${group}: ${weight} is no whole number of units.`);
    total += weight;
  }
  if (Number.isSafeInteger(total) && Number.isSafeInteger(perVote) && perVote > 0)
    return { units, perVote, total };
  return refuseTally('INVALID_WEIGHT', 'The weights are too large to be added exactly.');
}

/** Refuses `start` offsets that do not lead from 0 to the end of the marks, ballot by ballot. */
export function refuseOffsets(start: Int32Array, ballots: number, marks: number): TallyRefusal | null {
  let rises = start.length === ballots + 1 && start[0] === 0 && start[ballots] === marks;
  for (let group = 0; rises && group < ballots; group++) rises = start[group]! <= start[group + 1]!;
  return rises
    ? null
    : refuseTally('INVALID_BALLOT', 'The packed ballots do not say where each one begins and ends.');
}

/**
 * Whether every mark is a candidate, and none twice on a ballot where that is not allowed: the usual poll, told without
 * asking of each mark what else it may be. Up to 31 candidates a ballot's own are the bits of one number; with more,
 * or when it says no, the marks are to be judged one by one.
 */
export function areCandidates(
  start: Int32Array,
  marks: Int16Array,
  candidateCount: number,
  duplicates: boolean,
): boolean {
  if (candidateCount > 31) return false;
  for (let group = 0, at = 0; group + 1 < start.length; group++) {
    const end = start[group + 1]!;
    for (let seen = 0; at < end; at++) {
      const mark = marks[at]!;
      const bit = 1 << mark;
      if (mark < 0 || mark >= candidateCount || ((seen & bit) !== 0 && !duplicates)) return false;
      seen |= bit;
    }
  }
  return true;
}
