import { Module } from '@nestjs/common';
import { LedgerModule } from '../../ledger/ledger.module.js';
import { SharesResolver } from './graphql/shares.resolver.js';
import { SharesReading } from './shares-reading.js';
import { Shares } from './shares.service.js';

/** Shares subscribed and paid. */
@Module({ imports: [LedgerModule], providers: [Shares, SharesReading, SharesResolver], exports: [Shares] })
export class SharesModule {}
