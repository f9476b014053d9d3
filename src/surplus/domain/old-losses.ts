import { explain, type ExplainNode } from './explain.js';
import type { WaterfallPolicy } from './input/policy-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { origins, smaller, sumOf, takeFrom, type Pots } from './origin.js';

/**
 * Step 2. Losses carried forward come first, oldest year first, then reserves that were used are restored to
 * their earlier level (CO, Ley 79/1988 art 54–55; ES, Ley 27/1999 art 58.1: after losses of earlier years).
 * Which origin bears them first is the policy's; the law rarely fixes it. Expired losses are left out.
 */
export interface AfterOldLosses {
  readonly pots: Pots;
  readonly absorbed: readonly { readonly year: number; readonly amount: bigint }[];
  readonly restored: readonly { readonly fund: string; readonly amount: bigint }[];
  /** Losses that remain; while there are any, interest on capital may be barred (DE, GenG § 21a(2)). */
  readonly uncovered: bigint;
  readonly node: ExplainNode;
}

export function absorbOldLosses(
  pots: Pots,
  snapshot: Snapshot,
  rule: WaterfallPolicy['oldLosses'],
): AfterOldLosses {
  const order = rule?.against ?? origins;
  const today = snapshot.period?.to ?? snapshot.asOf;
  const losses = [...(snapshot.oldLosses ?? [])]
    .filter(({ expiresOn }) => !expiresOn || !today || expiresOn >= today)
    .sort((a, b) => a.year - b.year);
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
    node: nodeOf(rule, {
      parameter: { against: order },
      input: { available: pots, losses },
      output: { absorbed, restored, uncovered, left },
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
