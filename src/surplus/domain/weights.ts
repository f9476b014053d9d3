import { greatestCommonDivisor, Ratio } from '../../shared/ratio.js';
import type { Refusal } from '../../shared/refusal.js';
import type { Entitled } from './eligibility.js';
import type { Weighting } from './input/rule-schema.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * Weight of each participant: `s · t · k · Σ_b ω_b · x_b / X_b` (normalised: the share of each basis is
 * weighted) or `s · t · k · Σ_b ω_b · x_b` (raw). s: seniority, t: time in membership, k: coefficient of the
 * kind, ω: weight of the basis, x: the participant's measured quantity, X: everybody's. The two variants give
 * different results, so a policy names one; normalised is the default.
 *
 * Everything is put on one common scale of whole numbers, so that a million lines need no fraction arithmetic.
 * A normalised basis of which nobody has anything drops out; the others keep their proportion to each other.
 */
export interface WeightPart {
  readonly basis: string;
  readonly quantity: Ratio;
  readonly total: Ratio;
}
export interface WeightedLine {
  readonly key: string;
  readonly weight: bigint;
  readonly coefficient: Ratio;
  readonly parts: readonly WeightPart[];
}
export interface Weights {
  readonly lines: readonly WeightedLine[];
  /** One unit of weight, in the units of the formula: weight × scale is the formula's own value. */
  readonly scale: Ratio;
  readonly method: 'normalised' | 'raw';
  readonly totals: ReadonlyMap<string, Ratio>;
}

export function weigh(entitled: readonly Entitled[], weighting: Weighting): Weights | Refusal<SurplusReason> {
  const method = weighting.method ?? 'normalised';
  const bases = [...weighting.bases].filter(([, weight]) => !weight.isZero());
  if (bases.length === 0)
    return refuse('MISSING_FIGURE', 'The policy names no basis with a weight above zero.');
  const columns = bases.map(([basis, weight]) => column(basis, weight, entitled));
  const used = method === 'raw' ? columns : columns.filter(({ total }) => total > 0n);
  const divisors = used.map(
    ({ weight, total, scale }) => weight.denominator * (method === 'raw' ? scale : total),
  );
  const common = divisors.reduce(leastCommonMultiple, 1n);
  const factors = used.map(({ weight }, index) => (weight.numerator * common) / divisors[index]!);
  const coefficients = entitled.map((one) => coefficientOf(one, weighting));
  const coefficientScale = coefficients.reduce(
    (scale, { denominator }) => leastCommonMultiple(scale, denominator),
    1n,
  );
  const raw = entitled.map((_, row) => {
    const mixed = used.reduce((sum, { values }, index) => sum + values[row]! * factors[index]!, 0n);
    const { numerator, denominator } = coefficients[row]!;
    return mixed * numerator * (coefficientScale / denominator);
  });
  const divisor = raw.reduce(stepOfDivisor, 0n) || 1n;
  return {
    method,
    scale: Ratio.of(divisor, common * coefficientScale),
    totals: new Map(columns.map(({ basis, total, scale }) => [basis, Ratio.of(total, scale)])),
    lines: entitled.map(({ participant }, row) => ({
      key: participant.key,
      weight: raw[row]! / divisor,
      coefficient: coefficients[row]!,
      parts: columns.map(({ basis, values, total, scale }) => ({
        basis,
        quantity: Ratio.of(values[row]!, scale),
        total: Ratio.of(total, scale),
      })),
    })),
  };
}

const stepOfDivisor = (divisor: bigint, weight: bigint) =>
  divisor === 1n || weight === 0n
    ? divisor
    : divisor === 0n
      ? weight
      : greatestCommonDivisor(divisor, weight);

const leastCommonMultiple = (a: bigint, b: bigint): bigint =>
  a % b === 0n ? a : (a / greatestCommonDivisor(a, b)) * b;

function column(basis: string, weight: Ratio, entitled: readonly Entitled[]) {
  const quantities = entitled.map(({ participant }) => quantityOf(participant, basis));
  const scale = quantities.reduce((common, { denominator }) => leastCommonMultiple(common, denominator), 1n);
  const values = quantities.map(({ numerator, denominator }) => numerator * (scale / denominator));
  return { basis, weight, scale, values, total: values.reduce((sum, value) => sum + value, 0n) };
}

/** What was measured on a basis; the basis `equal` counts one for everybody. */
export const quantityOf = (participant: Entitled['participant'], basis: string): Ratio =>
  participant.bases?.get(basis) ?? (basis === 'equal' ? Ratio.one : Ratio.zero);

function coefficientOf({ participant, timeFraction }: Entitled, weighting: Weighting): Ratio {
  const years = participant.seniorityYears ?? 0;
  let coefficient = weighting.kindCoefficients?.get(participant.kind ?? 'member') ?? Ratio.one;
  const reached = (weighting.seniority ?? [])
    .filter(({ fromYears }) => fromYears <= years)
    .reduce<{ fromYears: number; coefficient: Ratio } | null>(
      (best, entry) => (best && best.fromYears >= entry.fromYears ? best : entry),
      null,
    );
  if (reached) coefficient = coefficient.times(reached.coefficient);
  const perYear = weighting.seniorityPerYear;
  if (perYear) {
    const grown = Ratio.one.plus(perYear.addition.times(Ratio.of(BigInt(years))));
    coefficient = coefficient.times(perYear.highest.isLessThan(grown) ? perYear.highest : grown);
  }
  return weighting.timeInMembership === 'days' ? coefficient.times(timeFraction) : coefficient;
}
