import type { DecisionPolicy } from '../membership/domain/decision-policy.js';
import { holds, isCurrentMember, type Viewer } from '../platform/request/viewer.js';
import { Refusal, type Verdict } from '../shared/refusal.js';
import { mayStillDissent, type DissentReason } from './domain/dissent-window.js';
import type { PollState } from './domain/poll-lifecycle.js';
import { mayStillAskForRecount, type RecountFacts, type RecountReason } from './domain/recount-window.js';

type SignedIn = 'NOT_SIGNED_IN' | 'NOT_A_MEMBER';

/**
 * Polls are seen by current members, and by suspended ones, who are owed the reason why they have no vote. Electors see
 * their poll whatever they are today; the reading asks for that beside this.
 */
export const maySeePolls = (viewer: Viewer): boolean =>
  isCurrentMember(viewer) || (viewer.membershipId !== null && viewer.standing === 'suspended');

/** What decides about a ballot, read in the statement that takes it. */
export interface CastingFacts {
  readonly state: PollState;
  readonly hasOpened: boolean;
  readonly isElector: boolean;
  /** Whether the elector has withdrawn from this vote for a conflict of interest. */
  readonly isWithdrawn: boolean;
}
export type CastingReason =
  SignedIn | 'NOT_FOUND' | 'NOT_ELECTOR' | 'WITHDRAWN_FROM_POLL' | 'POLL_CLOSED' | 'POLL_NOT_OPEN';

/** Who has a membership here may try; what it is today does not matter, the frozen electorate decides. */
export function mayTakePart(viewer: Viewer): Verdict<SignedIn> {
  if (viewer.personId === null) return new Refusal('NOT_SIGNED_IN', 'Sign in to vote.');
  if (viewer.membershipId === null)
    return new Refusal('NOT_A_MEMBER', 'Only members of this cooperative vote here.');
  return true;
}

/** An elector of the poll casts, and changes, from the opening until the closing instant. */
export function mayCastBallot(viewer: Viewer, facts: CastingFacts): Verdict<CastingReason> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  if (!facts.isElector) {
    return maySeePolls(viewer)
      ? new Refusal(
          'NOT_ELECTOR',
          'You are not in the electorate of this vote. See why under your eligibility.',
        )
      : new Refusal('NOT_FOUND', 'There is no such vote here.');
  }
  if (facts.isWithdrawn) {
    return new Refusal(
      'WITHDRAWN_FROM_POLL',
      'This member has withdrawn from this vote for a conflict of interest, and is not counted in it.',
    );
  }
  if (facts.state === 'closing' || facts.state === 'closed')
    return new Refusal('POLL_CLOSED', 'This vote has closed. Your last ballot before the close counts.');
  if (facts.state !== 'open' || !facts.hasOpened)
    return new Refusal('POLL_NOT_OPEN', 'This vote is not open.');
  return true;
}

export type OnBehalfReason = SignedIn | 'NOT_ALLOWED' | 'ON_BEHALF_NOT_ALLOWED' | 'MEMBER_HAS_ACCOUNT';

/**
 * A steward enters the ballot of a member without an account, who gave it on paper, by telephone or in person. Only in
 * open polls: in a confidential one the steward would learn what the rule keeps from colleagues.
 */
export function mayCastOnBehalf(
  viewer: Viewer,
  facts: { readonly visibility: 'open' | 'confidential'; readonly memberHasAccount: boolean },
): Verdict<OnBehalfReason> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  if (!isCurrentMember(viewer) || !holds(viewer, 'steward'))
    return new Refusal('NOT_ALLOWED', 'Only a steward enters ballots for others.');
  if (facts.visibility !== 'open') {
    return new Refusal(
      'ON_BEHALF_NOT_ALLOWED',
      'This vote is confidential: nobody enters the ballot of somebody else.',
    );
  }
  return facts.memberHasAccount
    ? new Refusal('MEMBER_HAS_ACCOUNT', 'This member can sign in, and votes in person.')
    : true;
}

interface OpenedPoll {
  readonly openedBy: string | null;
  readonly policy: DecisionPolicy;
}
const couldOpen = (viewer: Viewer, { openedBy, policy }: OpenedPoll): boolean =>
  policy.mayOpen.some((opener) =>
    opener === 'author' ? openedBy !== null && openedBy === viewer.membershipId : holds(viewer, opener),
  );

/** Takes an option out: who could open such a vote by its own rule, where the rule lets options be taken out. */
export function mayExcludeOption(
  viewer: Viewer,
  poll: OpenedPoll,
): Verdict<SignedIn | 'NOT_ALLOWED' | 'EXCLUSION_NOT_ALLOWED'> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  if (!isCurrentMember(viewer)) return new Refusal('NOT_A_MEMBER', 'Only members may do this.');
  if (!couldOpen(viewer, poll))
    return new Refusal('NOT_ALLOWED', 'Only who may open such a vote may take an option out of it.');
  return poll.policy.options.excluded === true
    ? true
    : new Refusal(
        'EXCLUSION_NOT_ALLOWED',
        'The rule of this vote does not let options be taken out. Members may adopt one that does, for votes opened after it.',
      );
}

