import { holds, isCurrentMember, type MemberRole, type Viewer } from '../platform/request/viewer.js';
import { Refusal, type Verdict } from '../shared/refusal.js';
import { isOver, type MemberStanding } from './domain/standing.js';

export type PermissionReason = 'NOT_SIGNED_IN' | 'NOT_A_MEMBER' | 'NOT_ALLOWED';

const refuse = (reason: PermissionReason, message: string): Refusal<PermissionReason> =>
  new Refusal(reason, message);

/** Any signed-in person may found a cooperative, and accept an invitation that reached them. */
export function mayActAsPerson(viewer: Viewer): Verdict<PermissionReason> {
  return viewer.isSystem || viewer.personId !== null ? true : refuse('NOT_SIGNED_IN', 'Sign in first.');
}

/** The register of names, classes and roles, and the bylaws, are for current members. */
export function maySeeRegister(viewer: Viewer): Verdict<PermissionReason> {
  if (viewer.isSystem || isCurrentMember(viewer)) return true;
  return viewer.personId === null
    ? refuse('NOT_SIGNED_IN', 'Sign in first.')
    : refuse('NOT_A_MEMBER', 'Only current members of this cooperative may see this.');
}

/** Stewards and the secretary keep the register: invite, enter, import, change class, appoint to seats. */
export function mayKeepRegister(viewer: Viewer): Verdict<PermissionReason> {
  const member = maySeeRegister(viewer);
  if (member !== true) return member;
  if (viewer.isSystem || holds(viewer, 'steward', 'secretary')) return true;
  return refuse('NOT_ALLOWED', 'Only a steward or the secretary keeps the register of members.');
}

/** Addresses, legal names and references: the member themself, and who keeps the register. */
export function maySeeContacts(viewer: Viewer, of: { partyId: string }): Verdict<PermissionReason> {
  if (viewer.partyId !== null && viewer.partyId === of.partyId) return true;
  return mayKeepRegister(viewer);
}

/** A membership's facts that a rule about it asks for. */
export interface MemberFacts {
  readonly membershipId: string;
  readonly standing: MemberStanding | null;
  readonly roles: readonly MemberRole[];
}

/**
 * Who keeps the register may suspend and reinstate a member without office; never themself, and never an officer:
 * whom a decision appointed only a decision removes.
 */
export function maySuspend(viewer: Viewer, member: MemberFacts): Verdict<PermissionReason> {
  const keeper = mayKeepRegister(viewer);
  if (keeper !== true) return keeper;
  if (viewer.membershipId === member.membershipId) {
    return refuse('NOT_ALLOWED', 'Nobody suspends or reinstates themself.');
  }
  return member.roles.length === 0
    ? true
    : refuse('NOT_ALLOWED', 'This member holds an office; only a decision of the members can change that.');
}

/** Everybody may leave; who keeps the register may record it for a member who gave notice another way. */
export function mayRecordLeaving(viewer: Viewer, member: MemberFacts): Verdict<PermissionReason> {
  if (viewer.membershipId !== null && viewer.membershipId === member.membershipId) return true;
  const keeper = mayKeepRegister(viewer);
  if (keeper !== true) return keeper;
  return member.roles.length === 0
    ? true
    : refuse('NOT_ALLOWED', 'This member holds an office and records their own leaving.');
}

/** Roles end by decision; only the role of somebody whose membership is over may a steward end. */
export function mayEndRole(
  viewer: Viewer,
  holder: { standing: MemberStanding | null },
): Verdict<PermissionReason> {
  const member = maySeeRegister(viewer);
  if (member !== true) return member;
  if (!viewer.isSystem && !holds(viewer, 'steward')) {
    return refuse('NOT_ALLOWED', 'Only a steward ends the role of somebody who has left.');
  }
  return isOver(holder.standing)
    ? true
    : refuse('NOT_ALLOWED', 'The holder is still a member: their role ends by decision.');
}

/** While a cooperative has fewer than two officers, a steward may appoint the second without a decision. */
export function mayAppointSecondOfficer(
  viewer: Viewer,
  cooperative: { officers: number },
): Verdict<PermissionReason> {
  const member = maySeeRegister(viewer);
  if (member !== true) return member;
  if (!viewer.isSystem && !holds(viewer, 'steward')) {
    return refuse('NOT_ALLOWED', 'Only a steward appoints the second officer.');
  }
  return cooperative.officers < 2
    ? true
    : refuse('NOT_ALLOWED', 'This cooperative has two officers; further roles are assigned by decision.');
}
