import { Ratio } from '../../shared/ratio.js';

/**
 * Levelling: what everybody has already received and the pool together are brought to one level per unit of
 * weight. The plain formula `level · weight − received` can be negative; nobody pays back, so those lines are
 * set to zero and the level is found again among the rest until none is negative. Both are reported.
 *
 * Exact amounts; the caller apportions them to whole units. Lines of weight zero receive nothing.
 */
export interface LevellingLine {
  readonly key: string;
  readonly weight: bigint;
  readonly received: Ratio;
}
export interface Levelled {
  readonly level: Ratio;
  /** By key: the plain formula at the first level, and the amount after clamping. */
  readonly amounts: ReadonlyMap<string, { readonly plain: Ratio; readonly clamped: Ratio }>;
  readonly rounds: number;
}

/** Null when no line has a weight. */
export function levelOut(pool: bigint, lines: readonly LevellingLine[]): Levelled | null {
  let open = lines.filter(({ weight }) => weight > 0n);
  if (open.length === 0) return null;
  const firstLevel = levelOf(pool, open);
  let level = firstLevel;
  let rounds = 1;
  for (;;) {
    const above = open.filter((line) => !plainAmount(level, line).isNegative());
    if (above.length === open.length) break;
    open = above;
    level = levelOf(pool, open);
    rounds += 1;
  }
  const stillOpen = new Set(open.map(({ key }) => key));
  return {
    level,
    rounds,
    amounts: new Map(
      lines.map((line) => [
        line.key,
        {
          plain: line.weight === 0n ? Ratio.zero : plainAmount(firstLevel, line),
          clamped: stillOpen.has(line.key) ? plainAmount(level, line) : Ratio.zero,
        },
      ]),
    ),
  };
}

/** What a level gives on a weight besides what was received; negative for whoever had more. */
export const plainAmount = (level: Ratio, { weight, received }: Omit<LevellingLine, 'key'>): Ratio =>
  level.times(Ratio.of(weight)).minus(received);

const levelOf = (pool: bigint, lines: readonly LevellingLine[]): Ratio =>
  levelFor(pool, {
    received: lines.reduce((sum, line) => sum.plus(line.received), Ratio.zero),
    weight: lines.reduce((sum, line) => sum + line.weight, 0n),
  });

/** The level to which a pool brings those who weigh, and have received, so much together. */
export const levelFor = (pool: bigint, all: Omit<LevellingLine, 'key'>): Ratio =>
  Ratio.of(pool).plus(all.received).dividedBy(Ratio.of(all.weight));
