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
  ...{ class: name, direction, participants, beforeMinor: amounts[0], afterMinor: amounts[1] },
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

  it('hold back a class of four, and the smallest other one that would tell it by subtraction', () => {
    const { classes } = compareByClass([
      group('workers', 'gains', 4),
      group('users', 'loses', 40),
      group('producers', 'same', 9),
    ]);
    expect(classes.map((one) => [one.class, one.shown?.participants ?? null])).toEqual([
      ['producers', null],
      ['users', 40],
      ['workers', null],
    ]);
  });

  it('hold back a group of one within a class, with the next that would tell it', () => {
    const [only] = compareByClass([
      group('users', 'gains', 30),
      group('users', 'loses', 1),
      group('users', 'same', 8),
    ]).classes;
    expect(only?.shown?.participants).toBe(39);
    expect(only?.groups.map(({ direction }) => direction)).toEqual(['gains']);
    expect(only?.isSuppressed).toBe(true);
  });

  it('say nothing at all where fewer than five take part', () => {
    expect(compareByClass([group('users', 'gains', 4)])).toEqual({
      whole: null,
      classes: [{ class: 'users', shown: null, groups: [], isSuppressed: true }],
    });
  });

  const anyGroups = fc.array(
    fc.record({
      class: fc.constantFrom(null, 'a', 'b', 'c', 'd'),
      direction: fc.constantFrom(...directions),
      participants: fc.integer({ min: 0, max: 12 }),
      beforeMinor: fc.bigInt(0n, 1_000n),
      afterMinor: fc.bigInt(0n, 1_000n),
    }),
    { maxLength: 15 },
  );
  const once = (groups: readonly CountedGroup[]): CountedGroup[] => [
    ...new Map(groups.map((one) => [`${one.class} ${one.direction}`, one])).values(),
  ];

  it('show no group of one to four people, and none that subtraction would give', () => {
    fc.assert(
      fc.property(anyGroups, (given) => {
        const groups = once(given);
        const { whole, classes } = compareByClass(groups);
        const isTold = (people: number): boolean => people === 0 || people >= fewestInAGroup;
        const shown = classes.flatMap((one) => (one.shown ? [one.shown.participants] : []));
        const all = groups.reduce((sum, { participants }) => sum + participants, 0);
        expect(shown.every((people) => people >= fewestInAGroup)).toBe(true);
        if (whole) expect(isTold(all - shown.reduce((sum, people) => sum + people, 0))).toBe(true);
        if (classes.length > 1) expect(classes.filter(({ shown }) => shown === null)).not.toHaveLength(1);
        for (const one of classes.filter(({ shown }) => shown !== null)) {
          const parts = one.groups.map(({ participants }) => participants);
          expect(parts.every((people) => people >= fewestInAGroup)).toBe(true);
          expect(isTold(one.shown!.participants - parts.reduce((sum, people) => sum + people, 0))).toBe(true);
        }
      }),
    );
  });

  it('hold nothing back where every group is large enough', () => {
    fc.assert(
      fc.property(anyGroups, (given) => {
        const large = once(given).map((one) => ({ ...one, participants: one.participants + fewestInAGroup }));
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
