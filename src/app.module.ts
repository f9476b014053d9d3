import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { AuditModule } from './audit/audit.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { MembershipModule } from './membership/membership.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { SharesModule } from './membership/shares/shares.module.js';
import { graphqlOptions } from './platform/graphql/graphql-options.js';
import { ProposalsModule } from './proposals/proposals.module.js';
import { DelegationModule } from './voting/delegation/delegation.module.js';
import { ConsentModule } from './voting/consent/consent.module.js';
import { VotingModule } from './voting/voting.module.js';
import { PlatformModule, type PlatformOptions } from './platform/platform.module.js';
import { CapitalModule } from './surplus/capital/capital.module.js';
import { ReviewModule } from './surplus/review/review.module.js';
import { SurplusModule } from './surplus/surplus.module.js';
import { StatementModule } from './surplus/statement/statement.module.js';
import { DemoModule } from './welcome/demo/demo.module.js';
import { WelcomeModule } from './welcome/welcome.module.js';

/** The composition root: the only place that knows every module. */
@Module({})
export class AppModule {
  static with(options: PlatformOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(options),
        GraphQLModule.forRoot(
          graphqlOptions(options.database, options.log, options.requestTimeoutMs ?? null),
        ),
        AuditModule,
        IdentityModule,
        MembershipModule,
        LedgerModule,
        SharesModule,
        VotingModule,
        ConsentModule,
        DelegationModule,
        ProposalsModule,
        SurplusModule,
        StatementModule,
        CapitalModule,
        ReviewModule,
        WelcomeModule,
        ...(options.demonstration === true ? [DemoModule] : []),
      ],
    };
  }
}
