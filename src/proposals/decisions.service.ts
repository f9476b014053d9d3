import { Inject, Injectable } from '@nestjs/common';
import { recordAct } from '../audit/audit-record.js';
import { storedPolicy } from '../membership/domain/decision-policy.js';
import type { Tx } from '../platform/database/transaction.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { nobody, systemIn, type Viewer } from '../platform/request/viewer.js';
import { isId, newId } from '../shared/ids.js';
import { isRefusal, Refusal } from '../shared/refusal.js';
import type { ClosedPoll } from '../voting/poll-closed-handlers.js';
import { effectiveAtOf, outcomeOf } from './domain/decision-stage.js';
import { ProposalEffects } from './proposal-effects.js';
import { decisionColumns, type DecisionRow } from './proposal.rows.js';
import { lockProposal, nextNumber } from './proposals.store.js';
import { mayRetryEffect } from './proposals.policy.js';

/** From a closed vote to a decision, and from a decision to what it does. */
@Injectable()
export class Decisions {
  constructor(
    @Inject(UnitOfWork) private readonly work: UnitOfWork,
    @Inject(ProposalEffects) private readonly effects: ProposalEffects,
  ) {}

  /** Enters the decision, in the transaction that closes the poll: a result without its decision cannot exist. */
  async decide(tx: Tx, vote: ClosedPoll): Promise<void> {
    const proposal = await lockProposal(tx, vote.subjectId);
    if (!proposal) throw new Error(`poll ${vote.pollId} closed on a proposal that is not there`);
    const outcome = outcomeOf(vote.outcome);
    const isAdopted = outcome === 'adopted';
    const effectiveAt = isAdopted
      ? effectiveAtOf(vote.closedAt, storedPolicy(vote.rule).effectiveAfterDays)
      : null;
    const decisionId = newId();
    await tx.sql(
      `INSERT INTO decision (cooperative_id, id, number, proposal_id, poll_id, body_id, decision_kind, title, text,
         effect_kind, effect, rule_key, rule_version, outcome, decided_at, effective_at, stage)
       VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        ...[
          decisionId,
          await nextNumber(tx, 'decision'),
          proposal.id,
          vote.pollId,
          vote.bodyId,
          proposal.decisionKind,
        ],
        ...[
          proposal.title,
          proposal.body,
          proposal.effectKind,
          proposal.effect,
          vote.ruleKey,
          vote.ruleVersion,
        ],
        ...[outcome, vote.closedAt, effectiveAt, isAdopted ? 'adopted' : 'not_adopted'],
      ],
    );
    await tx.sql(`UPDATE proposal SET state = 'decided', ended_at = $2 WHERE id = $1`, [
      proposal.id,
      vote.closedAt,
    ]);
    await recordAct(tx, nobody, {
      act: 'decide',
      subjectType: 'decision',
      subjectId: decisionId,
      data: { proposalId: proposal.id, pollId: vote.pollId, outcome },
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

  /** A failure of ours must not be tried every second: it blocks the effect like any refusal, and can be retried. */
  private async carryOutOrBlock(cooperativeId: string, decisionId: string): Promise<void> {
    const system = systemIn(cooperativeId);
    try {
      await this.work.inTransaction(system, (tx) => this.takeForce(tx, system, decisionId, ['adopted']));
    } catch (error) {
      await this.work.inTransaction(system, async (tx) => {
        const decision = await lockDecision(tx, decisionId);
        const refusal = new Refusal(
          'INTERNAL',
          'Carrying this out failed on our side. It can be tried again.',
        );
        if (decision && decision.stage !== 'carried_out') await block(tx, system, decision, refusal);
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

  private async takeForce(
    tx: Tx,
    viewer: Viewer,
    decisionId: string,
    from: readonly string[],
  ): Promise<void> {
    const decision = await lockDecision(tx, decisionId);
    if (!decision || !from.includes(decision.stage) || decision.effectiveAt === null) return;
    if (decision.effectKind === null || decision.effect === null) {
      await tx.sql(`UPDATE decision SET stage = 'effective' WHERE id = $1`, [decisionId]);
      await recordAct(tx, viewer, { act: 'takeForce', subjectType: 'decision', subjectId: decisionId });
      return;
    }
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

const lockDecision = (tx: Tx, decisionId: string): Promise<DecisionRow | null> =>
  tx.one<DecisionRow>(`SELECT ${decisionColumns} FROM decision d WHERE d.id = $1 FOR UPDATE`, [decisionId]);

async function authorOf(tx: Tx, decision: DecisionRow): Promise<string | null> {
  const row = await tx.one<{ author: string }>(
    `SELECT author_membership_id AS author FROM proposal WHERE id = $1`,
    [decision.proposalId],
  );
  return row?.author ?? null;
}

async function block(tx: Tx, viewer: Viewer, decision: DecisionRow, refusal: Refusal): Promise<void> {
  await tx.sql(
    `UPDATE decision SET stage = 'blocked', blocked_reason = $2, blocked_message = $3 WHERE id = $1`,
    [decision.id, refusal.reason, refusal.message],
  );
  await recordAttempt(tx, viewer, decision, refusal);
}

async function recordAttempt(
  tx: Tx,
  viewer: Viewer,
  decision: DecisionRow,
  refusal: Refusal | null,
): Promise<void> {
  const result = refusal ? 'blocked' : 'carried_out';
  await tx.sql(
    `INSERT INTO decision_attempt (cooperative_id, id, decision_id, result, reason, message)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5)`,
    [newId(), decision.id, result, refusal?.reason ?? null, refusal?.message ?? null],
  );
  await recordAct(tx, viewer, {
    act: refusal ? 'blockEffect' : 'carryOutEffect',
    subjectType: 'decision',
    subjectId: decision.id,
    data: { result, reason: refusal?.reason ?? '' },
  });
}
