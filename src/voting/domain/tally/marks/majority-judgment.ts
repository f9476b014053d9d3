import { type Json } from '../../../../shared/canonical-json.js';
import { exactJson } from '../exact-json.js';
import { ballotsAccounted } from './mark-outcome.js';
import { NO_MARK, readMarkBallots, type MarkBallots } from './mark-ballots.js';
import { OptionReader } from '../option-reader.js';
import { fillSeats, seatsJson } from '../seat-filling.js';
import { type Election, type Outcome, type TallyMethod, type TallyRefusal } from '../tally-method.js';
import { type TieBreak } from '../tie-break.js';

/** Weight (in units) per grade, the lowest grade first. */
export type GradeProfile = Float64Array;

/** The grade of the middle unit; of an even number the lower of the two middle ones. -1 without grades. */
export function majorityGrade(profile: GradeProfile): number {
  const middle = Math.ceil(sum(profile) / 2);
  let reached = 0;
  return middle === 0 ? -1 : profile.findIndex((units) => (reached += units) >= middle);
}

/**
 * Majority judgment's order of two options with equally many grades (Balinski and Laraki 2007, 2011): the
 * higher majority grade stands higher; while they are equal, one grade equal to it is removed from each and
 * the majority grades are compared again, until they differ or nothing is left. Positive: a stands higher.
 *
 * Removing middles one by one reads the sorted grades from the middle outwards, in the same order for both:
 * so the first place in that order where they differ decides, and it is found without removing anything.
 */
export function compareByMajorityGrade(a: GradeProfile, b: GradeProfile): number {
  return firstDifference(a, b)?.order ?? 0;
}

/** After how many removals two options first differ, and which stands higher; null when they never do. */
function firstDifference(a: GradeProfile, b: GradeProfile): { removed: number; order: number } | null {
  const total = sum(a);
  let [cumulatedA, cumulatedB] = [0, 0];
  let [soonest, order] = [Infinity, 0];
  for (let grade = 0; grade < a.length; grade++) {
    cumulatedA += a[grade]!;
    cumulatedB += b[grade]!;
    if (cumulatedA === cumulatedB) continue;
    // In these places one of the two has this grade or a lower one, and the other a higher one.
    const first = Math.min(cumulatedA, cumulatedB) + 1;
    const last = Math.max(cumulatedA, cumulatedB);
    const middle = Math.ceil(total / 2);
    const turn = removalTurn(Math.min(Math.max(middle, first), last), total);
    if (turn < soonest) [soonest, order] = [turn, cumulatedB - cumulatedA];
  }
  return order === 0 ? null : { removed: soonest, order };
}

/** When the grade in this place (from 1, the lowest) is removed: the middle first, then outwards by turns. */
function removalTurn(place: number, total: number): number {
  const distance = place - Math.ceil(total / 2);
  // Of an even number the lower middle goes first and the upper next; of an odd one the lower neighbour is next.
  const upwardsFirst = total % 2 === 0;
  if (distance > 0) return 2 * distance - (upwardsFirst ? 1 : 0);
  return -2 * distance - (upwardsFirst || distance === 0 ? 0 : 1);
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

interface PreparedJudgment {
  readonly ballots: MarkBallots;
  readonly grades: number;
  readonly seats: number;
  readonly tieBreak: TieBreak;
}

/**
 * `majority-judgment`: each option gets a grade, 0 the lowest; a blank counts as the lowest, so that all
 * options have equally many grades; a blank ballot is an abstention. Options: `grades` (how many), `tie_break`
 * for options with equal grades throughout (left out, the tie is reported).
 */
export const majorityJudgment: TallyMethod<PreparedJudgment> = {
  name: 'majority-judgment',
  version: 1,
  reads: 'marks',
  prepare(election: Election): PreparedJudgment | TallyRefusal {
    const options = new OptionReader(this.name, election.options);
    const grades = options.integer('grades', 2, 100);
    options.choice('blank', ['lowest'], 'lowest');
    const tieBreak = options.tieBreak('tie_break', election.candidates.length, { mode: 'report_tie' });
    const wrong = options.refusal();
    if (wrong) return wrong;
    const ballots = readMarkBallots(election, { lowest: 0, highest: grades - 1, written: 'marks' });
    return 'reason' in ballots ? ballots : { ballots, grades, seats: election.seats, tieBreak };
  },
  count({ ballots, grades, seats, tieBreak }: PreparedJudgment): Outcome {
    const profiles = gradeProfiles(ballots, grades);
    const compare = (a: number, b: number): number => compareByMajorityGrade(profiles[b]!, profiles[a]!);
    const candidates = profiles.map((_, candidate) => candidate);
    const perVote = BigInt(ballots.weights.perVote);
    const ranking = levelsOf(candidates, compare);
    return {
      ...seatsJson(fillSeats(candidates, seats, compare, tieBreak)),
      grades,
      deciding: decidingGrades(profiles, ranking, seats, perVote),
      majority_grades: profiles.map(majorityGrade),
      profiles: profiles.map((profile) => Array.from(profile, (units) => exactJson(BigInt(units), perVote))),
      ranking,
      ...ballotsAccounted(ballots),
    };
  },
};

/**
 * Where the last seat was decided: the last who has one against the first who has none, how many equal grades
 * in the middle were removed from each, and the grades that then differed. Null where nothing differs.
 */
function decidingGrades(
  profiles: readonly GradeProfile[],
  ranking: readonly (readonly number[])[],
  seats: number,
  perVote: bigint,
): Json {
  const ranked = ranking.flat();
  const [taken, left] = [ranked[seats - 1], ranked[seats]];
  if (taken === undefined || left === undefined) return null;
  const [a, b] = [profiles[taken]!, profiles[left]!];
  const difference = firstDifference(a, b);
  if (difference === null) return null;
  const { removed } = difference;
  const grades = [a, b].map((profile) => gradeAfter(profile, removed));
  return { candidates: [taken, left], removed: exactJson(BigInt(removed), perVote), grades };
}

/** The majority grade once so many have been removed from the middle. */
function gradeAfter(profile: GradeProfile, removed: number): number {
  const total = sum(profile);
  const up = total % 2 === 0;
  const distance = Math.ceil(removed / 2) * (removed % 2 === 1 ? (up ? 1 : -1) : up ? -1 : 1);
  let reached = 0;
  return profile.findIndex((units) => (reached += units) >= Math.ceil(total / 2) + distance);
}

/** Candidates in levels, the highest first; equal ones share a level. */
function levelsOf(candidates: readonly number[], compare: (a: number, b: number) => number): number[][] {
  const levels: number[][] = [];
  for (const candidate of [...candidates].sort((a, b) => compare(a, b) || a - b)) {
    const level = levels.at(-1);
    if (level && compare(level[0]!, candidate) === 0) level.push(candidate);
    else levels.push([candidate]);
  }
  return levels;
}

function gradeProfiles({ candidateCount, marks, units }: MarkBallots, grades: number): GradeProfile[] {
  const profiles = Array.from({ length: candidateCount }, () => new Float64Array(grades));
  for (let ballot = 0, at = 0; ballot < units.length; ballot++) {
    for (let candidate = 0; candidate < candidateCount; candidate++, at++) {
      profiles[candidate]![marks[at] === NO_MARK ? 0 : marks[at]!]! += units[ballot]!;
    }
  }
  return profiles;
}
