import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { Ratio } from '../../shared/ratio.js';
import { Refusal, type Verdict } from '../../shared/refusal.js';

export type RecountReason =
  | 'NOT_CLOSED'
  | 'RECOUNT_NOT_PROVIDED'
  | 'RECOUNT_TOO_LATE'
  | 'NOT_RECOUNTABLE'
  | 'ALREADY_ASKED'
  | 'RECOUNT_UNDER_WAY';

/** What decides about asking for a recount. */
export interface RecountFacts {
  readonly closedAt: Date | null;
  readonly now: Date;
  /** Whether the count and its electorate were kept; results of the first days have neither. */
  readonly isCountKept: boolean;
  /** Whether this elector has asked already for a recount of this poll, carried out or not. */
  readonly hasAsked: boolean;
  /** Whether a recount is ordered that has not been carried out. */
  readonly isUnderWay: boolean;
}

/** Until when a recount can be asked for: that many days of 24 hours after the result. */
export const recountEndsAt = (days: number, closedAt: Date): Date =>
  new Date(closedAt.getTime() + days * 86_400_000);

/**
 * Whether an elector may still ask that a poll be counted again: once each, and not while a recount is under way that
 * will tell. Counting a large poll is work for minutes; nobody keeps the product at it by asking over and over.
 */
export function mayStillAskForRecount(
  { recountDays }: Pick<DecisionPolicy, 'recountDays'>,
  { closedAt, now, isCountKept, hasAsked, isUnderWay }: RecountFacts,
): Verdict<RecountReason> {
  if (recountDays === 0)
    return new Refusal('RECOUNT_NOT_PROVIDED', 'The rule of this vote does not provide for a recount.');
  if (closedAt === null)
    return new Refusal('NOT_CLOSED', 'What has not been counted cannot be counted again.');
  if (!isCountKept)
    return new Refusal(
      'NOT_RECOUNTABLE',
      'This result was recorded before counts were kept; there is nothing to compare with.',
    );
  const endsAt = recountEndsAt(recountDays, closedAt);
  if (now >= endsAt)
    return new Refusal('RECOUNT_TOO_LATE', `A recount could be asked for until ${endsAt.toISOString()}.`);
  if (hasAsked)
    return new Refusal('ALREADY_ASKED', 'You have asked for a recount of this vote already; each may once.');
  return isUnderWay
    ? new Refusal(
        'RECOUNT_UNDER_WAY',
        'This vote is being counted again; what that finds will stand here soon.',
      )
    : true;
}

/** How many electors have to ask: their share of the electorate, and one at least. */
export function askingNeeded(
  { recountShare }: Pick<DecisionPolicy, 'recountShare'>,
  eligible: bigint,
): bigint {
  const needed = recountShare.times(Ratio.of(eligible)).ceil();
  return needed < 1n ? 1n : needed;
}
