import { greatestCommonDivisor } from '../../../../shared/ratio.js';
import type { RankedBallots } from './ranked-ballots.js';

/**
 * The same ballots with equal ones in one group, weights in the coarsest unit that then divides them all. A count that
 * cuts numbers off cuts them in this unit: were it that of the groups as they came, half a vote twice would be cut
 * elsewhere than one vote. Whole weights have no finer unit, and stay as they are.
 */
export function mergedRankings(ballots: RankedBallots): RankedBallots {
  const { start, marks, weights } = ballots;
  if (weights.perVote === 1) return ballots;
  const merged = new Map<string, { readonly first: number; units: number }>();
  for (let group = 0; group < weights.units.length; group++) {
    const key = marks.subarray(start[group], start[group + 1]).join(',');
    const known = merged.get(key);
    if (known) known.units += weights.units[group]!;
    else merged.set(key, { first: group, units: weights.units[group]! });
  }
  const groups = [...merged.values()];
  const unit = groups.reduce(
    (divisor, { units }) => greatestCommonDivisor(divisor, BigInt(units)),
    BigInt(weights.perVote),
  );
  const lengths = groups.map(({ first }) => start[first + 1]! - start[first]!);
  const mergedStart = Int32Array.from([0, ...lengths]);
  for (let group = 1; group < mergedStart.length; group++) mergedStart[group]! += mergedStart[group - 1]!;
  const mergedMarks = new Int16Array(mergedStart.at(-1)!);
  groups.forEach(({ first }, group) =>
    mergedMarks.set(marks.subarray(start[first], start[first + 1]), mergedStart[group]),
  );
  const coarser = (units: number): number => Number(BigInt(units) / unit);
  return {
    ...ballots,
    start: mergedStart,
    marks: mergedMarks,
    weights: {
      units: Float64Array.from(groups, ({ units }) => coarser(units)),
      perVote: coarser(weights.perVote),
      total: coarser(weights.total),
    },
  };
}
