import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/transaction.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import { keepComparisons } from '../../review/kept-comparisons.store.js';
import { recordRunAct } from '../distribution-runs.service.js';
import { MembersTurn } from './members-turn.js';
import type { RunRow } from '../run.rows.js';

/** Of run `$1`, those to whom computation `$2` gave another amount than the one before. */
const changedAmounts = `run_change c WHERE c.cooperative_id = current_cooperative_id() AND c.run_id = $1 AND c.computation = $2 AND c.amounts_differ`;

/** Members have the least length of a review again when their amounts change. */
@Injectable()
export class ReviewRestarting {
  constructor(@Inject(MembersTurn) private readonly turn: MembersTurn) {}

  /**
   * After `run`, as it was before, has been computed again: who agreed to an amount that changed as the records stand has
   * not agreed to the new one, and where the run is under review, members have the least length of a review from now on. A dispute that only holds something back changes no such amount, so that nobody prolongs a review by
   * disputing. Who computes holds the run.
   */
  async afterComputing(tx: Tx, viewer: Viewer, run: RunRow): Promise<void> {
    await keepComparisons(tx, run);
    if (run.computation === 0) return;
    await this.supersedeAgreements(tx, run);
    if (run.state !== 'in_review') return;
    const changed = await tx.one(`SELECT 1 AS found FROM ${changedAmounts} LIMIT 1`, [
      run.id,
      run.computation + 1,
    ]);
    if (!changed) return;
    const again = await tx.one<{ until: Date }>(
      `UPDATE distribution_run SET review_until = greatest(review_until, rochdale_now() + make_interval(hours => $2))
       WHERE cooperative_id = current_cooperative_id() AND id = $1 AND state = 'in_review' RETURNING review_until AS until`,
      [run.id, (await this.turn.lengths(tx)).leastHours],
    );
    if (!again) return;
    await recordRunAct(tx, viewer, 'restartReview', run.id, { until: again.until.toISOString() });
  }

  /** Also of a run that was edited, or blocked, and so has left the review: it comes back with other amounts. */
  private async supersedeAgreements(tx: Tx, run: RunRow): Promise<void> {
    const agreed = await tx.one(
      `SELECT 1 AS found FROM review_response WHERE cooperative_id = current_cooperative_id() AND run_id = $1
         AND kind = 'agreement' AND state = 'ended' LIMIT 1`,
      [run.id],
    );
    if (!agreed) return;
    await tx.sql(
      `UPDATE review_response s SET state = 'superseded', ending = NULL
       WHERE s.cooperative_id = current_cooperative_id() AND s.run_id = $1 AND s.kind = 'agreement' AND s.state = 'ended'
         AND s.party_id IN (SELECT c.party_id FROM ${changedAmounts})`,
      [run.id, run.computation + 1],
    );
  }
}
