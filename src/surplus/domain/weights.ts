import { greatestCommonDivisor, Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
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
  /** The part of the coefficient that years of membership make. */
  readonly seniority: Ratio;
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
  const measured = MeasuredBases.of(weighting);
  if (isRefusal(measured)) return measured;
  for (const one of entitled) measured.add(one);
  const scheme = measured.scheme();
  const raw = entitled.map((one) => scheme.rawWeight(one));
  const divisor = raw.reduce(commonDivisor, 0n) || 1n;
  return {
    method: scheme.method,
    scale: scheme.scale(divisor),
    totals: scheme.totals,
    lines: entitled.map((one, row) => scheme.line(one, raw[row]! / divisor)),
  };
}

/** The common divisor so far and one more weight; 0 before there is any. */
export const commonDivisor = (divisor: bigint, weight: bigint): bigint =>
  divisor === 1n || weight === 0n
    ? divisor
    : divisor === 0n
      ? weight
      : greatestCommonDivisor(divisor, weight);

export const leastCommonMultiple = (a: bigint, b: bigint): bigint =>
  a % b === 0n ? a : (a / greatestCommonDivisor(a, b)) * b;

/** A basis as everybody together has it: `total ÷ scale`, the scale a multiple of every denominator seen. */
interface Column {
  readonly basis: string;
  readonly weight: Ratio;
  readonly scale: bigint;
  readonly total: bigint;
}

/** The bases of a weighting, measured one participant after the other; their order changes nothing. */
export class MeasuredBases {
  /** What was measured so far, by the place of each basis, and nothing else. */
  readonly seen: { coefficientScale: bigint; sums: { scale: bigint; total: bigint }[] };
  private constructor(
    private readonly weighting: Weighting,
    private readonly bases: readonly { readonly basis: string; readonly weight: Ratio }[],
  ) {
    this.seen = { coefficientScale: 1n, sums: bases.map(() => ({ scale: 1n, total: 0n })) };
  }

  /** Refuses a weighting in which no basis counts. */
  static of(weighting: Weighting): MeasuredBases | Refusal<SurplusReason> {
    const bases = [...weighting.bases].filter(([, weight]) => !weight.isZero());
    if (bases.length === 0)
      return refuse('MISSING_FIGURE', 'The policy names no basis with a weight above zero.');
    return new MeasuredBases(
      weighting,
      bases.map(([basis, weight]) => ({ basis, weight })),
    );
  }

  add(one: Entitled): void {
    for (const [place, column] of this.seen.sums.entries()) {
      const { numerator, denominator } = quantityOf(one.participant, this.bases[place]!.basis);
      if (column.scale % denominator !== 0n) {
        const scale = leastCommonMultiple(column.scale, denominator);
        column.total *= scale / column.scale;
        column.scale = scale;
      }
      column.total += numerator * (column.scale / denominator);
    }
    const { denominator } = coefficientOf(one, this.weighting);
    this.seen.coefficientScale = leastCommonMultiple(this.seen.coefficientScale, denominator);
  }

  /** How weights follow from these totals. */
  scheme(): WeightScheme {
    const { sums, coefficientScale } = this.seen;
    const columns = this.bases.map((basis, place) => ({ ...basis, ...sums[place]! }));
    return new WeightScheme(this.weighting, columns, coefficientScale);
  }
}

/** The weight of each participant, once everybody's totals are known. */
export class WeightScheme {
  readonly method: 'normalised' | 'raw';
  readonly totals: ReadonlyMap<string, Ratio>;
  private readonly used: readonly (Column & { readonly factor: bigint })[];
  private readonly common: bigint;

  constructor(
    private readonly weighting: Weighting,
    private readonly columns: readonly Column[],
    private readonly coefficientScale: bigint,
  ) {
    this.method = weighting.method ?? 'normalised';
    this.totals = new Map(columns.map(({ basis, total, scale }) => [basis, Ratio.of(total, scale)]));
    const raw = this.method === 'raw';
    const used = raw ? columns : columns.filter(({ total }) => total > 0n);
    const divisorOf = ({ weight, total, scale }: Column) => weight.denominator * (raw ? scale : total);
    const common = used.map(divisorOf).reduce(leastCommonMultiple, 1n);
    this.common = common;
    this.used = used.map((one) => ({ ...one, factor: (one.weight.numerator * common) / divisorOf(one) }));
  }

  /** On the common scale of all weights, before their common divisor is taken out. */
  rawWeight(one: Entitled): bigint {
    let mixed = 0n;
    for (const { basis, scale, factor } of this.used) {
      const { numerator, denominator } = quantityOf(one.participant, basis);
      mixed += numerator * (scale / denominator) * factor;
    }
    const { numerator, denominator } = coefficientOf(one, this.weighting);
    return mixed * numerator * (this.coefficientScale / denominator);
  }

  coefficient(one: Entitled): Ratio {
    return coefficientOf(one, this.weighting);
  }

  scale(divisor: bigint): Ratio {
    return Ratio.of(divisor, this.common * this.coefficientScale);
  }

  line(one: Entitled, weight: bigint): WeightedLine {
    return {
      key: one.participant.key,
      weight,
      coefficient: this.coefficient(one),
      seniority: seniorityOf(one.participant, this.weighting),
      parts: this.columns.map(({ basis }) => ({
        basis,
        quantity: quantityOf(one.participant, basis),
        total: this.totals.get(basis)!,
      })),
    };
  }
}

/** What was measured on a basis; the basis `equal` counts one for everybody. */
export const quantityOf = (participant: Entitled['participant'], basis: string): Ratio =>
  participant.bases?.get(basis) ?? (basis === 'equal' ? Ratio.one : Ratio.zero);

/** The time in membership is asked for only where it counts: it is worked out from dates. */
function coefficientOf(one: Entitled, weighting: Weighting): Ratio {
  const { participant } = one;
  const kind = weighting.kindCoefficients?.get(participant.kind ?? 'member') ?? Ratio.one;
  const coefficient = kind.times(seniorityOf(participant, weighting));
  return weighting.timeInMembership === 'days' ? coefficient.times(one.timeFraction) : coefficient;
}

/** What completed years multiply a weight by: by the table, and by an addition for each year. */
function seniorityOf({ seniorityYears: years = 0 }: Entitled['participant'], weighting: Weighting): Ratio {
  const reached = (weighting.seniority ?? [])
    .filter(({ fromYears }) => fromYears <= years)
    .reduce<{ fromYears: number; coefficient: Ratio } | null>(
      (best, entry) => (best && best.fromYears >= entry.fromYears ? best : entry),
      null,
    );
  const byTable = reached?.coefficient ?? Ratio.one;
  const perYear = weighting.seniorityPerYear;
  if (!perYear) return byTable;
  const grown = Ratio.one.plus(perYear.addition.times(Ratio.of(BigInt(years))));
  return byTable.times(perYear.highest.isLessThan(grown) ? perYear.highest : grown);
}
