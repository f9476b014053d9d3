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

interface RunStanding {
  readonly state: string;
  readonly mode: string;
  readonly reversalEntryId: string | null;
}

/** Whether members look at it: from the review on, until it is given up. */
const isLaidOpen = ({ state }: RunStanding): boolean => !['draft', 'computed', 'withdrawn'].includes(state);

/**
 * Whoever takes part in a run, and may not read it because they have left or are suspended, sees what concerns themselves
 * as long as members do: their statement, and what they said of it.
 */
export const maySeeOwnPart = (viewer: Viewer, run: RunStanding, takesPart: boolean): boolean =>
  viewer.partyId !== null && takesPart && isLaidOpen(run);

/**
 * Rules, steps and checks of a run: officers always; every current member from the review on, and of a run that was in
 * the books and has been reversed. A scenario is for everybody as soon as it is computed: it is there to be discussed.
 */
export const mayReadRun = (viewer: Viewer, run: RunStanding): boolean =>
  isCurrentMember(viewer) &&
  (holds(viewer, 'treasurer', 'auditor') ||
    run.reversalEntryId !== null ||
    (run.mode === 'scenario' && run.state === 'computed') ||
    isLaidOpen(run));
