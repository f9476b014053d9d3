import { votesText } from '../ballot-weights.js';
import { OptionReader } from '../option-reader.js';
import {
  BLANK,
  rankingsAccounted,
  readRankedBallots,
  refuseSeats,
  sizeOfRank,
  type RankedBallots,
} from './ranked-ballots.js';
import { levelsByScore, winnersByLevels } from './ranking-levels.js';
import {
  asJson,
  refuseTally,
  type Election,
  type Outcome,
  type TallyMethod,
  type TallyRefusal,
} from '../tally-method.js';
import { type TieBreak } from '../tie-break.js';

const POINT_SCALES = ['n_to_1', 'n_minus_1_to_0'] as const;
const UNRANKED_POINTS = ['share_remaining', 'zero'] as const;

interface PreparedBorda {
  readonly ballots: RankedBallots;
  readonly seats: number;
  readonly tieBreak: TieBreak;
  readonly points: (typeof POINT_SCALES)[number];
  readonly unranked: (typeof UNRANKED_POINTS)[number];
}

/**
 * Borda count: the first of n candidates gets n points and the last 1 (`n_to_1`), or n − 1 and 0. Equal ranks
 * share the average of their places; whoever is unranked shares what is left (`share_remaining`) or gets 0.
 * A blank rank is closed up. Scores are exact: averages of places are whole numbers of halves.
 */
export const borda: TallyMethod<PreparedBorda> = {
  name: 'borda',
  version: 1,
  reads: 'rankings',
  prepare: prepareBorda,
  count: countBorda,
};

function prepareBorda(election: Election): PreparedBorda | TallyRefusal {
  const options = new OptionReader('borda', election.options);
  const rule = {
    points: options.choice('points', POINT_SCALES),
    unranked: options.choice('unranked', UNRANKED_POINTS),
    tieBreak: options.tieBreak('tie_break', election.candidates.length),
    seats: election.seats,
  };
  const wrong = refuseSeats(election.seats, 1) ?? options.refusal();
  if (wrong) return wrong;
  const form = { equalRanks: true, blanks: true, duplicates: false, unknownOvervotes: false };
  const ballots = readRankedBallots(election, form);
  if ('reason' in ballots) return ballots;
  const largest = 2 * ballots.candidateCount * ballots.weights.total;
  if (Number.isSafeInteger(largest)) return { ...rule, ballots };
  return refuseTally('INVALID_WEIGHT', 'The weights are too large to add their points exactly.');
}

function countBorda({ ballots, points, unranked, seats, tieBreak }: PreparedBorda): Outcome {
  const halves = pointsInHalves(ballots, points === 'n_to_1' ? 1 : 0, unranked === 'share_remaining');
  const ranking = levelsByScore(ballots.candidateCount, (a, b) => halves[b]! - halves[a]!);
  const perPoint = 2 * ballots.weights.perVote;
  return {
    ...winnersByLevels(ranking, seats, tieBreak),
    points,
    unranked,
    ranking: asJson(ranking),
    scores: Object.fromEntries(
      Array.from(halves, (score, candidate) => [candidate, votesText(score, perPoint)]),
    ),
    ...rankingsAccounted(ballots),
  };
}

function pointsInHalves(
  { candidateCount, start, marks, weights }: RankedBallots,
  last: number,
  share: boolean,
): Float64Array {
  const halves = new Float64Array(candidateCount);
  const rankedIn = new Int32Array(candidateCount).fill(-1);
  /** The average of `size` places from `place` on, counted from 0 at the top, in half points. */
  const average = (place: number, size: number): number =>
    2 * (candidateCount - 1 + last - place) - (size - 1);
  for (let group = 0; group + 1 < start.length; group++) {
    const weight = weights.units[group]!;
    const end = start[group + 1]!;
    let place = 0;
    for (let at = start[group]!; at < end; at++) {
      const mark = marks[at]!;
      if (mark === BLANK) continue;
      const size = mark < 0 ? sizeOfRank(mark) : 1;
      const value = average(place, size) * weight;
      const first = mark < 0 ? at + 1 : at;
      for (at = first; at < first + size; at++) {
        halves[marks[at]!]! += value;
        rankedIn[marks[at]!] = group;
      }
      at--;
      place += size;
    }
    if (!share || place === candidateCount) continue;
    const rest = average(place, candidateCount - place) * weight;
    for (let candidate = 0; candidate < candidateCount; candidate++) {
      if (rankedIn[candidate] !== group) halves[candidate]! += rest;
    }
  }
  return halves;
}
