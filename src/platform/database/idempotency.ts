import { isRefusal, Refusal } from '../../shared/refusal.js';
import type { Viewer } from '../request/viewer.js';
import type { Tx } from './transaction.js';

/** Refusals that any act with an idempotency key may answer with. */
export const idempotencyReasons = ['IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_KEY_INVALID'] as const;
export type IdempotencyReason = (typeof idempotencyReasons)[number];

export const claimStatement = `
  INSERT INTO idempotency_key (cooperative_id, person_id, key, act, request_hash)
  VALUES (current_cooperative_id(), $1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1 AS claimed`;
export const keepStatement = `UPDATE idempotency_key SET answer = $3 WHERE person_id = $1 AND key = $2`;

type Stored = { refused: { reason: string; message: string; details: string[] } } | { done: unknown };

/**
 * Claims a key, or finds the answer that it already has. A second request with the same key waits here until the
 * first has committed. Stored refusals stay refusals: a key that failed never succeeds later (the rule of
 * TigerBeetle's `id_already_failed`); a new attempt takes a new key.
 *
 * Returns null when the key is ours to use.
 */
export async function answerOfKey<T>(
  tx: Tx,
  viewer: Viewer,
  act: string,
  key: string,
  requestHash: string,
): Promise<{ answer: T | Refusal } | null> {
  if (!/^[\x21-\x7e]{8,200}$/.test(key)) {
    return {
      answer: new Refusal<IdempotencyReason>(
        'IDEMPOTENCY_KEY_INVALID',
        'An idempotency key is 8 to 200 visible ASCII characters, new for every request.',
      ),
    };
  }
  const claimed = await tx.sql(claimStatement, [viewer.personId, key, act, requestHash]);
  if (claimed.length === 1) return null;
  const kept = await tx.one<{ act: string; requestHash: string; answer: Stored }>(
    `SELECT act, request_hash AS "requestHash", answer FROM idempotency_key WHERE person_id = $1 AND key = $2`,
    [viewer.personId, key],
  );
  if (!kept) throw new Error('an idempotency key vanished');
  if (kept.act !== act || kept.requestHash !== requestHash) {
    return {
      answer: new Refusal<IdempotencyReason>(
        'IDEMPOTENCY_KEY_REUSED',
        'This key already stands for another request. Use a new key for a new request.',
      ),
    };
  }
  if ('refused' in kept.answer) {
    const { reason, message, details } = kept.answer.refused;
    return { answer: new Refusal(reason, message, details) };
  }
  return { answer: kept.answer.done as T };
}

/** Keeps the answer beside its key. Answers of such acts are plain JSON: identifiers, not loaded objects. */
export async function keepAnswer(tx: Tx, viewer: Viewer, key: string, answer: unknown): Promise<void> {
  const stored: Stored = isRefusal(answer)
    ? { refused: { reason: answer.reason, message: answer.message, details: [...answer.details] } }
    : { done: answer };
  await tx.sql(keepStatement, [viewer.personId, key, JSON.stringify(stored)]);
}
