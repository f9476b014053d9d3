import { isIntegerWithin } from '../option-reader.js';
import { refuseTally, type GroupedBallot, type TallyRefusal } from '../tally-method.js';

/** What one ballot gives to each option, as `[option, whole number]`. */
export type PointBallot = readonly (readonly [option: number, points: number])[];

/** Why a ballot breaks the rule, or null. */
export type PointRule = (ballot: PointBallot) => string | null;

/**
 * Reads ballots that spread whole numbers over options, written `{option: points}` or `[[option, points]]`.
 * Refuses one that cannot be read or that breaks the rule, naming the ballot and the mark.
 */
export function readPointBallots(
  ballots: readonly GroupedBallot[],
  optionCount: number,
  lowest: number,
  highest: number,
  rule: PointRule,
): PointBallot[] | TallyRefusal {
  const read: PointBallot[] = [];
  for (let group = 0; group < ballots.length; group++) {
    const ballot = readPairs(ballots[group]![1], optionCount, lowest, highest);
    const fault = typeof ballot === 'string' ? ballot : rule(ballot);
    if (fault !== null) {
      return refuseTally('INVALID_BALLOT', `Ballot ${group} ${fault}.`, [`ballots[${group}][1]`]);
    }
    read.push(ballot as PointBallot);
  }
  return read;
}

function readPairs(
  ballot: unknown,
  optionCount: number,
  lowest: number,
  highest: number,
): PointBallot | string {
  if (typeof ballot !== 'object' || ballot === null) return 'is not {option: points}';
  const pairs: readonly unknown[] = Array.isArray(ballot)
    ? (ballot as readonly unknown[])
    : Object.entries(ballot).map(([option, points]) => [Number(option), points as unknown]);
  const read: [number, number][] = [];
  for (const pair of pairs) {
    const [option, points] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    if (!isIntegerWithin(option, 0, optionCount - 1)) {
      return `names ${JSON.stringify(option ?? null)}, which is not an option (0 to ${optionCount - 1})`;
    }
    if (!isIntegerWithin(points, lowest, highest)) {
      return `gives option ${option} ${JSON.stringify(points ?? null)}, not a whole number from ${lowest} to ${highest}`;
    }
    read.push([option, points]);
  }
  if (new Set(read.map(([option]) => option)).size !== read.length) return 'names an option twice';
  return read;
}

export const pointsSpent = (ballot: PointBallot): number =>
  ballot.reduce((sum, [, points]) => sum + points, 0);
