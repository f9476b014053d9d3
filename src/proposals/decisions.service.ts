import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { storedPolicy } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { nobody, systemIn, type Viewer } from '../platform/request/viewer.js';
import { isId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import type { ClosedPoll } from '../voting/poll-closed-handlers.js';
import { optionsChosenBy, optionsTiedIn } from '../voting/poll-winners.queries.js';
import { effectiveAtOf, outcomeOf } from './domain/decision-stage.js';
import { ProposalEffects } from './proposal-effects.js';
import {
  authorOf,
  block,
  insertDecision,
  lockDecision,
  lockDecisionIfFree,
  recordAttempt,
} from './decisions.store.js';
import { lockProposal } from './proposals.store.js';
import { mayRetryEffect } from './proposals.policy.js';

/** From a closed vote to a decision, and from a decision to what it does. */
@Injectable()
export class Decisions {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ProposalEffects) private readonly effects: ProposalEffects,
  ) {}

  /**
   * Enters the decision, in the transaction that marks the poll's subject as told: as a rule the one that closes the
   * poll. Where that fails the result stands, and the decision follows when the subject is told again.
   */
  async decide(tx: Tx, vote: ClosedPoll): Promise<void> {
    const proposal = await lockProposal(tx, vote.subjectId);
    if (!proposal) throw new Error(`poll ${vote.pollId} closed on a proposal that is not there`);
    const outcome = outcomeOf(vote.outcome);
    const effectiveAt =
      outcome === 'adopted' ? effectiveAtOf(vote.closedAt, storedPolicy(vote.rule).effectiveAfterDays) : null;
    // Of a tie for the last seats, those who are certain are chosen all the same; what is open is named beside them.
    const isChosen = outcome === 'adopted' || outcome === 'tied';
    const chosen = isChosen ? await optionsChosenBy(tx, vote.pollId) : [];
    const tied = outcome === 'tied' ? await optionsTiedIn(tx, vote.pollId) : [];
    const decisionId = await insertDecision(tx, vote, proposal, { outcome, effectiveAt, chosen, tied });
    await tx.sql(`UPDATE proposal SET state = 'decided', ended_at = $2 WHERE id = $1`, [
      proposal.id,
      vote.closedAt,
    ]);
    await this.effects.tellEnding(tx, proposal, outcome === 'adopted' ? 'adopted' : 'not_adopted');
    await recordAct(tx, nobody, {
      act: 'decide',
      subjectType: 'decision',
      subjectId: decisionId,
      data: {
        ...{ proposalId: proposal.id, pollId: vote.pollId, outcome },
        chosen: chosen.map(({ position }) => position),
        ...(tied.length > 0 && { tied: tied.map(({ position }) => position) }),
      },
    });
  }

  /**
   * Lets every decision take force whose instant has come, one transaction each; returns how many. One that fails on
   * our side does not keep the others waiting: what failed is thrown when all have been tried.
   */
  async takeForceWhereDue(): Promise<number> {
    const due = await this.work.inTransaction(nobody, (tx) =>
      tx.sql<{ cooperativeId: string; decisionId: string }>(
        `SELECT cooperative_id AS "cooperativeId", decision_id AS "decisionId" FROM decisions_due()`,
      ),
    );
    const failures: unknown[] = [];
    for (const { cooperativeId, decisionId } of due) {
      await this.carryOutOrBlock(cooperativeId, decisionId).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'decisions could not be carried out');
    return due.length;
  }

  /**
   * A failure of ours must not be tried every second: it blocks the effect like any refusal, and can be retried. Only
   * while the decision still waits: another process may have let it take force meanwhile.
   */
  private async carryOutOrBlock(cooperativeId: string, decisionId: string): Promise<void> {
    const system = systemIn(cooperativeId);
    try {
      await this.work.inTransaction(system, (tx) => this.takeForce(tx, system, decisionId, ['adopted']));
    } catch (error) {
      await this.work.inTransaction(system, async (tx) => {
        const decision = await lockDecision(tx, decisionId);
        if (decision?.stage === 'adopted') await block(tx, system, decision, failedHere());
      });
      throw error;
    }
  }

  /** Tries a blocked effect again. Answers with the decision, carried out or blocked as before. */
  retryEffect(
    scope: RequestScope,
    decisionId: string,
    idempotencyKey?: string,
  ): Promise<{ decisionId: string } | Refusal> {
    const options = { act: 'retryEffect', idempotencyKey, request: { decisionId } };
    return this.work.command(scope, options, async (tx, viewer) => {
      const decision = isId(decisionId) ? await lockDecision(tx, decisionId) : null;
      const permitted = mayRetryEffect(viewer, decision ? await authorOf(tx, decision) : null);
      if (permitted !== true) return permitted;
      if (!decision) return new Refusal('NOT_FOUND', 'There is no such decision.');
      if (decision.stage !== 'blocked') {
        return new Refusal(
          'NOT_BLOCKED',
          'Only a blocked effect can be tried again; this decision is not blocked.',
        );
      }
      await this.takeForce(tx, viewer, decisionId, ['blocked']);
      return { decisionId };
    });
  }

  /**
   * Sets aside the decision on a proposal whose effect is blocked, inside an act of the module whose effect it has: the
   * decision stays on record, and is not tried again. Answers what blocked it; null where the decision is not blocked, or
   * by something that is not `final` in that module's eyes.
   */
  async setAsideWithin(
    tx: Tx,
    viewer: Viewer,
    proposalId: string,
    terms: { readonly reason: string; readonly isFinal: (blockedReason: string) => boolean },
  ): Promise<{ readonly decisionId: string; readonly blockedReason: string } | null> {
    const found = await tx.one<{ id: string }>(
      `SELECT id FROM decision WHERE cooperative_id = current_cooperative_id() AND proposal_id = $1 AND outcome = 'adopted'`,
      [proposalId],
    );
    const decision = found ? await lockDecision(tx, found.id) : null;
    const blockedReason = decision?.stage === 'blocked' ? decision.blockedReason : null;
    if (!decision || blockedReason === null || !terms.isFinal(blockedReason)) return null;
    await tx.sql(
      `UPDATE decision SET stage = 'superseded', blocked_reason = NULL, blocked_message = NULL WHERE id = $1`,
      [decision.id],
    );
    await recordAct(tx, viewer, {
      act: 'setDecisionAside',
      subjectType: 'decision',
      subjectId: decision.id,
      data: { blockedReason, reason: terms.reason },
    });
    return { decisionId: decision.id, blockedReason };
  }

  private async takeForce(
    tx: Tx,
    viewer: Viewer,
    decisionId: string,
    from: readonly string[],
  ): Promise<void> {
    const decision = await lockDecisionIfFree(tx, decisionId);
    if (!decision || !from.includes(decision.stage) || decision.effectiveAt === null) return;
    if (decision.effectKind === null || decision.effect === null) {
      await tx.sql(`UPDATE decision SET stage = 'effective' WHERE id = $1`, [decisionId]);
      await recordAct(tx, viewer, { act: 'takeForce', subjectType: 'decision', subjectId: decisionId });
      return;
    }
    // Sharing among a million takes longer than a request's statement may.
    await tx.sql(`SELECT set_config('statement_timeout', '10min', true)`);
    await tx.sql(`SAVEPOINT effect`);
    const carriedOut = await this.effects
      .named(decision.effectKind)
      .carryOut(tx, systemIn(viewer.cooperativeId ?? ''), {
        decisionId,
        payload: decision.effect,
        effectiveAt: decision.effectiveAt,
      });
    if (isRefusal(carriedOut)) {
      await tx.sql(`ROLLBACK TO SAVEPOINT effect`);
      await block(tx, viewer, decision, carriedOut);
      return;
    }
    await tx.sql(
      `UPDATE decision SET stage = 'carried_out', carried_out_at = rochdale_now(), blocked_reason = NULL,
         blocked_message = NULL WHERE id = $1`,
      [decisionId],
    );
    await recordAttempt(tx, viewer, decision, null);
  }
}

const failedHere = (): Refusal =>
  new Refusal('INTERNAL', 'Carrying this out failed on our side. It can be tried again.');
