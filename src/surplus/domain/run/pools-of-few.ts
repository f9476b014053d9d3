import { heldBackOf, isFew } from './scenario-comparison.js';

/** People of a run who are alike in everything that a sum could tell of them. */
export interface Alike {
  /** Null for those who have none. */
  readonly class: string | null;
  /** The bases of the run's pools that they have anything of. */
  readonly bases: readonly string[];
  /** The pools they share in. */
  readonly pools: readonly string[];
  /** Whether they get anything. */
  readonly gets: boolean;
  readonly people: number;
}
/** What is shared, and by which bases; interest and what members bear of a loss by none. */
export interface SharedBy {
  readonly pool: string;
  readonly bases: readonly string[];
}
/** A total of a basis: of who shares in a pool, or (`pool` null) of everybody in the period. */
interface Total {
  readonly pool: string | null;
  readonly people: number;
  readonly counts: (alike: Alike) => boolean;
}

/** Of more pools that share by one basis, the smallest are not told: every way to subtract is looked at. */
const mostTold = 5;

/**
 * The pools of which members are told neither totals nor rate nor exact parts: a pool tells the total of each of its bases
 * among those who share in it. So no pool is told in which fewer than five share, or have some of a basis; nor one whose
 * total, added to and taken from those of other pools, would leave that of fewer than five: whom only the other counts.
 * Of such pools the smallest is held back.
 */
export function poolsOfFew(pools: readonly SharedBy[], people: readonly Alike[]): ReadonlySet<string> {
  const sharing = pools.map(({ pool }) => ({
    pool,
    count: countOf(people, (one) => one.pools.includes(pool)),
  }));
  const hidden = new Set(sharing.filter(({ count }) => isFew(count)).map(({ pool }) => pool));
  for (const totals of totalsByBasis(pools, people).values()) {
    for (const { pool } of totals.slice(mostTold)) hidden.add(pool!);
    for (;;) {
      const shown = totals.filter(({ pool }) => !hidden.has(pool!));
      const isolating = signsOf(shown.length).find((signs) => isFew(leftBy(signs, shown, people)));
      const smallest = shown.filter((_, at) => isolating?.[at] !== 0).at(-1);
      if (isolating === undefined || smallest === undefined) break;
      hidden.add(smallest.pool!);
    }
  }
  return hidden;
}

/**
 * The bases whose total among everybody members are not told, because pools taken from it would leave that of one to four
 * people: whom a rule leaves out. Hiding the pools would not do: whoever knows the size of a pool and their own amount
 * knows nearly what its total is.
 */
export function basesOfFew(pools: readonly SharedBy[], people: readonly Alike[]): ReadonlySet<string> {
  const isTelling = ([basis, ofPools]: [string, readonly Total[]]): boolean => {
    const everybody = totalOf(null, people, ({ bases }) => bases.includes(basis));
    const totals = [everybody, ...ofPools.slice(0, mostTold)];
    return signsOf(totals.length).some((signs) => signs[0] !== 0 && isFew(leftBy(signs, totals, people)));
  };
  return new Set([...totalsByBasis(pools, people)].filter(isTelling).map(([basis]) => basis));
}

/** For each basis the totals of the pools that share by it, the largest first. By heads (`equal`) nothing is measured. */
function totalsByBasis(
  pools: readonly SharedBy[],
  people: readonly Alike[],
): ReadonlyMap<string, readonly Total[]> {
  const bases = [...new Set(pools.flatMap((one) => one.bases))].filter((basis) => basis !== 'equal');
  return new Map(
    bases.map((basis) => [
      basis,
      pools
        .filter((one) => one.bases.includes(basis))
        .map(({ pool }) =>
          totalOf(pool, people, (one) => one.bases.includes(basis) && one.pools.includes(pool)),
        )
        .sort((a, b) => b.people - a.people),
    ]),
  );
}

const totalOf = (pool: string | null, people: readonly Alike[], counts: Total['counts']): Total => ({
  ...{ pool, counts, people: countOf(people, counts) },
});

/** How many people are left in a sum of totals, each added, taken away, or let be. */
const leftBy = (signs: readonly number[], totals: readonly Total[], people: readonly Alike[]): number =>
  countOf(
    people,
    (one) => totals.reduce((net, { counts }, at) => net + (counts(one) ? signs[at]! : 0), 0) !== 0,
  );

/** Every way to add, take away, or let be. */
const signsOf = (count: number): readonly (readonly number[])[] =>
  count === 0 ? [[]] : signsOf(count - 1).flatMap((signs) => [0, 1, -1].map((sign) => [...signs, sign]));

const countOf = (people: readonly Alike[], counts: (alike: Alike) => boolean): number =>
  people.filter(counts).reduce((sum, one) => sum + one.people, 0);

/**
 * The classes of which members are told what they get together: those in which nobody or at least five get something, and
 * not the smallest other where the difference to the whole, which the pools tell, would be of fewer.
 */
export function classesOfFew(people: readonly Alike[]): ReadonlySet<string | null> {
  const classes = [...new Set(people.map((one) => one.class))];
  return heldBackOf(classes, (name) => [countOf(people, (one) => one.class === name && one.gets)]);
}
