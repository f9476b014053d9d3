import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { isId } from '../../shared/ids.js';
import { Refusal } from '../../shared/refusal.js';
import { mayDraftProposal } from '../../proposals/proposals.policy.js';
import { Proposals } from '../../proposals/proposals.service.js';
import { redeemCapitalKind, redemptionPayload } from './redeem-capital.effect.js';
import { findRedemption } from './redemption.rows.js';

export interface ProposeRedemptionRequest {
  readonly redemptionId: string;
  readonly title: string;
  readonly body: string;
  readonly idempotencyKey: string;
}

/** A plan put before the competent body: the proposal binds it by its hash. */
@Injectable()
export class RedemptionProposing {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Proposals) private readonly proposals: Proposals,
  ) {}

  async proposeRedemption(scope: RequestScope, request: ProposeRedemptionRequest): Promise<unknown> {
    const verdict = mayDraftProposal(scope.viewer);
    if (verdict !== true) return verdict;
    const plan = isId(request.redemptionId)
      ? await findRedemption(await this.work.read(scope), request.redemptionId)
      : null;
    if (!plan) return new Refusal('NOT_FOUND', 'There is no such plan.');
    const effect = { kind: redeemCapitalKind, payload: redemptionPayload(plan) };
    return this.proposals.draft(
      scope,
      { title: request.title, body: request.body, effect },
      request.idempotencyKey,
    );
  }
}
