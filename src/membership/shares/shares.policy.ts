import { holds, isCurrentMember, type Viewer } from '../../platform/request/viewer.js';
import { firstRefusal, Refusal, type Verdict } from '../../shared/refusal.js';

export type SharesPermissionReason = 'NOT_SIGNED_IN' | 'NOT_A_MEMBER' | 'NOT_ALLOWED';

/** Stewards and treasurers enter what members subscribe and pay. */
export const mayEnterShares = (viewer: Viewer): Verdict<SharesPermissionReason> =>
  firstRefusal<SharesPermissionReason>(
    () => viewer.personId !== null || new Refusal('NOT_SIGNED_IN', 'Sign in first.'),
    () =>
      isCurrentMember(viewer) ||
      new Refusal('NOT_A_MEMBER', 'Only a current member of this cooperative may do this.'),
    () =>
      holds(viewer, 'steward', 'treasurer') ||
      new Refusal('NOT_ALLOWED', 'Only a steward or a treasurer enters shares and their payment.'),
  );

/** Everybody's shares: treasurer and auditor. */
export const mayReadAllShares = (viewer: Viewer): boolean =>
  isCurrentMember(viewer) && holds(viewer, 'treasurer', 'auditor');
