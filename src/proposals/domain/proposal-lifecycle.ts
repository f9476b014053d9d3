import type { DecisionPolicy, Opener } from '../../membership/domain/decision-policy.js';
import { Refusal, type Verdict } from '../../shared/refusal.js';

/**
 * The life of a proposal: draft → deliberation → voting → decided; withdrawn by its author before the vote.
 *
 * The text may change until the vote opens and not after: opening freezes title, body, effect and the rule that
 * applies. Notice runs from the version that is voted on, so nobody is asked about a text they had no time to read.
 */
export const proposalStates = ['draft', 'deliberation', 'voting', 'decided', 'withdrawn'] as const;
export type ProposalState = (typeof proposalStates)[number];

export type LifecycleReason =
  'TEXT_IS_FROZEN' | 'NOT_IN_DRAFT' | 'NOT_IN_DELIBERATION' | 'NOTICE_HAS_NOT_PASSED';

export function mayChangeText(state: ProposalState): Verdict<LifecycleReason> {
  if (state === 'draft' || state === 'deliberation') return true;
  return new Refusal(
    'TEXT_IS_FROZEN',
    'The vote has opened or the proposal has ended: its text can no longer change.',
  );
}

export function mayPublish(state: ProposalState): Verdict<LifecycleReason> {
  return state === 'draft'
    ? true
    : new Refusal('NOT_IN_DRAFT', 'Only a draft can be published; this one is not a draft any more.');
}

export function mayWithdraw(state: ProposalState): Verdict<LifecycleReason> {
  if (state === 'draft' || state === 'deliberation') return true;
  return new Refusal(
    'TEXT_IS_FROZEN',
    'Once its vote has opened, a proposal ends by its result and cannot be withdrawn.',
  );
}

export function mayBeDiscussed(state: ProposalState): Verdict<LifecycleReason> {
  if (state === 'deliberation' || state === 'voting') return true;
  return new Refusal('NOT_IN_DELIBERATION', 'Comments are open from publication until the vote closes.');
}

const day = 86_400_000;

/**
 * Whether the vote may open now, by the rule in force: the text has been published for the whole notice. How long the
 * vote then lasts is the poll's own rule.
 */
export function mayOpenVote(
  proposal: { readonly state: ProposalState; readonly textPublishedAt: Date | null },
  policy: Pick<DecisionPolicy, 'noticeDays'>,
  now: Date,
): Verdict<LifecycleReason> {
  if (proposal.state !== 'deliberation' || proposal.textPublishedAt === null) {
    return new Refusal(
      'NOT_IN_DELIBERATION',
      'A vote opens on a published proposal that has not been voted on.',
    );
  }
  const noticeEnds = new Date(proposal.textPublishedAt.getTime() + policy.noticeDays * day);
  if (now >= noticeEnds) return true;
  return new Refusal(
    'NOTICE_HAS_NOT_PASSED',
    `Members have ${policy.noticeDays} days to read the text: the vote can open from ${noticeEnds.toISOString()}.`,
  );
}

/** Whether somebody with these functions may open the vote, by the rule of this kind of decision. */
export const opens = (policy: DecisionPolicy, functions: readonly Opener[]): boolean =>
  policy.mayOpen.some((opener) => functions.includes(opener));
