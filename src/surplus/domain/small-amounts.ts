import { isRefusal, type Refusal } from '../../shared/refusal.js';
import type { Pool } from './input/rule-schema.js';
import type { SurplusReason } from './reasons.js';
import type { SharedLine, SharedOut } from './share-out.js';
import type { WeightedLine } from './weights.js';

/**
 * What happens to an allocation below the least amount that is worth paying. `accumulate`: it stays the
 * member's, unpaid, until a later period brings it above; `donate` and `voucher`: it stays theirs in that
 * form; `toFund`: it goes to the pool's fund; `redistribute`: the pool is shared again without these lines,
 * until nobody is below. When nobody would remain, redistribution changes nothing and the amounts accumulate.
 */
export interface MinimumOutcome {
  readonly shared: SharedOut;
  /** Lines below the least amount, with what they would have got. */
  readonly below: ReadonlyMap<string, bigint>;
  readonly treatment: 'accumulate' | 'redistribute' | 'toFund' | 'donate' | 'voucher' | null;
}
type Share = (lines: readonly WeightedLine[]) => SharedOut | Refusal<SurplusReason>;

export function applyMinimum(
  rule: Pool['minimum'],
  lines: readonly WeightedLine[],
  share: Share,
): MinimumOutcome | Refusal<SurplusReason> {
  const first = share(lines);
  if (isRefusal(first)) return first;
  if (!rule) return { shared: first, below: new Map(), treatment: null };
  const below = smallOnes(first, rule.amount);
  if (rule.below !== 'redistribute' || below.size === 0)
    return { shared: first, below, treatment: rule.below };
  return redistribute(rule.amount, lines, share, first);
}

function redistribute(
  minimum: bigint,
  lines: readonly WeightedLine[],
  share: Share,
  first: SharedOut,
): MinimumOutcome | Refusal<SurplusReason> {
  const below = new Map<string, bigint>();
  let shared = first;
  for (;;) {
    const small = smallOnes(shared, minimum);
    if (small.size === 0) return { shared, below, treatment: 'redistribute' };
    for (const [key, units] of small) below.set(key, units);
    const kept = lines.map((line) => (below.has(line.key) ? { ...line, weight: 0n } : line));
    if (!kept.some(({ weight }) => weight > 0n))
      return { shared: first, below: smallOnes(first, minimum), treatment: 'accumulate' };
    const next = share(kept);
    if (isRefusal(next)) return next;
    shared = next;
  }
}

const smallOnes = (shared: SharedOut, minimum: bigint): ReadonlyMap<string, bigint> =>
  new Map(shared.lines.filter((line) => isSmall(line, minimum)).map(({ key, units }) => [key, units]));

/** Whether a line that has a weight gets less than is worth paying. */
export const isSmall = (line: Pick<SharedLine, 'units' | 'weight'>, minimum: bigint): boolean =>
  line.weight > 0n && line.units < minimum;
