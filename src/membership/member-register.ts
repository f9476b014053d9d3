import { Injectable } from '@nestjs/common';
import type DataLoader from 'dataloader';
import type { Tx } from '../platform/database/transaction.js';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import { isId } from '../shared/ids.js';
import type {
  BodyRow,
  CooperativeRow,
  MemberClassRow,
  MembershipRow,
  ReferredParty,
} from './membership.rows.js';

/**
 * A membership's columns on the day `asked.day`, as known at `asked.known_at`; needs `m` (membership), `p` (party) and
 * `asked`. Among names, the one recorded last of those effective on the day; before the first, the first.
 */
export const membershipColumns = `m.id, m.party_id AS "partyId", m.number, p.kind, p.person_id IS NOT NULL AS "hasAccount",
  p.external_ref AS "externalRef", m.joined_on AS "joinedOn",
  coalesce((SELECT n.name FROM party_name n
    WHERE n.cooperative_id = m.cooperative_id AND n.party_id = m.party_id AND n.usage = 'chosen'
    ORDER BY n.effective_on <= asked.day DESC,
      CASE WHEN n.effective_on <= asked.day THEN n.effective_on END DESC, n.effective_on, n.recorded_at DESC LIMIT 1),
    '#' || m.number) AS name,
  standing_on(m.cooperative_id, m.id, asked.day, asked.known_at) AS standing,
  class_on(m.cooperative_id, m.id, asked.day, asked.known_at) AS "classId",
  roles_on(m.cooperative_id, m.id, asked.day) AS roles, asked.day AS "asOf"`;

const today = `(SELECT today_in(current_cooperative_id()) AS day, 'infinity'::timestamptz AS known_at) AS asked`;

/** Finds members, parties, classes and bodies of the bound cooperative, for this module and those above it. */
@Injectable()
export class MemberRegister {
  cooperative(tx: Tx): Promise<CooperativeRow | null> {
    return tx.one<CooperativeRow>(
      `SELECT id, slug, name, kind, currency, locale, time_zone AS "timeZone", founded_at AS "foundedAt",
              today_in(id) AS today
       FROM cooperative WHERE id = current_cooperative_id()`,
    );
  }

  /** The date it is now in the cooperative's time zone. */
  async today(tx: Tx): Promise<string> {
    const row = await tx.one<{ day: string }>(`SELECT today_in(current_cooperative_id()) AS day`);
    if (!row) throw new Error('no cooperative is bound');
    return row.day;
  }

  /** The membership as it stands today; null when there is none under this identifier. */
  async findMembership(tx: Tx, membershipId: string): Promise<MembershipRow | null> {
    return (await this.findMemberships(tx, [membershipId]))[0] ?? null;
  }

  /** Memberships as they stand today, in any order; unknown identifiers are left out. */
  findMemberships(tx: Tx, membershipIds: readonly string[]): Promise<MembershipRow[]> {
    return tx.sql<MembershipRow>(
      `SELECT ${membershipColumns} FROM ${today}, membership m
       JOIN party p ON p.cooperative_id = m.cooperative_id AND p.id = m.party_id WHERE m.id = ANY($1::uuid[])`,
      [membershipIds.filter(isId)],
    );
  }

  /** Parties by their references in an imported list; unknown references are left out. */
  partiesByRef(tx: Tx, refs: readonly string[]): Promise<ReferredParty[]> {
    return tx.sql<ReferredParty>(
      `SELECT p.external_ref AS ref, p.id AS "partyId", m.id AS "membershipId" FROM party p
       LEFT JOIN membership m ON m.cooperative_id = p.cooperative_id AND m.party_id = p.id
       WHERE p.external_ref = ANY($1::text[])`,
      [refs],
    );
  }

  classes(tx: Tx): Promise<MemberClassRow[]> {
    return tx.sql<MemberClassRow>(
      `SELECT id, code, name, may_vote AS "mayVote", vote_weight_millionths AS "voteWeightMillionths"
       FROM member_class ORDER BY code`,
    );
  }

  async classByCode(tx: Tx, code: string): Promise<MemberClassRow | null> {
    return (await this.classes(tx)).find((memberClass) => memberClass.code === code) ?? null;
  }

  bodies(tx: Tx): Promise<BodyRow[]> {
    return tx.sql<BodyRow>(`SELECT id, kind, code, name FROM body ORDER BY kind, code`);
  }

  bodyByCode(tx: Tx, code: string): Promise<BodyRow | null> {
    return tx.one<BodyRow>(`SELECT id, kind, code, name FROM body WHERE code = $1`, [code]);
  }
}

/** Memberships as they stand today, batched within a request. Who may see them is asked by the caller. */
export function memberships(scope: RequestScope, work: UnitOfWork): DataLoader<string, MembershipRow | null> {
  return scope.loader(memberships, async (ids: readonly string[]) => {
    const rows = await new MemberRegister().findMemberships(await work.read(scope), ids);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}

/** Display names by membership, batched within a request; the number stands where no name is kept. */
export function memberNames(scope: RequestScope, work: UnitOfWork): DataLoader<string, string | null> {
  return scope.loader(memberNames, async (ids: readonly string[]) => {
    const found = await memberships(scope, work).loadMany(ids);
    return found.map((row) => (row === null || row instanceof Error ? null : row.name));
  });
}

/** Classes by identifier, batched within a request. */
export function memberClasses(
  scope: RequestScope,
  work: UnitOfWork,
): DataLoader<string, MemberClassRow | null> {
  return scope.loader(memberClasses, async (ids: readonly string[]) => {
    const rows = await new MemberRegister().classes(await work.read(scope));
    return ids.map((id) => rows.find((row) => row.id === id) ?? null);
  });
}

/** Bodies by identifier, batched within a request. */
export function bodies(scope: RequestScope, work: UnitOfWork): DataLoader<string, BodyRow | null> {
  return scope.loader(bodies, async (ids: readonly string[]) => {
    const rows = await new MemberRegister().bodies(await work.read(scope));
    return ids.map((id) => rows.find((row) => row.id === id) ?? null);
  });
}
