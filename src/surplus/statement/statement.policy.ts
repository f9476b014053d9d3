import type { Viewer } from '../../platform/request/viewer.js';
import { mayReadRun, maySeeOwnPart } from '../runs/run.policy.js';
import { mayReadAllLines } from '../surplus.policy.js';

/**
 * The statement of somebody who takes part: themselves as soon as they may read the run, and when they have left, once it
 * is laid open; treasurer and auditor, while their membership stands.
 */
export const mayReadStatement = (
  viewer: Viewer,
  run: Parameters<typeof mayReadRun>[1],
  partyId: string,
): boolean =>
  mayReadAllLines(viewer) ||
  (viewer.partyId === partyId && (mayReadRun(viewer, run) || maySeeOwnPart(viewer, run, true)));
