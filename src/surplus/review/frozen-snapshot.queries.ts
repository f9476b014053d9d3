import type { Tx } from '../../platform/database/transaction.js';
import type { FrozenParticipant, FrozenSnapshot } from '../domain/run/run-snapshot.js';
import type { RunRow } from '../runs/run.rows.js';

/** The snapshot that a run was frozen with, as it is kept. */
export async function frozenSnapshotOf(tx: Tx, run: RunRow): Promise<FrozenSnapshot> {
  if (run.snapshot === null) throw new Error(`run ${run.id} has no snapshot`);
  const participants = await tx.sql<FrozenParticipant>(
    `SELECT party_id AS "partyId", key, class, kind, facts, capital FROM run_participant
     WHERE cooperative_id = current_cooperative_id() AND run_id = $1 ORDER BY key COLLATE "C"`,
    [run.id],
  );
  return { header: run.snapshot, participants };
}
