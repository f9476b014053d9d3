import type { Tx } from '../../platform/database/transaction.js';
import type {
  DisputeEnding,
  ResponseEnding,
  ResponseFacts,
  ResponseKind,
  ResponseState,
  ResponseSubject,
} from '../domain/review/response-lifecycle.js';

export interface ResponseRow extends ResponseFacts {
  readonly id: string;
  readonly runId: string;
  readonly periodId: string;
  readonly partyId: string;
  readonly kind: ResponseKind;
  readonly about: ResponseSubject;
  readonly rule: string | null;
  readonly basis: string | null;
  readonly recordedMillionths: bigint | null;
  readonly claimedMillionths: bigint | null;
  readonly body: string;
  readonly computation: number;
  readonly state: ResponseState;
  readonly ending: ResponseEnding | null;
  readonly answerDueAt: Date | null;
  readonly respondedBy: string;
  readonly recordedAt: Date;
  readonly endedAt: Date | null;
}
export interface ReviewEventRow {
  readonly id: string;
  readonly responseId: string;
  readonly act: 'answered' | 'accepted' | 'pressed' | 'withdrawn' | 'decided';
  readonly proposes: DisputeEnding | null;
  readonly body: string;
  readonly actedBy: string;
  readonly recordedAt: Date;
}
export interface ReleaseRow {
  readonly id: string;
  readonly runId: string;
  readonly responseId: string;
  readonly ledgerEntryId: string | null;
  readonly releasedMinor: bigint;
  readonly heldAfterMinor: bigint;
  readonly recordedAt: Date;
}

const lastAnswer = (
  column: string,
): string => `(SELECT v.${column} FROM review_event v WHERE v.cooperative_id = s.cooperative_id
  AND v.response_id = s.id AND v.act = 'answered' ORDER BY v.recorded_at DESC, v.id DESC LIMIT 1)`;

export const responseColumns = `s.id, s.run_id AS "runId", s.period_id AS "periodId", s.party_id AS "partyId", s.kind, s.about,
  s.rule, s.basis, s.recorded_millionths AS "recordedMillionths", s.claimed_millionths AS "claimedMillionths", s.body,
  s.computation, s.state, s.ending, s.answer_due_at AS "answerDueAt", s.responded_by AS "respondedBy",
  s.recorded_at AS "recordedAt", s.ended_at AS "endedAt", ${lastAnswer('proposes')} AS proposed,
  ${lastAnswer('acted_by')} AS "answeredBy",
  coalesce((SELECT v.act = 'accepted' FROM review_event v WHERE v.cooperative_id = s.cooperative_id AND v.response_id = s.id
    ORDER BY v.recorded_at DESC, v.id DESC LIMIT 1), false) AS accepted`;
export const eventColumns = `v.id, v.response_id AS "responseId", v.act, v.proposes, v.body, v.acted_by AS "actedBy",
  v.recorded_at AS "recordedAt"`;
export const releaseColumns = `e.id, e.run_id AS "runId", e.response_id AS "responseId", e.ledger_entry_id AS "ledgerEntryId",
  e.released_minor AS "releasedMinor", e.held_after_minor AS "heldAfterMinor", e.recorded_at AS "recordedAt"`;

/** The response, and nobody else moves it on until this transaction ends. */
export const lockResponse = (tx: Tx, id: string): Promise<ResponseRow | null> =>
  tx.one<ResponseRow>(
    `SELECT ${responseColumns} FROM review_response s
     WHERE s.cooperative_id = current_cooperative_id() AND s.id = $1 FOR NO KEY UPDATE OF s`,
    [id],
  );

/** Whether a party is among those whom a run was computed for. */
export const takesPart = async (tx: Tx, runId: string, partyId: string): Promise<boolean> =>
  (await tx.one(
    `SELECT 1 AS found FROM run_participant
     WHERE cooperative_id = current_cooperative_id() AND run_id = $1 AND party_id = $2`,
    [runId, partyId],
  )) !== null;

/** Disputes about the records of a period, each as it stands. */
export const disputesOf = (tx: Tx, periodId: string): Promise<ResponseRow[]> =>
  tx.sql<ResponseRow>(
    `SELECT ${responseColumns} FROM review_response s
     WHERE s.cooperative_id = current_cooperative_id() AND s.period_id = $1 AND s.kind = 'objection' AND s.about = 'record'
     ORDER BY s.ended_at NULLS LAST, s.id`,
    [periodId],
  );
