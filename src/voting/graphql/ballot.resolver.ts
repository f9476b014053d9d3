import { Inject } from '@nestjs/common';
import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ActMutation } from '../../platform/graphql/act.js';
import { Scope } from '../../platform/graphql/decorators.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { BallotBox, type BallotRequest, type Receipt } from '../ballot-box.js';
import { PollReading } from '../poll-reading.js';
import type { PollRow } from '../poll.rows.js';
import { Polls } from '../polls.js';
import { BallotCast, CastBallotInput } from './ballot.types.js';
import { ExtendPollInput, PollExtended, PollType } from './poll.types.js';
import { castBallotAct, extendPollAct } from './voting.acts.js';

const input = { description: 'What is asked.' };

@Resolver(() => BallotCast)
export class BallotResolver {
  constructor(
    @Inject(BallotBox) private readonly ballotBox: BallotBox,
    @Inject(PollReading) private readonly reading: PollReading,
  ) {}

  @ActMutation(castBallotAct)
  castBallot(@Scope() scope: RequestScope, @Args('input', input) ballot: CastBallotInput): unknown {
    return this.ballotBox.castBallot(scope, ballot as BallotRequest);
  }

  @ResolveField(() => PollType, { nullable: true, description: 'The poll, after the ballot.' })
  poll(@Scope() scope: RequestScope, @Parent() { pollId }: Receipt): Promise<PollRow | null> {
    return this.reading.poll(scope, pollId);
  }
}

@Resolver(() => PollExtended)
export class ExtensionResolver {
  constructor(
    @Inject(Polls) private readonly polls: Polls,
    @Inject(PollReading) private readonly reading: PollReading,
  ) {}

  @ActMutation(extendPollAct)
  extendPoll(@Scope() scope: RequestScope, @Args('input', input) extension: ExtendPollInput): unknown {
    return this.polls.extendPoll(scope, extension);
  }

  @ResolveField(() => PollType, { nullable: true, description: 'The poll, with its new closing.' })
  poll(@Scope() scope: RequestScope, @Parent() { pollId }: { pollId: string }): Promise<PollRow | null> {
    return this.reading.poll(scope, pollId);
  }
}
