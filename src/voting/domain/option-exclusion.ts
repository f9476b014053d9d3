import { Refusal, type Verdict } from '../../shared/refusal.js';
import type { PollState } from './poll-lifecycle.js';

export type ExclusionReason = 'POLL_CLOSED' | 'UNKNOWN_OPTION' | 'ALREADY_EXCLUDED' | 'LAST_OPTION';

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
