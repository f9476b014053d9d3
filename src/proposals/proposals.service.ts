import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import type { DecisionKind } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { Viewer } from '../platform/request/viewer.js';
import { isId, newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import { cleanLine, cleanText } from '../shared/text.js';
import { mayBeDiscussed, mayChangeText, mayPublish, mayWithdraw } from './domain/proposal-lifecycle.js';
import { ProposalEffects } from './proposal-effects.js';
import type { ProposalRow } from './proposal.rows.js';
import type { ProposalDraft } from './proposal-draft.js';
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
    @Inject(ProposalEffects) private readonly effects: ProposalEffects,
  ) {}

  /** Writes the first version. The kind of decision, and so the rule that will apply, follows from the effect. */
  draft(
    scope: RequestScope,
    draft: ProposalDraft,
    idempotencyKey?: string,
  ): Promise<{ proposalId: string } | Refusal> {
    const options = { act: 'draftProposal', idempotencyKey, request: draft };
    return this.work.command(scope, options, async (tx, viewer) => {
      const permitted = mayDraftProposal(viewer);
      if (permitted !== true) return permitted;
      const checked = await this.checkedDraft(tx, draft);
      if (isRefusal(checked)) return checked;
      const proposalId = newId();
      const decisionKind: DecisionKind = draft.effect
        ? this.effects.named(draft.effect.kind).decisionKind
        : 'resolution';
      await insertProposal(tx, viewer, proposalId, decisionKind, checked);
      await this.record(tx, viewer, 'draftProposal', proposalId, { decisionKind, version: 1 });
      return { proposalId };
    });
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
      const checked = await this.checkedDraft(tx, draft);
      if (isRefusal(checked)) return checked;
      if ((checked.effect?.kind ?? null) !== proposal.effectKind) {
        return new Refusal(
          'EFFECT_KIND_IS_FIXED',
          'What a proposal does decides the rule it follows: write a new proposal for another effect.',
        );
      }
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
      await this.record(tx, viewer, 'withdrawProposal', proposalId, {});
      return { proposalId };
    });
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

  private async checkedDraft(tx: Tx, draft: ProposalDraft): Promise<ProposalDraft | Refusal> {
    const title = cleanLine(draft.title, 200);
    const body = draft.body === '' ? '' : cleanText(draft.body, 50_000);
    const faults = [
      ...(title === null ? ['title: one line of 1 to 200 characters.'] : []),
      ...(body === null ? ['body: at most 50,000 characters of text.'] : []),
    ];
    if (title === null || body === null)
      return new Refusal('INVALID_INPUT', 'The text of the proposal is not acceptable.', faults);
    if (!draft.effect) return { title, body, effect: null };
    const possible = await this.effects.named(draft.effect.kind).check(tx, draft.effect.payload);
    if (isRefusal(possible)) {
      return new Refusal('EFFECT_IMPOSSIBLE', possible.message, possible.details);
    }
    return { title, body, effect: draft.effect };
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

async function commentIsOn(tx: Tx, proposalId: string, commentId: string): Promise<boolean> {
  if (!isId(commentId)) return false;
  const found = await tx.sql(`SELECT FROM proposal_comment WHERE proposal_id = $1 AND id = $2`, [
    proposalId,
    commentId,
  ]);
  return found.length === 1;
}
