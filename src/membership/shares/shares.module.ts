import { Module } from '@nestjs/common';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { SharesResolver } from './graphql/shares.resolver.js';
import { SharesReading } from './shares-reading.js';
import { PartyDirectory } from './party-directory.js';
import { Shares } from './shares.service.js';

/** Shares subscribed and paid. */
@Module({
  imports: [LedgerModule],
  providers: [Shares, PartyDirectory, SharesReading, SharesResolver],
  exports: [Shares, PartyDirectory],
})
export class SharesModule {}
