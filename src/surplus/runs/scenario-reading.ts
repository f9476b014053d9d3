import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import {
  compareByClass,
  type CountedGroup,
  type ScenarioComparison,
} from '../domain/run/scenario-comparison.js';
import { RunReading } from './run-reading.js';
import type { RunRow } from './run.rows.js';

/** Two scenarios side by side, as members may read them. */
@Injectable()
export class ScenarioReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RunReading) private readonly runs: RunReading,
  ) {}

  /**
   * Who gains and who loses when the second policy takes the place of the first: of two computed scenarios of the same
   * period and the same patronage. Null for anything else: what was earned is not compared after the fact.
   */
  async compare(scope: RequestScope, firstId: string, secondId: string): Promise<ScenarioComparison | null> {
    const [first, second] = [await this.runs.run(scope, firstId), await this.runs.run(scope, secondId)];
    if (!first || !second || !areComparable(first, second)) return null;
    const tx = await this.work.read(scope);
    const rows = await tx.sql<{
      class: string | null;
      direction: CountedGroup['direction'];
      participants: number;
      before: string;
      after: string;
    }>(
      `WITH total AS (
         SELECT l.party_id, sum(CASE WHEN l.part = 'loss' THEN -l.amount_minor ELSE l.amount_minor END) FILTER (WHERE l.run_id = $1) AS before,
           sum(CASE WHEN l.part = 'loss' THEN -l.amount_minor ELSE l.amount_minor END) FILTER (WHERE l.run_id = $2) AS after
         FROM run_line l WHERE l.cooperative_id = current_cooperative_id() AND l.run_id IN ($1, $2) AND l.amount_minor > 0 GROUP BY l.party_id
       ), fate AS (
         SELECT p.class, coalesce(t.before, 0) AS before, coalesce(t.after, 0) AS after FROM total t
         JOIN run_participant p ON p.cooperative_id = current_cooperative_id() AND p.run_id = $2 AND p.party_id = t.party_id)
       SELECT class, CASE WHEN after > before THEN 'gains' WHEN after < before THEN 'loses' ELSE 'same' END AS direction,
         count(*)::int AS participants, sum(before)::text AS before, sum(after)::text AS after
       FROM fate GROUP BY 1, 2`,
      [first.id, second.id],
    );
    return compareByClass(
      rows.map(({ before, after, ...group }) => ({
        ...group,
        beforeMinor: BigInt(before),
        afterMinor: BigInt(after),
      })),
    );
  }
}

const areComparable = (first: RunRow, second: RunRow): boolean =>
  [first, second].every(({ mode, state }) => mode === 'scenario' && state === 'computed') &&
  first.periodId === second.periodId &&
  first.patronagePeriodId === second.patronagePeriodId;
