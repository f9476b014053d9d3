import fc from 'fast-check';
import { basesOfFew, classesOfFew, poolsOfFew, type Alike } from './pools-of-few.js';

const alike = (people: number, over: Partial<Alike> = {}): Alike => ({
  ...{ class: null, bases: ['hours'], pools: ['workers'], gets: true, people },
  ...over,
});
const byHours = (pool: string) => ({ pool, bases: ['hours'] });

describe('the pools that tell of few', () => {
  it('are those in which one to four people share', () => {
    expect(poolsOfFew([byHours('workers')], [alike(4)])).toEqual(new Set(['workers']));
    expect(poolsOfFew([byHours('workers')], [alike(5)])).toEqual(new Set());
  });

  it('are the smaller of two that differ by one person', () => {
    const people = [alike(20, { pools: ['all', 'seniors'] }), alike(3, { pools: ['all'] })];
    expect(poolsOfFew([byHours('all'), byHours('seniors')], people)).toEqual(new Set(['seniors']));
  });

  it('are those of few', () => {
    const people = [alike(4, { pools: ['a'] }), alike(9, { pools: ['b'] }), alike(30, { pools: ['c'] })];
    expect(poolsOfFew(['a', 'b', 'c'].map(byHours), people)).toEqual(new Set(['a']));
    const apart = [alike(4, { pools: ['a'], bases: ['purchases'] }), alike(9, { pools: ['b'] })];
    expect(poolsOfFew([{ pool: 'a', bases: ['purchases'] }, byHours('b')], apart)).toEqual(new Set(['a']));
  });

  it('are none that share by heads, where five share', () => {
    const people = [alike(20, { pools: ['gift'] }), alike(1, { pools: [] })];
    expect(poolsOfFew([{ pool: 'gift', bases: ['equal'] }], people)).toEqual(new Set());
  });

  const some = fc.subarray(['a', 'b', 'c']);
  const anybody = fc.array(
    fc.record({
      class: fc.constantFrom(null, 'workers', 'users'),
      bases: fc.subarray(['hours', 'purchases']),
      pools: some,
      gets: fc.boolean(),
      people: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 6 },
  );
  const pools = ['a', 'b', 'c'].map((pool) => ({ pool, bases: ['hours', 'purchases'] }));

  it('leave no two sums a difference of one to four people, whoever shares in what', () => {
    fc.assert(
      fc.property(anybody, (people) => {
        const hidden = poolsOfFew(pools, people);
        const count = (is: (one: Alike) => boolean) =>
          people.filter(is).reduce((sum, one) => sum + one.people, 0);
        for (const basis of ['hours', 'purchases']) {
          const has = (one: Alike): boolean => one.bases.includes(basis);
          const told = pools.filter(({ pool }) => !hidden.has(pool));
          const sums = [
            () => false,
            ...(basesOfFew(pools, people).has(basis) ? [] : [has]),
            ...told.map(
              ({ pool }) =>
                (one: Alike) =>
                  has(one) && one.pools.includes(pool),
            ),
          ];
          for (const one of sums)
            for (const other of sums) {
              const apart = count((who) => one(who) !== other(who));
              expect(apart === 0 || apart >= 5).toBe(true);
            }
        }
      }),
    );
  });
});

describe('the bases whose total among everybody tells of few', () => {
  it('are those of which a rule leaves out one person who has some', () => {
    const left = (over: Partial<Alike>) =>
      basesOfFew([byHours('workers')], [alike(20), alike(1, { pools: [], gets: false, ...over })]);
    expect(left({})).toEqual(new Set(['hours']));
    expect(left({ people: 5 })).toEqual(new Set());
    expect(left({ bases: [] })).toEqual(new Set());
  });

  it('are those of which all pools together leave few', () => {
    const people = [alike(9, { pools: ['a'] }), alike(30, { pools: ['b'] }), alike(2, { pools: [] })];
    expect(basesOfFew(['a', 'b'].map(byHours), people)).toEqual(new Set(['hours']));
    expect(basesOfFew([byHours('a')], people)).toEqual(new Set());
  });
});

describe('the classes that tell of few', () => {
  it('are those in which one to four get something, and the next that would tell them', () => {
    const people = [
      alike(3, { class: 'founders' }),
      alike(12, { class: 'workers' }),
      alike(40, { class: 'users' }),
    ];
    expect(classesOfFew(people)).toEqual(new Set(['founders', 'workers']));
  });

  it('count whoever gets nothing for nobody', () => {
    const people = [alike(1, { class: 'workers' }), alike(8, { class: 'workers', gets: false }), alike(9)];
    expect(classesOfFew(people)).toEqual(new Set(['workers', null]));
    expect(classesOfFew([alike(8, { class: 'workers', gets: false }), alike(9)])).toEqual(new Set());
  });
});
