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
  const infeasible = firstInfeasible(pool, active, restToFund);
  if (infeasible) return infeasible;
  const held = new Map<string, { units: bigint; by: 'cap' | 'floor' }>();
  let free = active;
  let left = pool;
  let rounds = 0;
  while (free.length > 0) {
    rounds += 1;
    const { over, under, excess, lack } = outsideLimits(left, free);
    if (over.length === 0 && under.length === 0) break;
    const [fixed, by] = excess >= lack ? ([over, 'cap'] as const) : ([under, 'floor'] as const);
    for (const line of fixed) {
      const units = by === 'cap' ? line.cap! : line.floor;
      held.set(line.key, { units, by });
      left -= units;
    }
    free = free.filter(({ key }) => !held.has(key));
  }
  const beyondCaps = free.length === 0 ? left : 0n;
  return { held, free: left - beyondCaps, rounds, beyondCaps };
}

/** Who is over a cap or under a floor when `left` is shared by weight, and by how much in all (times weight). */
function outsideLimits(left: bigint, free: readonly LimitedLine[]) {
  const totalWeight = free.reduce((sum, { weight }) => sum + weight, 0n);
  const over: LimitedLine[] = [];
  const under: LimitedLine[] = [];
  let excess = 0n;
  let lack = 0n;
  for (const line of free) {
    const exact = left * line.weight;
    if (line.cap !== null && exact > line.cap * totalWeight) {
      over.push(line);
      excess += exact - line.cap * totalWeight;
    } else if (exact < line.floor * totalWeight) {
      under.push(line);
      lack += line.floor * totalWeight - exact;
    }
  }
  return { over, under, excess, lack };
}

function firstInfeasible(
  pool: bigint,
  lines: readonly LimitedLine[],
  restToFund: boolean,
): Refusal<SurplusReason> | null {
  const contradiction = lines.find(({ cap, floor }) => cap !== null && cap < floor);
  if (contradiction)
    return refuse(
      'INFEASIBLE_LIMITS',
      `The least and the most for ${contradiction.key} contradict each other.`,
      [`least ${contradiction.floor}, most ${contradiction.cap}`],
    );
  const floors = lines.reduce((sum, { floor }) => sum + floor, 0n);
  if (floors > pool)
    return refuse('INFEASIBLE_LIMITS', 'The least amounts together are more than there is to share.', [
      `least amounts ${floors}, to share ${pool}`,
    ]);
  if (restToFund || lines.some(({ cap }) => cap === null)) return null;
  const caps = lines.reduce((sum, { cap }) => sum + (cap ?? 0n), 0n);
  if (caps >= pool) return null;
  return refuse('INFEASIBLE_LIMITS', 'The highest amounts together are less than there is to share.', [
    `highest amounts ${caps}, to share ${pool}; name a fund for the rest, or raise the limit`,
  ]);
}
