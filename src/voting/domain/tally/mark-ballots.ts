import { readWeights, type BallotWeights } from './ballot-weights.js';
import { refuseCandidates, refuseSeats } from './ranked-ballots.js';
import { refuseTally, type Election, type TallyRefusal } from './tally-method.js';

/** A candidate left blank on a ballot of marks. */
export const NO_MARK = -1_000_000_000;

/**
 * Ballots with one whole-number mark per candidate: the mark of candidate c on ballot k is
 * `marks[k * candidateCount + c]`, or NO_MARK. Only ballots that count are here; the others are counted by
 * what kept them out, in units of weight.
 */
export interface MarkBallots {
  readonly candidateCount: number;
  readonly marks: Int32Array;
  readonly units: Float64Array;
  readonly weights: BallotWeights;
  readonly tallied: number;
  /** Nothing marked at all. */
  readonly abstentions: number;
  readonly outOfRange: number;
  /** More or fewer marks than the rule allows. */
  readonly overvotes: number;
  readonly undervotes: number;
}

export interface MarkForm {
  readonly lowest: number;
  readonly highest: number;
  /** The form of a ballot: one mark per candidate, the list of candidates marked 1, or the only one. */
  readonly written: 'marks' | 'candidates' | 'candidate';
  /** How many candidates may be marked above zero; more is an overvote, fewer (but some) an undervote. */
  readonly fewest?: number;
  readonly most?: number;
}

/**
 * Reads ballots of marks. A ballot without any mark is an abstention; one with a mark outside the range, or
 * with too many or too few, is rejected as a whole and counted as such. What is no ballot at all is refused,
 * with ballot and mark named.
 */
export function readMarkBallots(election: Election, form: MarkForm): MarkBallots | TallyRefusal {
  const wrong = refuseCandidates(election.candidates) ?? refuseSeats(election.seats, 1);
  if (wrong) return wrong;
  const weights = readWeights(election.ballots);
  if ('reason' in weights) return weights;
  const candidateCount = election.candidates.length;
  const marks = new Int32Array(election.ballots.length * candidateCount);
  const units = new Float64Array(election.ballots.length);
  const counted = { tallied: 0, abstentions: 0, outOfRange: 0, overvotes: 0, undervotes: 0 };
  let kept = 0;
  for (let group = 0; group < election.ballots.length; group++) {
    const row = marks.subarray(kept * candidateCount, (kept + 1) * candidateCount);
    const kind = readRow(election.ballots[group]![1], row, form);
    if (typeof kind !== 'string') {
      return refuseTally('INVALID_BALLOT', `Ballot ${group}: ${kind.fault}.`, [`ballots[${group}][1]`]);
    }
    counted[kind] += weights.units[group]!;
    if (kind === 'tallied') units[kept++] = weights.units[group]!;
  }
  return {
    candidateCount,
    marks: marks.subarray(0, kept * candidateCount),
    units: units.subarray(0, kept),
    weights,
    ...counted,
  };
}

type RowKind = 'tallied' | 'abstentions' | 'outOfRange' | 'overvotes' | 'undervotes';

function readRow(ballot: unknown, row: Int32Array, form: MarkForm): RowKind | { fault: string } {
  const written = form.written === 'candidate' && Array.isArray(ballot) ? 'marks' : form.written;
  const fault = written === 'marks' ? readMarks(ballot, row) : readChosen(ballot, row, written);
  if (fault) return { fault };
  let [given, positive, outside] = [0, 0, false];
  for (const mark of row) {
    if (mark === NO_MARK) continue;
    given++;
    if (mark < form.lowest || mark > form.highest) outside = true;
    if (mark > 0) positive++;
  }
  if (given === 0) return 'abstentions';
  if (outside) return 'outOfRange';
  if (form.most !== undefined && positive > form.most) return 'overvotes';
  if (form.fewest !== undefined && positive < form.fewest) {
    return positive === 0 ? 'abstentions' : 'undervotes';
  }
  return 'tallied';
}

function readMarks(ballot: unknown, row: Int32Array): string | null {
  if (!Array.isArray(ballot) || ballot.length !== row.length) {
    return `a ballot has one mark for each of the ${row.length} candidates`;
  }
  for (let candidate = 0; candidate < row.length; candidate++) {
    const mark = (ballot as readonly unknown[])[candidate];
    if (mark === null) {
      row[candidate] = NO_MARK;
      continue;
    }
    if (typeof mark !== 'number' || !Number.isInteger(mark) || Math.abs(mark) > 1_000_000) {
      return `the mark ${JSON.stringify(mark)} of candidate ${candidate} is not a whole number or null`;
    }
    row[candidate] = mark;
  }
  return null;
}

function readChosen(ballot: unknown, row: Int32Array, written: 'candidates' | 'candidate'): string | null {
  row.fill(NO_MARK);
  if (ballot === null) return null;
  const chosen: unknown = written === 'candidate' ? [ballot] : ballot;
  if (!Array.isArray(chosen)) return 'a ballot is the list of candidates chosen';
  for (const candidate of chosen as readonly unknown[]) {
    const known =
      typeof candidate === 'number' &&
      Number.isInteger(candidate) &&
      candidate >= 0 &&
      candidate < row.length;
    if (!known) return `${JSON.stringify(candidate)} is not a candidate (0 to ${row.length - 1})`;
    if (row[candidate] === 1) return `candidate ${candidate} is chosen twice`;
    row[candidate] = 1;
  }
  return null;
}

/** Every candidate's marks added up, blanks as nothing, times weight (in units). */
export function sumOfMarks(ballots: MarkBallots): Float64Array {
  const { candidateCount, marks, units } = ballots;
  const sums = new Float64Array(candidateCount);
  for (let ballot = 0, at = 0; ballot < units.length; ballot++) {
    for (let candidate = 0; candidate < candidateCount; candidate++, at++) {
      if (marks[at] !== NO_MARK) sums[candidate]! += units[ballot]! * marks[at]!;
    }
  }
  return sums;
}
