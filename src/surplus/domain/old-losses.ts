import { explain, type ExplainNode } from './explain.js';
import type { WaterfallPolicy } from './input/policy-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { origins, smaller, sumOf, takeFrom, type Pots } from './origin.js';

/**
 * Step 2. Losses carried forward come first, oldest year first, then reserves that were used are restored to
 * their earlier level (CO, Ley 79/1988 art 54–55; ES, Ley 27/1999 art 58.1: after losses of earlier years).
 * Which origin bears them first is the policy's; the law rarely fixes it. A loss whose term has run out is set off no
 * more and does not vanish: it is named, since members may have to pay it (ES, art 59.3).
 */
export interface AfterOldLosses {
  readonly pots: Pots;
  readonly absorbed: readonly { readonly year: number; readonly amount: bigint }[];
  readonly restored: readonly { readonly fund: string; readonly amount: bigint }[];
  /** Losses that remain; while there are any, interest on capital may be barred (DE, GenG § 21a(2)). */
  readonly uncovered: bigint;
  /** Losses whose term ran out before they were covered; absent without any. */
  readonly expired?: readonly { readonly year: number; readonly amount: bigint }[];
  readonly node: ExplainNode;
}

export function absorbOldLosses(
  pots: Pots,
  snapshot: Snapshot,
  rule: WaterfallPolicy['oldLosses'],
): AfterOldLosses {
  const order = rule?.against ?? origins;
  const today = snapshot.period?.to ?? snapshot.asOf;
  const carried = [...(snapshot.oldLosses ?? [])].sort((a, b) => a.year - b.year);
  const losses = carried.filter(({ expiresOn }) => !expiresOn || !today || expiresOn >= today);
  const gone = carried.filter((one) => one.amount > 0n && !losses.includes(one));
  const expired = gone.length > 0 ? { expired: gone.map(({ year, amount }) => ({ year, amount })) } : {};
  let left = pots;
  let uncovered = 0n;
  const absorbed = losses.map(({ year, amount }) => {
    const taken = takeFrom(left, amount, order);
    left = taken.pots;
    uncovered += taken.missing;
    return { year, amount: amount - taken.missing };
  });
  const restored = (snapshot.restore ?? []).map(({ fund, amount }) => {
    const taken = takeFrom(left, smaller(amount, sumOf(left)), order);
    const restoredAmount = sumOf(left) - sumOf(taken.pots);
    left = taken.pots;
    return { fund, amount: restoredAmount };
  });
  return {
    pots: left,
    absorbed,
    restored,
    uncovered,
    ...expired,
    node: nodeOf(rule, {
      parameter: { against: order },
      input: { available: pots, losses },
      output: { absorbed, restored, uncovered, ...expired, left },
    }),
  };
}

const nodeOf = (
  rule: WaterfallPolicy['oldLosses'],
  figures: Pick<ExplainNode, 'parameter' | 'input' | 'output'>,
): ExplainNode =>
  explain({
    step: 'oldLosses',
    id: 'oldLosses',
    rule: rule?.name ?? 'losses of earlier years are covered first, then used reserves are restored',
    source: rule?.source ?? 'policy',
    decidedBy: rule?.decidedBy ?? 'law',
    ...figures,
  });
