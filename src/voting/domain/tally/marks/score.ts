import { Ratio } from '../../../../shared/ratio.js';
import { decimalJson, type ExactJson } from '../exact-json.js';
import { ballotsAccounted, byCandidate, refuseLargeTotals, votesJson } from './mark-outcome.js';
import { NO_MARK, readMarkBallots, type MarkBallots } from './mark-ballots.js';
import { OptionReader } from '../option-reader.js';
import { readScoreRange, type ScoreRange } from './score-range.js';
import { fillSeats, seatsJson } from '../seat-filling.js';
import { type Election, type Outcome, type TallyMethod, type TallyRefusal } from '../tally-method.js';
import { type TieBreak } from '../tie-break.js';

const AGGREGATES = ['sum', 'mean', 'median'] as const;

interface PreparedScore {
  readonly ballots: MarkBallots;
  readonly range: ScoreRange;
  readonly aggregate: (typeof AGGREGATES)[number];
  readonly blankIsZero: boolean;
  readonly evenMedian: 'mean' | 'lower';
  readonly withoutVotes: boolean;
  readonly seats: number;
  readonly tieBreak: TieBreak;
}

/**
 * `score`: whole numbers in a range; the highest sum, mean or median wins. A blank is an abstention on that
 * option, or 0; a blank ballot is an abstention; a mark out of range rejects the ballot. Of an even number of
 * scores the median is the mean of the middle two, or the lower of them. An option that nobody scored stands
 * last under mean and median. Options: `aggregate`, `score_range`, `blank`, `even_median`, `tie_break` (left
 * out, a tie is reported), `without_votes`.
 */
export const score: TallyMethod<PreparedScore> = {
  name: 'score',
  version: 1,
  reads: 'marks',
  prepare(election: Election): PreparedScore | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const aggregate = options.choice('aggregate', AGGREGATES);
    const range = readScoreRange(options);
    const blankIsZero = options.choice('blank', ['abstention', 'zero']) === 'zero';
    const evenMedian = options.choice('even_median', ['mean', 'lower'], 'mean');
    const tieBreak = options.tieBreak('tie_break', election.candidates.length, { mode: 'report_tie' });
    const withoutVotes = options.mayWinWithoutVotes();
    const wrong = options.refusal();
    if (wrong) return wrong;
    const ballots = readMarkBallots(election, { ...range, written: 'marks' });
    if ('reason' in ballots) return ballots;
    const tooLarge = refuseLargeTotals(ballots, Math.max(Math.abs(range.lowest), Math.abs(range.highest)));
    if (tooLarge) return tooLarge;
    const { seats } = election;
    return { ballots, range, aggregate, blankIsZero, evenMedian, seats, tieBreak, withoutVotes };
  },
  count(prepared: PreparedScore): Outcome {
    const { ballots } = prepared;
    const scores = prepared.aggregate === 'median' ? scoresOneByOne(prepared) : scoresAddedUp(prepared);
    const values = scores.map((score) => aggregateOf(prepared, score));
    const candidates = [...values.keys()].filter(
      (candidate) => prepared.withoutVotes || scores[candidate]!.scoredBy > 0,
    );
    const compare = (a: number, b: number): number => {
      const [left, right] = [values[a]!, values[b]!];
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      return right.compare(left);
    };
    const json = (value: Ratio | null): ExactJson => (value === null ? 'none' : decimalJson(value));
    return {
      ...seatsJson(fillSeats(candidates, prepared.seats, compare, prepared.tieBreak)),
      aggregate: prepared.aggregate,
      scores: byCandidate(values.map(json)),
      exact_scores: byCandidate(values.map((value) => value?.toString() ?? 'none')),
      scored_by: byCandidate(scores.map(({ scoredBy }) => votesJson(ballots, scoredBy))),
      ...ballotsAccounted(ballots),
    };
  },
};

/** What one option got: weight times marks, and the weight that marked it, both in units; by score for a median. */
interface OptionScore {
  readonly total: number;
  readonly scoredBy: number;
  /** The weight behind each score, from the lowest. */
  readonly perScore: Float64Array | null;
}

/** The mark that a blank stands for where it counts: a scale that starts above zero has no zero, but a lowest score. */
const blankMark = ({ lowest }: ScoreRange): number => (lowest > 0 ? lowest : 0);

function scoresAddedUp({ ballots, range, blankIsZero }: PreparedScore): OptionScore[] {
  const { candidateCount, marks, units } = ballots;
  const totals = new Float64Array(candidateCount);
  const blank = new Float64Array(candidateCount);
  for (let ballot = 0, at = 0; ballot < units.length; ballot++) {
    const weight = units[ballot]!;
    for (let candidate = 0; candidate < candidateCount; candidate++, at++) {
      const mark = marks[at]!;
      if (mark === NO_MARK) blank[candidate]! += weight;
      else totals[candidate]! += weight * mark;
    }
  }
  return Array.from(totals, (total, candidate) =>
    blankIsZero
      ? { total: total + blank[candidate]! * blankMark(range), scoredBy: ballots.tallied, perScore: null }
      : { total, scoredBy: ballots.tallied - blank[candidate]!, perScore: null },
  );
}

function scoresOneByOne({ ballots, range, blankIsZero }: PreparedScore): OptionScore[] {
  const { candidateCount, marks, units } = ballots;
  const width = range.highest - range.lowest + 1;
  const counts = new Float64Array(candidateCount * width);
  for (let ballot = 0, at = 0; ballot < units.length; ballot++) {
    const weight = units[ballot]!;
    const end = at + candidateCount;
    for (let cell = -range.lowest; at < end; at++, cell += width) {
      const mark = marks[at]!;
      if (mark !== NO_MARK) counts[cell + mark]! += weight;
      else if (blankIsZero) counts[cell + blankMark(range)]! += weight;
    }
  }
  return Array.from({ length: candidateCount }, (_, candidate) => {
    const perScore = counts.subarray(candidate * width, (candidate + 1) * width);
    const scoredBy = perScore.reduce((sum, weight) => sum + weight, 0);
    const total = perScore.reduce((sum, weight, at) => sum + weight * (range.lowest + at), 0);
    return { total, scoredBy, perScore };
  });
}

function aggregateOf(
  { ballots, range, aggregate, evenMedian }: PreparedScore,
  { total, scoredBy, perScore }: OptionScore,
): Ratio | null {
  if (aggregate === 'sum') return Ratio.of(BigInt(total), BigInt(ballots.weights.perVote));
  if (scoredBy === 0) return null;
  if (perScore === null) return Ratio.of(BigInt(total), BigInt(scoredBy));
  const lower = BigInt(range.lowest + scoreAt(perScore, Math.ceil(scoredBy / 2)));
  if (evenMedian === 'lower' || scoredBy % 2 === 1) return Ratio.of(lower);
  return Ratio.of(lower + BigInt(range.lowest + scoreAt(perScore, scoredBy / 2 + 1)), 2n);
}

/** The score (from the lowest) of the n-th unit of weight, counted from the lowest score. */
function scoreAt(perScore: Float64Array, position: number): number {
  let reached = 0;
  return perScore.findIndex((units) => (reached += units) >= position);
}
