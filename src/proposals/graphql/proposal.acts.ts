import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { defineAct, keyedReasons } from '../../platform/graphql/act.js';
import { mayIntegrateObjection } from '../../voting/consent/consent.policy.js';
import {
  mayCommentOnProposal,
  mayDraftProposal,
  mayEditProposal,
  mayOpenVoteOn,
  mayRetryEffect,
} from '../proposals.policy.js';
import { DecisionType } from './decision.types.js';
import { ProposalCommentType, ProposalType } from './proposal.types.js';

@ObjectType({ description: 'The proposal was written.' })
export class ProposalDrafted {
  @Field(() => ID, { description: 'The proposal.' })
  proposalId: string;
  @Field(() => ProposalType, { nullable: true, description: 'The proposal as it stands.' })
  proposal?: unknown;
}
@ObjectType({ description: 'The new version stands.' })
export class ProposalEdited extends ProposalDrafted {}
@ObjectType({ description: 'The proposal is before the members; its notice begins.' })
export class ProposalPublished extends ProposalDrafted {}
@ObjectType({ description: 'The proposal was taken back.' })
export class ProposalWithdrawn extends ProposalDrafted {}
@ObjectType({ description: 'The comment was made.' })
export class ProposalCommented extends ProposalDrafted {
  @Field(() => ID, { description: 'The comment.' })
  commentId: string;
  @Field(() => ProposalCommentType, { nullable: true, description: 'The comment as it stands.' })
  comment?: unknown;
}
@ObjectType({ description: 'The vote is open; text, effect and rule are frozen.' })
export class VoteOpened extends ProposalDrafted {
  @Field(() => ID, { description: 'The poll.' })
  pollId: string;
}
@ObjectType({ description: 'The effect was tried again; the decision says with what result.' })
export class EffectRetried {
  @Field(() => ID, { description: 'The decision.' })
  decisionId: string;
  @Field(() => DecisionType, {
    nullable: true,
    description: 'The decision as it stands: carried out, or blocked as before.',
  })
  decision?: unknown;
}

@ObjectType({
  description: 'The text has changed; everybody is asked again whose ballot does not stand on it.',
})
export class ObjectionsIntegrated extends ProposalDrafted {
  @Field(() => ID, { description: 'The poll.' })
  pollId: string;
  @Field(() => Int, { description: 'The version of the poll’s text that stands now.' })
  textVersion: number;
  @Field(() => Int, { description: 'How many electors are asked again.' })
  askedAgainPeople: number;
}

const optionReasons = {
  NO_OPTIONS_HERE: 'The rule answers one question, so the proposal brings no options.',
  TOO_FEW_OPTIONS: 'The rule asks for more options.',
  TOO_MANY_OPTIONS: 'The rule allows fewer options.',
  OPTIONS_ALIKE: 'Two options have the same label.',
} as const;
const textReasons = {
  ...optionReasons,
  UNKNOWN_KIND: 'The bylaws have no rule for this kind of decision; the details list those they have.',
  EFFECT_IMPOSSIBLE: 'What the proposal would do cannot be done; the message says why.',
} as const;

