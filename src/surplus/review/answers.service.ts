import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { Viewer } from '../../platform/request/viewer.js';
import { isId, newId } from '../../shared/ids.js';
import { Refusal, type Verdict } from '../../shared/refusal.js';
import { cleanText } from '../../shared/text.js';
import {
  endingOfAcceptance,
  endingOfTakingBack,
  isDispute,
  mayBeAccepted,
  mayBeAnswered,
  mayBeDecided,
  mayBePressed,
  mayBeTakenBack,
  type DisputeEnding,
  type ResponseEnding,
} from '../domain/review/response-lifecycle.js';
import { recordRunAct } from '../runs/distribution-runs.service.js';
import { DisputeReleases } from './dispute-releases.js';
import { mayAnswerReview, mayDecideDisputes, mayFollowUp, mayReadResponse } from './review.policy.js';
import { lockResponse, type ResponseRow, type ReviewEventRow } from './review.rows.js';
import type { ResponseDone } from './responses.service.js';

export interface AnswerDraft {
  readonly responseId: string;
  readonly body: string;
  /** How a dispute should end; absent for anything else. */
  readonly proposes?: DisputeEnding | null;
}
interface Step {
  readonly name: string;
  readonly who: (viewer: Viewer) => Verdict;
  readonly possible: (response: ResponseRow, by: string) => Verdict;
  readonly act: ReviewEventRow['act'];
}

