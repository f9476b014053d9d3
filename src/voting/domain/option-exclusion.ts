import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { Refusal, type Verdict } from '../../shared/refusal.js';
import { closingThatLeaves, type MayLast } from './answer-time.js';
import type { PollState } from './poll-lifecycle.js';

export type ExclusionReason =
  'POLL_CLOSED' | 'UNKNOWN_OPTION' | 'ALREADY_EXCLUDED' | 'LAST_OPTION' | 'TOO_LATE_TO_EXCLUDE';

/**
 * Whether an option can still be taken out of a vote: while it is open, one of those that were proposed (not one that
 * the rule adds), once, and never the last that is left.
 */
export function mayStillExclude(
  poll: {
    readonly state: PollState;
    /** Of those that were proposed. */
    readonly optionCount: number;
    readonly excluded: readonly number[];
  },
  position: number,
): Verdict<ExclusionReason> {
  if (poll.state !== 'open')
    return new Refusal('POLL_CLOSED', 'This vote has closed: its options can no longer change.');
  if (!Number.isInteger(position) || position < 0 || position >= poll.optionCount)
    return new Refusal(
      'UNKNOWN_OPTION',
      `The proposed options of this vote are 0 to ${poll.optionCount - 1}; there is no ${position} among them.`,
    );
  if (poll.excluded.includes(position))
    return new Refusal('ALREADY_EXCLUDED', 'This option was taken out already.');
  return poll.excluded.length + 1 < poll.optionCount
    ? true
    : new Refusal('LAST_OPTION', 'It is the last option that is left, and stays.');
}

/** So long after an option was taken out electors can vote at least; less only where the rule lets whole votes be shorter. */
export const hoursToVoteAnew = 24;

/**
 * When a vote closes out of which an option is taken now. Whoever chose it has time to see that and vote anew: a day, or
 * as long as a vote lasts at least by its rule where that is less. Where less is left the vote is given just that time, if
 * the rule allows more and within its longest duration; else it is too late.
 */
export function closingAfterExclusion(
  policy: MayLast & Pick<DecisionPolicy, 'minimumDurationHours'>,
  poll: { readonly opensAt: Date; readonly closesAt: Date },
  now: Date,
): Date | Refusal<'TOO_LATE_TO_EXCLUDE'> {
  const hours = Math.min(hoursToVoteAnew, policy.minimumDurationHours);
  return (
    closingThatLeaves(policy, hours, poll, now) ??
    new Refusal(
      'TOO_LATE_TO_EXCLUDE',
      `Whoever chose this option has ${hours} hours to vote anew; the vote closes sooner, at ${poll.closesAt.toISOString()}, ` +
        (policy.mayExtend ? 'and may not last that long in all. ' : 'and its rule allows no more time. ') +
        'Let it close: whoever is chosen and does not accept makes way for another vote.',
    )
  );
}
