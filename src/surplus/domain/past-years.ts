import { Ratio } from '../../shared/ratio.js';
import type { LossStep } from './input/policy-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';

type Average = NonNullable<LossStep['average']>;

/**
 * The average part of the surplus that a fund was given in years before, from their figures: the mean of the yearly
 * percentages over the last `years` years (ES, Ley 27/1999 art 59.2 b), or over the last so many that had a surplus
 * (`ofGains`; Basque Ley 11/2019 art 73.1 b). A year without a surplus has no percentage and counts neither way; a
 * cooperative that is younger has fewer years.
 */
export function averagePart(fund: string, average: Average, snapshot: Snapshot): Ratio {
  const parts = yearsCounted(average, snapshot).map(({ surplus, given }) =>
    Ratio.of(given.get(fund) ?? 0n, surplus),
  );
  return parts.length === 0
    ? Ratio.zero
    : parts.reduce((sum, part) => sum.plus(part), Ratio.zero).dividedBy(Ratio.of(BigInt(parts.length)));
}

/** The years of a snapshot's history that an average is of, the latest first. */
export function yearsCounted(
  { years, ofGains = false }: Average,
  { history = [], period }: Snapshot,
): NonNullable<Snapshot['history']> {
  const now = period ? Number(period.to.slice(0, 4)) : Math.max(0, ...history.map(({ year }) => year)) + 1;
  const before = history.filter(({ year }) => year < now).sort((a, b) => b.year - a.year);
  const gains = before.filter(({ surplus }) => surplus > 0n);
  return ofGains ? gains.slice(0, years) : gains.filter(({ year }) => year >= now - years);
}
