import { isRefusal } from '../../shared/refusal.js';
import { amountOf, lowerRate, stopAt, type Appropriated } from './appropriation.js';
import type { Check } from './input/policy-schema.js';
import type { Appropriation } from './input/rule-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import type { Waterfall } from './waterfall-report.js';

/**
 * By how much a fund may stay below a least part: because the rule that asks for it ends at a target, or allows a
 * lower rate while a condition holds. Asked of the rule that the check belongs to (the preset's of a law's check), for
 * a policy that writes a stop rule of its own beside a law that has none would otherwise excuse itself.
 */
export interface LawfulLess {
  /** Minor units that the funds named by the check may give less. */
  readonly less: bigint;
  /** Whether the rule has ended, and with it all that the check asks for. */
  readonly lapsed: boolean;
}

export function lawfullyLess(
  check: Check,
  rules: readonly Appropriation[],
  waterfall: Waterfall,
  snapshot: Snapshot,
): LawfulLess {
  const names = check.names ?? [];
  const given = new Map<string, bigint>();
  const give = (fund: string, amount: bigint) => given.set(fund, (given.get(fund) ?? 0n) + amount);
  for (const { fund, amount } of waterfall.oldLosses.restored) give(fund, amount);
  let less = 0n;
  let lapsed = false;
  for (const done of waterfall.appropriations) {
    const rule = rules.find(({ id }) => id === done.id);
    if (rule && (names.includes(done.id) || names.includes(done.fund))) {
      const asked = amountOf(rule, rule.rate, done.base);
      const enough = leastOf(rule, asked, check, done, snapshot, given);
      less += asked - enough;
      lapsed ||= check.lapsesWith === done.id && asked > 0n && enough === 0n;
    }
    give(done.fund, done.amount);
    if (done.redirected) give(done.redirected.fund, done.redirected.amount);
  }
  return { less, lapsed };
}

function leastOf(
  rule: Appropriation,
  asked: bigint,
  { loweredWith }: Check,
  { id, base }: Appropriated,
  snapshot: Snapshot,
  given: ReadonlyMap<string, bigint>,
): bigint {
  const lower = loweredWith === id ? lowerRate(rule, snapshot) : null;
  const allowed = lower === null || isRefusal(lower) ? asked : amountOf(rule, lower, base);
  const stopped = stopAt(rule, allowed, snapshot, given);
  // A balance that nobody froze excuses nobody.
  return isRefusal(stopped) ? allowed : stopped;
}
