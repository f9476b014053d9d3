import { systemIn } from '../platform/request/viewer.js';
import type { Tx } from '../platform/database/transaction.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import { chainHash, eventHash, genesisOf, type RecordedEvent } from './domain/chain.js';

/** The scope of acts outside any cooperative (sign-in). */
export const outsideCooperatives = '00000000-0000-0000-0000-000000000000';

export const eventColumns = `e.id, e.act, e.actor_person_id AS "actorPersonId", e.actor_membership_id AS "actorMembershipId",
  e.subject_type AS "subjectType", e.subject_id AS "subjectId", e.data,
  to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt"`;

const batchSize = 500;

/**
 * Orders committed events and chains them. What commits late is not skipped: every event without a seal is looked for,
 * from the oldest transaction that was still running when sealing last came to its end. Any number of sealers may run;
 * a lock per cooperative lets one at a time write.
 */
export class AuditSealer {
  constructor(private readonly work: UnitOfWork) {}

  /** Seals what is due in every cooperative; returns how many events were sealed. */
  async sealAll(): Promise<number> {
    const scopes = await this.work.inTransaction(systemIn(outsideCooperatives), (tx) =>
      tx.sql<{ id: string }>(`SELECT audit_scopes_to_seal() AS id`),
    );
    let sealed = 0;
    for (const { id } of scopes) sealed += await this.seal(id);
    return sealed;
  }

  /** Seals one cooperative's events, batch by batch. */
  async seal(cooperativeId: string): Promise<number> {
    let sealed = 0;
    for (;;) {
      const batch = await this.work.inTransaction(systemIn(cooperativeId), (tx) =>
        sealBatch(tx, cooperativeId),
      );
      sealed += batch;
      if (batch < batchSize) return sealed;
    }
  }
}

async function sealBatch(tx: Tx, cooperativeId: string): Promise<number> {
  const lock = await tx.one<{ locked: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('audit seal ' || $1, 0)) AS locked`,
    [cooperativeId],
  );
  if (!lock?.locked) return 0;
  // Asked first: whatever commits after this statement is at or above it.
  const oldest = await tx.one<{ running: string }>(
    `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS running`,
  );
  const events = await tx.sql<RecordedEvent>(
    `SELECT ${eventColumns} FROM audit_event e
     WHERE e.transaction_id >= coalesce((SELECT sealed_below FROM audit_watermark), '0'::xid8)
       AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.cooperative_id = e.cooperative_id AND s.event_id = e.id)
     ORDER BY e.transaction_id, e.recorded_at, e.id LIMIT ${batchSize}`,
  );
  if (events.length < batchSize) {
    await tx.sql(
      `INSERT INTO audit_watermark (sealed_below) VALUES ($1::xid8)
       ON CONFLICT (cooperative_id) DO UPDATE SET sealed_below = EXCLUDED.sealed_below`,
      [oldest?.running],
    );
  }
  if (events.length === 0) return 0;
  const head = await tx.one<{ position: bigint; chainHash: string }>(
    `SELECT position, chain_hash AS "chainHash" FROM audit_seal ORDER BY position DESC LIMIT 1`,
  );
  let position = head?.position ?? 0n;
  let previous = head?.chainHash ?? genesisOf(cooperativeId);
  const rows = events.map((event) => {
    position += 1n;
    const hash = eventHash(event);
    previous = chainHash(previous, hash);
    return { position: position.toString(), event_id: event.id, event_hash: hash, chain_hash: previous };
  });
  await tx.sql(
    `INSERT INTO audit_seal (position, event_id, event_hash, chain_hash)
     SELECT position, event_id, event_hash, chain_hash
     FROM jsonb_to_recordset($1::jsonb) AS r(position bigint, event_id uuid, event_hash text, chain_hash text)`,
    [JSON.stringify(rows)],
  );
  return rows.length;
}
