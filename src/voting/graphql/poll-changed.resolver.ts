import { Inject } from '@nestjs/common';
import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { ChangeListener } from '../../platform/events/change-listener.js';
import { Scope } from '../../platform/graphql/decorators.js';
import { liveView } from '../../platform/graphql/live-view.js';
import type { SubscriptionScope } from '../../platform/graphql/subscription-scope.js';
import { PollReading } from '../poll-reading.js';
import { pollTopic } from '../voting.events.js';
import { PollType } from './poll.types.js';

@Resolver(() => PollType)
export class PollChangedResolver {
  constructor(
    @Inject(PollReading) private readonly reading: PollReading,
    @Inject(ChangeListener) private readonly listener: ChangeListener,
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
  ) {}

  @Subscription(() => PollType, {
    nullable: true,
    description:
      'The poll as it stands, then again when it gets more time or is closed. Ends when it may no longer be seen.',
  })
  pollChanged(
    @Scope() scope: SubscriptionScope,
    @Args('pollId', { type: () => ID, description: 'The poll.' }) pollId: string,
  ): AsyncIterable<unknown> {
    const topic = pollTopic(scope.viewer.cooperativeId ?? '', pollId.toLowerCase());
    return liveView({
      listener: this.listener,
      work: this.work,
      scope,
      topic,
      field: 'pollChanged',
      read: () => this.reading.poll(scope, pollId),
    });
  }
}
