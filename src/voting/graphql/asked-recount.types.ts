import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { Instant } from '../../platform/graphql/scalars.js';
import { PollType } from './poll.types.js';

const RecountVerdictEnum = describedEnum<'identical' | 'differs'>(
  'RecountVerdict',
  'What counting again found.',
  {
    identical: 'The stored ballots give the recorded result, to the last digit of every round.',
    differs: 'They do not: the result or the ballots were changed after the count.',
  },
);

@ObjectType('PollRecount', { description: 'A recount that electors asked for.' })
export class PollRecountType {
  @Field(() => Int, { description: 'The first is 1.' })
  number: number;
  @Field(() => Int, { description: 'How many electors have asked for it.' })
  asked: number;
  @Field(() => RecountVerdictEnum, {
    nullable: true,
    description: 'What it found; null while it is not carried out, or too few have asked.',
  })
  verdict: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Where the recorded result and the recount part first, as `counting.rounds[2].tally`.',
  })
  difference: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The hash of the list of ballots that were counted again.',
  })
  ballotsHash: string | null;
  @Field(() => Instant, { nullable: true, description: 'When it was carried out.' })
  recordedAt: Date | null;
}

@ObjectType('RecountTerms', { description: 'What it takes to have a poll counted again.' })
export class RecountTermsType {
  @Field(() => Int, { description: 'How many electors have to ask for it.' })
  needed: number;
  @Field(() => Int, {
    description: 'How many have asked for it: for the one that is ordered, until somebody asks for the next.',
  })
  asked: number;
  @Field(() => Instant, { description: 'Until when it can be asked for.' })
  until: Date;
}

@InputType({ description: 'That a poll be counted again.' })
export class AskForRecountInput {
  @Field(() => ID, { description: 'The poll.' })
  pollId: string;
  @Field(() => String, { description: 'Why, in 1 to 2,000 characters; it stays with the poll.' })
  reason: string;
}

@ObjectType({ description: 'The recount is asked for.' })
export class RecountAsked {
  pollId: string;
  @Field(() => PollType, { nullable: true, description: 'The poll as it stands.' })
  poll?: unknown;
}
