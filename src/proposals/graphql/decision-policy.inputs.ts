import { Field, InputType, Int } from '@nestjs/graphql';
import type { Opener } from '../../membership/domain/decision-policy.js';
import type { BlockRule, Participation, ThresholdBase } from '../../membership/domain/decision-rule.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { Fraction } from '../../platform/graphql/scalars.js';
import { ComparisonEnum, PollVisibilityEnum, ThresholdBaseEnum } from '../../voting/graphql/poll-enums.js';
import { MethodOptionsInput, type ComparisonName } from './method-options.inputs.js';

const QuorumMeasureEnum = describedEnum<'people' | 'weight'>('QuorumMeasure', 'What a quorum counts.', {
  people: 'People, whatever their weight.',
  weight: 'The weight of votes.',
});
const ParticipationEnum = describedEnum<Participation>('Participation', 'What may count as taking part.', {
  for: 'Votes for.',
  against: 'Votes against.',
  abstain: 'Abstentions.',
  blank: 'Blank ballots.',
  invalid: 'Invalid ballots.',
  block: 'Blocks.',
  ballots: 'Every ballot; for all methods but `threshold`, and for them alone.',
});
const BlockRuleEnum = describedEnum<BlockRule>(
  'BlockRule',
  'Whether a member may block, and what that does.',
  {
    forbidden: 'Nobody can block.',
    against: 'A block counts as a vote against.',
    veto: 'A single block stops the proposal.',
  },
);
const OpenerEnum = describedEnum<Opener>('VoteOpener', 'Who may open a vote.', {
  author: 'The author of the proposal.',
  steward: 'A steward.',
  treasurer: 'The treasurer.',
  secretary: 'The secretary.',
  facilitator: 'A facilitator.',
});

@InputType({ description: 'A majority: a fraction of a named base, passed or reached.' })
export class MajorityInput {
  @Field(() => Fraction, { description: 'The fraction, as `"2/3"`.' })
  fraction: string;
  @Field(() => ComparisonEnum, { description: 'Whether the fraction must be passed or reached.' })
  comparison: ComparisonName;
  @Field(() => ThresholdBaseEnum, { description: 'What it is a fraction of.' })
  base: ThresholdBase;
}

@InputType({ description: 'A majority that a class of members needs of its own.' })
export class ClassMajorityInput extends MajorityInput {
  @Field(() => String, { description: 'The code of the class.' })
  class: string;
}

@InputType({ description: 'The most that the votes of a class together may count.' })
export class ClassCapInput {
  @Field(() => String, { description: 'The code of the class.' })
  class: string;
  @Field(() => Fraction, { description: 'Of all votes for and against, as `"1/10"`.' })
  fraction: string;
}

@InputType({ description: 'Voting for another by delegation.' })
export class DelegationRuleInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The most votes behind one holder; no limit when absent.',
  })
  holderCap?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Days after which what was passed on must be confirmed again; never when absent.',
  })
  reconfirmDays?: number | null;
}

@InputType({ description: 'What becomes of objections, where consent is asked for.' })
export class ObjectionRuleInput {
  @Field(() => MajorityInput, {
    nullable: true,
    description: 'The majority that overrules an objection; none does when absent.',
  })
  mayOverrule?: MajorityInput | null;
  @Field(() => Int, {
    description: 'Days within which an objection is answered, and those asked again answer; at least one.',
  })
  answerDays: number;
}

@InputType({ description: 'A rule of decision. Every choice that can change an outcome is named.' })
export class DecisionPolicyInput {
  @Field(() => String, { description: 'The code of the competent body, as `general-assembly`.' })
  body: string;
  @Field(() => String, {
    nullable: true,
    description: 'How ballots are counted, as `irv`; `threshold`, for and against, when absent.',
  })
  method?: string | null;
  @Field(() => Int, { nullable: true, description: 'The version of the method; 1 when absent.' })
  methodVersion?: number | null;
  @Field(() => MethodOptionsInput, {
    nullable: true,
    description: 'The choices that the method leaves open.',
  })
  options?: MethodOptionsInput | null;
  @Field(() => Int, { nullable: true, description: 'How many are chosen; 1 when absent.' })
  seats?: number | null;
  @Field(() => Int, { nullable: true, description: 'The fewest options of a proposal; 2 when absent.' })
  minimumOptions?: number | null;
  @Field(() => Int, { nullable: true, description: 'The most options of a proposal; 100 when absent.' })
  maximumOptions?: number | null;
  @Field(() => Fraction, { nullable: true, description: 'The majority, as `"2/3"`; `threshold` alone.' })
  threshold?: string | null;
  @Field(() => ComparisonEnum, {
    nullable: true,
    description: 'Whether the fraction must be passed or reached; `threshold` alone.',
  })
  comparison?: ComparisonName | null;
  @Field(() => ThresholdBaseEnum, {
    nullable: true,
    description: 'What the majority is a fraction of; `threshold` alone.',
  })
  base?: ThresholdBase | null;
  @Field(() => [ClassMajorityInput], {
    nullable: true,
    description: 'Majorities that classes need beside it; `threshold` alone.',
  })
  classMajorities?: ClassMajorityInput[] | null;
  @Field(() => [ClassCapInput], {
    nullable: true,
    description: 'Classes whose votes are capped; `threshold` alone.',
  })
  classCaps?: ClassCapInput[] | null;
  @Field(() => BlockRuleEnum, { nullable: true, description: 'Blocks; forbidden when absent.' })
  block?: BlockRule | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether a result may be declared once no remaining ballot could change it; `threshold` alone.',
  })
  earlyDecision?: boolean | null;
  @Field(() => Fraction, {
    description: 'The part of the electorate that must take part; `"0"` for no quorum.',
  })
  quorum: string;
  @Field(() => QuorumMeasureEnum, { description: 'Whether the quorum counts people or weight.' })
  quorumMeasure: 'people' | 'weight';
  @Field(() => [ParticipationEnum], {
    nullable: true,
    description:
      'What counts as taking part. `threshold` has to name it; of every other method it is the ballots.',
  })
  quorumCounting?: Participation[] | null;
  @Field(() => ObjectionRuleInput, {
    nullable: true,
    description: 'Objections; `consent` alone, which needs it.',
  })
  objections?: ObjectionRuleInput | null;
  @Field(() => DelegationRuleInput, {
    nullable: true,
    description: 'Allows members to pass their vote to another; forbidden when absent.',
  })
  delegation?: DelegationRuleInput | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Days after the result in which dissent may be recorded; not offered when absent.',
  })
  dissentDays?: number | null;
  @Field(() => Fraction, {
    nullable: true,
    description: 'The share of electors who may have the result counted again; any elector when absent.',
  })
  recountShare?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Days after the result in which it can be counted again; 30 when absent, 0 for none.',
  })
  recountDays?: number | null;
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
  @Field(() => Boolean, { description: 'Whether results show before the close; in open votes alone.' })
  resultsBeforeClose: boolean;
  @Field(() => Boolean, { description: 'Whether an open vote may be extended, with a reason.' })
  mayExtend: boolean;
  @Field(() => Int, { description: 'Days from the result until the decision takes force.' })
  effectiveAfterDays: number;
}
