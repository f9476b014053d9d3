import { holds, isCurrentMember, type MemberRole, type Viewer } from '../platform/request/viewer.js';
import { firstRefusal, Refusal, type Verdict } from '../shared/refusal.js';

export type SurplusPermissionReason = 'NOT_SIGNED_IN' | 'NOT_A_MEMBER' | 'NOT_ALLOWED';

const officer = (
  viewer: Viewer,
  roles: readonly MemberRole[],
  words: string,
): Verdict<SurplusPermissionReason> =>
  firstRefusal<SurplusPermissionReason>(
    () => viewer.personId !== null || new Refusal('NOT_SIGNED_IN', 'Sign in first.'),
    () =>
      isCurrentMember(viewer) ||
      new Refusal('NOT_A_MEMBER', 'Only a current member of this cooperative may do this.'),
    () => holds(viewer, ...roles) || new Refusal('NOT_ALLOWED', words),
  );

/** Stewards and treasurers open periods and enter patronage. */
export const mayKeepPatronage = (viewer: Viewer): Verdict<SurplusPermissionReason> =>
  officer(viewer, ['steward', 'treasurer'], 'Only a steward or a treasurer keeps periods and patronage.');

/** Closing locks records for ever and recording a result books it: the treasurer alone. */
export const mayCloseBooks = (viewer: Viewer): Verdict<SurplusPermissionReason> =>
  officer(viewer, ['treasurer'], 'Only a treasurer closes a period or records its result.');

/** Periods, totals and the terms of distributions: every current member. */
export const mayReadPeriods = (viewer: Viewer): boolean => isCurrentMember(viewer);

/** Below so many, a sum tells what one of them did to the others. */
export const fewestInATotal = 5;

/** Why a figure is not told. */
export type WhyHidden = 'few' | 'records_open';

/**
 * Wages can be read off patronage. So the officers who keep or check it see every sum; whoever else may read the period, or
 * a statement of their own, sees those of a closed period (while it is open, two sums a record apart show that record) in
 * which enough people are hidden. Null where the sum is told.
 */
export const whyTotalHidden = (
  viewer: Viewer,
  total: { readonly state: 'open' | 'closed'; readonly participants: number },
): WhyHidden | null => {
  if (mayKeepPatronage(viewer) === true || mayReadAllLines(viewer)) return null;
  if (total.state !== 'closed') return 'records_open';
  return total.participants >= fewestInATotal ? null : 'few';
};

/** Everybody's lines: wages can be read off them, so only treasurer and auditor. */
export const mayReadAllLines = (viewer: Viewer): boolean =>
  isCurrentMember(viewer) && holds(viewer, 'treasurer', 'auditor');
