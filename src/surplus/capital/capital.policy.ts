import { holds, isCurrentMember, type MemberRole, type Viewer } from '../../platform/request/viewer.js';
import { firstRefusal, Refusal, type Verdict } from '../../shared/refusal.js';

export type CapitalPermissionReason = 'NOT_SIGNED_IN' | 'NOT_A_MEMBER' | 'NOT_ALLOWED';

export const officer = (
  viewer: Viewer,
  roles: readonly MemberRole[],
  words: string,
): Verdict<CapitalPermissionReason> =>
  firstRefusal<CapitalPermissionReason>(
    () => viewer.personId !== null || new Refusal('NOT_SIGNED_IN', 'Sign in first.'),
    () =>
      isCurrentMember(viewer) ||
      new Refusal('NOT_A_MEMBER', 'Only a current member of this cooperative may do this.'),
    () => holds(viewer, ...roles) || new Refusal('NOT_ALLOWED', words),
  );

/** Opening balances, marks and transfers of members' capital: the treasurer. */
export const mayKeepCapital = (viewer: Viewer): Verdict<CapitalPermissionReason> =>
  officer(viewer, ['treasurer'], 'Only a treasurer keeps the capital accounts.');

/** Everybody's capital: treasurer and auditor, while their membership stands. */
export const mayReadAllCapital = (viewer: Viewer): boolean =>
  isCurrentMember(viewer) && holds(viewer, 'treasurer', 'auditor');

/** One party's capital: the party itself, whatever its standing, and who may read everybody's. */
export const mayReadCapitalOf = (viewer: Viewer, partyId: string): boolean =>
  mayReadAllCapital(viewer) || (viewer.partyId !== null && viewer.partyId === partyId);

/** A holder asks for a lot of their own to be paid back, whatever their standing; the treasurer enters what came on paper. */
export const mayAskForRepayment = (viewer: Viewer, partyId: string): Verdict<CapitalPermissionReason> =>
  viewer.partyId !== null && viewer.partyId === partyId ? true : mayKeepCapital(viewer);

/** What is left of each year, in sums: every current member; see `fewestInATotal` for what sums hide. */
export const mayReadCalendar = (viewer: Viewer): boolean => isCurrentMember(viewer);

/** Making a batch of payouts, and saying what the bank did with somebody else's. */
export const mayPreparePayouts = (viewer: Viewer): Verdict<CapitalPermissionReason> =>
  officer(viewer, ['treasurer', 'steward'], 'Only a treasurer or a steward pays out.');

/** Two persons: who made a batch never says that it was paid. */
export const mayRecordPayouts = (
  viewer: Viewer,
  batch: { readonly preparedByPerson: string },
): Verdict<CapitalPermissionReason | 'SAME_PERSON'> =>
  firstRefusal<CapitalPermissionReason | 'SAME_PERSON'>(
    () => mayPreparePayouts(viewer),
    () =>
      viewer.personId !== batch.preparedByPerson ||
      new Refusal(
        'SAME_PERSON',
        'You made this batch yourself; a second officer says what the bank did with it.',
      ),
  );

/** Batches and their payouts: who pays out, and who audits. */
export const mayReadPayouts = (viewer: Viewer): boolean =>
  isCurrentMember(viewer) && holds(viewer, 'treasurer', 'steward', 'auditor');

/** Settling with who leaves: a treasurer draws it up, a treasurer or a steward approves, stops or brings it forward. */
export const maySettle = (viewer: Viewer): Verdict<CapitalPermissionReason> =>
  officer(viewer, ['treasurer', 'steward'], 'Only a treasurer or a steward decides on a settlement.');

/** Two persons: who drew a settlement up does not approve it. */
export const mayApproveExit = (
  viewer: Viewer,
  exit: { readonly draftedByPerson: string },
): Verdict<CapitalPermissionReason | 'SAME_PERSON'> =>
  firstRefusal<CapitalPermissionReason | 'SAME_PERSON'>(
    () => maySettle(viewer),
    () =>
      viewer.personId !== exit.draftedByPerson ||
      new Refusal('SAME_PERSON', 'You drew this settlement up yourself; a second officer approves it.'),
  );
