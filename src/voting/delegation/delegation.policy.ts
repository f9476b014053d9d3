import { isCurrentMember, type Viewer } from '../../platform/request/viewer.js';
import { firstRefusal, Refusal, type Verdict } from '../../shared/refusal.js';
import type { PollState } from '../domain/poll-lifecycle.js';

type SignedIn = 'NOT_SIGNED_IN' | 'NOT_A_MEMBER';

/** Every current member delegates for themselves, and nobody for anybody else. */
export function mayDelegate(viewer: Viewer): Verdict<SignedIn> {
  if (viewer.personId === null) return new Refusal('NOT_SIGNED_IN', 'Sign in to delegate your vote.');
  return isCurrentMember(viewer)
    ? true
    : new Refusal('NOT_A_MEMBER', 'Current members of this cooperative delegate their votes.');
}

/** What decides about a delegation for one poll. */
export interface PollFacts {
  readonly state: PollState;
  readonly isElector: boolean;
  /** Whether the rule of the poll allows delegation. */
  readonly allowed: boolean;
}
export type PollReason = 'NOT_ELECTOR' | 'POLL_CLOSED' | 'POLL_NOT_OPEN' | 'DELEGATION_NOT_ALLOWED';

/** For one poll its electors delegate, while it is open and if its rule allows it. */
export function mayDelegateInPoll(viewer: Viewer, poll: PollFacts): Verdict<SignedIn | PollReason> {
  const member = mayDelegate(viewer);
  if (member !== true) return member;
  if (!poll.isElector)
    return new Refusal(
      'NOT_ELECTOR',
      'You are not in the electorate of this vote. See why under your eligibility.',
    );
  if (!poll.allowed)
    return new Refusal(
      'DELEGATION_NOT_ALLOWED',
      'The rule of this vote does not allow delegation; cast your own ballot.',
    );
  return isStillOpen(poll.state);
}

function isStillOpen(state: PollState | null): Verdict<'POLL_CLOSED' | 'POLL_NOT_OPEN'> {
  if (state === 'closed' || state === 'closing')
    return new Refusal('POLL_CLOSED', 'This vote has closed; what held at the close was counted.');
  if (state === 'cancelled') return new Refusal('POLL_NOT_OPEN', 'This vote was called off.');
  return true;
}

/** What decides about a delegation there is. */
export interface DelegationFacts {
  readonly principal: string;
  readonly holder: string | null;
  readonly isEnded: boolean;
  /** Its last day has passed. */
  readonly isExpired: boolean;
  /** The state of its poll; null where it is not for one poll. */
  readonly pollState: PollState | null;
}
type Known = SignedIn | 'NOT_FOUND' | 'NOT_ALLOWED' | 'DELEGATION_ENDED' | 'POLL_CLOSED' | 'POLL_NOT_OPEN';

/** Only its principal confirms a delegation, as a current member, while it has neither ended nor passed its last day. */
export function mayConfirmDelegation(
  viewer: Viewer,
  facts: DelegationFacts,
): Verdict<Known | 'DELEGATION_EXPIRED' | 'NOTHING_TO_CONFIRM'> {
  return firstRefusal<Known | 'DELEGATION_EXPIRED' | 'NOTHING_TO_CONFIRM'>(
    () => standsBetween(viewer, facts, 'principal', 'Only the member who delegated confirms it.'),
    () => mayDelegate(viewer),
    () => hasNoEnd(facts),
    () =>
      facts.holder !== null ||
      new Refusal('NOTHING_TO_CONFIRM', 'That nobody votes for you holds until you change it.'),
    () =>
      !facts.isExpired ||
      new Refusal(
        'DELEGATION_EXPIRED',
        'This delegation was given until a day that has passed; delegate anew.',
      ),
  );
}

/** Its principal takes a delegation back at any time, whatever their membership is by now. */
export const mayRevokeDelegation = (viewer: Viewer, facts: DelegationFacts): Verdict<Known> =>
  firstRefusal<Known>(
    () => standsBetween(viewer, facts, 'principal', 'Only the member who delegated takes it back.'),
    () => hasNoEnd(facts),
  );

/** Its holder refuses a delegation at any time: nobody is made to vote for others. */
export const mayDeclineDelegation = (viewer: Viewer, facts: DelegationFacts): Verdict<Known> =>
  firstRefusal<Known>(
    () => standsBetween(viewer, facts, 'holder', 'Only the member to whom it was given refuses it.'),
    () => hasNoEnd(facts),
  );

/** Who is neither principal nor holder does not learn that there is such a delegation. */
function standsBetween(
  viewer: Viewer,
  facts: DelegationFacts,
  as: 'principal' | 'holder',
  otherwise: string,
): Verdict<Known> {
  if (viewer.personId === null) return new Refusal('NOT_SIGNED_IN', 'Sign in first.');
  if (viewer.membershipId === null)
    return new Refusal('NOT_A_MEMBER', 'Only members of this cooperative may do this.');
  if (viewer.membershipId === facts[as]) return true;
  return viewer.membershipId === facts.principal || viewer.membershipId === facts.holder
    ? new Refusal('NOT_ALLOWED', otherwise)
    : new Refusal('NOT_FOUND', 'There is no such delegation here.');
}

const hasNoEnd = (facts: DelegationFacts): Verdict<Known> =>
  facts.isEnded
    ? new Refusal('DELEGATION_ENDED', 'This delegation has ended: it was replaced, taken back or refused.')
    : isStillOpen(facts.pollState);
