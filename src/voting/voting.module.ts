import { Inject, Module } from '@nestjs/common';
import { policyPrefix, storedPolicy } from '../membership/domain/decision-policy.js';
import { MembershipModule } from '../membership/membership.module.js';
import { RuleCheckers } from '../membership/rule-checkers.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { Duties } from '../platform/duties.js';
import { Log } from '../platform/log.js';
import { BallotBox } from './ballot-box.js';
import { CountingAgain } from './counting-again.js';
import { BallotCounting } from './counting/ballot-counting.js';
import { StandingCounts } from './counting/standing-counts.js';
import { CastingSteps } from './casting-steps.js';
import { policyFaults } from './domain/policy-faults.js';
import { BallotResolver, ExtensionResolver } from './graphql/ballot.resolver.js';
import { askedRecountResolvers } from './graphql/asked-recount.resolver.js';
import { exclusionResolvers } from './graphql/option-exclusion.resolver.js';
import { pollNoteResolvers } from './graphql/poll-notes.resolver.js';
import { PollChangedResolver } from './graphql/poll-changed.resolver.js';
import { CountingProgressResolver } from './graphql/counting-progress.resolver.js';
import { PollCountResolver } from './graphql/poll-count.resolver.js';
import { PollResultResolver } from './graphql/poll-result.resolver.js';
import { PollResolver } from './graphql/poll.resolver.js';
import { RecountResolver } from './graphql/recount.resolver.js';
import { OptionExclusions } from './option-exclusions.js';
import { PollClosedHandlers } from './poll-closed-handlers.js';
import { PollClosing } from './poll-closing.js';
import { PollCounting } from './poll-counting.js';
import { PollDissents } from './poll-dissents.js';
import { PollNotes } from './poll-notes.js';
import { PollRecounts } from './poll-recounts.js';
import { PollReading } from './poll-reading.js';
import { PollResults } from './poll-results.js';
import { PollWithdrawals } from './poll-withdrawals.js';
import { Polls } from './polls.js';
import { RecountController } from './recount/recount.controller.js';
import { RecountPackages } from './recount/recount-packages.js';

/** Polls: opening with a frozen electorate, casting, closing once, explaining. */
@Module({
  imports: [MembershipModule],
  controllers: [RecountController],
  providers: [
    Polls,
    RecountPackages,
    BallotBox,
    CastingSteps,
    PollReading,
    PollWithdrawals,
    OptionExclusions,
    PollRecounts,
    PollDissents,
    PollNotes,
    {
      provide: PollCounting,
      inject: [Log],
      useFactory: (log: Log) =>
        new PollCounting(new BallotCounting({ warn: (message) => log.warn(message, {}) })),
    },
    StandingCounts,
    PollResults,
    PollClosedHandlers,
    {
      provide: PollClosing,
      inject: [UnitOfWork, PollClosedHandlers, Log, PollCounting],
      useFactory: (work: UnitOfWork, handlers: PollClosedHandlers, log: Log, counting: PollCounting) =>
        new PollClosing(work, handlers, log, counting),
    },
    {
      provide: CountingAgain,
      inject: [UnitOfWork, PollCounting, Log],
      useFactory: (work: UnitOfWork, counting: PollCounting, log: Log) =>
        new CountingAgain(work, counting, log),
    },
    PollResolver,
    PollResultResolver,
    RecountResolver,
    PollCountResolver,
    CountingProgressResolver,
    BallotResolver,
    ExtensionResolver,
    PollChangedResolver,
    ...pollNoteResolvers,
    ...exclusionResolvers,
    ...askedRecountResolvers,
  ],
  exports: [
    Polls,
    BallotBox,
    CastingSteps,
    PollReading,
    PollResults,
    PollCounting,
    PollClosedHandlers,
    PollClosing,
  ],
})
export class VotingModule {
  constructor(
    @Inject(Duties) duties: Duties,
    @Inject(PollClosing) closing: PollClosing,
    @Inject(CountingAgain) again: CountingAgain,
    @Inject(RuleCheckers) rules: RuleCheckers,
  ) {
    rules.register(policyPrefix, {
      check: (_tx, value) => policyFaults(storedPolicy(value)),
    });
    duties.register({ name: 'close polls that are due', run: () => closing.closeSmallDue() });
    duties.register({ name: 'close large polls that are due', run: () => closing.closeLargeDue() });
    duties.register({ name: 'count polls again', run: () => again.recountWhatIsAskedFor() });
    duties.register({ name: 'end polls that are certain', run: () => closing.endCertain() });
  }
}
