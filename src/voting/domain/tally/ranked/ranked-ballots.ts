import { readWeights, votesText, type BallotWeights } from '../ballot-weights.js';
import { areCandidates, packedWeights, refuseOffsets, type PackedRankings } from '../packed-ballots.js';
import { refuseTally, type Election, type GroupedBallot, type TallyRefusal } from '../tally-method.js';

/** A rank left blank, and a rank with several unknown marks. Equal ranks follow a header (see `equalRank`). */
export const BLANK = -1;
export const UNKNOWN_OVERVOTE = -2;
/** The header of a rank with `size` marks, which follow it. */
export const equalRank = (size: number): number => -3 - size;
export const sizeOfRank = (header: number): number => -3 - header;

/**
 * Ranked ballots as one stream of marks: the marks of group k are `marks[start[k]] ... marks[start[k+1] - 1]`,
 * best rank first. A mark of zero or more is a candidate alone at its rank.
 */
export interface RankedBallots {
  readonly candidateCount: number;
  readonly start: Int32Array;
  readonly marks: Int16Array;
  /** Whether every rank of every ballot is one candidate: no blank, no equal ranks, no overvote. */
  readonly isPlain: boolean;
  readonly weights: BallotWeights;
}

/** The weight of ballots that rank somebody, and of those that rank nobody and so say nothing. */
export function rankingsAccounted({ start, marks, weights }: RankedBallots) {
  let blank = 0;
  for (let group = 0; group + 1 < start.length; group++) {
    let at = start[group]!;
    while (at < start[group + 1]! && (marks[at] === BLANK || marks[at] === UNKNOWN_OVERVOTE)) at++;
    if (at === start[group + 1]!) blank += weights.units[group]!;
  }
  const text = (units: number): string => votesText(units, weights.perVote);
  return { tallied: text(weights.total - blank), abstentions: text(blank) };
}

/** What a rule allows on a ballot; whatever it does not allow is refused with the mark at fault. */
export interface RankedForm {
  readonly equalRanks: boolean;
  readonly blanks: boolean;
  readonly duplicates: boolean;
  readonly unknownOvervotes: boolean;
}

export const MOST_CANDIDATES = 1000;
const MOST_RANKS = 10_000;

/** Refuses no candidates at all or too many, and names that are not text. */
export function refuseCandidates(candidates: readonly string[]): TallyRefusal | null {
  if (candidates.length >= 1 && candidates.length <= MOST_CANDIDATES) return null;
  return refuseTally(
    'INVALID_CANDIDATES',
    `An election has 1 to ${MOST_CANDIDATES} candidates; this one has ${candidates.length}.`,
  );
}

/** Refuses a number of seats below `least`. More seats than candidates is no error: everyone is elected. */
export function refuseSeats(seats: number, least: number, most = MOST_CANDIDATES): TallyRefusal | null {
  if (Number.isSafeInteger(seats) && seats >= least && seats <= most) return null;
  const range = least === most ? String(least) : `${least} to ${most}`;
  return refuseTally('INVALID_SEATS', `This rule fills ${range} seats, not ${JSON.stringify(seats)}.`);
}

/**
 * Reads the ranked ballots of an election: a list of ranks, best first, each a candidate, a list of
 * candidates, null (blank), or `["OVERVOTE"]`. Refuses any other mark, naming ballot, rank and mark.
 */
export function readRankedBallots(election: Election, form: RankedForm): RankedBallots | TallyRefusal {
  const candidateCount = election.candidates.length;
  const wrong = refuseCandidates(election.candidates);
  if (wrong) return wrong;
  if (election.packed?.form === 'rankings') return checkPacked(election.packed, candidateCount, form);
  const weights = readWeights(election.ballots);
  if ('reason' in weights) return weights;
  const start = new Int32Array(election.ballots.length + 1);
  const reader = new MarkReader(candidateCount, form);
  for (let group = 0; group < election.ballots.length; group++) {
    const refusal = reader.read(election.ballots[group]!, group);
    if (refusal) return refusal;
    start[group + 1] = reader.length;
  }
  const marks = reader.marks.slice(0, reader.length);
  return { candidateCount, start, marks, isPlain: reader.isPlain, weights };
}

