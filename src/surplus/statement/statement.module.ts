import { Module } from '@nestjs/common';
import { CapitalModule } from '../capital/capital.module.js';
import { SurplusModule } from '../surplus.module.js';
import { MemberStatementResolver } from './graphql/statement.resolver.js';
import { RunSummaryResolver } from './graphql/summary.resolver.js';
import { StatementReading } from './statement-reading.js';
import { SummaryReading } from './summary-reading.js';

/** What a run means, on two pages: to one member, and to the cooperative. */
@Module({
  imports: [SurplusModule, CapitalModule],
  providers: [StatementReading, SummaryReading, MemberStatementResolver, RunSummaryResolver],
})
export class StatementModule {}
