import { Field, ID, InputType, Int } from '@nestjs/graphql';
import type {
  BallotChoice,
  DecisionKind,
  Opener,
  ThresholdBase,
} from '../../membership/domain/decision-policy.js';
import {
  BallotChoiceEnum,
  ComparisonEnum,
  PollVisibilityEnum,
  ThresholdBaseEnum,
} from '../../voting/graphql/poll-enums.js';
import { RoleEnum } from '../../membership/graphql/membership.enums.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { Fraction, Instant } from '../../platform/graphql/scalars.js';
import type { MemberRole } from '../../platform/request/viewer.js';
import { DecisionKindEnum } from './proposal.types.js';

const QuorumMeasureEnum = describedEnum<'people' | 'weight'>('QuorumMeasure', 'What a quorum counts.', {
  people: 'People, whatever their weight.',
  weight: 'The weight of votes.',
});
const OpenerEnum = describedEnum<Opener>('VoteOpener', 'Who may open a vote.', {
  author: 'The author of the proposal.',
  steward: 'A steward.',
  treasurer: 'The treasurer.',
  secretary: 'The secretary.',
  facilitator: 'A facilitator.',
});
@InputType({ description: 'A rule of decision. Every choice that can change an outcome is named.' })
export class DecisionPolicyInput {
  @Field(() => String, { description: 'The code of the competent body, as `general-assembly`.' })
  body: string;
  @Field(() => Fraction, { description: 'The majority, as `"2/3"`.' })
  threshold: string;
  @Field(() => ComparisonEnum, { description: 'Whether the fraction must be passed or reached.' })
  comparison: 'more_than' | 'at_least';
  @Field(() => ThresholdBaseEnum, { description: 'What the majority is a fraction of.' })
  base: ThresholdBase;
  @Field(() => Fraction, {
    description: 'The part of the electorate that must take part; `"0"` for no quorum.',
  })
  quorum: string;
  @Field(() => QuorumMeasureEnum, { description: 'Whether the quorum counts people or weight.' })
  quorumMeasure: 'people' | 'weight';
  @Field(() => [BallotChoiceEnum], { description: 'The choices that count as taking part.' })
  quorumCounting: BallotChoice[];
  @Field(() => Int, { description: 'Days between the text and its vote.' })
  noticeDays: number;
  @Field(() => Int, { description: 'The least hours that a vote stays open.' })
  minimumDurationHours: number;
  @Field(() => Int, { description: 'The most hours that a vote stays open.' })
  maximumDurationHours: number;
  @Field(() => [OpenerEnum], { description: 'Who may open the vote.' })
  mayOpen: Opener[];
  @Field(() => PollVisibilityEnum, { description: 'Who can see who voted how.' })
  visibility: 'open' | 'confidential';
  @Field(() => Boolean, { description: 'Whether results show before the close.' })
  resultsBeforeClose: boolean;
  @Field(() => Boolean, { description: 'Whether an open vote may be extended, with a reason.' })
  mayExtend: boolean;
  @Field(() => Int, { description: 'Days from the result until the decision takes force.' })
  effectiveAfterDays: number;
}

@InputType({ description: 'Give a rule of the bylaws a new version.' })
export class AmendRuleInput {
  @Field(() => DecisionKindEnum, { description: 'The kind of decision whose rule changes.' })
  decisionKind: DecisionKind;
  @Field(() => DecisionPolicyInput, { description: 'The new rule.' })
  policy: DecisionPolicyInput;
  @Field(() => String, { description: 'The article, as `Article 20`.' })
  article: string;
  @Field(() => String, { description: 'The wording of the article.' })
  text: string;
}

@InputType({ description: 'Give a member a role.' })
export class AssignRoleInput {
  @Field(() => ID, { description: 'The membership of the member.' })
  membershipId: string;
  @Field(() => RoleEnum, { description: 'The role.' })
  role: MemberRole;
}

@InputType({ description: 'What adoption does. At most one; none for a plain resolution.' })
export class ProposalEffectInput {
  @Field(() => AmendRuleInput, { nullable: true, description: 'Change a rule of the bylaws.' })
  amendRule?: AmendRuleInput | null;
  @Field(() => AssignRoleInput, { nullable: true, description: 'Appoint an officer.' })
  assignRole?: AssignRoleInput | null;
}

@InputType({ description: 'The text of a proposal, and what its adoption does.' })
export class DraftProposalInput {
  @Field(() => String, { description: 'One line, at most 200 characters.' })
  title: string;
  @Field(() => String, { description: 'The text, at most 50,000 characters; may be empty.' })
  body: string;
  @Field(() => ProposalEffectInput, { nullable: true, description: 'What adoption does.' })
  effect?: ProposalEffectInput | null;
}

@InputType({ description: 'A new version of a proposal.' })
export class EditProposalInput extends DraftProposalInput {
  @Field(() => ID, { description: 'The proposal.' })
  proposalId: string;
}

@InputType({ description: 'A comment on a proposal.' })
export class CommentOnProposalInput {
  @Field(() => ID, { description: 'The proposal.' })
  proposalId: string;
  @Field(() => String, { description: 'What you want to say, at most 10,000 characters.' })
  body: string;
  @Field(() => ID, { nullable: true, description: 'The comment you answer.' })
  replyTo?: string | null;
}

@InputType({ description: 'The opening of a vote.' })
export class OpenVoteInput {
  @Field(() => ID, { description: 'The proposal.' })
  proposalId: string;
  @Field(() => Instant, { description: 'When the vote closes.' })
  closesAt: Date;
}
