import { greatestCommonDivisor, Ratio } from '../../../shared/ratio.js';
import { refuseTally, type ExactWeight, type GroupedBallot, type TallyRefusal } from './tally-method.js';

/**
 * The weights of all groups as whole numbers of one common unit: `units[k] / perVote` votes each. Whole
 * ballots have `perVote` 1; weights in millionths at most 1,000,000. The total is exact in 53 bits, so
 * that hot loops may add on typed arrays.
 */
export interface BallotWeights {
  readonly units: Float64Array;
  readonly perVote: number;
  readonly total: number;
}

/** Refuses a weight below zero or not exact, naming the ballot, and a total beyond 2^53 units. */
export function readWeights(ballots: readonly GroupedBallot[]): BallotWeights | TallyRefusal {
  let perVote = 1n;
  for (let group = 0; group < ballots.length; group++) {
    const weight: unknown = ballots[group]?.[0];
    if (!isExactWeight(weight)) {
      const shown = typeof weight === 'bigint' ? weight.toString() : JSON.stringify(weight);
      return refuseTally(
        'INVALID_WEIGHT',
        `Ballot ${group}: ${shown} is not a weight (exact, zero or more).`,
      );
    }
    if (weight instanceof Ratio && perVote % weight.denominator !== 0n) {
      perVote *= weight.denominator / greatestCommonDivisor(perVote, weight.denominator);
      if (perVote > 1_000_000_000_000n) return tooFine();
    }
  }
  const units = new Float64Array(ballots.length);
  let total = 0;
  for (let group = 0; group < ballots.length; group++) {
    units[group] = unitsOf(ballots[group]![0], perVote);
    total += units[group]!;
    if (!Number.isSafeInteger(total)) return tooFine();
  }
  return { units, perVote: Number(perVote), total };
}

/** A number of units as votes: `"12"`, `"12.5"`, or a fraction where decimals do not end. */
export function votesText(units: number | bigint, perVote: number): string {
  if (perVote === 1) return String(units);
  const votes = Ratio.of(BigInt(units), BigInt(perVote));
  for (let places = 0; places <= 12; places++) {
    if (10n ** BigInt(places) % votes.denominator === 0n) return votes.toDecimal(places);
  }
  return votes.toString();
}

function isExactWeight(weight: unknown): weight is ExactWeight {
  if (typeof weight === 'number') return Number.isSafeInteger(weight) && weight >= 0;
  if (typeof weight === 'bigint') return weight >= 0n;
  return weight instanceof Ratio && !weight.isNegative();
}

function unitsOf(weight: ExactWeight, perVote: bigint): number {
  if (weight instanceof Ratio) return Number(weight.numerator * (perVote / weight.denominator));
  return typeof weight === 'number' ? weight * Number(perVote) : Number(weight * perVote);
}

const tooFine = (): TallyRefusal =>
  refuseTally(
    'INVALID_WEIGHT',
    'The weights are too large or too fine to be added exactly (more than 2^53 units).',
  );
