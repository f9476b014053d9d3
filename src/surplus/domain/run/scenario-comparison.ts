/**
 * Two policies compared on the same people: who gains and who loses, by class. What members read must not tell what
 * happens to one of them, so no figure of fewer than five is shown, nor any that could be had by subtracting what is shown
 * from what is known (complementary suppression): the whole is known, since a run shows its steps.
 *
 * Whoever gets nothing has no part in a figure and hides nobody in it: not in what a class gets under one policy, and those
 * who fare alike not in what it gains or loses. So each figure is counted by those whose amounts it is made of.
 */
export const fewestInAGroup = 5;
export const directions = ['gains', 'loses', 'same'] as const;
export type Direction = (typeof directions)[number];

/** Everybody of a class who fares alike, as counted; whoever gets nothing under either policy is left out. Minor units. */
export interface CountedGroup {
  readonly class: string | null;
  readonly direction: Direction;
  readonly participants: number;
  /** How many of them get something under the first policy, and under the second. */
  readonly before: number;
  readonly after: number;
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
  /** Null where fewer than five take part; otherwise told, since the sizes of pools say as much. */
  readonly whole: Sums | null;
  readonly classes: readonly ShownClass[];
}

/** While records are open, two sums a record apart would show that record: then of the classes nothing is told. */
export function compareByClass(groups: readonly CountedGroup[], recordsAreOpen = false): ScenarioComparison {
  const counted = groups
    .filter(({ participants }) => participants > 0)
    .sort((a, b) => directions.indexOf(a.direction) - directions.indexOf(b.direction));
  const classes = [...new Set(counted.map((one) => one.class))].sort((a, b) =>
    (a ?? '') < (b ?? '') ? -1 : 1,
  );
  const byClass = classes.map((name) => ({ name, own: counted.filter((one) => one.class === name) }));
  const hidden = recordsAreOpen ? new Set(byClass) : heldBackOf(byClass, ({ own }) => peopleBehind(own));
  return {
    whole: people(counted) < fewestInAGroup ? null : sumsOf(counted),
    classes: byClass.map((one) =>
      hidden.has(one)
        ? { class: one.name, shown: null, groups: [], isSuppressed: true }
        : { class: one.name, shown: sumsOf(one.own), ...groupsShown(one.own) },
    ),
  };
}

/** By how many people each figure of some groups is made: their number, what they get before and after, the difference. */
const peopleBehind = (groups: readonly CountedGroup[]): readonly number[] => [
  people(groups),
  groups.reduce((sum, { before }) => sum + before, 0),
  groups.reduce((sum, { after }) => sum + after, 0),
  people(groups.filter(movesMoney)),
];
const people = (groups: readonly CountedGroup[]): number =>
  groups.reduce((sum, { participants }) => sum + participants, 0);
const movesMoney = ({ direction }: CountedGroup): boolean => direction !== 'same';

/**
 * The groups of a class that may be shown. The class tells what it gains or loses on the whole, and those who fare alike
 * hide nothing of that: a loser is hidden among those who gain.
 */
function groupsShown(own: readonly CountedGroup[]): Pick<ShownClass, 'groups' | 'isSuppressed'> {
  const hidden = heldBackOf(own, (group) => [group.participants, people([group].filter(movesMoney))]);
  const groups = own
    .filter((group) => !hidden.has(group))
    .map(({ direction, participants, beforeMinor, afterMinor }) => ({
      direction,
      participants,
      differenceMinor: afterMinor - beforeMinor,
    }));
  return { groups, isSuppressed: hidden.size > 0 };
}

/** Nobody hides nothing, and enough hide each other. */
export const isFew = (count: number): boolean => count > 0 && count < fewestInAGroup;

/**
 * What is held back of parts whose sum is known: every part with a figure of too few, and then the smallest other that has
 * people in such a figure, until of each figure those held back are nobody or enough together, or nothing is shown any more.
 */
export function heldBackOf<Part>(
  parts: readonly Part[],
  countsOf: (part: Part) => readonly number[],
): ReadonlySet<Part> {
  const hidden = new Set(parts.filter((part) => countsOf(part).some(isFew)));
  const bySize = [...parts].sort((a, b) => countsOf(a)[0]! - countsOf(b)[0]!);
  for (;;) {
    const together = sumOf([...hidden].map(countsOf));
    const few = together.flatMap((count, at) => (isFew(count) ? [at] : []));
    const others = bySize.filter((part) => !hidden.has(part));
    const helps = (at: number, part: Part): boolean => countsOf(part)[at]! > 0;
    const next =
      others.find((part) => few.every((at) => helps(at, part))) ??
      others.find((part) => few.some((at) => helps(at, part)));
    if (few.length === 0 || next === undefined) return hidden;
    hidden.add(next);
  }
}

const sumOf = ([first = [], ...rest]: readonly (readonly number[])[]): readonly number[] =>
  rest.reduce((all, own) => all.map((sum, at) => sum + own[at]!), first);

const sumsOf = (groups: readonly CountedGroup[]): Sums => ({
  participants: people(groups),
  beforeMinor: groups.reduce((sum, { beforeMinor }) => sum + beforeMinor, 0n),
  afterMinor: groups.reduce((sum, { afterMinor }) => sum + afterMinor, 0n),
});
