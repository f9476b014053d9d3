import { Refusal } from '../../../shared/refusal.js';
import { closingThatLeaves, type MayLast } from '../answer-time.js';

/**
 * Whom a change concerns, as who makes it says. Asked again are the objectors and everybody with a ballot but those who
 * said with it that it stands should the text change; and of these too whomever the change concerns.
 */
export interface AskedAgain {
  readonly everybody: boolean;
  /** Codes of member classes that it concerns. */
  readonly classCodes: readonly string[];
}

/**
 * Until when those asked again can answer. Whoever is asked has the rule's days for an answer (`answerDays`): the
 * proposers by an objection, the members by a changed text. Where less of the window is left it is extended to just
 * those days, if the rule allows more time and within its longest duration; else the change comes too late.
 */
export function closingWhenAskedAgain(
  policy: MayLast,
  answerDays: number,
  poll: { readonly opensAt: Date; readonly closesAt: Date },
  now: Date,
): Date | Refusal<'TOO_LATE_TO_ASK_AGAIN'> {
  const closesAt = closingThatLeaves(policy, answerDays * 24, poll, now);
  if (closesAt !== null) return closesAt;
  return new Refusal(
    'TOO_LATE_TO_ASK_AGAIN',
    `Those asked again have ${answerDays} days to answer; the vote closes sooner, at ${poll.closesAt.toISOString()}, ` +
      (policy.mayExtend
        ? 'and may not last that long in all.'
        : 'and its rule allows no more time. Let it close, and propose the new text.'),
  );
}
