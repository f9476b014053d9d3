import { Inject } from '@nestjs/common';
import { Args, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../platform/graphql/act.js';
import { Cookies, Scope } from '../../platform/graphql/decorators.js';
import { CookieJar, sessionCookie } from '../../platform/http/cookies.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { OwnSessions } from '../session.service.js';
import { revokeOtherSessions, revokeSession, signOut } from './identity.acts.js';
import { RevokeSessionInput } from './identity.types.js';

@Resolver()
export class SessionResolver {
  constructor(@Inject(OwnSessions) private readonly sessions: OwnSessions) {}

  @ActMutation(signOut)
  async signOut(@Scope() scope: RequestScope, @Cookies() cookies: CookieJar): Promise<unknown> {
    const answer = await this.sessions.signOut(scope);
    // A cookie whose session ended long ago goes too.
    if (cookies.get(sessionCookie) !== null) cookies.clear(sessionCookie);
    return answer;
  }

  @ActMutation(revokeSession)
  revokeSession(
    @Scope() scope: RequestScope,
    @Args('input', { description: 'Which session ends.' }) input: RevokeSessionInput,
  ): Promise<unknown> {
    return this.sessions.revoke(scope, input.sessionId);
  }

  @ActMutation(revokeOtherSessions)
  revokeOtherSessions(@Scope() scope: RequestScope): Promise<unknown> {
    return this.sessions.revokeOthers(scope);
  }
}