export const draftProposalAct = defineAct({
  name: 'draftProposal',
  description:
    'Writes the first version of a proposal. Its effect or kind of decision fixes the rule that it will follow.',
  done: ProposalDrafted,
  reasons: {
    ...textReasons,
    ...keyedReasons,
    EFFECT_FIXES_KIND: 'What the proposal does belongs to another kind of decision.',
  },
  who: mayDraftProposal,
  whoInWords: 'Current members.',
});
export const editProposalAct = defineAct({
  name: 'editProposal',
  description: 'Writes a new version; earlier ones stay readable. After publication the notice begins again.',
  done: ProposalEdited,
  reasons: {
    ...textReasons,
    TEXT_IS_FROZEN: 'The vote has opened, or the proposal has ended.',
    KIND_IS_FIXED: 'Another kind of decision would follow another rule; it takes a new proposal.',
    EFFECT_KIND_IS_FIXED: 'Another effect would follow another rule; it takes a new proposal.',
  },
  who: mayEditProposal,
  whoInWords: 'Its author, until the vote opens.',
});
export const publishProposalAct = defineAct({
  name: 'publishProposal',
  description: 'Puts a draft before the members.',
  done: ProposalPublished,
  reasons: { NOT_IN_DRAFT: 'It is not a draft any more.' },
  who: mayEditProposal,
  whoInWords: 'Its author.',
});
export const withdrawProposalAct = defineAct({
  name: 'withdrawProposal',
  description: 'Takes a proposal back before its vote.',
  done: ProposalWithdrawn,
  reasons: { TEXT_IS_FROZEN: 'Its vote has opened, or it has ended.' },
  who: mayEditProposal,
  whoInWords: 'Its author, until the vote opens.',
});
export const commentOnProposalAct = defineAct({
  name: 'commentOnProposal',
  description: 'Comments on a published proposal, or answers a comment.',
  done: ProposalCommented,
  reasons: { NOT_IN_DELIBERATION: 'Comments are open from publication until the vote closes.' },
  who: mayCommentOnProposal,
  whoInWords: 'Current members, from publication until the vote closes.',
});
export const openVoteAct = defineAct({
  name: 'openVote',
  description: 'Opens the vote under the rule in force now, and freezes text, effect, rule and electorate.',
  done: VoteOpened,
  reasons: {
    ...textReasons,
    ...keyedReasons,
    EFFECT_NOT_READY: 'Something must be found out before members vote on it; the message says what.',
    RULE_NOT_COUNTABLE: 'The rule cannot be counted with these options; the details say why.',
    NO_RULE: 'The bylaws have no usable rule for this kind of decision.',
    NOT_IN_DELIBERATION: 'The proposal is not published, or its vote has been.',
    NOTICE_HAS_NOT_PASSED: 'Members have not had the days of notice that the rule gives them.',
    CLOSES_TOO_SOON: 'The vote would be shorter than the rule allows.',
    CLOSES_TOO_LATE: 'The vote would be longer than the rule allows.',
    ELECTORATE_EMPTY: 'Nobody is entitled to vote on the record date.',
    TOO_FEW_TO_HIDE:
      'The result of a confidential vote would show how a small class voted; it can be held as an open vote.',
    SUBJECT_ALREADY_VOTED: 'A vote on this proposal is under way or has been held.',
  },
  who: mayOpenVoteOn,
  whoInWords: 'Whom the rule of this kind of decision names: its author, or officers.',
});
export const retryEffectAct = defineAct({
  name: 'retryEffect',
  description: 'Tries the blocked effect of an adopted decision again.',
  done: EffectRetried,
  reasons: { ...keyedReasons, NOT_BLOCKED: 'The decision is not blocked.' },
  who: mayRetryEffect,
  whoInWords: 'Steward, treasurer, secretary, or the author of the proposal.',
});
export const integrateObjectionsAct = defineAct({
  name: 'integrateObjections',
  description:
    'Meets objections by a new text while the vote is open. Everybody with a ballot is asked again but those who said with it that it stands, and these too where the change concerns them. Where the time left is short, the vote gets more.',
  done: ObjectionsIntegrated,
  reasons: {
    ...keyedReasons,
    EFFECT_IMPOSSIBLE: 'What the proposal would do cannot be done; the message says why.',
    EFFECT_KIND_IS_FIXED: 'Another effect would follow another rule; it takes a new proposal.',
    NOTHING_CHANGED: 'The text says the same as before.',
    OBJECTION_HAS_ENDED: 'An objection is no longer open.',
    POLL_CLOSED: 'The closing instant has come.',
    TOO_LATE_TO_ASK_AGAIN: 'Those asked again would not have the days that the rule gives them.',
  },
  who: mayIntegrateObjection,
  whoInWords: 'The author of the proposal, and facilitators.',
});
