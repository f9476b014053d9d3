import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import { CapitalReading } from '../capital/capital-reading.js';
import type { VintageRow } from '../capital/capital.rows.js';
import { RunReading } from '../runs/run-reading.js';
import type { RunRow } from '../runs/run.rows.js';
import { SurplusReading, type BasisTotal } from '../surplus-reading.js';
import { whyTotalHidden } from '../surplus.policy.js';
import { findPeriod, type PeriodRow } from '../surplus.rows.js';
import { runBefore } from './statement.rows.js';
import { spreadsOf, type PoolSpreadRow } from './summary.rows.js';

export interface RunSummary {
  readonly run: RunRow;
  readonly period: PeriodRow;
  /** What the books hold of the latest period before. */
  readonly last: RunRow | null;
}

/** The cooperative's one page about a run. Who may not read the run gets null. */
@Injectable()
export class SummaryReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RunReading) private readonly runs: RunReading,
    @Inject(SurplusReading) private readonly surplus: SurplusReading,
    @Inject(CapitalReading) private readonly capital: CapitalReading,
  ) {}

  async summary(scope: RequestScope, runId: string): Promise<RunSummary | null> {
    const run = await this.runs.run(scope, runId);
    if (!run || run.state === 'draft') return null;
    const tx = await this.work.read(scope);
    return { run, period: (await findPeriod(tx, run.periodId))!, last: await runBefore(tx, run) };
  }

  async spreads(scope: RequestScope, { run }: RunSummary): Promise<readonly PoolSpreadRow[]> {
    return spreadsOf(await this.work.read(scope), run.id);
  }

  /** Totals of each basis; a total that would show single members is left out. */
  async totals(scope: RequestScope, { run }: RunSummary): Promise<readonly BasisTotal[]> {
    const source = await findPeriod(await this.work.read(scope), run.patronagePeriodId);
    const totals = await this.surplus.patronageTotals(scope, run.patronagePeriodId);
    return totals.filter(
      (total) => whyTotalHidden(scope.viewer, { ...total, state: source!.state }) === null,
    );
  }

  /** What of each year's retained surplus was still to be paid back at the end of the period. */
  calendar(scope: RequestScope, { period }: RunSummary): Promise<readonly VintageRow[] | null> {
    return this.capital.calendar(scope, { effectiveOn: period.endsOn });
  }
}
