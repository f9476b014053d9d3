import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isId } from '../shared/ids.js';
import { Refusal } from '../shared/refusal.js';
import { mayManageOwnSessions } from './identity.policy.js';
import { commandOutsideCooperatives } from './outside-cooperatives.js';
import { Sessions } from './sessions.js';

const notFound = new Refusal('NOT_FOUND', 'You have no session under this identifier.');

/** What a person does with their own sessions. What is ended is gone with the next request. */
@Injectable()
export class OwnSessions {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  /** Ends the session of this request. */
  signOut(scope: RequestScope): Promise<{ sessionId: string } | Refusal> {
    return this.end(scope, 'signOut', scope.viewer.sessionId ?? '');
  }

  /** Ends one session of the viewer. Sessions of others and sessions that do not exist are not found alike. */
  revoke(scope: RequestScope, sessionId: string): Promise<{ sessionId: string } | Refusal> {
    return this.end(scope, 'revokeSession', sessionId);
  }

  /** Ends every session of the viewer but that of this request. */
  revokeOthers(scope: RequestScope): Promise<{ count: number } | Refusal> {
    return commandOutsideCooperatives(this.work, scope, 'revokeOtherSessions', async (tx, viewer) => {
      const verdict = mayManageOwnSessions(viewer);
      if (verdict !== true) return verdict;
      const count = await this.sessions.revokeOthers(tx, viewer.personId!, viewer.sessionId!);
      await recordAct(tx, viewer, {
        act: 'revokeOtherSessions',
        subjectType: 'person',
        subjectId: viewer.personId,
        data: { count },
      });
      return { count };
    });
  }

  private end(scope: RequestScope, act: string, typedId: string): Promise<{ sessionId: string } | Refusal> {
    return commandOutsideCooperatives(this.work, scope, act, async (tx, viewer) => {
      const verdict = mayManageOwnSessions(viewer);
      if (verdict !== true) return verdict;
      const sessionId = typedId.toLowerCase();
      if (!isId(sessionId) || !(await this.sessions.revoke(tx, viewer.personId!, sessionId))) return notFound;
      await recordAct(tx, viewer, { act, subjectType: 'session', subjectId: sessionId });
      return { sessionId };
    });
  }
}
