import type { Refusal } from '../../shared/refusal.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * Caps and floors by water-filling to a fixed point.
 *
 * Everyone gets `clamp(λ · weight, floor, cap)` with the one λ for which the sum is the pool. Each round
 * shares what is left among those still free and looks who is outside: when the excess over caps is at least
 * what the floors lack, those over are held at their caps, otherwise those under are held at their floors
 * (holding both at once could hold somebody wrongly). It ends after at most as many rounds as there are lines.
 *
 * Whole units. A limit on a line of weight zero is void: zero stays zero. Refused when the floors together
 * exceed the pool, when a floor is above the cap of the same line, or when the caps together are under the pool
 * and the policy names no fund for the rest. Nothing is trimmed in silence.
 */
export interface LimitedLine {
  readonly key: string;
  readonly weight: bigint;
  readonly cap: bigint | null;
  readonly floor: bigint;
}
export interface WaterFilling {
  /** Lines held at a limit, with their amount. */
  readonly held: ReadonlyMap<string, { readonly units: bigint; readonly by: 'cap' | 'floor' }>;
  /** What is left for the free lines, by weight. */
  readonly free: bigint;
  readonly rounds: number;
  /** What nobody may receive because everybody is at the cap. */
  readonly beyondCaps: bigint;
}

export function waterFill(
  pool: bigint,
  lines: readonly LimitedLine[],
  restToFund: boolean,
): WaterFilling | Refusal<SurplusReason> {
  const active = lines.filter(({ weight }) => weight > 0n);
  const totals = new LimitTotals();
  for (const line of active) totals.add(line);
  const infeasible = totals.infeasible(pool, restToFund);
  if (infeasible) return infeasible;
  const held = new Map<string, { units: bigint; by: 'cap' | 'floor' }>();
  let free = active;
  let left = pool;
  let rounds = 0;
  while (free.length > 0) {
    rounds += 1;
    const round = new FillingRound(
      left,
      free.reduce((sum, { weight }) => sum + weight, 0n),
    );
    for (const line of free) round.see(line);
    const by = round.holds();
    if (by === null) break;
    for (const line of free)
      if (outside(line, round.left, round.totalWeight) === by) {
        const units = limitAt(line, by);
        held.set(line.key, { units, by });
        left -= units;
      }
    free = free.filter(({ key }) => !held.has(key));
  }
  const beyondCaps = free.length === 0 ? left : 0n;
  return { held, free: left - beyondCaps, rounds, beyondCaps };
}

/** The limit that a line is beyond when `left` is shared by weight. */
export function outside(line: LimitedLine, left: bigint, totalWeight: bigint): 'cap' | 'floor' | null {
  const exact = left * line.weight;
  if (line.cap !== null && exact > line.cap * totalWeight) return 'cap';
  return exact < line.floor * totalWeight ? 'floor' : null;
}

export const limitAt = (line: LimitedLine, by: 'cap' | 'floor'): bigint =>
  by === 'cap' ? line.cap! : line.floor;

/** One round of filling: who among the free is outside a limit, and by how much in all (times weight). */
export class FillingRound {
  /** What was seen so far, and nothing else. */
  readonly seen = { beyond: { cap: 0n, floor: 0n }, found: { cap: newHeld(), floor: newHeld() } };
  constructor(
    readonly left: bigint,
    readonly totalWeight: bigint,
  ) {}

  see(line: LimitedLine): void {
    const by = outside(line, this.left, this.totalWeight);
    if (by === null) return;
    const limit = limitAt(line, by);
    const difference = this.left * line.weight - limit * this.totalWeight;
    this.seen.beyond[by] += difference < 0n ? -difference : difference;
    const found = this.seen.found[by];
    found.lines += 1;
    found.units += limit;
    found.weight += line.weight;
  }

  /** Which side this round holds at its limits, or null when nobody is outside. */
  holds(): 'cap' | 'floor' | null {
    const { beyond, found } = this.seen;
    const { cap, floor } = found;
    if (cap.lines === 0 && floor.lines === 0) return null;
    return beyond.cap >= beyond.floor ? 'cap' : 'floor';
  }

  /** How many are held on that side, what they get, and what they weigh. */
  heldBy(by: 'cap' | 'floor'): Readonly<Held> {
    return this.seen.found[by];
  }
}
interface Held {
  lines: number;
  units: bigint;
  weight: bigint;
}
const newHeld = (): Held => ({ lines: 0, units: 0n, weight: 0n });

/** The limits of all lines that have a weight: whether they can be kept together. */
export class LimitTotals {
  /** What was seen so far, and nothing else. */
  readonly seen = { contradiction: null as LimitedLine | null, floors: 0n, caps: 0n, uncapped: false };

  add(line: LimitedLine): void {
    const { seen } = this;
    if (line.cap !== null && line.cap < line.floor) seen.contradiction ??= line;
    seen.floors += line.floor;
    seen.caps += line.cap ?? 0n;
    if (line.cap === null) seen.uncapped = true;
  }

  infeasible(pool: bigint, restToFund: boolean): Refusal<SurplusReason> | null {
    const { contradiction, floors, caps, uncapped } = this.seen;
    if (contradiction)
      return refuse(
        'INFEASIBLE_LIMITS',
        `The least and the most for ${contradiction.key} contradict each other.`,
        [`least ${contradiction.floor}, most ${contradiction.cap}, in minor units`],
      );
    if (floors > pool)
      return refuse('INFEASIBLE_LIMITS', 'The least amounts together are more than there is to share.', [
        `least amounts ${floors}, to share ${pool}, in minor units`,
      ]);
    if (restToFund || uncapped || caps >= pool) return null;
    return refuse('INFEASIBLE_LIMITS', 'The highest amounts together are less than there is to share.', [
      `highest amounts ${caps}, to share ${pool}, in minor units; raise the limit, or let a fund get the rest: ifAllCapped “fund”, with its fallbackFund`,
    ]);
  }
}
