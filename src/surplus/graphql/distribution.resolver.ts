import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedPage, PageArgs } from '../../platform/graphql/connection.js';
import { Scope, Wants } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { Ratio } from '../../shared/ratio.js';
import { formatQuantity } from '../domain/quantity.js';
import type { DistributionLineRow, DistributionRow } from '../surplus.rows.js';
import { SurplusReading } from '../surplus-reading.js';
import {
  DistributionConnection,
  DistributionLineConnection,
  DistributionLineType,
  DistributionType,
  PeriodType,
  WhyThisShareType,
} from './surplus.types.js';

@Resolver(() => DistributionType)
export class DistributionResolver {
  constructor(@Inject(SurplusReading) private readonly reading: SurplusReading) {}

  @Query(() => DistributionConnection, {
    nullable: true,
    description: 'What has been shared, oldest first; for every member.',
  })
  distributions(
    @Scope() scope: RequestScope,
    @Args('periodId', { type: () => ID, nullable: true, description: 'Only of this period.' })
    periodId: string | null,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.distributions(scope, periodId ?? null, page, counted);
  }

  @ResolveField(() => PeriodType, { nullable: true, description: 'The period whose surplus it shares.' })
  period(@Scope() scope: RequestScope, @Parent() distribution: DistributionRow): unknown {
    return this.reading.period(scope, distribution.periodId);
  }

  @ResolveField(() => DistributionLineType, { nullable: true, description: 'The viewer’s own share.' })
  myLine(@Scope() scope: RequestScope, @Parent() distribution: DistributionRow): unknown {
    return this.reading.myLine(scope, distribution.id);
  }

  @ResolveField(() => DistributionLineConnection, {
    nullable: true,
    description: 'Everybody’s shares; for treasurer and auditor.',
  })
  lines(
    @Scope() scope: RequestScope,
    @Parent() distribution: DistributionRow,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.lines(scope, distribution.id, page, counted);
  }
}

@Resolver(() => DistributionLineType)
export class DistributionLineResolver {
  @ResolveField(() => WhyThisShareType, { description: 'How it was reached.' })
  why(@Parent() line: DistributionLineRow): WhyThisShareType {
    const total = BigInt(line.totalWeightMillionths);
    const part = Ratio.of(line.weightMillionths, total);
    return {
      weight: formatQuantity(line.weightMillionths),
      totalWeight: formatQuantity(total),
      fraction: part.toString(),
      exactMinor: part.times(Ratio.of(line.distributedMinor)).toString(),
      floorMinor: line.floorMinor,
      remainder: Ratio.of(BigInt(line.remainder), total).toString(),
      roundedUp: line.roundedUp,
      seed: line.seed,
    };
  }
}
