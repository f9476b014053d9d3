import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transaction.js';
import type { KeyedParty } from './domain/account-key.js';

/** Parties as the sub-ledgers know them: by reference, by number, and by the key of their accounts. */
@Injectable()
export class PartyDirectory {
  /**
   * Finds parties by what people write in lists: the reference under which the party is kept elsewhere, or the member's
   * number as `m007`. A reference goes before a number. What is not found is missing from the answer.
   */
  async partiesByRef(tx: Tx, refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const numbers = refs.map((ref) => /^m(\d{3,9})$/.exec(ref)?.[1] ?? null);
    const rows = await tx.sql<{ ref: string; partyId: string }>(
      `SELECT w.ref, coalesce(p.id, m.party_id) AS "partyId"
       FROM unnest($1::text[], $2::int[]) AS w(ref, number)
       LEFT JOIN party p ON p.cooperative_id = current_cooperative_id() AND p.external_ref = w.ref
       LEFT JOIN membership m ON m.cooperative_id = current_cooperative_id() AND m.number = w.number
       WHERE p.id IS NOT NULL OR m.id IS NOT NULL`,
      [refs, numbers],
    );
    return new Map(rows.map((row) => [row.ref, row.partyId]));
  }

  /** What the keys of these parties' accounts are made of. */
  async keyedParties(tx: Tx, partyIds: readonly string[]): Promise<ReadonlyMap<string, KeyedParty>> {
    const rows = await tx.sql<KeyedParty>(
      `SELECT p.id AS "partyId", m.number, p.external_ref AS "externalRef" FROM party p
       LEFT JOIN membership m ON m.cooperative_id = p.cooperative_id AND m.party_id = p.id
       WHERE p.cooperative_id = current_cooperative_id() AND p.id = ANY($1::uuid[])`,
      [partyIds],
    );
    return new Map(rows.map((row) => [row.partyId, row]));
  }
}
