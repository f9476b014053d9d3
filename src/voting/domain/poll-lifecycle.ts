import type { DecisionPolicy } from '../../membership/domain/decision-policy.js';
import { Refusal, type Verdict } from '../../shared/refusal.js';

/**
 * The life of a poll: open → closed, or cancelled. The stored state turns when the closing is carried out; what holds
 * for everybody turns at `closesAt` itself. Between the two a poll is `closing`: no ballot is taken, no result exists.
 */
export const pollStates = ['open', 'closing', 'closed', 'cancelled'] as const;
export type PollState = (typeof pollStates)[number];
export type StoredPollState = Exclude<PollState, 'closing'>;

export function pollStateAt(stored: StoredPollState, closesAt: Date, now: Date): PollState {
  return stored === 'open' && closesAt.getTime() <= now.getTime() ? 'closing' : stored;
}

export type WindowReason = 'CLOSES_TOO_SOON' | 'CLOSES_TOO_LATE';
export type ExtensionReason = WindowReason | 'POLL_CLOSED' | 'EXTENSION_NOT_ALLOWED';

type Durations = Pick<DecisionPolicy, 'minimumDurationHours' | 'maximumDurationHours'>;
const hours = (count: number): number => count * 3_600_000;

/** A vote lasts at least and at most as long as the bylaws' rule for it says, both ends included. */
export function checkWindow(policy: Durations, opensAt: Date, closesAt: Date): Verdict<WindowReason> {
  const lasts = closesAt.getTime() - opensAt.getTime();
  if (!(lasts > 0)) return new Refusal('CLOSES_TOO_SOON', 'This closing is in the past. Choose a later one.');
  if (!(lasts >= hours(policy.minimumDurationHours))) {
    return new Refusal(
      'CLOSES_TOO_SOON',
      `The vote must stay open for at least ${policy.minimumDurationHours} hours. Choose a later closing.`,
    );
  }
  return lasts <= hours(policy.maximumDurationHours) ? true : tooLate(policy);
}

const tooLate = (policy: Durations): Refusal<'CLOSES_TOO_LATE'> =>
  new Refusal(
    'CLOSES_TOO_LATE',
    `The vote may stay open for at most ${policy.maximumDurationHours} hours in all. Choose an earlier closing.`,
  );

/**
 * A vote may be given more time only where its own rule says so, only before it closes, only to a later instant, and
 * never beyond the longest duration counted from its opening.
 */
export function checkExtension(
  policy: Durations & Pick<DecisionPolicy, 'mayExtend'>,
  poll: { readonly state: StoredPollState; readonly opensAt: Date; readonly closesAt: Date },
  closesAt: Date,
  now: Date,
): Verdict<ExtensionReason> {
  if (!policy.mayExtend)
    return new Refusal('EXTENSION_NOT_ALLOWED', 'The rule of this vote does not allow more time.');
  if (pollStateAt(poll.state, poll.closesAt, now) !== 'open')
    return new Refusal('POLL_CLOSED', 'This vote has closed; its time can no longer be changed.');
  if (!(closesAt.getTime() > poll.closesAt.getTime()))
    return new Refusal('CLOSES_TOO_SOON', 'More time means a later closing than the one announced.');
  const longest = poll.opensAt.getTime() + hours(policy.maximumDurationHours);
  return closesAt.getTime() <= longest ? true : tooLate(policy);
}
