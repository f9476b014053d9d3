import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import { shown } from '../../platform/graphql/verdict.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { firstRefusal, type Verdict } from '../../shared/refusal.js';
import { mayBeClosed, mayTakeResult } from '../domain/period.js';
import { formatQuantity } from '../domain/quantity.js';
import { mayCloseBooks, mayKeepPatronage, whyTotalHidden } from '../surplus.policy.js';
import { periodClosed } from '../patronage.service.js';
import type { PatronageRow, PeriodRow } from '../surplus.rows.js';
import { SurplusReading } from '../surplus-reading.js';
import {
  PatronageRecordConnection,
  PatronageRecordType,
  PatronageTotalType,
  PeriodConnection,
  PeriodType,
  PeriodViewerCanType,
} from './surplus.types.js';

@Resolver(() => PeriodType)
export class PeriodResolver {
  constructor(@Inject(SurplusReading) private readonly reading: SurplusReading) {}

  @Query(() => PeriodConnection, {
    nullable: true,
    description: 'The periods, the latest first; for every member.',
  })
  periods(
    @Scope() scope: RequestScope,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.periods(scope, page, counted);
  }

  @Query(() => PeriodType, { nullable: true, description: 'One period; for every member.' })
  period(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The period.' }) id: string,
  ): unknown {
    return this.reading.period(scope, id);
  }

  @Query(() => PatronageRecordConnection, {
    nullable: true,
    description: 'The viewer’s own patronage of a period.',
  })
  myPatronage(
    @Scope() scope: RequestScope,
    @Args('periodId', { type: () => ID, description: 'The period.' }) periodId: string,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.myPatronage(scope, periodId, page, counted);
  }

  @ResolveField(() => [PatronageTotalType], { description: 'All patronage of the period by kind.' })
  async patronageTotals(
    @Scope() scope: RequestScope,
    @Parent() period: PeriodRow,
  ): Promise<PatronageTotalType[]> {
    const totals = await this.reading.patronageTotals(scope, period.id);
    return totals.map((total) => {
      const { basis, participants, totalMillionths } = total;
      const whyHidden = whyTotalHidden(scope.viewer, { ...total, state: period.state });
      return { basis, participants, whyHidden, quantity: whyHidden ? null : formatQuantity(totalMillionths) };
    });
  }

  @ResolveField(() => PeriodViewerCanType, { description: 'What the viewer may do with it.' })
  viewerCan(@Scope() scope: RequestScope, @Parent() period: PeriodRow): PeriodViewerCanType {
    const open = (verdict: Verdict): Verdict =>
      verdict === true && period.state !== 'open' ? periodClosed() : verdict;
    return {
      recordPatronage: shown(open(mayKeepPatronage(scope.viewer))),
      closePeriod: shown(
        firstRefusal<string>(
          () => mayCloseBooks(scope.viewer),
          () => mayBeClosed(period),
        ),
      ),
      recordResult: shown(
        firstRefusal<string>(
          () => mayCloseBooks(scope.viewer),
          () => mayTakeResult(period),
        ),
      ),
    };
  }
}

@Resolver(() => PatronageRecordType)
export class PatronageRecordResolver {
  @ResolveField(() => String, {
    description: 'How much, as decimal text; negative when it takes a record back.',
  })
  quantity(@Parent() record: PatronageRow): string {
    return formatQuantity(record.quantityMillionths);
  }
}