/** Packed ballots are counted where they lie; every mark is checked first, in one pass. */
function checkPacked(
  packed: PackedRankings,
  candidateCount: number,
  form: RankedForm,
): RankedBallots | TallyRefusal {
  const weights = packedWeights(packed);
  if ('reason' in weights) return weights;
  const { start, marks } = packed;
  const broken = refuseOffsets(start, weights.units.length, marks.length);
  if (broken) return broken;
  if (areCandidates(start, marks, candidateCount, form.duplicates))
    return { candidateCount, start, marks, isPlain: true, weights };
  const lastSeenOn = new Int32Array(candidateCount).fill(-1);
  let isPlain = true;
  for (let group = 0; group < weights.units.length; group++) {
    const end = start[group + 1]!;
    for (let at = start[group]!; at < end; at++) {
      const mark = marks[at]!;
      if (mark >= 0 && mark < candidateCount && (form.duplicates || lastSeenOn[mark] !== group)) {
        lastSeenOn[mark] = group;
        continue;
      }
      isPlain = false;
      // The members of an equal rank follow its header and are checked like any other mark.
      if (isAllowedSign(mark, end - at - 1, candidateCount, form)) continue;
      return refuseTally(
        'INVALID_BALLOT',
        `Ballot ${group}: the mark ${mark} is not one this rule can count.`,
      );
    }
  }
  return { candidateCount, start, marks, isPlain, weights };
}

function isAllowedSign(mark: number, marksLeft: number, candidateCount: number, form: RankedForm): boolean {
  if (mark === BLANK) return form.blanks;
  if (mark === UNKNOWN_OVERVOTE) return form.unknownOvervotes;
  const size = sizeOfRank(mark);
  return mark < 0 && form.equalRanks && size >= 2 && size <= candidateCount && size <= marksLeft;
}

class MarkReader {
  marks = new Int16Array(1024);
  length = 0;
  isPlain = true;
  private readonly seenOn: Int32Array;

  constructor(
    private readonly candidateCount: number,
    private readonly form: RankedForm,
  ) {
    this.seenOn = new Int32Array(candidateCount).fill(-1);
  }

  read([, ballot]: GroupedBallot, group: number): TallyRefusal | null {
    if (!Array.isArray(ballot) || ballot.length > MOST_RANKS) {
      return refuseTally('INVALID_BALLOT', `Ballot ${group} is not a list of at most ${MOST_RANKS} ranks.`);
    }
    const ranks = ballot as readonly unknown[];
    for (let rank = 0; rank < ranks.length; rank++) {
      const fault = this.readRank(ranks[rank], group);
      if (fault) {
        const mark = JSON.stringify(ranks[rank])?.slice(0, 100) ?? 'nothing';
        return refuseTally('INVALID_BALLOT', `Ballot ${group}, rank ${rank + 1}: ${mark} ${fault}.`, [
          `ballots[${group}][1][${rank}]`,
        ]);
      }
    }
    return null;
  }

  private readRank(mark: unknown, group: number): string | null {
    if (mark === null || (Array.isArray(mark) && mark.length === 0)) {
      return this.form.blanks ? this.push(BLANK) : 'is blank, which this rule does not allow between marks';
    }
    if (!Array.isArray(mark)) return this.readCandidate(mark, group);
    const marks = mark as readonly unknown[];
    if (marks.length === 1 && marks[0] === 'OVERVOTE') {
      return this.form.unknownOvervotes
        ? this.push(UNKNOWN_OVERVOTE)
        : 'is an overvote, which this rule cannot count';
    }
    if (marks.length === 1) return this.readCandidate(marks[0], group);
    if (!this.form.equalRanks) return 'ranks several candidates equal, which this rule does not allow';
    if (new Set(marks).size !== marks.length) return 'names a candidate twice at one rank';
    this.push(equalRank(marks.length));
    for (const candidate of marks) {
      const fault = this.readCandidate(candidate, group);
      if (fault) return fault;
    }
    return null;
  }

  private readCandidate(mark: unknown, group: number): string | null {
    if (typeof mark !== 'number' || !Number.isInteger(mark) || mark < 0 || mark >= this.candidateCount) {
      return `is not a candidate (0 to ${this.candidateCount - 1})`;
    }
    if (!this.form.duplicates && this.seenOn[mark] === group)
      return 'was already ranked higher on this ballot';
    this.seenOn[mark] = group;
    return this.push(mark);
  }

  private push(mark: number): null {
    if (this.length === this.marks.length) {
      const larger = new Int16Array(this.marks.length * 2);
      larger.set(this.marks);
      this.marks = larger;
    }
    if (mark < 0) this.isPlain = false;
    this.marks[this.length++] = mark;
    return null;
  }
}
