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
export type WhyHidden = 'few' | 'records_open' | 'not_laid_open';

/** The sum of a basis, as far as it decides who is told. */
export interface TotalFacts {
  readonly state: 'open' | 'closed';
  /** How many have any. */
  readonly participants: number;
  /** Whether pools of a run that members see would leave that of few; null while they see none. */
  readonly tellsOfFew: boolean | null;
}

export const maySeeEveryTotal = (viewer: Viewer): boolean =>
  mayKeepPatronage(viewer) === true || mayReadAllLines(viewer);

/**
 * Wages can be read off patronage. So the officers who keep or check it see every sum. Whoever else may read the period, or
 * a statement of their own, sees those of a closed period (while it is open, two sums a record apart show that record) once
 * a run of it is laid open, in which enough people are hidden, also when what pools tell is taken from them. Null: told.
 */
export function whyTotalHidden(viewer: Viewer, total: TotalFacts): WhyHidden | null {
  if (maySeeEveryTotal(viewer)) return null;
  if (total.state !== 'closed') return 'records_open';
  if (total.participants < fewestInATotal || total.tellsOfFew === true) return 'few';
  return total.tellsOfFew === null ? 'not_laid_open' : null;
}

/** Everybody's lines: wages can be read off them, so only treasurer and auditor. */
export const mayReadAllLines = (viewer: Viewer): boolean =>
  isCurrentMember(viewer) && holds(viewer, 'treasurer', 'auditor');
