import { Module, type DynamicModule } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { AuditModule } from './audit/audit.module.js';
import { graphqlOptions } from './platform/graphql/graphql-options.js';
import { VotingModule } from './voting/voting.module.js';
import { PlatformModule, type PlatformOptions } from './platform/platform.module.js';

/** The composition root: the only place that knows every module. */
@Module({})
export class AppModule {
  static with(options: PlatformOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(options),
        GraphQLModule.forRoot(graphqlOptions(options.database, options.log)),
        AuditModule,
        VotingModule,
      ],
    };
  }
}
