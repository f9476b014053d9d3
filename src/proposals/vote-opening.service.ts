import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { Bylaws, type BylawRule } from '../membership/bylaws.js';
import { MemberRegister } from '../membership/member-register.js';
import { policyKey, storedPolicy, type DecisionPolicy } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Viewer } from '../platform/request/viewer.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isId } from '../shared/ids.js';
import { isRefusal, Refusal, type Verdict } from '../shared/refusal.js';
import { Polls } from '../voting/polls.js';
import { databaseNow } from '../platform/database/database-now.js';
import { mayOpenVote } from './domain/proposal-lifecycle.js';
import { checkOptions } from '../voting/domain/poll-options.js';
import { ProposalEffects } from './proposal-effects.js';
import type { ProposalRow } from './proposal.rows.js';
import { mayDraftProposal, mayOpenVoteOn, mayReadProposal } from './proposals.policy.js';
import { lockProposal, optionsOf } from './proposals.store.js';

export interface OpeningRequest {
  readonly proposalId: string;
  readonly closesAt: Date;
  /** See `PollDraft`. */
  readonly openlyIfTooFew?: boolean | null | undefined;
}

/** The subject type under which proposals are put to a poll. */
export const proposalSubject = 'proposal';

/** When the text that stands was put before the members: its own recording, or publication if that came later. */
export const textPublishedAt = (
  proposal: Pick<ProposalRow, 'publishedAt' | 'versionRecordedAt'>,
): Date | null =>
  proposal.publishedAt === null
    ? null
    : new Date(Math.max(proposal.publishedAt.getTime(), proposal.versionRecordedAt.getTime()));

/**
 * Opens the vote on a proposal: from here text, effect, options and the rule are frozen. The rule is the one in force
 * now; what the bylaws become later does not touch this vote.
 */
@Injectable()
export class VoteOpening {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Bylaws) private readonly bylaws: Bylaws,
    @Inject(MemberRegister) private readonly register: MemberRegister,
    @Inject(Polls) private readonly polls: Polls,
    @Inject(ProposalEffects) private readonly effects: ProposalEffects,
  ) {}

  open(
    scope: RequestScope,
    input: OpeningRequest,
    idempotencyKey?: string,
  ): Promise<{ proposalId: string; pollId: string } | Refusal> {
    return this.work.command(
      scope,
      { act: 'openVote', idempotencyKey, request: input },
      async (tx, viewer) => {
        const proposal = await this.lockVisible(tx, viewer, input.proposalId);
        if (isRefusal(proposal)) return proposal;
        const rule = await this.bylaws.ruleInForce(tx, policyKey(proposal.decisionKind));
        if (!rule) return noRule('The bylaws have no rule in force for this kind of decision.');
        const allowed = await this.checkOpening(tx, viewer, proposal, storedPolicy(rule.value));
        if (allowed !== true) return allowed;
        const poll = await this.openPoll(tx, viewer, proposal, rule, input);
        if (isRefusal(poll)) return poll;
        await freeze(tx, viewer, proposal, rule, poll.pollId);
        return { proposalId: proposal.id, pollId: poll.pollId };
      },
    );
  }

  private async lockVisible(tx: Tx, viewer: Viewer, proposalId: string): Promise<ProposalRow | Refusal> {
    const member = mayDraftProposal(viewer);
    if (member !== true) return member;
    const proposal = isId(proposalId) ? await lockProposal(tx, proposalId) : null;
    if (proposal && mayReadProposal(viewer, proposal)) return proposal;
    return new Refusal('NOT_FOUND', 'There is no such proposal, or it is not yours to see.');
  }

  private async checkOpening(
    tx: Tx,
    viewer: Viewer,
    proposal: ProposalRow,
    policy: DecisionPolicy,
  ): Promise<Verdict> {
    const permitted = mayOpenVoteOn(viewer, proposal, policy);
    if (permitted !== true) return permitted;
    const subject = { state: proposal.state, textPublishedAt: textPublishedAt(proposal) };
    const possible = mayOpenVote(subject, policy, await databaseNow(tx));
    if (possible !== true) return possible;
    // The rule may have changed since the options were written.
    const options = await optionsOf(tx, proposal.id, proposal.version);
    const chosenAmong = checkOptions(proposal.decisionKind, policy, options);
    return isRefusal(chosenAmong) ? chosenAmong : this.checkEffect(tx, proposal);
  }

  private async openPoll(
    tx: Tx,
    viewer: Viewer,
    proposal: ProposalRow,
    rule: BylawRule,
    { closesAt, openlyIfTooFew }: OpeningRequest,
  ): Promise<{ pollId: string } | Refusal> {
    const policy = storedPolicy(rule.value);
    const body = await this.register.bodyByCode(tx, policy.body);
    if (!body) return noRule(`The rule names the body "${policy.body}", which does not exist.`);
    return this.polls.openPoll(tx, viewer, {
      ...{ subjectType: proposalSubject, subjectId: proposal.id, question: proposal.title },
      ...{ options: await optionsOf(tx, proposal.id, proposal.version), topic: proposal.topic },
      proposedBy: proposal.authorMembershipId,
      openlyIfTooFew: openlyIfTooFew ?? false,
      ...{ policy, ruleKey: rule.key, ruleVersion: rule.version, bodyId: body.id, closesAt },
    });
  }

  private async checkEffect(tx: Tx, proposal: ProposalRow): Promise<true | Refusal> {
    if (proposal.effectKind === null || proposal.effect === null) return true;
    const effect = this.effects.named(proposal.effectKind);
    const possible = await effect.check(tx, proposal.effect);
    if (isRefusal(possible)) return new Refusal('EFFECT_IMPOSSIBLE', possible.message, possible.details);
    const ready = (await effect.mayOpen?.(tx, proposal.effect)) ?? true;
    return isRefusal(ready) ? new Refusal('EFFECT_NOT_READY', ready.message, ready.details) : true;
  }
}

const noRule = (message: string): Refusal => new Refusal('NO_RULE', message);

/** From here the database refuses further versions of the text. */
async function freeze(
  tx: Tx,
  viewer: Viewer,
  proposal: ProposalRow,
  rule: BylawRule,
  pollId: string,
): Promise<void> {
  await tx.sql(
    `UPDATE proposal SET state = 'voting', poll_id = $2, voting_at = rochdale_now() WHERE id = $1`,
    [proposal.id, pollId],
  );
  await recordAct(tx, viewer, {
    act: 'openVote',
    subjectType: 'proposal',
    subjectId: proposal.id,
    data: { pollId, version: proposal.version, ruleKey: rule.key, ruleVersion: rule.version },
  });
}