/** Answers to what members said, and how it ends. The end of a dispute releases what it held, in the same transaction. */
@Injectable()
export class Answers {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(DisputeReleases) private readonly releases: DisputeReleases,
  ) {}

  answerReview(scope: RequestScope, answer: AnswerDraft): Promise<ResponseDone | Refusal> {
    const step: Step = {
      ...{ name: 'answerReview', act: 'answered' },
      ...{ who: mayAnswerReview, possible: mayBeAnswered },
    };
    return this.move(scope, step, answer.responseId, answer.body, async (tx, viewer, response, body) => {
      if (isDispute(response) !== ((answer.proposes ?? null) !== null))
        return new Refusal(
          'INVALID_INPUT',
          isDispute(response)
            ? 'An answer to a dispute proposes how it ends.'
            : 'Only an answer to a dispute proposes how it ends.',
          ['proposes: UPHELD or AS_RECORDED for a dispute; left out for all else.'],
        );
      await addEvent(tx, viewer, response, { act: 'answered', body, proposes: answer.proposes ?? null });
      await moveTo(tx, response, 'answered', null);
      return { responseId: response.id };
    });
  }

  /** The member is content with the answer. Where that would move money, a second officer still decides. */
  acceptReviewAnswer(scope: RequestScope, responseId: string): Promise<ResponseDone | Refusal> {
    const step: Step = {
      ...{ name: 'acceptReviewAnswer', act: 'accepted' },
      ...{ who: mayFollowUp, possible: mayBeAccepted },
    };
    return this.move(scope, step, responseId, null, async (tx, viewer, response) => {
      await addEvent(tx, viewer, response, { act: 'accepted', body: '', proposes: null });
      const ending = endingOfAcceptance(response);
      return ending === null ? { responseId } : this.end(tx, viewer, response, ending);
    });
  }

  /** The member is not content: an answer is owed again, or for a dispute a decision. */
  pressReview(scope: RequestScope, responseId: string, body: string): Promise<ResponseDone | Refusal> {
    const step: Step = {
      ...{ name: 'pressReview', act: 'pressed' },
      ...{ who: mayFollowUp, possible: mayBePressed },
    };
    return this.move(scope, step, responseId, body, async (tx, viewer, response, said) => {
      await addEvent(tx, viewer, response, { act: 'pressed', body: said, proposes: null });
      await moveTo(tx, response, 'pressed', null);
      return { responseId };
    });
  }

  withdrawReviewResponse(scope: RequestScope, responseId: string): Promise<ResponseDone | Refusal> {
    const step: Step = {
      ...{ name: 'withdrawReviewResponse', act: 'withdrawn' },
      ...{ who: mayFollowUp, possible: mayBeTakenBack },
    };
    return this.move(scope, step, responseId, null, async (tx, viewer, response) => {
      await addEvent(tx, viewer, response, { act: 'withdrawn', body: '', proposes: null });
      return this.end(tx, viewer, response, endingOfTakingBack(response));
    });
  }

  /** Ends a dispute, with reasons; a run in the books releases exactly what it held because of it. */
  decideDispute(
    scope: RequestScope,
    decision: AnswerDraft & { readonly ending: DisputeEnding },
    idempotencyKey: string,
  ): Promise<ResponseDone | Refusal> {
    const step: Step = {
      ...{ name: 'decideDispute', act: 'decided' },
      ...{ who: mayDecideDisputes, possible: mayBeDecided },
    };
    return this.move(
      scope,
      step,
      decision.responseId,
      decision.body,
      async (tx, viewer, response, body) => {
        await addEvent(tx, viewer, response, { act: 'decided', body, proposes: decision.ending });
        return this.end(tx, viewer, response, decision.ending);
      },
      { idempotencyKey, request: decision },
    );
  }

  /** Who may, whether it exists for them, whether it can be now, what is said: in this order, then the change. */
  private move(
    scope: RequestScope,
    step: Step,
    responseId: string,
    said: string | null,
    change: (tx: Tx, viewer: Viewer, response: ResponseRow, body: string) => Promise<ResponseDone | Refusal>,
    keyed: { idempotencyKey?: string; request?: unknown } = {},
  ): Promise<ResponseDone | Refusal> {
    return this.work.command(scope, { act: step.name, ...keyed }, async (tx, viewer) => {
      const permitted = step.who(viewer);
      if (permitted !== true) return permitted;
      const response = isId(responseId) ? await lockResponse(tx, responseId) : null;
      if (!response || !mayReadResponse(viewer, response))
        return new Refusal('NOT_FOUND', 'There is no such response, or it is not yours to see.');
      const possible = step.possible(response, viewer.membershipId!);
      if (possible !== true) return possible;
      const body = said === null ? '' : cleanText(said, 5_000);
      if (body === null || (said !== null && body === ''))
        return new Refusal('INVALID_INPUT', 'Say it in words.', ['body: 1 to 5,000 characters.']);
      return change(tx, viewer, response, body);
    });
  }

  private async end(
    tx: Tx,
    viewer: Viewer,
    response: ResponseRow,
    ending: ResponseEnding,
  ): Promise<ResponseDone | Refusal> {
    await moveTo(tx, response, 'ended', ending);
    if (isDispute(response)) {
      const released = await this.releases.releaseAfter(tx, viewer, response.periodId);
      if (released !== true) return released;
    }
    return { responseId: response.id };
  }
}

const moveTo = (
  tx: Tx,
  { id }: ResponseRow,
  state: 'answered' | 'pressed' | 'ended',
  ending: ResponseEnding | null,
): Promise<unknown> =>
  tx.sql(
    `UPDATE review_response SET state = $2, ending = $3, ended_at = CASE WHEN $2 = 'ended' THEN rochdale_now() END
     WHERE cooperative_id = current_cooperative_id() AND id = $1`,
    [id, state, ending],
  );

async function addEvent(
  tx: Tx,
  viewer: Viewer,
  response: ResponseRow,
  event: Pick<ReviewEventRow, 'act' | 'body' | 'proposes'>,
): Promise<void> {
  await tx.sql(
    `INSERT INTO review_event (cooperative_id, id, response_id, act, proposes, body, acted_by)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6)`,
    [newId(), response.id, event.act, event.proposes, event.body, viewer.membershipId],
  );
  await recordRunAct(tx, viewer, `response-${event.act}`, response.runId, {
    responseId: response.id,
    kind: response.kind,
    about: response.about,
    proposes: event.proposes,
  });
}
