import { holds, isCurrentMember, type Viewer } from '../../platform/request/viewer.js';
import { firstRefusal, Refusal, type Verdict } from '../../shared/refusal.js';
import type { SurplusPermissionReason } from '../surplus.policy.js';

type Answer = Verdict<SurplusPermissionReason>;

const member = (viewer: Viewer): Answer =>
  firstRefusal<SurplusPermissionReason>(
    () => viewer.personId !== null || new Refusal('NOT_SIGNED_IN', 'Sign in first.'),
    () =>
      isCurrentMember(viewer) ||
      new Refusal('NOT_A_MEMBER', 'Only a current member of this cooperative may do this.'),
  );

/** Runs are prepared, computed, laid open for review and withdrawn by the treasurer. */
export const mayPrepareRuns = (viewer: Viewer): Answer =>
  firstRefusal<SurplusPermissionReason>(
    () => member(viewer),
    () =>
      holds(viewer, 'treasurer') ||
      new Refusal('NOT_ALLOWED', 'Only a treasurer prepares how a surplus is shared.'),
  );

/** A run that has been reviewed: any current member may put it to the vote, as they may propose anything. */
export const mayProposeRun = (viewer: Viewer): Answer => member(viewer);

/**
 * Rules, steps and checks of a run: officers always; every current member from the review on, and of a run that was in
 * the books and has been reversed. A scenario is for everybody as soon as it is computed: it is there to be discussed.
 */
export const mayReadRun = (
  viewer: Viewer,
  run: { readonly state: string; readonly mode: string; readonly reversalEntryId: string | null },
): boolean =>
  isCurrentMember(viewer) &&
  (holds(viewer, 'treasurer', 'auditor') ||
    run.reversalEntryId !== null ||
    (run.mode === 'scenario' && run.state === 'computed') ||
    !['draft', 'computed', 'withdrawn'].includes(run.state));
