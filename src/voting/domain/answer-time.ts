import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';

const hour = 3_600_000;

/** What of the rule decides whether an open poll may last longer. */
export type MayLast = Pick<DecisionPolicy, 'mayExtend' | 'maximumDurationHours'>;

/**
 * When an open poll closes so that at least so many hours are left from now: as announced, where they are; else just so
 * much later, if the rule allows more time and within its longest duration; null where it cannot last so long.
 */
export function closingThatLeaves(
  policy: MayLast,
  hoursLeft: number,
  poll: { readonly opensAt: Date; readonly closesAt: Date },
  now: Date,
): Date | null {
  const wanted = now.getTime() + hoursLeft * hour;
  if (poll.closesAt.getTime() >= wanted) return poll.closesAt;
  const latest = poll.opensAt.getTime() + policy.maximumDurationHours * hour;
  return policy.mayExtend && wanted <= latest ? new Date(wanted) : null;
}
