import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { RequestScope } from '../../platform/request/request-scope.js';
import {
  compareByClass,
  type CountedGroup,
  type ScenarioComparison,
} from '../domain/run/scenario-comparison.js';
import { firstRefusal, isRefusal, Refusal, type Verdict } from '../../shared/refusal.js';
import { SurplusReading } from '../surplus-reading.js';
import { RunReading } from './run-reading.js';
import type { RunRow } from './run.rows.js';

/** Two scenarios side by side, as members may read them. */
@Injectable()
export class ScenarioReading {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(RunReading) private readonly runs: RunReading,
    @Inject(SurplusReading) private readonly surplus: SurplusReading,
  ) {}

  /**
   * Who gains and who loses when the second policy takes the place of the first: of two computed scenarios of the same
   * period and the same patronage. Null for who may not read one of them; a refusal for anything else: what was earned is
   * not compared after the fact.
   */
  async compare(
    scope: RequestScope,
    firstId: string,
    secondId: string,
  ): Promise<(ScenarioComparison & { readonly recordsAreOpen: boolean }) | Refusal<NotComparable> | null> {
    const [first, second] = [await this.runs.run(scope, firstId), await this.runs.run(scope, secondId)];
    if (!first || !second) return null;
    const comparable = areComparable(first, second);
    if (isRefusal(comparable)) return comparable;
    const patronage = await this.surplus.period(scope, first.patronagePeriodId);
    const recordsAreOpen = patronage?.state !== 'closed';
    const tx = await this.work.read(scope);
    const rows = await tx.sql<
      Omit<CountedGroup, 'beforeMinor' | 'afterMinor'> & Record<'beforeMinor' | 'afterMinor', string>
    >(
      `WITH total AS (
         SELECT l.party_id, sum(CASE WHEN l.part = 'loss' THEN -l.amount_minor ELSE l.amount_minor END) FILTER (WHERE l.run_id = $1) AS before,
           sum(CASE WHEN l.part = 'loss' THEN -l.amount_minor ELSE l.amount_minor END) FILTER (WHERE l.run_id = $2) AS after
         FROM run_line l WHERE l.cooperative_id = current_cooperative_id() AND l.run_id IN ($1, $2) AND l.amount_minor > 0 GROUP BY l.party_id
       ), fate AS (
         SELECT p.class, coalesce(t.before, 0) AS before, coalesce(t.after, 0) AS after FROM total t
         JOIN run_participant p ON p.cooperative_id = current_cooperative_id() AND p.run_id = $2 AND p.party_id = t.party_id)
       SELECT class, CASE WHEN after > before THEN 'gains' WHEN after < before THEN 'loses' ELSE 'same' END AS direction,
         count(*)::int AS participants, (count(*) FILTER (WHERE before <> 0))::int AS before, (count(*) FILTER (WHERE after <> 0))::int AS after,
         sum(before)::text AS "beforeMinor", sum(after)::text AS "afterMinor"
       FROM fate GROUP BY 1, 2`,
      [first.id, second.id],
    );
    const groups = rows.map(({ beforeMinor, afterMinor, ...group }) => ({
      ...group,
      ...{ beforeMinor: BigInt(beforeMinor), afterMinor: BigInt(afterMinor) },
    }));
    return { ...compareByClass(groups, recordsAreOpen), recordsAreOpen };
  }
}

export type NotComparable = 'NOT_SCENARIOS' | 'RUN_NOT_COMPUTED' | 'OTHER_PERIOD' | 'OTHER_PATRONAGE';

const areComparable = (first: RunRow, second: RunRow): Verdict<NotComparable> =>
  firstRefusal<NotComparable>(
    () =>
      [first, second].every(({ mode }) => mode === 'scenario') ||
      new Refusal('NOT_SCENARIOS', 'Only scenarios are compared; draft both rules with the mode SCENARIO.'),
    () =>
      [first, second].every(({ state }) => state === 'computed') ||
      new Refusal(
        'RUN_NOT_COMPUTED',
        'One of them has been changed since it was computed; a treasurer computes it again.',
      ),
    () =>
      first.periodId === second.periodId ||
      new Refusal('OTHER_PERIOD', 'They are of two periods: what would differ is not the rules alone.'),
    () =>
      first.patronagePeriodId === second.patronagePeriodId ||
      new Refusal(
        'OTHER_PATRONAGE',
        'They go by the patronage of two periods: what would differ is not the rules alone.',
      ),
  );
