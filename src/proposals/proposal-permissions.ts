import { Inject, Injectable } from '@nestjs/common';
import { Bylaws } from '../membership/bylaws.js';
import { policyKey, storedPolicy } from '../membership/domain/decision-policy.js';
import { databaseNow } from '../platform/database/database-now.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { shown, type VerdictType } from '../platform/graphql/verdict.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { firstRefusal, isRefusal, Refusal, type Verdict } from '../shared/refusal.js';
import {
  mayBeDiscussed,
  mayChangeText,
  mayOpenVote,
  mayPublish,
  mayWithdraw,
} from './domain/proposal-lifecycle.js';
import type { ProposalRow } from './proposal.rows.js';
import { mayCommentOnProposal, mayEditProposal, mayOpenVoteOn } from './proposals.policy.js';
import { checkOptions } from '../voting/domain/poll-options.js';
import { ProposalQueries } from './proposals.queries.js';
import { textPublishedAt } from './vote-opening.service.js';

/** `viewerCan`: the predicates of the acts, asked before the act. */
@Injectable()
export class ProposalPermissions {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Bylaws) private readonly bylaws: Bylaws,
    @Inject(ProposalQueries) private readonly queries: ProposalQueries,
  ) {}

  async of(scope: RequestScope, proposal: ProposalRow): Promise<Record<string, VerdictType>> {
    const { viewer } = scope;
    const byAuthor = (possible: () => Verdict): VerdictType =>
      shown(firstRefusal<string>(() => mayEditProposal(viewer, proposal), possible));
    return {
      edit: byAuthor(() => mayChangeText(proposal.state)),
      publish: byAuthor(() => mayPublish(proposal.state)),
      withdraw: byAuthor(() => mayWithdraw(proposal.state)),
      comment: shown(
        firstRefusal<string>(
          () => mayCommentOnProposal(viewer),
          () => mayBeDiscussed(proposal.state),
        ),
      ),
      openVote: shown(await this.opening(scope, proposal)),
    };
  }

  /** Whether the vote could open now. */
  private async opening(scope: RequestScope, proposal: ProposalRow): Promise<Verdict> {
    const tx = await this.work.read(scope);
    const rule = await this.bylaws.ruleInForce(tx, policyKey(proposal.decisionKind));
    if (!rule) return new Refusal('NO_RULE', 'The bylaws have no rule in force for this kind of decision.');
    const policy = storedPolicy(rule.value);
    const now = await databaseNow(tx);
    const brought = await this.queries
      .options(scope)
      .load({ proposalId: proposal.id, version: proposal.version });
    const options = checkOptions(proposal.decisionKind, policy, brought);
    return firstRefusal<string>(
      () => mayOpenVoteOn(scope.viewer, proposal, policy),
      () => mayOpenVote({ state: proposal.state, textPublishedAt: textPublishedAt(proposal) }, policy, now),
      () => (isRefusal(options) ? options : true),
    );
  }
}
