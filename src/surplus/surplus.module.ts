import { Inject, Module } from '@nestjs/common';
import { Ledger } from '../ledger/ledger.service.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { MembershipModule } from '../membership/membership.module.js';
import { PartyDirectory } from '../membership/shares/party-directory.js';
import { SharesModule } from '../membership/shares/shares.module.js';
import { ProposalEffects } from '../proposals/proposal-effects.js';
import { ProposalsModule } from '../proposals/proposals.module.js';
import { Refusal } from '../shared/refusal.js';
import { DistributionProposalResolver } from './graphql/distribution-proposal.js';
import { DistributionLineResolver, DistributionResolver } from './graphql/distribution.resolver.js';
import { PatronageRecordResolver, PeriodResolver } from './graphql/period.resolver.js';
import { SurplusActsResolver } from './graphql/surplus-acts.resolver.js';
import { postDistributionEffect } from './post-distribution.effect.js';
import { PatronageImport } from './patronage-import.js';
import { PatronageImportAct } from './patronage-import.act.js';
import { PatronageKeeping } from './patronage.service.js';
import { Periods } from './periods.service.js';
import { SurplusReading } from './surplus-reading.js';
import { DistributionRuns } from './runs/distribution-runs.service.js';
import { RunComputationAct } from './runs/run-computation.act.js';
import { RunComputing } from './runs/run-computing.js';
import { RunFreezing } from './runs/run-freezing.js';
import { RunReading } from './runs/run-reading.js';
import { RunStreaming } from './runs/run-streaming.js';

/** Periods, patronage, and the sharing of surplus. */
@Module({
  imports: [LedgerModule, MembershipModule, SharesModule, ProposalsModule],
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
    RunStreaming,
    PeriodResolver,
    PatronageRecordResolver,
    DistributionResolver,
    DistributionLineResolver,
    SurplusActsResolver,
    DistributionProposalResolver,
  ],
  exports: [Periods, PatronageImport],
})
export class SurplusModule {
  constructor(
    @Inject(Ledger) ledger: Ledger,
    @Inject(PartyDirectory) parties: PartyDirectory,
    @Inject(ProposalEffects) effects: ProposalEffects,
  ) {
    effects.register(postDistributionEffect({ ledger, parties }));
    ledger.guardReversals('distribution', {
      check: () =>
        Promise.resolve(
          new Refusal(
            'REVERSAL_KEPT_ELSEWHERE',
            'The members decided this distribution; it is not undone by an officer alone.',
          ),
        ),
    });
  }
}
