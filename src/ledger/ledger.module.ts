import { Module } from '@nestjs/common';
import { LedgerAccountFieldResolver, LedgerEntryFieldResolver } from './graphql/ledger-field.resolvers.js';
import { LedgerResolver } from './graphql/ledger.resolver.js';
import { LedgerCommands } from './ledger.commands.js';
import { LedgerExport } from './ledger-export.js';
import { LedgerKeeping } from './ledger-keeping.js';
import { LedgerReading } from './ledger-reading.js';
import { Ledger } from './ledger.service.js';

/** The books. */
@Module({
  providers: [
    Ledger,
    LedgerExport,
    LedgerKeeping,
    LedgerReading,
    LedgerCommands,
    LedgerResolver,
    LedgerAccountFieldResolver,
    LedgerEntryFieldResolver,
  ],
  exports: [Ledger, LedgerExport],
})
export class LedgerModule {}
