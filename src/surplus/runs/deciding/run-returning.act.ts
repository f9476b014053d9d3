import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { Tx } from '../../../platform/database/transaction.js';
import type { RequestScope } from '../../../platform/request/request-scope.js';
import type { Viewer } from '../../../platform/request/viewer.js';
import { Decisions } from '../../../proposals/decisions.service.js';
import { Proposals } from '../../../proposals/proposals.service.js';
import { isId } from '../../../shared/ids.js';
import { isRefusal, Refusal } from '../../../shared/refusal.js';
import { cleanLine } from '../../../shared/text.js';
import { mendsItself } from '../../domain/run/run-lifecycle.js';
import { recordRunAct, runNotFound, type RunDone } from '../distribution-runs.service.js';
import { MembersTurn } from './members-turn.js';
import { mayProposeRun } from '../run.policy.js';
import { findRun, lockRun, type RunRow } from '../run.rows.js';

export interface ReturnRunRequest {
  readonly runId: string;
  readonly reason: string;
}

/**
 * The way back for a run that stands still: before a vote that nobody opens, or adopted and blocked for good. Nothing of
 * it is in the books, so nothing that the members decided is undone: they look at it again, and decide again.
 */
@Injectable()
export class RunReturningAct {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(Proposals) private readonly proposals: Proposals,
    @Inject(Decisions) private readonly decisions: Decisions,
    @Inject(MembersTurn) private readonly turn: MembersTurn,
  ) {}

  /** Refusals: RUN_NOT_VOTED, RETURNED_ALREADY, RUN_UNDER_VOTE once the vote has opened, DECISION_WAITS while the decision may yet be carried out. */
  returnRunToReview(
    scope: RequestScope,
    { runId, reason: said }: ReturnRunRequest,
  ): Promise<RunDone | Refusal> {
    return this.work.command(scope, { act: 'returnRunToReview' }, async (tx, viewer) => {
      const permitted = mayProposeRun(viewer);
      if (permitted !== true) return permitted;
      const reason = cleanLine(said, 500);
      if (reason === null)
        return new Refusal('INVALID_INPUT', 'Say why, so that members can read it.', [
          'reason: one line of 1 to 500 characters.',
        ]);
      const run = isId(runId) ? await findRun(tx, runId) : null;
      if (!run) return runNotFound();
      const possible = await this.turn.mayReturn(tx, viewer, run);
      if (possible !== true) return possible;
      // Proposal and decision come before the run, as where they end or take force.
      const freed =
        run.state === 'voting'
          ? await this.fromProposal(tx, viewer, run, reason)
          : await this.fromDecision(tx, viewer, run, reason);
      if (freed !== true) return freed;
      await recordRunAct(tx, viewer, 'returnRunToReview', run.id, { from: run.state, reason });
      return { runId: run.id };
    });
  }

  /** The proposal ends, and its ending returns the run to review. */
  private async fromProposal(tx: Tx, viewer: Viewer, run: RunRow, reason: string): Promise<true | Refusal> {
    const ended = await this.proposals.withdrawWithin(tx, viewer, run.proposalId!, reason);
    if (isRefusal(ended))
      return new Refusal('RUN_UNDER_VOTE', 'Its vote has opened, or is over: it ends by its result.');
    await tx.sql(
      `UPDATE distribution_run SET returned_at = rochdale_now() WHERE cooperative_id = current_cooperative_id() AND id = $1`,
      [run.id],
    );
    return true;
  }

  private async fromDecision(tx: Tx, viewer: Viewer, run: RunRow, reason: string): Promise<true | Refusal> {
    const aside = await this.decisions.setAsideWithin(tx, viewer, run.proposalId!, {
      reason,
      isFinal: (blocked) => !mendsItself(blocked),
    });
    const locked = await lockRun(tx, run.id);
    if (aside === null || locked?.state !== 'adopted')
      return new Refusal(
        'DECISION_WAITS',
        'What the members decided can still be carried out: once its day has come, or once what blocks it is mended and it is tried again.',
      );
    await tx.sql(
      `UPDATE distribution_run SET state = 'in_review' WHERE cooperative_id = current_cooperative_id() AND id = $1`,
      [run.id],
    );
    return true;
  }
}
