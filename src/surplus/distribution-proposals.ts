import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { ProposalDraft } from '../proposals/proposals.service.js';
import { homeCurrency } from './distribution.store.js';

/** What somebody proposes to share, as they wrote it. */
export interface DistributionIntent {
  readonly title: string;
  readonly body: string;
  readonly periodId: string;
  readonly basis: string;
  readonly amountMinor: bigint;
  readonly cashBasisPoints: number;
}

/** The kind under which sharing surplus is registered with proposals. */
export const postDistribution = 'post-distribution';

/** Turns what somebody wants to share into the plain data that is voted on; the effect checks what it says. */
@Injectable()
export class DistributionProposals {
  constructor(@Inject(UnitOfWork) private readonly work: UnitOfWork) {}

  /** The currency is the cooperative’s own and stands in the text, so that nobody votes on a bare number. */
  async draftOf(scope: RequestScope, intent: DistributionIntent): Promise<ProposalDraft> {
    const { title, body, periodId, basis, amountMinor, cashBasisPoints } = intent;
    const currency =
      scope.viewer.cooperativeId === null ? null : await homeCurrency(await this.work.read(scope));
    const payload = { periodId, basis, amountMinor: amountMinor.toString(), cashBasisPoints, currency };
    return { title, body, effect: { kind: postDistribution, payload } };
  }
}
