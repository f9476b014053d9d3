import { Refusal } from '../../shared/refusal.js';
import { isOver, type MemberStanding } from './standing.js';

export const invitationReasons = {
  INVITATION_UNKNOWN: 'No invitation has this code.',
  INVITATION_EXPIRED: 'The invitation has expired; ask for a new one.',
  INVITATION_USED: 'The invitation has been accepted already.',
  INVITATION_REVOKED: 'The invitation was withdrawn, or replaced by a newer one.',
  ALREADY_A_MEMBER: 'The person signed in already has a membership in this cooperative.',
  HAS_AN_ACCOUNT: 'The membership already has an account.',
  MEMBERSHIP_OVER: 'The membership has ended.',
} as const;
export type InvitationReason = keyof typeof invitationReasons;

/** How long an invitation can be accepted. */
export const invitationDays = 30;
/** How many may go to one member in a day, so that nobody is flooded in the cooperative's name. */
export const maxInvitationsADay = 5;

/** An invitation with what decides whether it can be accepted, read at one instant. */
export interface InvitationFacts {
  readonly isAccepted: boolean;
  readonly isRevoked: boolean;
  readonly isExpired: boolean;
  /** Whether the membership is already somebody's. */
  readonly hasAccount: boolean;
  readonly standing: MemberStanding | null;
  /** Whether who accepts already has a membership here. */
  readonly accepterIsMember: boolean;
}

/**
 * An invitation is accepted once, by a person who is signed in and brings its code. An address alone links nobody:
 * who reads a mailbox is not always who was invited. Refusals: `invitationReasons`.
 */
export function mayBeAccepted(invitation: InvitationFacts): true | Refusal<InvitationReason> {
  if (invitation.isAccepted)
    return new Refusal('INVITATION_USED', 'This invitation has been accepted already.');
  if (invitation.isRevoked) {
    return new Refusal('INVITATION_REVOKED', 'This invitation was withdrawn or replaced by a newer one.');
  }
  if (invitation.isExpired) {
    return new Refusal(
      'INVITATION_EXPIRED',
      'This invitation has expired; ask the cooperative for a new one.',
    );
  }
  if (isOver(invitation.standing)) {
    return new Refusal('MEMBERSHIP_OVER', 'The membership of this invitation has ended.');
  }
  if (invitation.hasAccount) {
    return new Refusal('HAS_AN_ACCOUNT', 'The membership of this invitation already has an account.');
  }
  return invitation.accepterIsMember
    ? new Refusal('ALREADY_A_MEMBER', 'You already have a membership in this cooperative.')
    : true;
}
