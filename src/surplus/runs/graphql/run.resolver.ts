import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { checkedPage, PageArgs } from '../../../platform/graphql/connection.js';
import { Scope, Wants } from '../../../platform/graphql/decorators.js';
import { MinorUnits } from '../../../platform/graphql/scalars.js';
import { shown } from '../../../platform/graphql/verdict.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { canonicalJson } from '../../../shared/canonical-json.js';
import { firstRefusal, type Verdict } from '../../../shared/refusal.js';
import { PeriodType } from '../../graphql/surplus.types.js';
import { SurplusReading } from '../../surplus-reading.js';
import {
  mayBeLocked,
  mayBePutToVote,
  mayBeRecomputed,
  mayBeReviewed,
  mayBeWithdrawn,
} from '../../domain/run/run-lifecycle.js';
import { RunReading } from '../run-reading.js';
import { mayReadAllLines } from '../../surplus.policy.js';
import { mayPrepareRuns, mayProposeRun } from '../run.policy.js';
import type { RunLineRow, RunRow } from '../run.rows.js';
import { RunLineConnection, RunLineFormType, RunLineType, WhyThisLineType } from './run-line.types.js';
import { entriesOf, formsTold, poolsOf, stepsOf, whyOf } from './run-explained.js';
import {
  DistributionRunConnection,
  DistributionRunType,
  RunEntryType,
  RunPoolType,
  RunProgressType,
  RunStepType,
  RunViewerCanType,
} from './run.types.js';

@Resolver(() => DistributionRunType)
export class DistributionRunResolver {
  constructor(
    @Inject(RunReading) private readonly reading: RunReading,
    @Inject(SurplusReading) private readonly surplus: SurplusReading,
  ) {}

  @Query(() => DistributionRunConnection, {
    nullable: true,
    description:
      'How results have been and are to be shared, the latest first; members see runs from the review on.',
  })
  distributionRuns(
    @Scope() scope: RequestScope,
    @Args('periodId', { type: () => ID, nullable: true, description: 'Only of this period.' })
    periodId: string | null,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.runs(scope, periodId ?? null, page, counted);
  }

  @Query(() => DistributionRunType, { nullable: true, description: 'One run.' })
  distributionRun(
    @Scope() scope: RequestScope,
    @Args('id', { type: () => ID, description: 'The run.' }) id: string,
  ): unknown {
    return this.reading.run(scope, id);
  }

  @ResolveField(() => PeriodType, { nullable: true, description: 'The period whose result is shared.' })
  period(@Scope() scope: RequestScope, @Parent() run: RunRow): unknown {
    return this.surplus.period(scope, run.periodId);
  }

  @ResolveField(() => String, { description: 'The policy as canonical JSON: what is hashed and voted on.' })
  policyText(@Parent() run: RunRow): string {
    return canonicalJson(run.policy);
  }

  @ResolveField(() => MinorUnits, {
    nullable: true,
    description: 'What no rule takes; it is left to be decided.',
  })
  undecidedMinor(@Parent() run: RunRow): unknown {
    return run.waterfall?.undecidedMinor ?? null;
  }

  @ResolveField(() => [RunEntryType], { description: 'The steps as amounts; they sum to the surplus.' })
  entries(@Parent() run: RunRow): RunEntryType[] {
    return entriesOf(run);
  }

  @ResolveField(() => [RunPoolType], { description: 'What is shared among participants.' })
  async pools(@Scope() scope: RequestScope, @Parent() run: RunRow): Promise<RunPoolType[]> {
    return poolsOf(run, await this.reading.hiddenPools(scope, run.id));
  }

  @ResolveField(() => [RunStepType], { description: 'The explain tree.' })
  async steps(@Scope() scope: RequestScope, @Parent() run: RunRow): Promise<RunStepType[]> {
    const hidden = await this.reading.hiddenPools(scope, run.id);
    const ofFew = await this.reading.formsOfFew(scope, run.id, formsTold(run));
    return stepsOf(run, hidden, ofFew, mayReadAllLines(scope.viewer));
  }

  @ResolveField(() => [RunLineType], {
    nullable: true,
    description: 'The viewer’s own lines, one for each pool.',
  })
  myLines(@Scope() scope: RequestScope, @Parent() run: RunRow): unknown {
    return this.reading.myLines(scope, run);
  }

  @ResolveField(() => RunLineConnection, {
    nullable: true,
    description: 'Everybody’s lines by pool and account key; for treasurer and auditor.',
  })
  lines(
    @Scope() scope: RequestScope,
    @Parent() run: RunRow,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.lines(scope, run, page, counted);
  }

  @ResolveField(() => RunProgressType, {
    nullable: true,
    description: 'How far the latest computation has come; for treasurer and auditor.',
  })
  async progress(@Scope() scope: RequestScope, @Parent() run: RunRow): Promise<RunProgressType | null> {
    const progress = await this.reading.progress(scope, run);
    return (
      progress && {
        ...progress,
        ...{ done: Number(progress.done), total: Number(progress.total) },
        refusalDetails: [...progress.refusalDetails],
      }
    );
  }

  @ResolveField(() => RunViewerCanType, { description: 'What the viewer may do with it.' })
  async viewerCan(@Scope() scope: RequestScope, @Parent() run: RunRow): Promise<RunViewerCanType> {
    const now = await this.reading.now(scope);
    const { change, giveBack } = await this.reading.turnOf(scope, run);
    const prepares = (possible: () => Verdict) =>
      shown(firstRefusal<string>(() => mayPrepareRuns(scope.viewer), possible));
    const changes = (possible: () => Verdict) => prepares(() => firstRefusal<string>(possible, () => change));
    return {
      computeRun: changes(() => mayBeRecomputed(run)),
      openRunReview: changes(() => mayBeReviewed(run)),
      putRunToVote: shown(
        firstRefusal<string>(
          () => mayProposeRun(scope.viewer),
          () => mayBePutToVote(run, now),
        ),
      ),
      withdrawRun: changes(() => mayBeWithdrawn(run)),
      returnRunToReview: shown(
        firstRefusal<string>(
          () => mayProposeRun(scope.viewer),
          () => giveBack,
        ),
      ),
      lockRun: prepares(() => mayBeLocked(run)),
    };
  }
}

@Resolver(() => RunLineType)
export class RunLineResolver {
  constructor(@Inject(RunReading) private readonly reading: RunReading) {}

  @ResolveField(() => [RunLineFormType], { description: 'In what form it comes.' })
  forms(@Scope() scope: RequestScope, @Parent() line: RunLineRow): unknown {
    return this.reading.forms(scope, line);
  }

  @ResolveField(() => WhyThisLineType, { description: 'How it was reached.' })
  async why(@Scope() scope: RequestScope, @Parent() line: RunLineRow): Promise<WhyThisLineType> {
    const hidden = await this.reading.hiddenPools(scope, line.runId);
    return whyOf(line, await this.reading.entered(scope, line), hidden);
  }
}
