import { Inject, Module } from '@nestjs/common';
import { Ledger } from '../../ledger/ledger.service.js';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { MembershipModule } from '../../membership/membership.module.js';
import { SharesModule } from '../../membership/shares/shares.module.js';
import { ProposalEffects } from '../../proposals/proposal-effects.js';
import { ProposalsModule } from '../../proposals/proposals.module.js';
import { CapitalKeeping } from './capital-keeping.js';
import { CapitalTransfers } from './capital-transfers.js';
import { CapitalReading } from './capital-reading.js';
import { ExitActsResolver } from './graphql/exit-acts.resolver.js';
import { ExitSettlementResolver } from './graphql/exit.resolver.js';
import { ExitChanges } from './exit-changes.js';
import { ExitComputing } from './exit-computing.js';
import { exitGuard } from './exit-guard.js';
import { ExitReading } from './exit-reading.js';
import { Exits } from './exits.service.js';
import { Unclaimed } from './unclaimed.service.js';
import { UnclaimedReading } from './unclaimed-reading.js';
import { LossResolver } from './graphql/loss.resolver.js';
import { LossBearing } from './loss-bearing.js';
import { DebtResolver } from './graphql/debt.resolver.js';
import { ConsentResolver, TaxConsentResolver } from './graphql/consent.resolver.js';
import { MemberDebts } from './member-debts.js';
import { TaxConsentReading } from './tax-consent-reading.js';
import { TaxConsents } from './tax-consents.js';
import { RedemptionResolver } from './graphql/redemption.resolver.js';
import { redeemCapitalEffect } from './redeem-capital.effect.js';
import { RedemptionPlanning } from './redemption-planning.js';
import { RedemptionProposing } from './redemption-proposing.js';
import { ConsentImport } from './consent-import.js';
import { RedemptionReading } from './redemption-reading.js';
import { PayoutBatchResolver } from './graphql/payout.resolver.js';
import { CapitalAccountResolver, CapitalLotResolver } from './graphql/capital.resolver.js';
import { PayoutHandlers } from './payout-handlers.js';
import { PayoutReading } from './payout-reading.js';
import { PayoutRecording } from './payout-recording.js';
import { Payouts } from './payouts.service.js';
import { SmallAmounts } from './small-amounts.service.js';

/** Members' capital: accounts in lots, what is paid back and when, money paid out by two persons. */
@Module({
  imports: [LedgerModule, MembershipModule, SharesModule, ProposalsModule],
  providers: [
    CapitalKeeping,
    CapitalTransfers,
    CapitalReading,
    CapitalAccountResolver,
    CapitalLotResolver,
    PayoutHandlers,
    PayoutRecording,
    Payouts,
    SmallAmounts,
    PayoutReading,
    PayoutBatchResolver,
    ExitComputing,
    Exits,
    ExitChanges,
    ExitReading,
    Unclaimed,
    UnclaimedReading,
    ExitSettlementResolver,
    ExitActsResolver,
    RedemptionPlanning,
    RedemptionProposing,
    RedemptionReading,
    RedemptionResolver,
    LossBearing,
    LossResolver,
    MemberDebts,
    DebtResolver,
    TaxConsents,
    ConsentImport,
    ConsentResolver,
    TaxConsentReading,
    TaxConsentResolver,
  ],
  exports: [PayoutHandlers, CapitalReading],
})
export class CapitalModule {
  constructor(@Inject(Ledger) ledger: Ledger, @Inject(ProposalEffects) effects: ProposalEffects) {
    effects.register(redeemCapitalEffect(ledger));
    ledger.guardReversals('capital-redemption', exitGuard);
  }
}
