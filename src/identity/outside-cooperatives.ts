import type { Tx } from '../platform/database/transaction.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { RequestScope } from '../platform/request/request-scope.js';
import { nobody, type Viewer } from '../platform/request/viewer.js';
import type { Refusal } from '../shared/refusal.js';

/**
 * Runs a command of a person and of no cooperative, whatever cooperative the request names: signing in and out
 * belongs in no cooperative's record, least of all in that of one which a stranger has named.
 */
export async function commandOutsideCooperatives<T>(
  work: UnitOfWork,
  scope: RequestScope,
  act: string,
  command: (tx: Tx, viewer: Viewer) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  await work.endReading(scope);
  const { personId, sessionId } = scope.viewer;
  const outside = new RequestScope(scope.requestId, { ...nobody, personId, sessionId }, scope.address);
  const answer = await work.command(outside, { act }, command);
  scope.forgetLoaded();
  return answer;
}
