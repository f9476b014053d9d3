import type { Json } from '../../shared/canonical-json.js';
import type { Tx } from '../database/transaction.js';

/**
 * Puts work into the queue in the caller's own transaction: it is done if, and only if, that transaction commits.
 * A job is done *at least once*, so its handler must bear to be repeated. With a `jobKey` a job that still waits under
 * the same key is replaced, so that there is one of it.
 */
export async function enqueue(tx: Tx, task: string, payload: Json, jobKey?: string): Promise<void> {
  await tx.sql(`SELECT graphile_worker.enqueue($1, $2::json, $3)`, [
    task,
    JSON.stringify(payload),
    jobKey ?? null,
  ]);
}
