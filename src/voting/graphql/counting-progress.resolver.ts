import { Inject } from '@nestjs/common';
import { Field, Int, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { describedEnum } from '../../platform/graphql/described-enum.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import type { CountingPhase } from '../counting/ballot-counting.js';
import { PollReading } from '../poll-reading.js';
import type { PollRow } from '../poll.rows.js';
import { PollType } from './poll.types.js';

export const CountingPhaseEnum = describedEnum<CountingPhase>(
  'CountingPhase',
  'What is being done to count a poll.',
  {
    reading: 'The ballots are read.',
    counting: 'All ballots are read, and are counted by the rule.',
  },
);

@ObjectType('CountingProgress', { description: 'How far the count of a large poll is.' })
export class CountingProgressType {
  @Field(() => CountingPhaseEnum, { description: 'What is being done.' })
  phase: CountingPhase;
  @Field(() => Int, { description: 'Ballots read.' })
  done: number;
  @Field(() => Int, { description: 'Ballots that count.' })
  total: number;
}

@Resolver(() => PollType)
export class CountingProgressResolver {
  constructor(@Inject(PollReading) private readonly reading: PollReading) {}

  @ResolveField(() => CountingProgressType, {
    nullable: true,
    description: 'How far the count is while the poll is closing; null where it takes no time to speak of.',
  })
  async countingProgress(@Scope() scope: RequestScope, @Parent() poll: PollRow): Promise<unknown> {
    if (poll.state !== 'closing') return null;
    const found = await this.reading.countingProgress(scope).load(poll.id);
    return found && { phase: found.phase, done: Number(found.done), total: Number(found.total) };
  }
}
