import { Inject } from '@nestjs/common';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { MemberType } from '../../../membership/graphql/membership.types.js';
import { memberships } from '../../../membership/member-register.js';
import { databaseNow } from '../../../platform/database/database-now.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { checkedPage, PageArgs } from '../../../platform/graphql/connection.js';
import { Scope, Wants } from '../../../platform/graphql/decorators.js';
import { shown, VerdictType } from '../../../platform/graphql/verdict.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { firstRefusal, type Verdict } from '../../../shared/refusal.js';
import { formatQuantity } from '../../domain/quantity.js';
import {
  mayBeAccepted,
  mayBeAnswered,
  mayBeDecided,
  mayBePressed,
  mayBeTakenBack,
} from '../../domain/review/response-lifecycle.js';
import type { RunRow } from '../../runs/run.rows.js';
import { ComparisonReading, type WhyNoClass } from '../comparison-reading.js';
import {
  mayAnswerReview,
  mayDecideDisputes,
  mayFollowUp,
  mayRespond,
  reviewIsOpen,
} from '../review.policy.js';
import { ReleaseRetryingAct } from '../release-retrying.act.js';
import { ReviewReading } from '../review-reading.js';
import type { ReleaseRow, ResponseRow, ReviewEventRow } from '../review.rows.js';
import {
  DisputeReleaseType,
  ResponsesArgs,
  ReviewEventType,
  ReviewResponseConnection,
  ReviewResponseType,
  ReviewResponseViewerCanType,
  ReviewSummaryType,
  RunReviewType,
} from './review.types.js';
import {
  AmountBeforeType,
  AmountChangeConnection,
  AmountChangeType,
  ClassComparisonType,
  WhyNoClassEnum,
} from './comparison.types.js';

@Resolver(() => RunReviewType)
export class RunReviewResolver {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ReviewReading) private readonly reading: ReviewReading,
    @Inject(ComparisonReading) private readonly comparing: ComparisonReading,
    @Inject(ReleaseRetryingAct) private readonly retrying: ReleaseRetryingAct,
  ) {}

  @Query(() => RunReviewType, {
    nullable: true,
    description: 'The review of a run; null when there is no such run that the viewer may see.',
  })
  runReview(
    @Scope() scope: RequestScope,
    @Args({ name: 'runId', type: () => ID, description: 'The run.' }) runId: string,
  ): unknown {
    return this.reading.run(scope, runId);
  }

  @ResolveField(() => ID, { name: 'runId', description: 'The run.' })
  runId(@Parent() run: RunRow): string {
    return run.id;
  }

  @ResolveField(() => ReviewSummaryType, { description: 'How it stands, in numbers.' })
  async summary(@Scope() scope: RequestScope, @Parent() run: RunRow): Promise<object> {
    const { releasedMinor, ...counts } = await this.reading.summary(scope, run);
    const { agreements, questionsOpen, objectionsToRules, disputesOpen, answersOverdue } = counts;
    return {
      agreements: Number(agreements),
      questionsOpen: Number(questionsOpen),
      objectionsToRules: Number(objectionsToRules),
      disputesOpen: Number(disputesOpen),
      answersOverdue: Number(answersOverdue),
      releasedMinor,
    };
  }

  @ResolveField(() => ReviewResponseConnection, {
    nullable: true,
    description:
      'What was said: for officers everything; for others objections to rules, and what they said themselves.',
  })
  responses(
    @Scope() scope: RequestScope,
    @Parent() run: RunRow,
    @Args(checkedPage) { mine, open, ...page }: ResponsesArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.reading.responses(scope, run, page, { mine: mine ?? false, open: open ?? false, counted });
  }

  @ResolveField(() => AmountBeforeType, {
    nullable: true,
    description: 'What the viewer got of the period before; null when none was shared out.',
  })
  lastPeriod(@Scope() scope: RequestScope, @Parent() run: RunRow): unknown {
    return this.comparing.lastPeriod(scope, run);
  }

  @ResolveField(() => ClassComparisonType, {
    nullable: true,
    description: 'The viewer’s class in this run; null where `whyNoClass` says why.',
  })
  async myClass(@Scope() scope: RequestScope, @Parent() run: RunRow): Promise<object | null> {
    const told = await this.comparing.myClass(scope, run);
    return typeof told === 'string' ? null : { ...told, meanMinor: told.meanMinor.toString() };
  }

  @ResolveField(() => WhyNoClassEnum, {
    nullable: true,
    description: 'Why nothing is told of the viewer’s class; null where it is.',
  })
  async whyNoClass(@Scope() scope: RequestScope, @Parent() run: RunRow): Promise<WhyNoClass | null> {
    const told = await this.comparing.myClass(scope, run);
    return typeof told === 'string' ? told : null;
  }

  @ResolveField(() => AmountChangeType, {
    nullable: true,
    description: 'What the last computation changed for the viewer; null before there have been two.',
  })
  myChange(@Scope() scope: RequestScope, @Parent() run: RunRow): unknown {
    return this.comparing.myChange(scope, run);
  }

  @ResolveField(() => AmountChangeConnection, {
    nullable: true,
    description: 'For whom the last computation changed something; for treasurer and auditor.',
  })
  changes(
    @Scope() scope: RequestScope,
    @Parent() run: RunRow,
    @Args(checkedPage) page: PageArgs,
    @Wants('totalCount') counted: boolean,
  ): unknown {
    return this.comparing.changesOf(scope, run, page, counted);
  }

  @ResolveField(() => VerdictType, { description: 'The act `respondToRun`, now.' })
  async viewerCanRespond(@Scope() scope: RequestScope, @Parent() run: RunRow): Promise<object> {
    const now = await databaseNow(await this.work.read(scope));
    return shown(
      firstRefusal<string>(
        () => mayRespond(scope.viewer),
        () => reviewIsOpen(run, now),
      ),
    );
  }

  @ResolveField(() => VerdictType, { description: 'The act `retryRelease`, now.' })
  async viewerCanRetryRelease(@Scope() scope: RequestScope, @Parent() run: RunRow): Promise<object> {
    return shown(await this.retrying.mayRetry(await this.work.read(scope), scope.viewer, run));
  }
}

