import { type Ratio } from '../../../shared/ratio.js';
import { readBallots, type BallotsResult } from './ballots-result.js';
import { type OutcomeFields } from './outcome-fields.js';
import { readFilledSeats, type SeatsResult } from './seats-result.js';

/** The grades that one option received. */
export interface JudgedOption {
  readonly option: number;
  /** The grade in the middle, 0 the lowest; null without ballots. */
  readonly majorityGrade: number | null;
  /** Votes per grade, the lowest first. */
  readonly votesByGrade: readonly Ratio[];
}

/** Where the last place was decided. */
export interface DecidingGrades {
  /** The last who has a place, and the first who has none. */
  readonly options: readonly [number, number];
  /** Votes with equal grades taken from the middle of each before they differed. */
  readonly removed: Ratio;
  readonly grades: readonly [number, number];
}

/** `majority-judgment`: a middle grade per option. */
export interface JudgmentResult extends SeatsResult, BallotsResult {
  readonly family: 'judgment';
  readonly method: 'majority-judgment';
  /** The best grade that can be given; 0 is the lowest. */
  readonly highestGrade: number;
  readonly options: readonly JudgedOption[];
  readonly ranking: readonly (readonly number[])[];
  /** Null where everybody has a place, or nothing tells the two apart. */
  readonly deciding: DecidingGrades | null;
}

export function readJudgmentResult(outcome: OutcomeFields): JudgmentResult {
  const grades = outcome.numbers('majority_grades').map(({ numerator }) => Number(numerator));
  return {
    ...readFilledSeats(outcome),
    ...readBallots(outcome),
    family: 'judgment',
    method: 'majority-judgment',
    highestGrade: outcome.integer('grades') - 1,
    options: outcome.numberLists('profiles').map((votesByGrade, option) => ({
      option,
      majorityGrade: grades[option]! < 0 ? null : grades[option]!,
      votesByGrade,
    })),
    ranking: outcome.levels('ranking'),
    deciding: outcome.has('deciding') ? readDeciding(outcome.object('deciding')) : null,
  };
}

const readDeciding = (deciding: OutcomeFields): DecidingGrades => ({
  options: deciding.options('candidates') as readonly [number, number],
  removed: deciding.number('removed'),
  grades: deciding.options('grades') as readonly [number, number],
});
