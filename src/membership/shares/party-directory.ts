import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transaction.js';
import type { Standing } from '../../platform/request/viewer.js';
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

  /**
   * Who belonged to the cooperative on some day of a span, and besides them the parties named: each with what the
   * register knows on the last day. Who was never taken in is no member, whatever came later.
   */
  takingPart(tx: Tx, from: string, to: string, besides: readonly string[]): Promise<PartyInSpan[]> {
    return tx.sql<PartyInSpan>(takingPart(''), [from, to, besides]);
  }

  /** As `takingPart`, of these parties alone. */
  takingPartAmong(
    tx: Tx,
    from: string,
    to: string,
    besides: readonly string[],
    among: readonly string[],
  ): Promise<PartyInSpan[]> {
    return tx.sql<PartyInSpan>(takingPart('AND p.id = ANY($4::uuid[])'), [from, to, besides, among]);
  }

  /** Parties of the cooperative by their ids, a page at a time; `after` is the last of the page before. */
  async partiesAfter(tx: Tx, after: string | null, limit: number): Promise<string[]> {
    const rows = await tx.sql<{ id: string }>(
      `SELECT id FROM party WHERE cooperative_id = current_cooperative_id()
         AND id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY id LIMIT $2`,
      [after, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** How many parties the cooperative keeps, counted up to a bound: enough to know whether work is long. */
  async countParties(tx: Tx, atMost: number): Promise<number> {
    const row = await tx.one<{ count: bigint }>(
      `SELECT count(*) AS count FROM (SELECT FROM party WHERE cooperative_id = current_cooperative_id() LIMIT $1) p`,
      [atMost],
    );
    return Number(row!.count);
  }
}

const takingPart = (restricted: '' | 'AND p.id = ANY($4::uuid[])'): string =>
  `SELECT p.id AS "partyId", p.kind AS "partyKind", m.number, p.external_ref AS "externalRef",
          m.joined_on AS "joinedOn", c.code AS class, s.standing, s.effective_on AS "standingSince",
          date_part('year', age($2::date + 1, m.joined_on))::int AS "completedYears"
   FROM party p
   LEFT JOIN membership m ON m.cooperative_id = p.cooperative_id AND m.party_id = p.id
   LEFT JOIN LATERAL (SELECT t.standing, t.effective_on FROM membership_standing t
     WHERE t.cooperative_id = m.cooperative_id AND t.membership_id = m.id AND t.effective_on <= $2
     ORDER BY t.effective_on DESC, t.recorded_at DESC, t.id DESC LIMIT 1) s ON true
   LEFT JOIN member_class c ON c.cooperative_id = m.cooperative_id AND c.id = class_on(m.cooperative_id, m.id, $2)
   WHERE p.cooperative_id = current_cooperative_id() ${restricted} AND (p.id = ANY($3::uuid[])
     OR (m.joined_on <= $2 AND s.standing NOT IN ('applied', 'invited')
         AND (s.standing NOT IN ('left', 'expelled', 'deceased') OR s.effective_on >= $1)))`;

/** A party as the register knows it on the last day of a span. */
export interface PartyInSpan extends KeyedParty {
  readonly partyKind: 'person' | 'household' | 'organisation';
  /** Null for a party who is not a member. */
  readonly joinedOn: string | null;
  readonly class: string | null;
  readonly standing: Standing | null;
  readonly standingSince: string | null;
  readonly completedYears: number | null;
}
