import type DataLoader from 'dataloader';
import type { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { RequestScope } from '../platform/request/request-scope.js';
import type { MemberStanding } from './domain/standing.js';
import type { RoleTerm } from './roles.js';

export interface ContactRow {
  readonly partyId: string;
  readonly channel: string;
  readonly value: string;
}
export interface StandingRow {
  readonly membershipId: string;
  readonly standing: MemberStanding;
  readonly effectiveOn: string;
  readonly recordedAt: Date;
}
export interface SeatRow {
  readonly id: string;
  readonly bodyId: string;
  readonly membershipId: string;
  readonly title: string;
  readonly effectiveFrom: string;
  readonly effectiveUntil: string | null;
}
interface NamedParty {
  readonly partyId: string;
  readonly name: string;
}
interface RepresentativeRow {
  readonly partyId: string;
  readonly membershipId: string;
}

type Many<Row> = DataLoader<string, readonly Row[]>;

function grouped<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const groups = new Map(keys.map((key) => [key, [] as Row[]]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}

/** The latest contact of each channel, by party. */
export const contacts = (scope: RequestScope, work: UnitOfWork): Many<ContactRow> =>
  scope.loader(contacts, async (parties: readonly string[]) => {
    const tx = await work.read(scope);
    const rows = await tx.sql<ContactRow>(
      `SELECT DISTINCT ON (party_id, channel) party_id AS "partyId", channel, value FROM party_contact
       WHERE party_id = ANY($1::uuid[]) ORDER BY party_id, channel, recorded_at DESC`,
      [parties],
    );
    return grouped(parties, rows, (row) => row.partyId);
  });

/** The latest legal name, by party, where one is kept. */
export const legalNames = (scope: RequestScope, work: UnitOfWork): Many<NamedParty> =>
  scope.loader(legalNames, async (parties: readonly string[]) => {
    const tx = await work.read(scope);
    const rows = await tx.sql<NamedParty>(
      `SELECT DISTINCT ON (party_id) party_id AS "partyId", name FROM party_name
       WHERE usage = 'legal' AND party_id = ANY($1::uuid[])
       ORDER BY party_id, effective_on DESC, recorded_at DESC`,
      [parties],
    );
    return grouped(parties, rows, (row) => row.partyId);
  });

/** Everything recorded about a membership's standing, in order of record. */
export const standingChanges = (scope: RequestScope, work: UnitOfWork): Many<StandingRow> =>
  scope.loader(standingChanges, async (ids: readonly string[]) => {
    const tx = await work.read(scope);
    const rows = await tx.sql<StandingRow>(
      `SELECT membership_id AS "membershipId", standing, effective_on AS "effectiveOn", recorded_at AS "recordedAt"
       FROM membership_standing WHERE membership_id = ANY($1::uuid[]) ORDER BY recorded_at, id`,
      [ids],
    );
    return grouped(ids, rows, (row) => row.membershipId);
  });

/** Terms of office by membership, oldest first. */
export const roleTerms = (scope: RequestScope, work: UnitOfWork): Many<RoleTerm> =>
  scope.loader(roleTerms, async (ids: readonly string[]) => {
    const tx = await work.read(scope);
    const rows = await tx.sql<RoleTerm>(
      `SELECT r.id, r.membership_id AS "membershipId", r.role, r.effective_from AS "effectiveFrom",
              e.effective_until AS "effectiveUntil", r.decision_id AS "decisionId"
       FROM role_term r LEFT JOIN role_term_end e ON e.cooperative_id = r.cooperative_id AND e.role_term_id = r.id
       WHERE r.membership_id = ANY($1::uuid[]) ORDER BY r.effective_from, r.recorded_at, r.id`,
      [ids],
    );
    return grouped(ids, rows, (row) => row.membershipId);
  });

const seatColumns = `s.id, s.body_id AS "bodyId", s.membership_id AS "membershipId", s.title,
  s.effective_from AS "effectiveFrom", e.effective_until AS "effectiveUntil"
  FROM seat s LEFT JOIN seat_end e ON e.cooperative_id = s.cooperative_id AND e.seat_id = s.id`;

/** Seats held today or later, by body. */
export const seatsOfBodies = (scope: RequestScope, work: UnitOfWork): Many<SeatRow> =>
  scope.loader(seatsOfBodies, async (ids: readonly string[]) => {
    const tx = await work.read(scope);
    const rows = await tx.sql<SeatRow>(
      `SELECT ${seatColumns} WHERE s.body_id = ANY($1::uuid[])
         AND (e.effective_until IS NULL OR e.effective_until > today_in(current_cooperative_id()))
       ORDER BY s.effective_from, s.recorded_at, s.id`,
      [ids],
    );
    return grouped(ids, rows, (row) => row.bodyId);
  });

/** Who acts today for a household or an organisation: the membership of its representative. */
export const representatives = (scope: RequestScope, work: UnitOfWork): Many<RepresentativeRow> =>
  scope.loader(representatives, async (parties: readonly string[]) => {
    const tx = await work.read(scope);
    const rows = await tx.sql<RepresentativeRow>(
      `SELECT r.party_id AS "partyId", m.id AS "membershipId" FROM party_relation r
       JOIN membership m ON m.cooperative_id = r.cooperative_id AND m.party_id = r.related_party_id
       WHERE r.kind = 'representative' AND r.party_id = ANY($1::uuid[])
         AND r.effective_from <= today_in(current_cooperative_id())
         AND (r.effective_until IS NULL OR r.effective_until > today_in(current_cooperative_id()))
       ORDER BY r.effective_from DESC, r.recorded_at DESC`,
      [parties],
    );
    return grouped(parties, rows, (row) => row.partyId);
  });
