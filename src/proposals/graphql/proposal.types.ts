import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { Instant } from '../../platform/graphql/scalars.js';
import { VerdictType } from '../../platform/graphql/verdict.js';
import type { ProposalState } from '../domain/proposal-lifecycle.js';

export const ProposalStateEnum = describedEnum<ProposalState>('ProposalState', 'Where a proposal stands.', {
  draft: 'Being written; only its author sees it.',
  deliberation: 'Published and discussed; the text may still change.',
  voting: 'Its vote is open; text, effect and rule are frozen.',
  decided: 'Its vote has closed and its decision stands in the register.',
  withdrawn: 'Taken back by its author before the vote.',
});

@ObjectType('ProposalOption', { description: 'What can be chosen.' })
export class ProposalOptionType {
  @Field(() => Int, { description: 'Its place in the list, from 0; ballots name it by that.' })
  position: number;
  @Field(() => String, { description: 'What it is called on the ballot.' })
  label: string;
  @Field(() => String, { nullable: true, description: 'What it means.' })
  description: string | null;
}

@ObjectType('ProposalEffect', { description: 'What happens when the proposal is adopted.' })
export class ProposalEffectType {
  @Field(() => String, { description: 'The kind of effect, as `amend-rule`.' })
  kind: string;
  @Field(() => String, { description: 'One sentence that says what will be done.' })
  sentence: string;
}

@ObjectType('ProposalVersion', { description: 'One version of the text, as it was written.' })
export class ProposalVersionType {
  @Field(() => Int, { description: 'Versions count from 1.' })
  version: number;
  @Field(() => String, { description: 'The title of this version.' })
  title: string;
  @Field(() => String, { description: 'The text of this version.' })
  body: string;
  @Field(() => String, { nullable: true, description: 'The topic of this version, a short code.' })
  topic: string | null;
  @Field(() => Instant, { description: 'When it was written.' })
  recordedAt: Date;
  @Field(() => Int, {
    nullable: true,
    description:
      'Of a version written during the vote, to meet objections: the version of the poll’s text that it is.',
  })
  pollTextVersion: number | null;
}

@ObjectType('ProposalComment', { description: 'A member’s comment on a proposal.' })
export class ProposalCommentType {
  @Field(() => ID, { description: 'The identifier of the comment.' })
  id: string;
  @Field(() => String, { description: 'What was said.' })
  body: string;
  @Field(() => ID, { nullable: true, description: 'The comment it answers.' })
  replyTo: string | null;
  @Field(() => Int, { description: 'The version of the text that stood when it was said.' })
  onVersion: number;
  @Field(() => Instant, { description: 'When it was said.' })
  recordedAt: Date;
}
export const ProposalCommentConnection = connectionOf(ProposalCommentType, 'ProposalComment');

@ObjectType('ProposalViewerCan', {
  description: 'What the viewer may do with this proposal now, by the rules that the acts themselves ask.',
})
export class ProposalViewerCanType {
  @Field(() => VerdictType, { description: 'Change the text.' })
  edit: VerdictType;
  @Field(() => VerdictType, { description: 'Publish it.' })
  publish: VerdictType;
  @Field(() => VerdictType, { description: 'Withdraw it.' })
  withdraw: VerdictType;
  @Field(() => VerdictType, { description: 'Comment on it.' })
  comment: VerdictType;
  @Field(() => VerdictType, { description: 'Open its vote now.' })
  openVote: VerdictType;
}

@ObjectType('Proposal', { description: 'A text put before the members, and what its adoption does.' })
export class ProposalType {
  @Field(() => ID, { description: 'The identifier of the proposal.' })
  id: string;
  @Field(() => Int, { description: 'Its number in this cooperative.' })
  number: number;
  @Field(() => String, {
    description: 'The kind of decision it asks for; the rule `decision-policy/<kind>` of the bylaws applies.',
  })
  decisionKind: string;
  @Field(() => ProposalStateEnum, { description: 'Where it stands.' })
  state: ProposalState;
  @Field(() => Int, { description: 'The version that stands.' })
  version: number;
  @Field(() => String, { description: 'Its title.' })
  title: string;
  @Field(() => String, { description: 'Its text.' })
  body: string;
  @Field(() => String, { nullable: true, description: 'What it is about, a short code.' })
  topic: string | null;
  @Field(() => Instant, { description: 'When its first version was written.' })
  createdAt: Date;
  @Field(() => Instant, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedAt: Date | null;
  @Field(() => Instant, { nullable: true, description: 'When it was decided or withdrawn.' })
  endedAt: Date | null;
}
export const ProposalConnection = connectionOf(ProposalType, 'Proposal');
