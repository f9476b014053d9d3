import { readWeights, type BallotWeights } from '../ballot-weights.js';
import { packedWeights, type PackedMarks } from '../packed-ballots.js';
import { refuseCandidates, refuseSeats } from '../ranked/ranked-ballots.js';
import { refuseTally, type Election, type TallyRefusal } from '../tally-method.js';

/** A candidate left blank on a ballot of marks. */
export const NO_MARK = -1_000_000_000;

/** What became of the ballots, in units of weight: those that count, and the others by what kept them out. */
export interface BallotsByFate {
  readonly weights: BallotWeights;
  readonly tallied: number;
  /** Nothing marked at all. */
  readonly abstentions: number;
  readonly outOfRange: number;
  /** More or fewer marks than the rule allows. */
  readonly overvotes: number;
  readonly undervotes: number;
}

/**
 * Ballots with one whole-number mark per candidate: the mark of candidate c on ballot k is
 * `marks[k * candidateCount + c]`, or NO_MARK. Only ballots that count are here.
 */
export interface MarkBallots extends BallotsByFate {
  readonly candidateCount: number;
  readonly marks: Int32Array;
  readonly units: Float64Array;
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
  if (election.packed?.form === 'marks')
    return readPackedMarks(election.packed, election.candidates.length, form);
  const weights = readWeights(election.ballots);
  if ('reason' in weights) return weights;
  const candidateCount = election.candidates.length;
  const marks = new Int32Array(election.ballots.length * candidateCount);
  const units = new Float64Array(election.ballots.length);
  const counted = noFate();
  const row: MarkRow = { marks, start: 0, width: candidateCount };
  let kept = 0;
  for (let group = 0; group < election.ballots.length; group++) {
    row.start = kept * candidateCount;
    const fault = fillRow(election.ballots[group]![1], row, form);
    if (fault !== null) {
      return refuseTally('INVALID_BALLOT', `Ballot ${group}: ${fault}.`, [`ballots[${group}][1]`]);
    }
    const kind = kindOf(row, form);
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

const noFate = (): Record<RowKind, number> => ({
  ...{ tallied: 0, abstentions: 0, outOfRange: 0, overvotes: 0, undervotes: 0 },
});

/** Packed marks are counted where they lie; only when some ballots do not count are the others moved together. */
function readPackedMarks(
  packed: PackedMarks,
  candidateCount: number,
  form: MarkForm,
): MarkBallots | TallyRefusal {
  const weights = packedWeights(packed);
  if ('reason' in weights) return weights;
  let { marks } = packed;
  let { units } = weights;
  const ballots = units.length;
  if (marks.length !== ballots * candidateCount)
    return refuseTally(
      'INVALID_BALLOT',
      `Each ballot has one mark for each of the ${candidateCount} candidates.`,
    );
  const counted = noFate();
  if (isAllWithin(marks, form))
    return { candidateCount, marks, units, weights, ...counted, tallied: weights.total };
  const row: MarkRow = { marks, start: 0, width: candidateCount };
  let kept = 0;
  for (let group = 0; group < ballots; group++) {
    row.start = group * candidateCount;
    const kind = kindOf(row, form);
    counted[kind] += weights.units[group]!;
    if (kind === 'tallied' && kept < group) {
      if (marks === packed.marks) [marks, units] = [marks.slice(), units.slice()];
      marks.copyWithin(kept * candidateCount, row.start, row.start + candidateCount);
      units[kept] = weights.units[group]!;
    }
    if (kind === 'tallied') kept++;
  }
  const [keptMarks, keptUnits] = [marks.subarray(0, kept * candidateCount), units.subarray(0, kept)];
  return { candidateCount, marks: keptMarks, units: keptUnits, weights, ...counted };
}

/** Whether nothing is left blank, out of range or limited in number: the usual poll, told in one look at each mark. */
function isAllWithin(marks: Int32Array, { lowest, highest, fewest, most }: MarkForm): boolean {
  if (fewest !== undefined || most !== undefined) return false;
  for (let at = 0; at < marks.length; at++) if (marks[at]! < lowest || marks[at]! > highest) return false;
  return true;
}

/** The place in the marks where a ballot is being read; moved along instead of made anew for each ballot. */
interface MarkRow {
  readonly marks: Int32Array;
  start: number;
  readonly width: number;
}

type RowKind = 'tallied' | 'abstentions' | 'outOfRange' | 'overvotes' | 'undervotes';

function kindOf({ marks, start, width }: MarkRow, form: MarkForm): RowKind {
  let [given, positive, outside] = [0, 0, false];
  for (let at = start; at < start + width; at++) {
    const mark = marks[at]!;
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

/** Writes a ballot into its row, or says what is wrong with it. */
function fillRow(ballot: unknown, row: MarkRow, form: MarkForm): string | null {
  if (form.written === 'marks') return fillMarks(ballot, row);
  if (form.written === 'candidate' && Array.isArray(ballot)) return fillMarks(ballot, row);
  row.marks.fill(NO_MARK, row.start, row.start + row.width);
  if (ballot === null) return null;
  if (form.written === 'candidate') return fillChosen(ballot, row);
  if (!Array.isArray(ballot)) return 'a ballot is the list of candidates chosen';
  for (const candidate of ballot as readonly unknown[]) {
    const fault = fillChosen(candidate, row);
    if (fault !== null) return fault;
  }
  return null;
}

function fillMarks(ballot: unknown, { marks, start, width }: MarkRow): string | null {
  if (!Array.isArray(ballot) || ballot.length !== width) {
    return `a ballot has one mark for each of the ${width} candidates`;
  }
  for (let candidate = 0; candidate < width; candidate++) {
    const mark = (ballot as readonly unknown[])[candidate];
    if (mark === null) {
      marks[start + candidate] = NO_MARK;
      continue;
    }
    if (typeof mark !== 'number' || !Number.isInteger(mark) || Math.abs(mark) > 1_000_000) {
      return `the mark ${JSON.stringify(mark)} of candidate ${candidate} is not a whole number or null`;
    }
    marks[start + candidate] = mark;
  }
  return null;
}

function fillChosen(candidate: unknown, { marks, start, width }: MarkRow): string | null {
  if (typeof candidate !== 'number' || !Number.isInteger(candidate) || candidate < 0 || candidate >= width) {
    return `${JSON.stringify(candidate) ?? 'nothing'} is an unknown option (known are 0 to ${width - 1})`;
  }
  if (marks[start + candidate] === 1) return `candidate ${candidate} is chosen twice`;
  marks[start + candidate] = 1;
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
