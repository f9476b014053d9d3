/** A pairwise victory. */
export interface Victory {
  readonly winner: number;
  readonly loser: number;
}

/** Locked victories and everything that follows from them, as one row of bits per candidate. */
export class LockedPairs {
  private constructor(
    private readonly size: number,
    private readonly above: readonly bigint[],
    private readonly direct: readonly Victory[],
  ) {}

  static none(size: number): LockedPairs {
    return new LockedPairs(size, new Array<bigint>(size).fill(0n), []);
  }

  /** Whether a stands above b, directly or through others. */
  has(a: number, b: number): boolean {
    return ((this.above[a]! >> BigInt(b)) & 1n) === 1n;
  }

  /** This with one more victory, and what follows from it; the victory must not close a circle. */
  with({ winner, loser }: Victory): LockedPairs {
    const gained = this.above[loser]! | (1n << BigInt(loser));
    const above = this.above.map((row, candidate) =>
      candidate === winner || this.has(candidate, winner) ? row | gained : row,
    );
    return new LockedPairs(this.size, above, [...this.direct, { winner, loser }]);
  }

  /** Those whom nobody stands above. */
  winners(): number[] {
    const beaten = this.above.reduce((all, row) => all | row, 0n);
    return this.above.flatMap((_, candidate) =>
      ((beaten >> BigInt(candidate)) & 1n) === 0n ? [candidate] : [],
    );
  }

  pairs(): number[][] {
    return this.direct.map(({ winner, loser }) => [winner, loser]);
  }

  get key(): string {
    return this.above.join(',');
  }
}

/** Locks victories one after the other, leaving out those that would close a circle. */
export function lockInOrder(size: number, victories: readonly Victory[]): LockedPairs {
  let locked = LockedPairs.none(size);
  for (const victory of victories) {
    if (!locked.has(victory.loser, victory.winner)) locked = locked.with(victory);
  }
  return locked;
}

/** Locks each group of equal victories at once, leaving out all that would be in a circle with it. */
export function lockInTogether(size: number, groups: readonly (readonly Victory[])[]): LockedPairs {
  let locked = LockedPairs.none(size);
  for (const group of groups) {
    const before = locked;
    const kept = group.filter((victory) => !mayBePrevented(before, victory, group));
    for (const victory of kept) locked = locked.with(victory);
  }
  return locked;
}

/** More states than this are not followed; the outcome then says that not all orders were. */
const MOST_STATES = 20_000;

export interface AllOrders {
  readonly winners: number[];
  /** Whether different orders of equal victories elect different candidates. */
  readonly tieSensitive: boolean;
  /** What is locked, if every order locks the same. */
  readonly locked: LockedPairs | null;
  readonly complete: boolean;
}

/** Follows every order of equally strong victories: each group turns every state into the states it can reach. */
export function lockInAllOrders(size: number, groups: readonly (readonly Victory[])[]): AllOrders {
  let states = new Map([['', LockedPairs.none(size)]]);
  let complete = true;
  for (const group of groups) {
    const reached = new Map<string, LockedPairs>();
    for (const state of states.values()) complete = followOrders(state, group, reached) && complete;
    states = reached;
  }
  const outcomes = [...states.values()].map((state) => state.winners());
  const winners = [...new Set(outcomes.flat())].sort((a, b) => a - b);
  return {
    winners,
    tieSensitive: outcomes.some((outcome) => outcome.length !== winners.length),
    locked: states.size === 1 ? [...states.values()][0]! : null,
    complete,
  };
}

/** Every state that some order of the group leads to; victories that are in no circle are locked first. */
function followOrders(
  from: LockedPairs,
  group: readonly Victory[],
  reached: Map<string, LockedPairs>,
): boolean {
  const seen = new Set<string>();
  const open: LockedPairs[] = [from];
  while (open.length > 0) {
    const state = open.pop()!;
    if (reached.size + seen.size > MOST_STATES) return false;
    const possible = group.filter(
      ({ winner, loser }) => !state.has(loser, winner) && !state.has(winner, loser),
    );
    const safe = possible.find((victory) => !mayBePrevented(state, victory, possible));
    const next = safe ? [safe] : possible;
    if (next.length === 0) reached.set(state.key, state);
    for (const victory of next) {
      const after = state.with(victory);
      if (seen.has(after.key)) continue;
      seen.add(after.key);
      open.push(after);
    }
  }
  return true;
}

/** Whether what is locked and the other victories lead from the loser back to the winner. */
function mayBePrevented(state: LockedPairs, victory: Victory, possible: readonly Victory[]): boolean {
  const reachable = new Set([victory.loser]);
  for (let before = 0; before !== reachable.size;) {
    before = reachable.size;
    for (const from of [...reachable]) {
      for (const other of possible) if (state.has(from, other.winner)) reachable.add(other.winner);
      for (const other of possible) if (other.winner === from) reachable.add(other.loser);
      if (state.has(from, victory.winner)) return true;
    }
    if (reachable.has(victory.winner)) return true;
  }
  return false;
}
