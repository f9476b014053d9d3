import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Scope } from '../../../platform/graphql/decorators.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { CapitalVintageType } from '../../capital/graphql/capital.types.js';
import { SummaryReading } from '../summary-reading.js';
import { basisPage, poolPages, summaryPage, type SummaryPage } from './summary-page.js';
import { RunSummaryType, SummaryBasisType, SummaryPoolType } from './summary.types.js';

@Resolver(() => RunSummaryType)
export class RunSummaryResolver {
  constructor(@Inject(SummaryReading) private readonly reading: SummaryReading) {}

  @Query(() => RunSummaryType, {
    nullable: true,
    description: 'The cooperative’s one page about a run; for whoever may read the run.',
  })
  async runSummary(
    @Scope() scope: RequestScope,
    @Args('runId', { type: () => ID, description: 'The run.' }) runId: string,
  ): Promise<SummaryPage | null> {
    const summary = await this.reading.summary(scope, runId);
    return summary && summaryPage(summary);
  }

  @ResolveField(() => [SummaryPoolType], { description: 'How pools came out, without anybody’s amount.' })
  async pools(@Scope() scope: RequestScope, @Parent() { source }: SummaryPage): Promise<SummaryPoolType[]> {
    return poolPages(source, await this.reading.spreads(scope, source), scope.viewer);
  }

  @ResolveField(() => [SummaryBasisType], { description: 'Totals of the bases that enough people have.' })
  async bases(@Scope() scope: RequestScope, @Parent() { source }: SummaryPage): Promise<SummaryBasisType[]> {
    return (await this.reading.totals(scope, source)).map(basisPage);
  }

  @ResolveField(() => [CapitalVintageType], {
    nullable: true,
    description:
      'What of each year’s retained surplus was unredeemed at the end of the period; years that fewer than five hold are left out.',
  })
  redemptionCalendar(@Scope() scope: RequestScope, @Parent() { source }: SummaryPage): unknown {
    return this.reading.calendar(scope, source);
  }
}
