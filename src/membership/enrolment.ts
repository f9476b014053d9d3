import type { Tx } from '../platform/database/transaction.js';
import { newId } from '../shared/ids.js';
import type { MemberStanding } from './domain/standing.js';
import type { PartyKind } from './membership.rows.js';

/** Somebody entered into the register: a party with its first name, class and standing. */
export interface Newcomer {
  readonly kind: PartyKind;
  /** The account, when the person themself is acting; nobody else's account is ever linked from here. */
  readonly personId: string | null;
  readonly externalRef: string | null;
  readonly name: string;
  readonly legalName: string | null;
  readonly email: string | null;
  readonly telephone: string | null;
  readonly classId: string;
  readonly joinedOn: string;
  readonly standing: MemberStanding;
}
export interface Enrolled {
  readonly partyId: string;
  readonly membershipId: string;
  readonly number: number;
}

const recordset = `FROM jsonb_to_recordset($1::jsonb) AS n("partyId" uuid, "membershipId" uuid, number integer,
  kind text, "personId" uuid, "externalRef" text, name text, "legalName" text, email text, telephone text,
  "classId" uuid, "joinedOn" date, standing text)`;

// One statement a table, however many newcomers: ten thousand take seconds.
const inserts = [
  `INSERT INTO party (cooperative_id, id, kind, person_id, external_ref)
   SELECT current_cooperative_id(), "partyId", kind, "personId", "externalRef" ${recordset}`,
  `INSERT INTO party_name (cooperative_id, id, party_id, usage, name, effective_on)
   SELECT current_cooperative_id(), gen_random_uuid(), "partyId", usage, written, "joinedOn" ${recordset},
     LATERAL (VALUES ('chosen', name), ('legal', "legalName")) AS v(usage, written) WHERE written IS NOT NULL`,
  `INSERT INTO party_contact (cooperative_id, id, party_id, channel, value)
   SELECT current_cooperative_id(), gen_random_uuid(), "partyId", channel, written ${recordset},
     LATERAL (VALUES ('email', email), ('telephone', telephone)) AS v(channel, written) WHERE written IS NOT NULL`,
  `INSERT INTO membership (cooperative_id, id, party_id, number, joined_on)
   SELECT current_cooperative_id(), "membershipId", "partyId", number, "joinedOn" ${recordset}`,
  `INSERT INTO membership_class_term (cooperative_id, id, membership_id, class_id, effective_on)
   SELECT current_cooperative_id(), gen_random_uuid(), "membershipId", "classId", "joinedOn" ${recordset}`,
  `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
   SELECT current_cooperative_id(), gen_random_uuid(), "membershipId", standing, "joinedOn" ${recordset}`,
] as const;

/**
 * Enters newcomers in the order given, with the next numbers; a number once given is never given again. What is
 * entered has been checked by the caller.
 */
export async function enrol(tx: Tx, newcomers: readonly Newcomer[]): Promise<Enrolled[]> {
  const taken = await tx.one<{ first: number }>(
    `UPDATE cooperative SET next_member_number = next_member_number + $1::integer
     WHERE id = current_cooperative_id() RETURNING next_member_number - $1::integer AS first`,
    [newcomers.length],
  );
  if (!taken) throw new Error('no cooperative is bound');
  const rows = newcomers.map((newcomer, place) => ({
    ...newcomer,
    partyId: newId(),
    membershipId: newId(),
    number: taken.first + place,
  }));
  const payload = JSON.stringify(rows);
  for (const insert of inserts) await tx.sql(insert, [payload]);
  return rows;
}

/**
 * One newcomer at a time decides whether an address or a reference is free. The lock is the one that numbering takes,
 * and lets other rows that refer to the cooperative be written meanwhile.
 */
export async function lockRegister(tx: Tx): Promise<void> {
  await tx.sql(`SELECT 1 FROM cooperative WHERE id = current_cooperative_id() FOR NO KEY UPDATE`);
}

/** Whether an e-mail address already belongs to somebody whose membership is not over; their number if so. */
export async function numberWithAddress(tx: Tx, address: string): Promise<number | null> {
  await lockRegister(tx);
  const rows = await tx.sql<{ number: number }>(
    `SELECT m.number FROM party_contact c
     JOIN membership m ON m.cooperative_id = c.cooperative_id AND m.party_id = c.party_id
     WHERE c.channel = 'email' AND c.value = $1
       AND standing_on(m.cooperative_id, m.id, today_in(m.cooperative_id)) NOT IN ('left', 'expelled', 'deceased')
     ORDER BY m.number LIMIT 1`,
    [address],
  );
  return rows[0]?.number ?? null;
}
