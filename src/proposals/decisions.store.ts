import { recordAct } from '../audit/audit-record.js';
import type { Tx } from '../platform/database/transaction.js';
import type { Viewer } from '../platform/request/viewer.js';
import { newId } from '../shared/ids.js';
import type { Refusal } from '../shared/refusal.js';
import type { ClosedPoll } from '../voting/poll-closed-handlers.js';
import type { ChosenOption } from '../voting/poll-winners.queries.js';
import type { DecisionOutcome } from './domain/decision-stage.js';
import { decisionColumns, type DecisionRow, type ProposalRow } from './proposal.rows.js';
import { nextNumber } from './proposals.store.js';

/** Writes down what was decided: title, text and effect as they were voted on, by the rule the vote was called under. */
export async function insertDecision(
  tx: Tx,
  vote: ClosedPoll,
  proposal: ProposalRow,
  decided: {
    readonly outcome: DecisionOutcome;
    readonly effectiveAt: Date | null;
    readonly chosen: readonly ChosenOption[];
    readonly tied: readonly ChosenOption[];
  },
): Promise<string> {
  const decisionId = newId();
  await tx.sql(
    `INSERT INTO decision (cooperative_id, id, number, proposal_id, poll_id, body_id, decision_kind, title, text,
       effect_kind, effect, rule_key, rule_version, outcome, decided_at, effective_at, stage, chosen, tied)
     VALUES (current_cooperative_id(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      ...[decisionId, await nextNumber(tx, 'decision'), proposal.id, vote.pollId, vote.bodyId],
      ...[proposal.decisionKind, proposal.title, proposal.body, proposal.effectKind, proposal.effect],
      ...[vote.ruleKey, vote.ruleVersion, decided.outcome, vote.closedAt, decided.effectiveAt],
      decided.outcome === 'adopted' ? 'adopted' : 'not_adopted',
      JSON.stringify(decided.chosen),
      JSON.stringify(decided.tied),
    ],
  );
  return decisionId;
}

/** Everything that changes a decision queues here. */
export const lockDecision = (tx: Tx, decisionId: string): Promise<DecisionRow | null> =>
  tx.one<DecisionRow>(`SELECT ${decisionColumns} FROM decision d WHERE d.id = $1 FOR UPDATE`, [decisionId]);

/** As `lockDecision`, or null while another process carries it out: that may take minutes, and others wait their turn. */
export const lockDecisionIfFree = (tx: Tx, decisionId: string): Promise<DecisionRow | null> =>
  tx.one<DecisionRow>(`SELECT ${decisionColumns} FROM decision d WHERE d.id = $1 FOR UPDATE SKIP LOCKED`, [
    decisionId,
  ]);

export async function authorOf(tx: Tx, decision: DecisionRow): Promise<string | null> {
  const row = await tx.one<{ author: string }>(
    `SELECT author_membership_id AS author FROM proposal WHERE id = $1`,
    [decision.proposalId],
  );
  return row?.author ?? null;
}

/** Leaves the decision standing and says why its effect is not there. */
export async function block(tx: Tx, viewer: Viewer, decision: DecisionRow, refusal: Refusal): Promise<void> {
  await tx.sql(
    `UPDATE decision SET stage = 'blocked', blocked_reason = $2, blocked_message = $3 WHERE id = $1`,
    [decision.id, refusal.reason, refusal.message],
  );
  await recordAttempt(tx, viewer, decision, refusal);
}

export async function recordAttempt(
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
