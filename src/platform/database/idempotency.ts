import { Refusal } from '../../shared/refusal.js';
import type { Viewer } from '../request/viewer.js';
import type { Tx } from './transaction.js';

/** Refusals that any act with an idempotency key may answer with. */
export const idempotencyReasons = ['IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_KEY_INVALID'] as const;
export type IdempotencyReason = (typeof idempotencyReasons)[number];

export const claimStatement = `
  INSERT INTO idempotency_key (cooperative_id, person_id, key, act, request_hash)
  VALUES (current_cooperative_id(), $1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1 AS claimed`;
export const keepStatement = `UPDATE idempotency_key SET answer = $3 WHERE person_id = $1 AND key = $2`;

/** What was refused has not been kept since refusals can be mended; earlier ones stand as they were answered. */
type Stored = { refused: { reason: string; message: string; details: string[] } } | { done: unknown };

/**
 * Claims a key, or finds the answer that it already has: what was done under it is done once, and another request with
 * it is refused. A second request with the same key waits here until the first has ended.
 *
 * A refusal is not kept: it changed nothing, and the claim is undone with it. So what was refused can be sent again under
 * its key, mended or when its time has come, and is judged anew. (Ledgers that keep failures too, as TigerBeetle's
 * `id_already_failed`, guard against a transfer that somebody gave up on; here whoever gives up has been told so.)
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

/** Keeps beside its key what an act that was done answers: plain JSON, identifiers and not loaded objects. */
export async function keepDone(tx: Tx, viewer: Viewer, key: string, answer: unknown): Promise<void> {
  const stored: Stored = { done: answer };
  await tx.sql(keepStatement, [viewer.personId, key, JSON.stringify(stored)]);
}
