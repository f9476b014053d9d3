import { addDays, type CalendarDate } from '../../shared/calendar-date.js';
import type { Refusal } from '../../shared/refusal.js';
import type { Policy } from './input/policy-schema.js';
import type { Snapshot } from './input/snapshot-schema.js';
import { refuse, type SurplusReason } from './reasons.js';

/**
 * Money nobody came for. The clock starts on the day it could first be taken; after the days of the rule it
 * becomes shares of the member, donated capital, or goes to a reserve. On the last day it can still be taken.
 */
export interface UnclaimedLine {
  readonly key: string;
  readonly amount: bigint;
  readonly lapsesOn: CalendarDate;
  readonly lapsed: boolean;
  readonly becomes: 'shares' | 'reserve' | 'donatedCapital';
  readonly fund: string | null;
}

export function settleUnclaimed(
  rule: NonNullable<Policy['unclaimed']>,
  snapshot: Snapshot,
): readonly UnclaimedLine[] | Refusal<SurplusReason> {
  const { asOf } = snapshot;
  if (!asOf)
    return refuse('MISSING_FIGURE', 'snapshot.asOf is needed: the day on which claims are looked at.');
  return (snapshot.unclaimed ?? []).map(({ key, amount, availableOn }) => {
    const lapsesOn = addDays(availableOn, rule.afterDays);
    return { key, amount, lapsesOn, lapsed: asOf > lapsesOn, becomes: rule.then, fund: rule.fund ?? null };
  });
}
