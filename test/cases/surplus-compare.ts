import { Ratio } from '../../src/shared/ratio.js';

/** A computed number, and whether the lot decided its last unit (then one unit either way is right). */
export class Computed {
  constructor(
    readonly value: unknown,
    readonly lotDecided = false,
  ) {}
}

/** Keys that record what others printed or do; they are never targets. */
const recorded = /^(published|dinero2$|firstListed$|lastListed$)/;
const tieVariant = /^(.*)\.tieBy[A-Za-z]*$/;

/**
 * Compares everything that `expected` gives with what was computed, exactly, and returns one sentence for each
 * difference. Of results given by tie-break (`x.tieById`, `x.tieByIdDesc`) any one may be met.
 */
export function differences(expected: unknown, actual: unknown, path = 'out'): string[] {
  if (actual instanceof Computed) return compareLeaf(expected, actual, path);
  if (actual === undefined) return [`${path}: not computed`];
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      return [`${path}: another number of entries`];
    return [
      ...expected.flatMap((item, index) => differences(item, actual[index], `${path}[${index}]`)),
      ...sumDiffers(expected, actual, path),
    ];
  }
  if (typeof expected === 'object' && expected !== null) return compareFields(expected, actual, path);
  return compareLeaf(expected, new Computed(actual), path);
}

function compareFields(expected: object, actual: unknown, path: string): string[] {
  if (typeof actual !== 'object' || actual === null) return [`${path}: not computed`];
  const fields = Object.entries(expected).filter(([key]) => !recorded.test(key));
  const computed = actual as Record<string, unknown>;
  const plain = fields.filter(([key]) => !tieVariant.test(key));
  const groups = new Map<string, string[][]>();
  for (const [key, value] of fields) {
    const name = tieVariant.exec(key)?.[1];
    if (name === undefined) continue;
    groups.set(name, [...(groups.get(name) ?? []), differences(value, computed[name], `${path}.${key}`)]);
  }
  return [
    ...plain.flatMap(([key, value]) => differences(value, computed[key], `${path}.${key}`)),
    ...[...groups.values()].flatMap((variants) =>
      variants.some((one) => one.length === 0) ? [] : variants.flat(),
    ),
    ...sumDiffers(
      plain.map(([, value]) => value),
      plain.map(([key]) => computed[key]),
      path,
    ),
  ];
}

function compareLeaf(expected: unknown, { value, lotDecided }: Computed, path: string): string[] {
  if (value === undefined) return [`${path}: not computed`];
  const [wanted, found] = [asNumber(expected), asNumber(value)];
  const differs = `${path}: expected ${JSON.stringify(expected)}, computed ${JSON.stringify(value)}`;
  if (!wanted || !found) return expected === value ? [] : [differs];
  if (wanted.equals(found)) return [];
  const distance = wanted.minus(found);
  const oneUnit = distance.equals(Ratio.one) || distance.negated().equals(Ratio.one);
  return lotDecided && oneUnit ? [] : [differs];
}

/** Where the lot may move a unit, it only moves: the sum of the group stays. */
function sumDiffers(expected: readonly unknown[], actual: readonly unknown[], path: string): string[] {
  if (!actual.some((item) => item instanceof Computed && item.lotDecided)) return [];
  const pairs = expected.map((item, index) => [asNumber(item), asNumber((actual[index] as Computed)?.value)]);
  if (pairs.some(([wanted, found]) => !wanted || !found)) return [];
  const sum = (side: 0 | 1) => pairs.reduce((total, pair) => total.plus(pair[side]!), Ratio.zero);
  return sum(0).equals(sum(1))
    ? []
    : [`${path}: the parts sum to ${sum(1).toString()}, expected ${sum(0).toString()}`];
}

const asNumber = (value: unknown): Ratio | null =>
  typeof value === 'number' || typeof value === 'string' ? Ratio.parse(String(value)) : null;
