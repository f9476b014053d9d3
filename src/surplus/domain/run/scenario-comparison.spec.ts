import fc from 'fast-check';
import {
  compareByClass,
  directions,
  fewestInAGroup,
  type CountedGroup,
  type Direction,
} from './scenario-comparison.js';

const group = (
  name: string | null,
  direction: Direction,
  participants: number,
  amounts: readonly [bigint, bigint] = [100n, 100n],
): CountedGroup => ({
  ...{ class: name, direction, participants, before: participants, after: participants },
  ...{ beforeMinor: amounts[0], afterMinor: amounts[1] },
});

describe('two policies compared by class', () => {
  it('say who gains and who loses', () => {
    const compared = compareByClass([
      group('workers', 'gains', 12, [1_000n, 1_500n]),
      group('users', 'loses', 40, [2_000n, 1_500n]),
    ]);
    expect(compared.whole).toEqual({ participants: 52, beforeMinor: 3_000n, afterMinor: 3_000n });
    expect(compared.classes).toEqual([
      {
        class: 'users',
        shown: { participants: 40, beforeMinor: 2_000n, afterMinor: 1_500n },
        groups: [{ direction: 'loses', participants: 40, differenceMinor: -500n }],
        isSuppressed: false,
      },
      {
        class: 'workers',
        shown: { participants: 12, beforeMinor: 1_000n, afterMinor: 1_500n },
        groups: [{ direction: 'gains', participants: 12, differenceMinor: 500n }],
        isSuppressed: false,
      },
    ]);
  });

  it('hold back a class of four, and the smallest other one in which money moves, that would tell it by subtraction', () => {
    const { classes } = compareByClass([
      group('workers', 'gains', 4),
      group('users', 'loses', 40),
      group('producers', 'same', 9),
    ]);
    expect(classes.map((one) => [one.class, one.shown?.participants ?? null])).toEqual([
      ['producers', 9],
      ['users', null],
      ['workers', null],
    ]);
  });

  it('hide a single loser among those who gain: those who fare alike hide nothing of what the class gains', () => {
    const [only] = compareByClass([
      group('users', 'gains', 30),
      group('users', 'loses', 1),
      group('users', 'same', 8),
    ]).classes;
    expect(only?.shown?.participants).toBe(39);
    expect(only?.groups.map(({ direction }) => direction)).toEqual(['same']);
    expect(only?.isSuppressed).toBe(true);
  });

  it('hold back a class in which one person gains and everybody else fares alike', () => {
    const { classes } = compareByClass([
      group('users', 'same', 30),
      group('users', 'gains', 1, [0n, 50n]),
      group('workers', 'loses', 6),
    ]);
    expect(classes.map((one) => one.shown)).toEqual([null, null]);
  });

  it('hold back a class of which only one gets anything under the first policy', () => {
    const { classes } = compareByClass([
      { ...group('users', 'gains', 9), before: 1 },
      group('workers', 'gains', 6),
    ]);
    expect(classes.map((one) => one.shown)).toEqual([null, null]);
  });

  it('tell nothing of classes while records are still being entered', () => {
    const { whole, classes } = compareByClass(
      [group('users', 'gains', 30), group('workers', 'loses', 9)],
      true,
    );
    expect(whole?.participants).toBe(39);
    expect(classes.map((one) => [one.shown, one.groups])).toEqual([
      [null, []],
      [null, []],
    ]);
  });

  it('say nothing at all where fewer than five take part', () => {
    expect(compareByClass([group('users', 'gains', 4)])).toEqual({
      whole: null,
      classes: [{ class: 'users', shown: null, groups: [], isSuppressed: true }],
    });
  });

  const anyGroups = fc.array(
    fc
      .record({
        class: fc.constantFrom(null, 'a', 'b', 'c', 'd'),
        direction: fc.constantFrom(...directions),
        participants: fc.integer({ min: 0, max: 12 }),
        beforeMinor: fc.bigInt(0n, 1_000n),
        afterMinor: fc.bigInt(0n, 1_000n),
        withNothing: fc.integer({ min: 0, max: 12 }),
      })
      .map(({ withNothing, ...one }) => ({
        ...one,
        before: Math.max(0, one.participants - withNothing),
        after: one.direction === 'same' ? Math.max(0, one.participants - withNothing) : one.participants,
      })),
    { maxLength: 15 },
  );
  const once = (groups: readonly CountedGroup[]): CountedGroup[] => [
    ...new Map(groups.map((one) => [`${one.class} ${one.direction}`, one])).values(),
  ];
  const isTold = (people: number): boolean => people === 0 || people >= fewestInAGroup;
  const sumOf = (groups: readonly CountedGroup[], count: (group: CountedGroup) => number): number =>
    groups.reduce((sum, one) => sum + count(one), 0);
  /** Whose amounts what the class gets before, after, and more or less, is made of. */
  const figures: readonly ((group: CountedGroup) => number)[] = [
    ({ participants }) => participants,
    ({ before }) => before,
    ({ after }) => after,
    ({ direction, participants }) => (direction === 'same' ? 0 : participants),
  ];

  it('show no figure of one to four people, and none that subtraction would give', () => {
    fc.assert(
      fc.property(anyGroups, (given) => {
        const groups = once(given);
        const { classes } = compareByClass(groups);
        const of = (name: string | null): CountedGroup[] => groups.filter((one) => one.class === name);
        const [shown, hidden] = [true, false].map((is) =>
          classes.filter((one) => (one.shown !== null) === is),
        );
        for (const count of figures) {
          for (const one of shown!) expect(isTold(sumOf(of(one.class), count))).toBe(true);
          // What all of them get, the steps of the runs tell.
          const unseen = hidden!.flatMap((one) => of(one.class));
          expect(isTold(sumOf(unseen, count)) || !isTold(sumOf(groups, count))).toBe(true);
        }
        for (const one of shown!) {
          const told = one.groups.map(({ direction }) => direction);
          const unseen = of(one.class).filter(({ direction }) => !told.includes(direction));
          expect(one.groups.every(({ participants }) => participants >= fewestInAGroup)).toBe(true);
          expect(isTold(sumOf(unseen, figures[0]!))).toBe(true);
          expect(isTold(sumOf(unseen, figures[3]!))).toBe(true);
        }
      }),
    );
  });

  it('hold nothing back where every group is large enough', () => {
    fc.assert(
      fc.property(anyGroups, (given) => {
        const large = once(given).map((one) => ({
          ...one,
          participants: one.participants + fewestInAGroup,
          ...{ before: one.before + fewestInAGroup, after: one.after + fewestInAGroup },
        }));
        const { classes } = compareByClass(large);
        expect(classes.some(({ isSuppressed }) => isSuppressed)).toBe(false);
        expect(classes.flatMap(({ groups }) => groups)).toHaveLength(large.length);
      }),
    );
  });

  it('do not depend on the order in which groups come', () => {
    fc.assert(
      fc.property(anyGroups, (given) => {
        const groups = once(given);
        expect(compareByClass([...groups].reverse())).toEqual(compareByClass(groups));
      }),
    );
  });
});
