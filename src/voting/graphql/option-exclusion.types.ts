import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Instant } from '../../platform/graphql/scalars.js';
import { PollOptionType, PollType } from './poll.types.js';

@ObjectType('PollExclusion', {
  description: 'An option that was taken out of a poll while it was open; it is skipped on every ballot.',
})
export class PollExclusionType {
  @Field(() => PollOptionType, { description: 'The option.' })
  option: PollOptionType;
  @Field(() => String, { description: 'Why it was taken out.' })
  reason: string;
  @Field(() => Instant, { description: 'When it was taken out.' })
  recordedAt: Date;
}

@InputType({ description: 'An option that is to be taken out of an open poll.' })
export class ExcludeOptionInput {
  @Field(() => ID, { description: 'The poll.' })
  pollId: string;
  @Field(() => Int, { description: 'The place of the option, from 0.' })
  position: number;
  @Field(() => String, { description: 'Why, in 1 to 2,000 characters; all members read it.' })
  reason: string;
}

@ObjectType({ description: 'The option is out of the poll.' })
export class OptionExcluded {
  pollId: string;
  @Field(() => PollType, { nullable: true, description: 'The poll as it stands.' })
  poll?: unknown;
}
