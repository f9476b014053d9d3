import { Field, ID, InputType } from '@nestjs/graphql';
import { RoleEnum } from '../../membership/graphql/membership.enums.js';
import { Instant } from '../../platform/graphql/scalars.js';
import type { MemberRole } from '../../platform/request/viewer.js';
import { DecisionPolicyInput } from './decision-policy.inputs.js';

@InputType({ description: 'Give a rule of decision a new version, or the bylaws a new one.' })
export class AmendRuleInput {
  @Field(() => String, {
    description:
      'The kind of decision whose rule changes, as `resolution`; one that the bylaws do not know yet becomes a kind of its own.',
  })
  decisionKind: string;
  @Field(() => DecisionPolicyInput, { description: 'The new rule.' })
  policy: DecisionPolicyInput;
  @Field(() => String, { description: 'The article, as `Article 20`.' })
  article: string;
  @Field(() => String, { description: 'The wording of the article.' })
  text: string;
}

@InputType({ description: 'Give any other rule of the bylaws a new version, or the bylaws a new one.' })
export class AmendBylawInput {
  @Field(() => String, {
    description: 'Which rule, as `surplus-policy/usual`; rules of decision go by `amendRule`.',
  })
  key: string;
  @Field(() => String, {
    description: 'The rule as data, JSON as text, in the form that the readers of such rules document.',
  })
  value: string;
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
  @Field(() => AmendRuleInput, { nullable: true, description: 'Change a rule of decision.' })
  amendRule?: AmendRuleInput | null;
  @Field(() => AmendBylawInput, { nullable: true, description: 'Change another rule of the bylaws.' })
  amendBylaw?: AmendBylawInput | null;
  @Field(() => AssignRoleInput, { nullable: true, description: 'Appoint an officer.' })
  assignRole?: AssignRoleInput | null;
}

@InputType({ description: 'What can be chosen.' })
export class ProposalOptionInput {
  @Field(() => String, { description: 'One line, at most 200 characters, by which it is told apart.' })
  label: string;
  @Field(() => String, { nullable: true, description: 'What it means, at most 10,000 characters.' })
  description?: string | null;
}

@InputType({ description: 'The text of a proposal, and what its adoption does.' })
export class DraftProposalInput {
  @Field(() => String, { description: 'One line, at most 200 characters.' })
  title: string;
  @Field(() => String, { description: 'The text, at most 50,000 characters; may be empty.' })
  body: string;
  @Field(() => String, {
    nullable: true,
    description:
      'The kind of decision, as `choice`: one that the bylaws have a rule for. When absent, that of the effect, or a plain `resolution`.',
  })
  decisionKind?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'A short code for what it is about, as `energy`; members may have passed on their votes by topic.',
  })
  topic?: string | null;
  @Field(() => [ProposalOptionInput], {
    nullable: true,
    description: 'What can be chosen, in order; for kinds of decision that choose among options.',
  })
  options?: ProposalOptionInput[] | null;
  @Field(() => ProposalEffectInput, { nullable: true, description: 'What adoption does.' })
  effect?: ProposalEffectInput | null;
}

@InputType({ description: 'A new version of a proposal.' })
export class EditProposalInput extends DraftProposalInput {
  @Field(() => ID, { description: 'The proposal.' })
  proposalId: string;
}

@InputType({ description: 'A new text that meets objections, and whom it concerns.' })
export class IntegrateObjectionsInput {
  @Field(() => [ID], { description: 'The objections that it meets, 1 to 50 of one vote.' })
  objectionIds: string[];
  @Field(() => String, { description: 'One line, at most 200 characters.' })
  title: string;
  @Field(() => String, { description: 'The text, at most 50,000 characters; may be empty.' })
  body: string;
  @Field(() => ProposalEffectInput, {
    nullable: true,
    description: 'What adoption does, in its new form; absent, it stays as it is.',
  })
  effect?: ProposalEffectInput | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it concerns everybody; else those are not asked again who said with their ballot that it stands. Another title or effect concerns everybody.',
  })
  askEverybodyAgain?: boolean | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Codes of the member classes that it concerns, who are all asked again.',
  })
  askClassesAgain?: string[] | null;
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
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a confidential vote is held as an open one where it could not stay confidential: so few vote in a class that counts apart, or its rule lets votes be passed on that would then show. Else it is refused (TOO_FEW_TO_HIDE, RULE_NOT_COUNTABLE).',
  })
  openlyIfTooFew?: boolean | null;
}
