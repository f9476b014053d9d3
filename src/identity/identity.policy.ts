import type { Viewer } from '../platform/request/viewer.js';
import { Refusal, type Verdict } from '../shared/refusal.js';

/** Whoever is signed in manages their own sessions, and nobody else's: sessions of others are not found. */
export const mayManageOwnSessions = (viewer: Viewer): Verdict<'NOT_SIGNED_IN'> =>
  viewer.personId !== null && viewer.sessionId !== null
    ? true
    : new Refusal('NOT_SIGNED_IN', 'Nobody is signed in here, or the session has ended. Sign in first.');
