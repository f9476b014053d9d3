import { Ratio } from '../../shared/ratio.js';
import type { ThresholdArithmetic } from './threshold-outcome.js';

/**
 * The smallest number of further votes that would have passed what did not pass (a tie did not), stopped what passed, or
 * reached the quorum that was missing. "Further" means: of electors who did not
 * take part, each with one vote (1,000,000 millionths); `weightMillionths` is the exact least weight for those whose
 * vote weighs otherwise.
 */
export interface SmallestChange {
  /** What they would have had to vote; any counted choice, where only the quorum was missing. */
  readonly choice: 'for' | 'against' | 'any_counted';
  readonly votes: bigint;
  /** Null for a quorum of people, where weight does not count. */
  readonly weightMillionths: bigint | null;
  /** Whether those who did not vote were enough. */
  readonly wasPossible: boolean;
}

type Counted = Omit<ThresholdArithmetic, 'smallestChange'>;

const oneVote = 1_000_000n;

/**
 * See `SmallestChange`; null when no number of further votes could have changed the outcome. Null too where classes
 * have majorities or caps of their own, and where people blocked: then it matters who votes, and no number says it.
 */
export function smallestChange(counted: Counted): SmallestChange | null {
  if (counted.classMajorities.length > 0 || counted.classCaps.length > 0 || counted.isBlocked) return null;
  switch (counted.outcome) {
    case 'no_quorum':
      return missingForQuorum(counted);
    case 'failed':
    case 'tie':
      return weighed('for', furtherFor(counted), counted);
    case 'passed':
      return weighed('against', furtherAgainst(counted), counted);
  }
}

function missingForQuorum(counted: Counted): SmallestChange | null {
  const missing = counted.quorum.needed.minus(counted.quorum.counted).ceil();
  // An electorate of nobody reaches no quorum.
  if (missing <= 0n) return null;
  if (counted.quorum.unit === 'weight_millionths') return weighed('any_counted', missing, counted);
  const absent = counted.eligible.people - total(counted, 'people');
  return { choice: 'any_counted', votes: missing, weightMillionths: null, wasPossible: missing <= absent };
}

/** Least x >= 1 such that for + x passes; the base grows with x unless it is the whole electorate. */
function furtherFor({ threshold }: Counted): bigint | null {
  const missing = threshold.needed.minus(threshold.counted);
  const gainPerVote = threshold.base === 'eligible' ? Ratio.one : Ratio.one.minus(threshold.fraction);
  // With "all of the base" every further vote for raises what is needed by as much, unless nobody is against yet.
  if (gainPerVote.isZero()) return missing.compare(Ratio.zero) <= 0 ? 1n : null;
  const least = missing.dividedBy(gainPerVote);
  return atLeastOne(threshold.comparison === '>' ? least.floor() + 1n : least.ceil());
}

/** Least x >= 1 such that, with x more against in the base, what is for no longer suffices. */
function furtherAgainst({ threshold }: Counted): bigint | null {
  if (threshold.base === 'eligible' || threshold.fraction.isZero()) return null;
  const largestBase = threshold.counted.dividedBy(threshold.fraction);
  const least = threshold.comparison === '>' ? largestBase.ceil() : largestBase.floor() + 1n;
  return atLeastOne(least - threshold.of.floor());
}

function weighed(
  choice: SmallestChange['choice'],
  weightMillionths: bigint | null,
  counted: Counted,
): SmallestChange | null {
  if (weightMillionths === null) return null;
  const absent = counted.eligible.weightMillionths - total(counted, 'weightMillionths');
  return {
    choice,
    votes: (weightMillionths + oneVote - 1n) / oneVote,
    weightMillionths,
    wasPossible: weightMillionths <= absent,
  };
}

const atLeastOne = (value: bigint): bigint => (value < 1n ? 1n : value);

const total = ({ sums }: Counted, of: 'people' | 'weightMillionths'): bigint =>
  Object.values(sums).reduce((sum, choice) => sum + choice[of], 0n);
