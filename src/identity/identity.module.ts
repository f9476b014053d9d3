import { Inject, Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Duties } from '../platform/duties.js';
import { forgetOldCounters } from '../platform/request/rate-limit.js';
import { nobody } from '../platform/request/viewer.js';
import { MeResolver } from './graphql/me.resolver.js';
import { SessionResolver } from './graphql/session.resolver.js';
import { SignInResolver } from './graphql/sign-in.resolver.js';
import { IdentityReading } from './identity-reading.js';
import { People } from './people.js';
import { OwnSessions } from './session.service.js';
import { Sessions } from './sessions.js';
import { forgetOldCodes } from './sign-in-code.queries.js';
import { SignIn } from './sign-in.service.js';

/** People, how they sign in, and their sessions. */
@Module({
  imports: [AuditModule],
  providers: [
    People,
    Sessions,
    SignIn,
    OwnSessions,
    IdentityReading,
    SignInResolver,
    SessionResolver,
    MeResolver,
  ],
  exports: [People, Sessions, SignIn],
})
export class IdentityModule {
  constructor(@Inject(Duties) duties: Duties, @Inject(UnitOfWork) work: UnitOfWork) {
    duties.register({
      name: 'forget codes and counters of the past',
      run: () =>
        work.inTransaction(nobody, async (tx) => {
          await forgetOldCodes(tx);
          await forgetOldCounters(tx);
        }),
    });
  }
}
