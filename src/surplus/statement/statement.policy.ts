import type { Viewer } from '../../platform/request/viewer.js';
import { mayReadRun } from '../runs/run.policy.js';
import { mayReadAllLines } from '../surplus.policy.js';

interface RunState {
  readonly state: string;
  readonly mode: string;
  readonly reversalEntryId: string | null;
}
const inTheBooks = ['posted', 'paid', 'locked'];

/**
 * Somebody's statement: themselves as soon as they may read the run, and after they have left once it is in the books;
 * treasurer and auditor, while their membership stands.
 */
export const mayReadStatement = (viewer: Viewer, run: RunState, partyId: string): boolean =>
  mayReadAllLines(viewer) ||
  (viewer.partyId !== null &&
    viewer.partyId === partyId &&
    (mayReadRun(viewer, run) || inTheBooks.includes(run.state)));
