import { apportionByLargestRemainder } from '../../shared/largest-remainder.js';
import { Ratio } from '../../shared/ratio.js';
import { isRefusal, type Refusal } from '../../shared/refusal.js';
import type { RedemptionPolicy } from './input/policy-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { smaller } from './origin.js';
import { firstDuplicate, refuse, type SurplusReason } from './reasons.js';
import { shareOut } from './share-out.js';
import { weigh } from './weights.js';

/**
 * Base capital plan: the capital the cooperative needs is shared over members by their use in a base period;
 * whoever has more invested than their part is paid back in proportion to the excess as far as the budget
 * goes (no budget: wholly), whoever has less tops up the called part of what they lack, rounded up.
 */
export interface BaseCapitalLine {
  readonly key: string;
  readonly required: bigint;
  readonly invested: bigint;
  readonly excess: bigint;
  readonly lack: bigint;
  readonly redeemed: bigint;
  readonly called: bigint;
  readonly lotDecided: boolean;
}
export interface BaseCapitalPlan {
  readonly need: bigint;
  readonly lines: readonly BaseCapitalLine[];
  readonly redeemed: bigint;
  readonly called: bigint;
}

export function computeBaseCapitalPlan(
  policy: RedemptionPolicy,
  snapshot: Snapshot,
): BaseCapitalPlan | Refusal<SurplusReason> {
  if (policy.targetCapital === undefined)
    return refuse('MISSING_FIGURE', 'A base capital plan needs the capital that the cooperative must have.');
  const participants = snapshot.participants ?? [];
  const twice = firstDuplicate(participants.map(({ key }) => key));
  if (twice) return refuse('DUPLICATE_ENTRY', `${twice} is listed twice among the participants.`);
  const weights = weigh(
    participants.map((participant) => ({ participant, timeFraction: Ratio.one })),
    { bases: new Map([[policy.basis ?? 'use', Ratio.one]]) },
  );
  if (isRefusal(weights)) return weights;
  const unlimited = weights.lines.map(({ key, weight }) => ({ key, weight, cap: null, floor: 0n }));
  const required = shareOut(policy.targetCapital, unlimited, snapshot.seed ?? '');
  if (isRefusal(required)) return required;
  const rows = required.lines.map(({ key, units, lotDecided }, row) => {
    const invested = participants[row]!.balance ?? 0n;
    const difference = invested - units;
    const excess = difference > 0n ? difference : 0n;
    const lack = difference < 0n ? -difference : 0n;
    return { key, required: units, invested, excess, lack, lotDecided };
  });
  const excess = rows.reduce((sum, row) => sum + row.excess, 0n);
  const redeemed = smaller(policy.budget ?? excess, excess);
  const paid = apportionByLargestRemainder(
    redeemed,
    rows.map((row) => ({ key: row.key, weight: row.excess })),
    snapshot.seed ?? '',
  );
  const callRate = policy.callRate ?? Ratio.one;
  const lines = rows.map((row, index) => ({
    ...row,
    redeemed: paid.shares[index]!.units,
    called: callRate.times(Ratio.of(row.lack)).ceil(),
  }));
  const called = lines.reduce((sum, line) => sum + line.called, 0n);
  return { need: policy.targetCapital, lines, redeemed, called };
}