/** Extends: who could open such a vote by its own rule; `author` is whoever opened this one. */
export function mayExtendPoll(
  viewer: Viewer,
  poll: OpenedPoll,
): Verdict<SignedIn | 'NOT_ALLOWED' | 'EXTENSION_NOT_ALLOWED'> {
  if (viewer.personId === null) return new Refusal('NOT_SIGNED_IN', 'Sign in to give a vote more time.');
  if (!isCurrentMember(viewer)) return new Refusal('NOT_A_MEMBER', 'Only members may do this.');
  if (!couldOpen(viewer, poll))
    return new Refusal('NOT_ALLOWED', 'Only who may open such a vote may give it more time.');
  return poll.policy.mayExtend
    ? true
    : new Refusal('EXTENSION_NOT_ALLOWED', 'The rule of this vote does not allow more time.');
}

/** Only a poll that is still open can get more time. */
export const extensionIsTimely = (state: PollState): Verdict<'POLL_CLOSED'> =>
  state === 'open'
    ? true
    : new Refusal('POLL_CLOSED', 'This vote has closed; its time can no longer be changed.');

/** Has a closed poll counted again: its electors, whatever they are today, within the days of its rule. */
export function mayAskForRecount(
  viewer: Viewer,
  poll: RecountFacts & { readonly isElector: boolean; readonly policy: DecisionPolicy },
): Verdict<SignedIn | 'NOT_FOUND' | 'NOT_ELECTOR' | RecountReason> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  if (!poll.isElector)
    return maySeePolls(viewer)
      ? new Refusal('NOT_ELECTOR', 'Only its electors may have a vote counted again.')
      : new Refusal('NOT_FOUND', 'There is no such vote here.');
  return mayStillAskForRecount(poll.policy, poll);
}

export interface WithdrawalFacts {
  readonly state: PollState;
  readonly isElector: boolean;
  readonly hasWithdrawn: boolean;
  readonly isForAnother: boolean;
  readonly memberHasAccount: boolean;
}
export type WithdrawalReason =
  | SignedIn
  | 'NOT_FOUND'
  | 'NOT_ALLOWED'
  | 'NOT_ELECTOR'
  | 'MEMBER_HAS_ACCOUNT'
  | 'POLL_CLOSED'
  | 'WITHDRAWN_FROM_POLL';

/**
 * Leaves a poll for a conflict of interest: its electors, until the close. Stewards and facilitators note it for a
 * member without an account.
 */
export function mayWithdrawFromPoll(viewer: Viewer, facts: WithdrawalFacts): Verdict<WithdrawalReason> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  if (!maySeePolls(viewer) && (facts.isForAnother || !facts.isElector))
    return new Refusal('NOT_FOUND', 'There is no such vote here.');
  if (facts.isForAnother && !(isCurrentMember(viewer) && holds(viewer, 'steward', 'facilitator')))
    return new Refusal('NOT_ALLOWED', 'A steward or a facilitator notes this for somebody else.');
  if (!facts.isElector)
    return new Refusal('NOT_ELECTOR', 'Who is not in the electorate of this vote need not leave it.');
  if (facts.isForAnother && facts.memberHasAccount)
    return new Refusal('MEMBER_HAS_ACCOUNT', 'This member can sign in, and says so in person.');
  if (facts.state !== 'open')
    return new Refusal('POLL_CLOSED', 'This vote has closed: its base can no longer change.');
  return facts.hasWithdrawn
    ? new Refusal('WITHDRAWN_FROM_POLL', 'This was noted already, and stays as it is.')
    : true;
}

export interface DissentFacts {
  readonly isElector: boolean;
  readonly hasWithdrawn: boolean;
  readonly hasDissented: boolean;
  readonly dissentDays: number;
  readonly closedAt: Date | null;
  readonly now: Date;
}
export type RecordingReason =
  SignedIn | 'NOT_FOUND' | 'NOT_ELECTOR' | 'WITHDRAWN_FROM_POLL' | 'ALREADY_DISSENTED' | DissentReason;

/** Has dissent recorded: an elector who did not leave the poll, once, within the days of its rule. */
export function mayRecordDissent(viewer: Viewer, facts: DissentFacts): Verdict<RecordingReason> {
  const entering = mayTakePart(viewer);
  if (entering !== true) return entering;
  if (!facts.isElector)
    return maySeePolls(viewer)
      ? new Refusal('NOT_ELECTOR', 'Dissent is recorded of electors of the vote.')
      : new Refusal('NOT_FOUND', 'There is no such vote here.');
  if (facts.hasWithdrawn)
    return new Refusal('WITHDRAWN_FROM_POLL', 'You left this vote for a conflict of interest.');
  if (facts.hasDissented)
    return new Refusal('ALREADY_DISSENTED', 'Your dissent is recorded already, and stays as it is.');
  return mayStillDissent(facts.dissentDays, facts.closedAt, facts.now);
}
