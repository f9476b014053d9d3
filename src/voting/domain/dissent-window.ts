import { Refusal, type Verdict } from '../../shared/refusal.js';

export type DissentReason = 'NOT_CLOSED' | 'DISSENT_NOT_PROVIDED' | 'DISSENT_TOO_LATE';

/** Until when dissent is taken: that many days of 24 hours after the result; null where the rule provides for none. */
export const dissentEndsAt = (dissentDays: number, closedAt: Date): Date | null =>
  dissentDays === 0 ? null : new Date(closedAt.getTime() + dissentDays * 86_400_000);

/** Whether an elector may still have their dissent put beside what was decided. */
export function mayStillDissent(
  dissentDays: number,
  closedAt: Date | null,
  now: Date,
): Verdict<DissentReason> {
  if (dissentDays === 0)
    return new Refusal(
      'DISSENT_NOT_PROVIDED',
      'The rule of this vote does not provide for recorded dissent.',
    );
  if (closedAt === null)
    return new Refusal('NOT_CLOSED', 'Dissent is recorded from what was decided, after the result.');
  const endsAt = dissentEndsAt(dissentDays, closedAt)!;
  return now < endsAt
    ? true
    : new Refusal('DISSENT_TOO_LATE', `Dissent could be recorded until ${endsAt.toISOString()}.`);
}
