import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Scope } from '../../../platform/graphql/decorators.js';
import { SentenceLanguageEnum } from '../../../platform/graphql/sentence-language.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { statementSentences } from '../domain/statement-sentences.js';
import type { StatementLanguage } from '../domain/statement-words.js';
import { StatementReading } from '../statement-reading.js';
import { factsOf, statementPage, type StatementPage } from './statement-page.js';
import { MemberStatementType, StatementActivityType, StatementYearType } from './statement.types.js';

@Resolver(() => MemberStatementType)
export class MemberStatementResolver {
  constructor(@Inject(StatementReading) private readonly reading: StatementReading) {}

  @Query(() => MemberStatementType, {
    nullable: true,
    description: 'What a run means to the viewer, or by account key to somebody, for treasurer and auditor.',
  })
  async memberStatement(
    @Scope() scope: RequestScope,
    @Args('runId', { type: () => ID, description: 'The run.' }) runId: string,
    @Args('key', {
      type: () => String,
      nullable: true,
      description: 'The key of somebody’s accounts, `m007`; the viewer’s own when absent.',
    })
    key: string | null,
  ): Promise<StatementPage | null> {
    const statement = await this.reading.statement(scope, runId, key ?? null);
    return statement && statementPage(statement);
  }

  @ResolveField(() => [StatementActivityType], { description: 'What the member did, basis by basis.' })
  activity(@Scope() scope: RequestScope, @Parent() { source }: StatementPage): unknown {
    return this.reading.activity(scope, source);
  }

  @ResolveField(() => [StatementYearType], {
    description: 'This year and up to four that stand in the books before it, the latest first.',
  })
  history(@Scope() scope: RequestScope, @Parent() { source }: StatementPage): unknown {
    return this.reading.history(scope, source);
  }

  @ResolveField(() => [String], { description: 'The statement in sentences.' })
  sentences(
    @Parent() page: StatementPage,
    @Args('language', {
      type: () => SentenceLanguageEnum,
      defaultValue: 'en',
      description: 'In which language.',
    })
    language: StatementLanguage,
  ): readonly string[] {
    return statementSentences(factsOf(page), language);
  }
}
