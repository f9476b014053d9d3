/** A pairwise victory. */
export interface Victory {
  readonly winner: number;
  readonly loser: number;
}

interface Step {
  readonly victory: Victory;
  readonly before: Step | null;
}

/** Locked victories and everything that follows from them, as one row of bits per candidate. */
export class LockedPairs {
  private constructor(
    readonly above: readonly bigint[],
    private readonly steps: Step | null,
  ) {}

  static none(size: number): LockedPairs {
    return new LockedPairs(new Array<bigint>(size).fill(0n), null);
  }

  /** Whether a stands above b, directly or through others. */
  has(a: number, b: number): boolean {
    return hasBit(this.above[a]!, b);
  }

  /** This with one more victory, and what follows from it; the victory must not close a circle. */
  with(victory: Victory): LockedPairs {
    const { winner, loser } = victory;
    const gained = this.above[loser]! | (1n << BigInt(loser));
    const above = this.above.map((row, candidate) =>
      candidate === winner || hasBit(row, winner) ? row | gained : row,
    );
    return new LockedPairs(above, { victory, before: this.steps });
  }

  /** This with several more victories, given what follows from them all; none may close a circle. */
  withAll(victories: readonly Victory[], above: readonly bigint[]): LockedPairs {
    const steps = victories.reduce<Step | null>((before, victory) => ({ victory, before }), this.steps);
    return new LockedPairs(above, steps);
  }

  /** Those whom nobody stands above. */
  winners(): number[] {
    const beaten = this.above.reduce((all, row) => all | row, 0n);
    return [...this.above.keys()].filter((candidate) => !hasBit(beaten, candidate));
  }

  /** The victories in the order in which they were locked. */
  pairs(): number[][] {
    const pairs: number[][] = [];
    for (let step = this.steps; step !== null; step = step.before) {
      pairs.push([step.victory.winner, step.victory.loser]);
    }
    return pairs.reverse();
  }

  get key(): string {
    return this.above.join(',');
  }
}

const hasBit = (row: bigint, bit: number): boolean => ((row >> BigInt(bit)) & 1n) === 1n;

/** Locks victories one after the other, leaving out those that would close a circle. */
export function lockInOrder(size: number, victories: readonly Victory[]): LockedPairs {
  return lockEach(LockedPairs.none(size), victories);
}

/** Locks each group of equal victories at once, leaving out all that would be in a circle with it. */
export function lockInTogether(size: number, groups: readonly (readonly Victory[])[]): LockedPairs {
  return groups.reduce(
    (locked, group) => lockUncontested(locked, group) ?? lockSafe(locked, group),
    LockedPairs.none(size),
  );
}

export interface AllOrders {
  readonly winners: number[];
  /** Whether different orders elect different candidates; null where not all were followed and none was found. */
  readonly tieSensitive: boolean | null;
  /** What is locked, if every order locks the same. */
  readonly locked: LockedPairs | null;
  readonly complete: boolean;
}

/** How many branches are followed: fewer with more candidates, so that a count ends in about a second. */
const branchesFollowed = (size: number): number => Math.max(50, Math.trunc(2_000_000 / (size * size + 1)));

/** Follows every order of equally strong victories: each group turns every state into the states it can reach. */
export function lockInAllOrders(size: number, groups: readonly (readonly Victory[])[]): AllOrders {
  const budget = { left: branchesFollowed(size) };
  let states = [LockedPairs.none(size)];
  for (const group of groups) {
    const reached = new Map<string, LockedPairs>();
    for (const state of states)
      for (const next of followOrders(state, group, budget)) reached.set(next.key, next);
    states = [...reached.values()];
  }
  const complete = budget.left > 0;
  const outcomes = states.map((state) => state.winners());
  const winners = [...new Set(outcomes.flat())].sort((a, b) => a - b);
  const differ = outcomes.some((outcome) => outcome.length !== winners.length);
  const tieSensitive = differ || complete ? differ : null;
  return { winners, tieSensitive, locked: complete && states.length === 1 ? states[0]! : null, complete };
}

/**
 * Every state that some order of the group leads to; once the branches are used up, the one that the order as
 * listed leads to. Victories that can be in no circle are locked by every order, so only the others branch.
 */
function followOrders(from: LockedPairs, group: readonly Victory[], budget: { left: number }): LockedPairs[] {
  const all = lockUncontested(from, group);
  if (all) return [all];
  const reached: LockedPairs[] = [];
  const seen = new Set<string>();
  const open: LockedPairs[] = [from];
  while (open.length > 0) {
    if (budget.left <= 0) return [...reached, lockEach(open.pop()!, group)];
    const state = lockSafe(open.pop()!, group);
    const contested = group.filter(
      ({ winner, loser }) => !state.has(loser, winner) && !state.has(winner, loser),
    );
    if (contested.length === 0) reached.push(state);
    for (const victory of contested) {
      if (budget.left-- <= 0) {
        reached.push(lockEach(state, group));
        break;
      }
      const after = state.with(victory);
      if (seen.has(after.key)) continue;
      seen.add(after.key);
      open.push(after);
    }
  }
  return reached;
}

const lockEach = (from: LockedPairs, victories: readonly Victory[]): LockedPairs =>
  victories.reduce(
    (locked, victory) => (locked.has(victory.loser, victory.winner) ? locked : locked.with(victory)),
    from,
  );

/** All that what is locked does not already contradict, if they close no circle among themselves; else null. */
function lockUncontested(from: LockedPairs, group: readonly Victory[]): LockedPairs | null {
  let locked = from;
  for (const victory of group) {
    if (from.has(victory.loser, victory.winner)) continue;
    if (locked.has(victory.loser, victory.winner)) return null;
    locked = locked.with(victory);
  }
  return locked;
}

/** Locks those of the group that close no circle with what is locked and with the whole group. */
function lockSafe(locked: LockedPairs, group: readonly Victory[]): LockedPairs {
  const possible = group.filter(({ winner, loser }) => !locked.has(loser, winner));
  const follows = closure(locked, possible);
  const safe = possible.filter(({ winner, loser }) => !hasBit(follows[loser]!, winner));
  return safe.length === 0 ? locked : locked.withAll(safe, closure(locked, safe));
}

/** Who would stand above whom if all of the victories held (Warshall). */
function closure(locked: LockedPairs, victories: readonly Victory[]): bigint[] {
  const rows = [...locked.above];
  for (const { winner, loser } of victories) rows[winner]! |= 1n << BigInt(loser);
  for (let via = 0; via < rows.length; via++) {
    for (let from = 0; from < rows.length; from++) {
      if (hasBit(rows[from]!, via)) rows[from]! |= rows[via]!;
    }
  }
  return rows;
}
