/**
 * Two policies compared on the same people: who gains and who loses, by class. What members read must not tell what
 * happens to one of them, so groups of fewer than five are not shown, nor any group that could be had by subtracting
 * what is shown from what is known (complementary suppression): the whole is known, since a run shows its steps.
 *
 * Whoever gets nothing under either policy is in no group: they would make a group look larger than it is.
 */
export const fewestInAGroup = 5;
export const directions = ['gains', 'loses', 'same'] as const;
export type Direction = (typeof directions)[number];

/** Everybody of a class who fares alike, as counted; amounts in minor units. */
export interface CountedGroup {
  readonly class: string | null;
  readonly direction: Direction;
  readonly participants: number;
  readonly beforeMinor: bigint;
  readonly afterMinor: bigint;
}
export interface ShownGroup {
  readonly direction: Direction;
  readonly participants: number;
  readonly differenceMinor: bigint;
}
/** A class: its sums when it may be shown, and those of its groups that may. */
export interface ShownClass {
  readonly class: string | null;
  readonly shown: Sums | null;
  readonly groups: readonly ShownGroup[];
  /** Whether something of it is held back. */
  readonly isSuppressed: boolean;
}
export interface Sums {
  readonly participants: number;
  readonly beforeMinor: bigint;
  readonly afterMinor: bigint;
}
export interface ScenarioComparison {
  /** Null where fewer than five take part at all. */
  readonly whole: Sums | null;
  readonly classes: readonly ShownClass[];
}

export function compareByClass(groups: readonly CountedGroup[]): ScenarioComparison {
  const counted = groups
    .filter(({ participants }) => participants > 0)
    .sort((a, b) => directions.indexOf(a.direction) - directions.indexOf(b.direction));
  const classes = [...new Set(counted.map((one) => one.class))].sort((a, b) =>
    (a ?? '') < (b ?? '') ? -1 : 1,
  );
  const byClass = classes.map((name) => {
    const own = counted.filter((one) => one.class === name);
    return { key: name, own, sums: sumsOf(own), participants: sumsOf(own).participants };
  });
  const hidden = heldBackOf(byClass);
  const whole = sumsOf(counted);
  return {
    whole: whole.participants >= fewestInAGroup ? whole : null,
    classes: byClass.map((one) =>
      hidden.has(one)
        ? { class: one.key, shown: null, groups: [], isSuppressed: true }
        : { class: one.key, shown: one.sums, ...groupsShown(one.own) },
    ),
  };
}

function groupsShown(own: readonly CountedGroup[]): Pick<ShownClass, 'groups' | 'isSuppressed'> {
  const hidden = heldBackOf(own);
  const groups = own
    .filter((group) => !hidden.has(group))
    .map(({ direction, participants, beforeMinor, afterMinor }) => ({
      direction,
      participants,
      differenceMinor: afterMinor - beforeMinor,
    }));
  return { groups, isSuppressed: hidden.size > 0 };
}

/**
 * What is held back of parts whose sum is known: every part that is too small, and then the smallest of the others, until
 * those held back are two at least and together enough people, or nothing is shown any more.
 */
export function heldBackOf<Part extends { readonly participants: number }>(
  parts: readonly Part[],
): ReadonlySet<Part> {
  const bySize = [...parts].sort((a, b) => a.participants - b.participants);
  const hidden = new Set(bySize.filter(({ participants }) => participants < fewestInAGroup));
  const isEnough = (): boolean =>
    hidden.size === 0 ||
    (hidden.size >= 2 && [...hidden].reduce((sum, one) => sum + one.participants, 0) >= fewestInAGroup);
  for (const part of bySize) {
    if (isEnough()) break;
    hidden.add(part);
  }
  return hidden;
}

const sumsOf = (groups: readonly CountedGroup[]): Sums => ({
  participants: groups.reduce((sum, { participants }) => sum + participants, 0),
  beforeMinor: groups.reduce((sum, { beforeMinor }) => sum + beforeMinor, 0n),
  afterMinor: groups.reduce((sum, { afterMinor }) => sum + afterMinor, 0n),
});
