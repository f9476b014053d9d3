import { Inject, Module } from '@nestjs/common';
import { Ledger } from '../ledger/ledger.service.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MembershipModule } from '../membership/membership.module.js';
import { RuleCheckers } from '../membership/rule-checkers.js';
import { SharesModule } from '../membership/shares/shares.module.js';
import { ProposalEffects } from '../proposals/proposal-effects.js';
import { ProposalsModule } from '../proposals/proposals.module.js';
import { PatronageRecordResolver, PeriodResolver } from './graphql/period.resolver.js';
import { SurplusActsResolver } from './graphql/surplus-acts.resolver.js';
import { PatronageImport } from './patronage-import.js';
import { PatronageImportAct } from './patronage-import.act.js';
import { PatronageKeeping } from './patronage.service.js';
import { Periods } from './periods.service.js';
import { SurplusReading } from './surplus-reading.js';
import { faultsOfBylawPolicy, longestPolicy } from './domain/run/run-policy.js';
import { bylawPolicyPrefix, DistributionRuns } from './runs/distribution-runs.service.js';
import { RunComputationAct } from './runs/computing/run-computation.act.js';
import { RunComputing } from './runs/computing/run-computing.js';
import { RunFreezing } from './runs/computing/run-freezing.js';
import { RunReading } from './runs/run-reading.js';
import { ScenarioReading } from './runs/scenario-reading.js';
import { ScenarioResolver } from './runs/graphql/scenario.resolver.js';
import { RunStreaming } from './runs/computing/run-streaming.js';
import { RunDecisionAct } from './runs/deciding/run-decision.act.js';
import { MembersTurn } from './runs/deciding/members-turn.js';
import { ReviewRestarting } from './runs/deciding/review-restarting.js';
import {
  faultsOfReviewRule,
  reviewInWords,
  reviewLengthsOf,
  reviewRulePrefix,
} from './domain/run/review-length.js';
import { RunReturningAct } from './runs/deciding/run-returning.act.js';
import { RunPosting, settleRunsOf } from './runs/posting/run-posting.js';
import { earlierDistributionEffect, postRunEffect } from './runs/posting/post-run.effect.js';
import { reverseRunEffect } from './runs/posting/reverse-run.effect.js';
import { RunActsResolver } from './runs/graphql/run-acts.resolver.js';
import { DistributionRunResolver, RunLineResolver } from './runs/graphql/run.resolver.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { CapitalModule } from './capital/capital.module.js';
import { DisputeReleases } from './review/dispute-releases.js';
import { ReviewModule } from './review/review.module.js';
import { PayoutHandlers } from './capital/payout-handlers.js';

/** Periods, patronage, and the runs by which a surplus is shared. */
@Module({
  imports: [LedgerModule, MembershipModule, SharesModule, ProposalsModule, CapitalModule, ReviewModule],
  providers: [
    Periods,
    PatronageKeeping,
    PatronageImport,
    PatronageImportAct,
    SurplusReading,
    DistributionRuns,
    RunComputationAct,
    RunComputing,
    RunFreezing,
    RunReading,
    ScenarioReading,
    ScenarioResolver,
    RunStreaming,
    RunDecisionAct,
    RunReturningAct,
    MembersTurn,
    ReviewRestarting,
    RunPosting,
    DistributionRunResolver,
    RunLineResolver,
    RunActsResolver,
    PeriodResolver,
    PatronageRecordResolver,
    SurplusActsResolver,
  ],
  exports: [Periods, PatronageImport, SurplusReading, RunReading],
})
export class SurplusModule {
  constructor(
    @Inject(Ledger) ledger: Ledger,
    @Inject(ProposalEffects) effects: ProposalEffects,
    @Inject(RunPosting) posting: RunPosting,
    @Inject(PayoutHandlers) payouts: PayoutHandlers,
    @Inject(DisputeReleases) releases: DisputeReleases,
    @Inject(RuleCheckers) rules: RuleCheckers,
  ) {
    rules.register(bylawPolicyPrefix, {
      check: (_tx, value) => faultsOfBylawPolicy(value),
      mostCharacters: longestPolicy,
    });
    rules.register(reviewRulePrefix, {
      check: (_tx, value) => faultsOfReviewRule(value),
      inWords: (value, language) => reviewInWords(reviewLengthsOf(value), language),
    });
    const release = (tx: Tx, viewer: Viewer, runId: string) => releases.releaseOfRun(tx, viewer, runId);
    effects.register(postRunEffect(posting, release));
    effects.register(earlierDistributionEffect);
    effects.register(reverseRunEffect(ledger, release));
    payouts.register((tx, _viewer, periodIds) => settleRunsOf(tx, periodIds));
  }
}
