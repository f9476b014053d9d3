import { Inject, type Type } from '@nestjs/common';
import { Args, ID, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../../platform/graphql/act.js';
import { Scope } from '../../../platform/graphql/decorators.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import { Answers } from '../answers.service.js';
import { ReleaseRetryingAct } from '../release-retrying.act.js';
import { Responses, type ResponseDone } from '../responses.service.js';
import { ReviewReading } from '../review-reading.js';
import type { ResponseRow } from '../review.rows.js';
import {
  acceptReviewAnswerAct,
  answerReviewAct,
  decideDisputeAct,
  pressReviewAct,
  respondToRunAct,
  retryReleaseAct,
  withdrawReviewResponseAct,
} from './review.acts.js';
import {
  ReviewAnswerAccepted,
  AnswerReviewInput,
  DecideDisputeInput,
  DisputeDecided,
  PressReviewInput,
  RespondToRunInput,
  ReviewAnswered,
  ReviewPressed,
  ReviewResponseWithdrawn,
  ReviewResponseType,
  RunResponded,
} from './review.types.js';

const input = { description: 'What is asked.' };
const theResponse = { name: 'responseId', type: () => ID, description: 'The response.' };

@Resolver()
export class ReviewActsResolver {
  constructor(
    @Inject(Responses) private readonly responses: Responses,
    @Inject(Answers) private readonly answers: Answers,
    @Inject(ReleaseRetryingAct) private readonly retrying: ReleaseRetryingAct,
  ) {}

  @ActMutation(respondToRunAct)
  respondToRun(@Scope() scope: RequestScope, @Args('input', input) said: RespondToRunInput): unknown {
    const { idempotencyKey, ...draft } = said;
    return this.responses.respondToRun(scope, draft, idempotencyKey);
  }

  @ActMutation(answerReviewAct)
  answerReview(@Scope() scope: RequestScope, @Args('input', input) answer: AnswerReviewInput): unknown {
    return this.answers.answerReview(scope, answer);
  }

  @ActMutation(acceptReviewAnswerAct)
  acceptReviewAnswer(@Scope() scope: RequestScope, @Args(theResponse) responseId: string): unknown {
    return this.answers.acceptReviewAnswer(scope, responseId);
  }

  @ActMutation(pressReviewAct)
  pressReview(@Scope() scope: RequestScope, @Args('input', input) pressed: PressReviewInput): unknown {
    return this.answers.pressReview(scope, pressed.responseId, pressed.body);
  }

  @ActMutation(withdrawReviewResponseAct)
  withdrawReviewResponse(@Scope() scope: RequestScope, @Args(theResponse) responseId: string): unknown {
    return this.answers.withdrawReviewResponse(scope, responseId);
  }

  @ActMutation(decideDisputeAct)
  decideDispute(@Scope() scope: RequestScope, @Args('input', input) decided: DecideDisputeInput): unknown {
    const { idempotencyKey, ...decision } = decided;
    return this.answers.decideDispute(scope, decision, idempotencyKey);
  }

  @ActMutation(retryReleaseAct)
  retryRelease(
    @Scope() scope: RequestScope,
    @Args({ name: 'runId', type: () => ID, description: 'The run.' }) runId: string,
    @Args('idempotencyKey', { description: 'New for every request, 8 to 200 characters.' })
    idempotencyKey: string,
  ): unknown {
    return this.retrying.retryRelease(scope, runId, idempotencyKey);
  }
}

/** The response as it stands after the act, for each answer that says it was done. */
function responseOf(done: Type<unknown>): Type<unknown> {
  @Resolver(() => done)
  class DoneResolver {
    constructor(@Inject(ReviewReading) private readonly reading: ReviewReading) {}

    @ResolveField(() => ReviewResponseType, {
      nullable: true,
      description: 'The response, as it stands now.',
    })
    response(
      @Scope() scope: RequestScope,
      @Parent() { responseId }: ResponseDone,
    ): Promise<ResponseRow | null> {
      return this.reading.byId(scope).load(responseId);
    }
  }
  return DoneResolver;
}

export const reviewDoneResolvers = [
  RunResponded,
  ReviewAnswered,
  ReviewAnswerAccepted,
  ReviewPressed,
  ReviewResponseWithdrawn,
  DisputeDecided,
].map(responseOf);
