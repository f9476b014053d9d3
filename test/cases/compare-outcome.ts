import { Ratio } from '../../src/shared/ratio.js';

export interface ReferenceCase {
  readonly expected: Record<string, any>;
  readonly options: Record<string, any>;
}

/** Notes of a case about itself, which no count prints. */
const NOTES = new Set(['ranking_from', 'official_match', 'reason']);
/** Lists whose order the rule does not give. */
const SETS = new Set(['winners', 'elected', 'eliminated', 'tied', 'order_of_selection']);

/**
 * The first place where an outcome says something else than the case expects, or null. Every field that the
 * case gives is compared, in every round; what the outcome says beyond it is its own. Numbers are compared as
 * exact decimals, or within the case's tolerance.
 */
export function firstDifference(
  { expected, options }: ReferenceCase,
  actual: Record<string, any>,
): string | null {
  const tolerance = toleranceOf(options);
  const renumbered = stagesOfNothing(expected).size > 0;
  for (const [field, value] of Object.entries(expected)) {
    if (NOTES.has(field)) continue;
    const difference =
      field === 'ties' && renumbered
        ? compareTies(value, actual['ties'], stagesOfNothing(expected))
        : compareField(field, value, actual, tolerance);
    if (difference !== null) return difference;
  }
  return null;
}

/** Counts in another arithmetic are compared to 10⁻⁶; a case may name its own tolerance. */
function toleranceOf(options: Record<string, any>): Ratio {
  const iterative = options['variant'] === 'meek' || options['variant'] === 'warren';
  if (iterative && options['arithmetic'] !== 'o9-guarded-p18-g9-d18') return Ratio.of(1n, 1_000_000n);
  const written = /^1e-0?(\d+)$/i.exec(String(options['tolerance'] ?? ''));
  return written ? Ratio.of(1n, 10n ** BigInt(written[1]!)) : Ratio.zero;
}

function compareField(
  field: string,
  value: any,
  actual: Record<string, any>,
  tolerance: Ratio,
): string | null {
  if (field === 'winner_sets') {
    const found = (value as any[]).some((set) => sameSet(set, actual['winners']));
    return found ? null : `winners: none of ${value.length} sets is ${show(actual['winners'])}`;
  }
  if (!(field in actual)) return `${field}: not printed`;
  if (field === 'rounds') return compareRounds(value, actual['rounds'], tolerance);
  if (field === 'ranking') return compareLevels(value, actual['ranking']);
  return compareValue(field, field, value, actual[field], tolerance);
}

/** Stages that transfer a surplus of nothing exist in one source alone; official counts do not number them. */
function stagesOfNothing(expected: Record<string, any>): ReadonlySet<unknown> {
  const rounds = (expected['rounds'] ?? []) as any[];
  return new Set(rounds.filter((round) => round.no_op === true).map((round) => round.round));
}

/** Ties met in such stages are of that source; the others are compared without the number of their stage. */
function compareTies(expected: any[], actual: any, skipped: ReadonlySet<unknown>): string | null {
  const real = expected.filter((tie) => !skipped.has(tie.round)).map(({ round: _, ...tie }) => tie);
  return compareValue('ties', 'ties', real, actual, Ratio.zero);
}

function compareRounds(expected: any[], actual: any[], tolerance: Ratio): string | null {
  const real = expected.filter((round) => round.no_op !== true);
  const renumbered = real.length !== expected.length;
  if (real.length !== actual.length) return `rounds: ${real.length} expected, ${actual.length} counted`;
  for (const [index, round] of real.entries()) {
    for (const [field, value] of Object.entries(round)) {
      if (field === 'no_op' || (field === 'round' && renumbered)) continue;
      if (!(field in actual[index])) return `rounds[${index}].${field}: not printed`;
      const difference = compareValue(
        `rounds[${index}].${field}`,
        field,
        value,
        actual[index][field],
        tolerance,
      );
      if (difference !== null) return difference;
    }
  }
  return null;
}

function compareLevels(expected: any[], actual: any): string | null {
  const same =
    Array.isArray(actual) &&
    actual.length === expected.length &&
    expected.every((level, index) => sameSet(level, actual[index]));
  return same ? null : `ranking: ${show(expected)} expected, ${show(actual)} counted`;
}

function compareValue(
  path: string,
  field: string,
  expected: any,
  actual: any,
  tolerance: Ratio,
): string | null {
  if (SETS.has(field) && Array.isArray(expected)) {
    return sameSet(expected, actual) ? null : `${path}: ${show(expected)} expected, ${show(actual)} counted`;
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      return `${path}: ${show(expected)} expected, ${show(actual)} counted`;
    }
    return firstOf(
      expected.map(
        (value, index) => () => compareValue(`${path}[${index}]`, '', value, actual[index], tolerance),
      ),
    );
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null)
      return `${path}: ${show(expected)} expected, ${show(actual)} counted`;
    return firstOf(
      Object.entries(expected).map(
        ([key, value]) =>
          () =>
            key in actual
              ? compareValue(`${path}.${key}`, key, value, actual[key], tolerance)
              : `${path}.${key}: not printed`,
      ),
    );
  }
  return sameValue(expected, actual, tolerance)
    ? null
    : `${path}: ${show(expected)} expected, ${show(actual)} counted`;
}

function firstOf(comparisons: (() => string | null)[]): string | null {
  for (const compare of comparisons) {
    const difference = compare();
    if (difference !== null) return difference;
  }
  return null;
}

function sameValue(expected: any, actual: any, tolerance: Ratio): boolean {
  if (expected === actual) return true;
  const [a, b] = [numberOf(expected), numberOf(actual)];
  if (a === null || b === null) return false;
  const difference = a.minus(b);
  return (difference.isNegative() ? difference.negated() : difference).compare(tolerance) <= 0;
}

function numberOf(value: any): Ratio | null {
  return typeof value === 'number' || typeof value === 'string' ? Ratio.parse(String(value)) : null;
}

function sameSet(expected: any, actual: any): boolean {
  if (!Array.isArray(expected) || !Array.isArray(actual) || expected.length !== actual.length) return false;
  const [a, b] = [expected, actual].map((list) => list.map((entry) => JSON.stringify(entry)).sort());
  return a!.every((entry, index) => entry === b![index]);
}

const show = (value: any): string => JSON.stringify(value)?.slice(0, 200) ?? 'nothing';
