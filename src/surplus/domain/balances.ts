import { isRefusal, type Refusal } from '../../shared/refusal.js';
import { Ratio } from '../../shared/ratio.js';
import type { Condition } from './input/rule-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { refuse, type SurplusReason } from './reasons.js';

/** A balance of the snapshot by name. A rule that needs one that was not frozen is refused, never guessed. */
export function balanceNamed(snapshot: Snapshot, name: string): bigint | Refusal<SurplusReason> {
  return (
    snapshot.balances?.get(name) ??
    refuse('UNKNOWN_BALANCE', `A rule needs the balance "${name}"; the snapshot does not give it.`)
  );
}
export function rateNamed(snapshot: Snapshot, name: string): Ratio | Refusal<SurplusReason> {
  return (
    snapshot.rates?.get(name) ??
    refuse('UNKNOWN_BALANCE', `A rule needs the rate "${name}"; the snapshot does not give it.`)
  );
}

/** Whether a condition holds: by the fact the snapshot states, or by comparing two balances. */
export function holds(condition: Condition, snapshot: Snapshot): boolean | Refusal<SurplusReason> {
  const stated = condition.fact === undefined ? undefined : snapshot.facts?.get(condition.fact);
  if (stated !== undefined) return stated;
  if (!condition.balance || !condition.of || !condition.below)
    return refuse('MISSING_FIGURE', `The snapshot does not state the fact "${condition.fact ?? ''}".`);
  const balance = balanceNamed(snapshot, condition.balance);
  if (isRefusal(balance)) return balance;
  const other = balanceNamed(snapshot, condition.of);
  if (isRefusal(other)) return other;
  return Ratio.of(balance).isLessThan(condition.below.times(Ratio.of(other)));
}
