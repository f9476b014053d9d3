import { holds, isCurrentMember, type Viewer } from '../../platform/request/viewer.js';
import { firstRefusal, Refusal, type Verdict } from '../../shared/refusal.js';
import type { RunState } from '../domain/run/run-lifecycle.js';
import type { SurplusPermissionReason } from '../surplus.policy.js';

type Answer = Verdict<SurplusPermissionReason>;

const member = (viewer: Viewer): Answer =>
  firstRefusal<SurplusPermissionReason>(
    () => viewer.personId !== null || new Refusal('NOT_SIGNED_IN', 'Sign in first.'),
    () =>
      (viewer.membershipId !== null && viewer.partyId !== null) ||
      new Refusal('NOT_A_MEMBER', 'Only members of this cooperative review what is shared.'),
  );

/** Whoever has a share in the review speaks for themselves: current members, and those who were and have a line in it. */
export const mayRespond = (viewer: Viewer): Answer => member(viewer);

/** Accepting, pressing, taking back: whoever has a membership; the response itself asks that it is theirs. */
export const mayFollowUp = (viewer: Viewer): Answer => member(viewer);

/** Answers are owed by those who keep the records and the books. */
export const mayAnswerReview = (viewer: Viewer): Answer =>
  firstRefusal<SurplusPermissionReason>(
    () => member(viewer),
    () =>
      (isCurrentMember(viewer) && holds(viewer, 'treasurer', 'steward')) ||
      new Refusal('NOT_ALLOWED', 'Answers to a review are given by a treasurer or a steward.'),
  );

/** Disputes are decided by the same, or by an auditor: never by one of them alone, see `mayBeDecided`. */
export const mayDecideDisputes = (viewer: Viewer): Answer =>
  firstRefusal<SurplusPermissionReason>(
    () => member(viewer),
    () =>
      (isCurrentMember(viewer) && holds(viewer, 'treasurer', 'steward', 'auditor')) ||
      new Refusal('NOT_ALLOWED', 'A dispute is decided by a treasurer, a steward or an auditor.'),
  );

/** A release that was refused is asked for again by whoever keeps the books. */
export const mayRetryReleases = (viewer: Viewer): Answer =>
  firstRefusal<SurplusPermissionReason>(
    () => member(viewer),
    () =>
      (isCurrentMember(viewer) && holds(viewer, 'treasurer')) ||
      new Refusal('NOT_ALLOWED', 'Only a treasurer has released again what ended disputes hold.'),
  );

/** Officers see everything that was said; of others a member sees objections to rules, which everybody is to weigh. */
export const maySeeAllResponses = (viewer: Viewer): boolean =>
  isCurrentMember(viewer) && holds(viewer, 'treasurer', 'steward', 'auditor');

export const mayReadResponse = (
  viewer: Viewer,
  response: { readonly partyId: string; readonly kind: string; readonly about: string },
): boolean =>
  (viewer.partyId !== null && response.partyId === viewer.partyId) ||
  maySeeAllResponses(viewer) ||
  (isCurrentMember(viewer) && response.kind === 'objection' && response.about === 'rule');

export type ReviewWindowReason = 'RUN_NOT_IN_REVIEW' | 'REVIEW_CLOSED';

/** Responses are taken while the run is under review, until the instant that was announced. */
export function reviewIsOpen(
  run: { readonly state: RunState; readonly reviewUntil: Date | null },
  now: Date,
): Verdict<ReviewWindowReason> {
  if (run.state !== 'in_review')
    return new Refusal('RUN_NOT_IN_REVIEW', 'This run is not under review; responses are taken while it is.');
  return (
    (run.reviewUntil !== null && now < run.reviewUntil) ||
    new Refusal(
      'REVIEW_CLOSED',
      `The review ended on ${run.reviewUntil?.toISOString() ?? 'an earlier day'}. Tell the treasurer what is wrong: until the vote ` +
        'opens the run can go back to the review, and a run in the books is put right by a correction.',
    )
  );
}
