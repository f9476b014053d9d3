import { newId } from '../shared/ids.js';
import type { Tx } from '../platform/database/transaction.js';
import { bindingHash, codeHash, codeLifetime, type PresentedCode } from './domain/one-time-code.js';

/** Keeps a new code by its hashes; returns its identifier and when it dies. */
export async function keepCode(
  tx: Tx,
  { binding, address, code }: { binding: string; address: string; code: string },
): Promise<{ id: string; expiresAt: Date }> {
  const row = await tx.one<{ id: string; expiresAt: Date }>(
    `INSERT INTO sign_in_code (id, binding_hash, code_hash, created_at, expires_at)
     SELECT $1, $2, $3, now, now + $4::interval FROM (SELECT rochdale_now() AS now) AS clock
     RETURNING id, expires_at AS "expiresAt"`,
    [newId(), bindingHash(binding), codeHash(binding, address, code), codeLifetime],
  );
  return row!;
}

/**
 * The code asked for with this binding, locked: of several who present it at once the second sees what became of it.
 * Only the holder of the binding finds it, so nobody can use up another's tries.
 */
export async function lockCode(
  tx: Tx,
  presented: { binding: string; address: string; code: string },
): Promise<(PresentedCode & { readonly id: string }) | null> {
  return tx.one(
    `SELECT id, spent_at IS NOT NULL AS "isSpent", expires_at <= rochdale_now() AS "isExpired",
            attempts AS "wrongTries", code_hash = $2 AS matches
     FROM sign_in_code WHERE binding_hash = $1 FOR UPDATE`,
    [bindingHash(presented.binding), codeHash(presented.binding, presented.address, presented.code)],
  );
}

export const countWrongTry = (tx: Tx, id: string): Promise<unknown> =>
  tx.sql(`UPDATE sign_in_code SET attempts = attempts + 1 WHERE id = $1`, [id]);

export const spendCode = (tx: Tx, id: string): Promise<unknown> =>
  tx.sql(`UPDATE sign_in_code SET spent_at = rochdale_now() WHERE id = $1`, [id]);

/** Codes that died an hour ago; until then their refusals can still be explained. */
export const forgetOldCodes = (tx: Tx): Promise<unknown> =>
  tx.sql(`DELETE FROM sign_in_code WHERE expires_at < rochdale_now() - interval '1 hour'`);
