import type { Tx } from '../platform/database/transaction.js';
import { eventColumns } from './audit-sealer.js';
import { describeFault, genesisOf, verifyLink, type RecordedEvent, type Seal } from './domain/chain.js';

export interface Verification {
  readonly sealed: bigint;
  readonly unsealed: bigint;
  /** The chain hash at the head: two people who see the same one see the same record. */
  readonly head: string;
  readonly faults: readonly string[];
}

const chunk = 1_000n;

/** Recomputes the whole chain of the bound cooperative from its events. Faults are sentences; none means intact. */
export async function verifyRecord(tx: Tx, cooperativeId: string): Promise<Verification> {
  let link = { position: 0n, chainHash: genesisOf(cooperativeId) };
  const faults: string[] = [];
  for (;;) {
    const seals = await tx.sql<Seal & { event: RecordedEvent | null }>(
      `SELECT s.position, s.event_id AS "eventId", s.event_hash AS "eventHash", s.chain_hash AS "chainHash",
              CASE WHEN e.id IS NULL THEN NULL ELSE (SELECT to_jsonb(r) FROM (SELECT ${eventColumns}) r) END AS event
       FROM audit_seal s LEFT JOIN audit_event e ON e.cooperative_id = s.cooperative_id AND e.id = s.event_id
       WHERE s.position > $1 ORDER BY s.position LIMIT ${chunk}`,
      [link.position.toString()],
    );
    for (const seal of seals) {
      const verified = verifyLink(link, seal, seal.event);
      if ('fault' in verified) faults.push(describeFault(verified.fault));
      // Go on from what the seal claims, so that one fault is reported once.
      link = { position: seal.position, chainHash: seal.chainHash };
    }
    if (BigInt(seals.length) < chunk) break;
  }
  const unsealed = await tx.one<{ count: bigint }>(
    `SELECT count(*) AS count FROM audit_event e
     WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.cooperative_id = e.cooperative_id AND s.event_id = e.id)`,
  );
  return { sealed: link.position, unsealed: unsealed?.count ?? 0n, head: link.chainHash, faults };
}
