import type { DecisionPolicy, Opener } from '../membership/domain/decision-policy.js';
import { holds, isCurrentMember, type Viewer } from '../platform/request/viewer.js';
import { Refusal, type Verdict } from '../shared/refusal.js';
import { opens } from './domain/proposal-lifecycle.js';

export type PermissionReason = 'NOT_SIGNED_IN' | 'NOT_A_MEMBER' | 'NOT_ALLOWED';
type Permission = Verdict<PermissionReason>;

/** What a permission rule needs to know of a proposal. */
export interface ProposalFacts {
  readonly authorMembershipId: string;
}

/** Every current member may write a proposal. */
export function mayDraftProposal(viewer: Viewer): Permission {
  if (viewer.personId === null) return new Refusal('NOT_SIGNED_IN', 'Sign in to write a proposal.');
  if (!isCurrentMember(viewer))
    return new Refusal('NOT_A_MEMBER', 'Proposals are written by current members of this cooperative.');
  return true;
}

/** Only its author changes, publishes or withdraws a proposal. */
export function mayEditProposal(viewer: Viewer, proposal: ProposalFacts): Permission {
  const member = mayDraftProposal(viewer);
  if (member !== true) return member;
  return viewer.membershipId === proposal.authorMembershipId
    ? true
    : new Refusal('NOT_ALLOWED', 'Only the author changes, publishes or withdraws a proposal.');
}

/** Every current member may comment. */
export const mayCommentOnProposal = mayDraftProposal;

/** Those whom the rule of this kind of decision names: its author, or holders of a role. */
export function mayOpenVoteOn(viewer: Viewer, proposal: ProposalFacts, policy: DecisionPolicy): Permission {
  const member = mayDraftProposal(viewer);
  if (member !== true) return member;
  const functions: Opener[] = viewer.roles.filter(
    (role): role is Exclude<typeof role, 'auditor'> => role !== 'auditor',
  );
  if (viewer.membershipId === proposal.authorMembershipId) functions.push('author');
  return opens(policy, functions)
    ? true
    : new Refusal('NOT_ALLOWED', `This vote is opened by: ${policy.mayOpen.join(', ')}.`);
}

/** Officers, and the author, may ask for a blocked effect to be tried again. */
export function mayRetryEffect(viewer: Viewer, authorMembershipId: string | null): Permission {
  const member = mayDraftProposal(viewer);
  if (member !== true) return member;
  if (holds(viewer, 'steward', 'treasurer', 'secretary') || viewer.membershipId === authorMembershipId)
    return true;
  return new Refusal(
    'NOT_ALLOWED',
    'An officer, or the author of the proposal, asks for a blocked effect to be tried again.',
  );
}

/** A draft is its author's alone; what was published once is every current member's. */
export const mayReadProposal = (
  viewer: Viewer,
  proposal: ProposalFacts & { readonly publishedAt: Date | null },
): boolean =>
  viewer.isSystem ||
  (isCurrentMember(viewer) &&
    (viewer.membershipId === proposal.authorMembershipId || proposal.publishedAt !== null));