@Resolver(() => ReviewEventType)
export class ReviewEventResolver {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  @ResolveField(() => MemberType, {
    nullable: true,
    description: 'Who did it: the officer who answered or decided, or whoever had said it.',
  })
  by(@Scope() scope: RequestScope, @Parent() event: ReviewEventRow): unknown {
    return memberships(scope, this.work).load(event.actedBy);
  }
}

@Resolver(() => ReviewResponseType)
export class ReviewResponseResolver {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ReviewReading) private readonly reading: ReviewReading,
  ) {}

  @ResolveField(() => MemberType, { nullable: true, description: 'Who said it.' })
  member(@Scope() scope: RequestScope, @Parent() response: ResponseRow): unknown {
    return memberships(scope, this.work).load(response.respondedBy);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'What was on record when it was disputed, as decimal text.',
  })
  recordedQuantity(@Parent() { recordedMillionths }: ResponseRow): string | null {
    return recordedMillionths === null ? null : formatQuantity(recordedMillionths);
  }

  @ResolveField(() => String, { nullable: true, description: 'What it should be, as decimal text.' })
  claimedQuantity(@Parent() { claimedMillionths }: ResponseRow): string | null {
    return claimedMillionths === null ? null : formatQuantity(claimedMillionths);
  }

  @ResolveField(() => [ReviewEventType], { description: 'What happened to it, in order.' })
  history(@Scope() scope: RequestScope, @Parent() { id }: ResponseRow): Promise<readonly ReviewEventRow[]> {
    return this.reading.events(scope).load(id);
  }

  @ResolveField(() => [DisputeReleaseType], {
    description: 'What its end released, for each run in the books that had held something because of it.',
  })
  releases(@Scope() scope: RequestScope, @Parent() { id }: ResponseRow): Promise<readonly ReleaseRow[]> {
    return this.reading.releases(scope).load(id);
  }

  @ResolveField(() => ReviewResponseViewerCanType, { description: 'What the viewer may do with it.' })
  viewerCan(@Scope() { viewer }: RequestScope, @Parent() response: ResponseRow): object {
    const by = viewer.membershipId ?? '';
    const can = (who: Verdict, possible: Verdict): object =>
      shown(
        firstRefusal<string>(
          () => who,
          () => possible,
        ),
      );
    return {
      answerReview: can(mayAnswerReview(viewer), mayBeAnswered(response, by)),
      acceptReviewAnswer: can(mayFollowUp(viewer), mayBeAccepted(response, by)),
      pressReview: can(mayFollowUp(viewer), mayBePressed(response, by)),
      withdrawReviewResponse: can(mayFollowUp(viewer), mayBeTakenBack(response, by)),
      decideDispute: can(mayDecideDisputes(viewer), mayBeDecided(response, by)),
    };
  }
}
