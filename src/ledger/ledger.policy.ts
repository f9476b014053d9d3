import { holds, isCurrentMember, type Viewer } from '../platform/request/viewer.js';
import { firstRefusal, Refusal, type Verdict } from '../shared/refusal.js';

export type LedgerPermissionReason = 'NOT_SIGNED_IN' | 'NOT_A_MEMBER' | 'NOT_ALLOWED';

/** The whole book: treasurer and auditor, while their membership stands. */
export const mayReadBooks = (viewer: Viewer): boolean =>
  viewer.isSystem || (isCurrentMember(viewer) && holds(viewer, 'treasurer', 'auditor'));

/**
 * One party's accounts: the party itself, whatever its standing, and who may read the whole book. Who is suspended for
 * unpaid shares is owed the sight of the debt, and who has left is owed money for years.
 */
export const mayReadAccountOf = (viewer: Viewer, partyId: string | null): boolean =>
  mayReadBooks(viewer) || (partyId !== null && partyId === viewer.partyId);

/** A treasurer, with a reason; an auditor reads and never writes. */
export const mayReverseEntry = (viewer: Viewer): Verdict<LedgerPermissionReason> =>
  firstRefusal<LedgerPermissionReason>(
    () => viewer.personId !== null || new Refusal('NOT_SIGNED_IN', 'Sign in first.'),
    () =>
      isCurrentMember(viewer) ||
      new Refusal('NOT_A_MEMBER', 'Only a current member of this cooperative may do this.'),
    () => holds(viewer, 'treasurer') || new Refusal('NOT_ALLOWED', 'Only a treasurer reverses entries.'),
  );
