import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId, newId } from '../shared/ids.js';
import { isRefusal, Refusal, type Verdict } from '../shared/refusal.js';
import { cleanText } from '../shared/text.js';
import { mayBeDiscussed, mayChangeText, mayPublish, mayWithdraw } from './domain/proposal-lifecycle.js';
import type { ProposalRow } from './proposal.rows.js';
import type { ProposalDraft } from './proposal-draft.js';
import { ProposalDrafting } from './proposal-drafting.js';
import { ProposalEffects } from './proposal-effects.js';
import { insertProposal, insertVersion, lockProposal } from './proposals.store.js';
import {
  mayCommentOnProposal,
  mayDraftProposal,
  mayEditProposal,
  mayReadProposal,
} from './proposals.policy.js';

const notFound = (): Refusal =>
  new Refusal('NOT_FOUND', 'There is no such proposal, or it is not yours to see.');

/** Writing and discussing proposals. Opening the vote is in `vote-opening.service.ts`, deciding in `decisions.service.ts`. */
@Injectable()
export class Proposals {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ProposalDrafting) private readonly drafting: ProposalDrafting,
    @Inject(ProposalEffects) private readonly effects: ProposalEffects,
  ) {}

  /** Writes the first version. Its kind of decision, and so the rule that will apply, is fixed by it. */
  draft(
    scope: RequestScope,
    draft: ProposalDraft,
    idempotencyKey?: string,
  ): Promise<{ proposalId: string } | Refusal> {
    const options = { act: 'draftProposal', idempotencyKey, request: draft };
    return this.work.command(scope, options, (tx, viewer) => this.draftWithin(tx, viewer, draft));
  }

  /** As `draft`, inside the act of another module: what it keeps of the proposal commits with it. */
  async draftWithin(tx: Tx, viewer: Viewer, draft: ProposalDraft): Promise<{ proposalId: string } | Refusal> {
    const permitted = mayDraftProposal(viewer);
    if (permitted !== true) return permitted;
    const decisionKind = this.drafting.kindOf(draft);
    if (isRefusal(decisionKind)) return decisionKind;
    const checked = await this.drafting.check(tx, decisionKind, draft);
    if (isRefusal(checked)) return checked;
    const proposalId = newId();
    await insertProposal(tx, viewer, proposalId, decisionKind, checked);
    await this.record(tx, viewer, 'draftProposal', proposalId, { decisionKind, version: 1 });
    return { proposalId };
  }

  /** Adds a version; earlier ones stay readable. After publication the notice begins again. */
  edit(
    scope: RequestScope,
    proposalId: string,
    draft: ProposalDraft,
  ): Promise<{ proposalId: string } | Refusal> {
    return this.work.command(scope, { act: 'editProposal' }, async (tx, viewer) => {
      const proposal = await this.lockVisible(tx, viewer, proposalId);
      if (isRefusal(proposal)) return proposal;
      const permitted = mayEditProposal(viewer, proposal);
      if (permitted !== true) return permitted;
      const free = mayChangeText(proposal.state);
      if (free !== true) return free;
      const kept = keepsKind(proposal, draft);
      if (kept !== true) return kept;
      const checked = await this.drafting.check(tx, proposal.decisionKind, draft);
      if (isRefusal(checked)) return checked;
      await insertVersion(tx, viewer, proposalId, proposal.version + 1, checked);
      await this.record(tx, viewer, 'editProposal', proposalId, { version: proposal.version + 1 });
      return { proposalId };
    });
  }

  publish(scope: RequestScope, proposalId: string): Promise<{ proposalId: string } | Refusal> {
    return this.work.command(scope, { act: 'publishProposal' }, async (tx, viewer) => {
      const proposal = await this.lockVisible(tx, viewer, proposalId);
      if (isRefusal(proposal)) return proposal;
      const permitted = mayEditProposal(viewer, proposal);
      if (permitted !== true) return permitted;
      const possible = mayPublish(proposal.state);
      if (possible !== true) return possible;
      await tx.sql(
        `UPDATE proposal SET state = 'deliberation', published_at = rochdale_now() WHERE id = $1`,
        [proposalId],
      );
      await this.record(tx, viewer, 'publishProposal', proposalId, { version: proposal.version });
      return { proposalId };
    });
  }

  withdraw(scope: RequestScope, proposalId: string): Promise<{ proposalId: string } | Refusal> {
    return this.work.command(scope, { act: 'withdrawProposal' }, async (tx, viewer) => {
      const proposal = await this.lockVisible(tx, viewer, proposalId);
      if (isRefusal(proposal)) return proposal;
      const permitted = mayEditProposal(viewer, proposal);
      if (permitted !== true) return permitted;
      const possible = mayWithdraw(proposal.state);
      if (possible !== true) return possible;
      await tx.sql(`UPDATE proposal SET state = 'withdrawn', ended_at = rochdale_now() WHERE id = $1`, [
        proposalId,
      ]);
      await this.effects.tellEnding(tx, proposal, 'withdrawn');
      await this.record(tx, viewer, 'withdrawProposal', proposalId, {});
      return { proposalId };
    });
  }

  /**
   * Ends a proposal whose vote has not opened, inside an act of the module whose effect it would have: that module says who
   * may, and why. Refuses TEXT_IS_FROZEN once the vote has opened.
   */
  async withdrawWithin(tx: Tx, viewer: Viewer, proposalId: string, reason: string): Promise<true | Refusal> {
    const proposal = await lockProposal(tx, proposalId);
    if (!proposal) return notFound();
    const possible = mayWithdraw(proposal.state);
    if (possible !== true) return possible;
    await tx.sql(`UPDATE proposal SET state = 'withdrawn', ended_at = rochdale_now() WHERE id = $1`, [
      proposalId,
    ]);
    await this.effects.tellEnding(tx, proposal, 'withdrawn');
    await this.record(tx, viewer, 'withdrawProposal', proposalId, { reason });
    return true;
  }

  comment(
    scope: RequestScope,
    input: { readonly proposalId: string; readonly body: string; readonly replyTo?: string | null },
  ): Promise<{ commentId: string; proposalId: string } | Refusal> {
    return this.work.command(scope, { act: 'commentOnProposal' }, async (tx, viewer) => {
      const permitted = mayCommentOnProposal(viewer);
      if (permitted !== true) return permitted;
      const proposal = await this.lockVisible(tx, viewer, input.proposalId, 'FOR SHARE');
      if (isRefusal(proposal)) return proposal;
      const open = mayBeDiscussed(proposal.state);
      if (open !== true) return open;
      const body = cleanText(input.body, 10_000);
      if (body === null)
        return new Refusal('INVALID_INPUT', 'A comment has 1 to 10,000 characters.', ['body']);
      const replyTo = input.replyTo ?? null;
      if (replyTo !== null && !(await commentIsOn(tx, proposal.id, replyTo))) {
        return new Refusal('NOT_FOUND', 'The comment you answer is not on this proposal.');
      }
      const commentId = newId();
      await tx.sql(
        `INSERT INTO proposal_comment (cooperative_id, id, proposal_id, author_membership_id, reply_to, body, on_version)
         VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6)`,
        [commentId, proposal.id, viewer.membershipId, replyTo, body, proposal.version],
      );
      await this.record(tx, viewer, 'commentOnProposal', proposal.id, { commentId });
      return { commentId, proposalId: proposal.id };
    });
  }

  private async lockVisible(
    tx: Tx,
    viewer: Viewer,
    proposalId: string,
    lock: 'FOR UPDATE' | 'FOR SHARE' = 'FOR UPDATE',
  ): Promise<ProposalRow | Refusal> {
    const permitted = mayDraftProposal(viewer);
    if (permitted !== true) return permitted;
    const proposal = isId(proposalId) ? await lockProposal(tx, proposalId, lock) : null;
    return proposal && mayReadProposal(viewer, proposal) ? proposal : notFound();
  }

  private record(
    tx: Tx,
    viewer: Viewer,
    act: string,
    proposalId: string,
    data: Record<string, string | number>,
  ): Promise<void> {
    return recordAct(tx, viewer, { act, subjectType: 'proposal', subjectId: proposalId, data });
  }
}

/** What a proposal does, and its kind, decide the rule it follows: they are what its first version made them. */
function keepsKind(proposal: ProposalRow, draft: ProposalDraft): Verdict {
  if ((draft.effect?.kind ?? null) !== proposal.effectKind) {
    return new Refusal(
      'EFFECT_KIND_IS_FIXED',
      'What a proposal does decides the rule it follows: write a new proposal for another effect.',
    );
  }
  if ((draft.decisionKind ?? proposal.decisionKind) === proposal.decisionKind) return true;
  return new Refusal(
    'KIND_IS_FIXED',
    `This proposal is decided as a ${proposal.decisionKind}: write a new one for another kind of decision.`,
  );
}

async function commentIsOn(tx: Tx, proposalId: string, commentId: string): Promise<boolean> {
  if (!isId(commentId)) return false;
  const found = await tx.sql(`SELECT FROM proposal_comment WHERE proposal_id = $1 AND id = $2`, [
    proposalId,
    commentId,
  ]);
  return found.length === 1;
}
