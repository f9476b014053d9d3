import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.js';
import { Instant } from '../../platform/graphql/scalars.js';
import { PollTextChangeType } from './objection.types.js';
import { PollType } from './poll.types.js';

@ObjectType('PollWithdrawal', {
  description: 'An elector who left a poll for a conflict of interest: out of its base and its quorum.',
})
export class PollWithdrawalType {
  @Field(() => String, { description: 'What the conflict of interest is.' })
  reason: string;
  @Field(() => Instant, { description: 'When it was noted.' })
  recordedAt: Date;
}
@ObjectType('Dissent', { description: 'Dissent that an elector had recorded from what was decided.' })
export class DissentType {
  @Field(() => String, { description: 'Why they dissent.' })
  reason: string;
  @Field(() => Instant, { description: 'When it was recorded.' })
  recordedAt: Date;
}
export const PollWithdrawalConnection = connectionOf(PollWithdrawalType, 'PollWithdrawal');
export const DissentConnection = connectionOf(DissentType, 'Dissent');
export const PollTextChangeConnection = connectionOf(PollTextChangeType, 'PollTextChange');

@InputType({ description: 'A conflict of interest.' })
export class WithdrawFromPollInput {
  @Field(() => ID, { description: 'The poll.' })
  pollId: string;
  @Field(() => String, {
    description: 'What the conflict is, in 1 to 2,000 characters; all members read it beside the result.',
  })
  reason: string;
  @Field(() => ID, {
    nullable: true,
    description: 'The membership without an account for which it is noted; absent for oneself.',
  })
  onBehalfOf?: string | null;
}
@InputType({ description: 'Dissent from what was decided.' })
export class RecordDissentInput {
  @Field(() => ID, { description: 'The poll.' })
  pollId: string;
  @Field(() => String, {
    description: 'Why, in 1 to 4,000 characters; all members read it, with the name, beside the decision.',
  })
  reason: string;
}

@ObjectType({ description: 'The elector is out of the poll.' })
export class PollLeft {
  pollId: string;
  @Field(() => PollType, { nullable: true, description: 'The poll as it stands.' })
  poll?: unknown;
}
@ObjectType({ description: 'The dissent stands beside what was decided.' })
export class DissentRecorded extends PollLeft {}
