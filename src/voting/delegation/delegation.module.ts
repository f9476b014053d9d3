import { Inject, Module } from '@nestjs/common';
import { MembershipModule } from '../../membership/membership.module.js';
import { PollCounting } from '../poll-counting.js';
import { VotingModule } from '../voting.module.js';
import { DelegationReading } from './delegation-reading.js';
import { Delegations } from './delegations.service.js';
import { DelegationActsResolver, DelegationChangedResolver } from './graphql/delegation-acts.resolver.js';
import { DelegationResolver } from './graphql/delegation.resolver.js';
import { PollDelegationResolver, VoteStandingResolver } from './graphql/vote-standing.resolver.js';
import { freezeDelegations } from './freeze-delegations.js';
import { VoteStandingReading } from './vote-standing-reading.js';

/** Standing delegation of votes. */
@Module({
  imports: [VotingModule, MembershipModule],
  providers: [
    Delegations,
    DelegationReading,
    VoteStandingReading,
    DelegationResolver,
    DelegationActsResolver,
    DelegationChangedResolver,
    PollDelegationResolver,
    VoteStandingResolver,
  ],
  exports: [Delegations],
})
export class DelegationModule {
  constructor(@Inject(PollCounting) counting: PollCounting) {
    counting.registerClosingStep('freeze delegations', freezeDelegations);
  }
}
