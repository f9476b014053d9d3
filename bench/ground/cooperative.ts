import type { Client } from 'pg';
import { foundingBylaws } from '../../src/membership/domain/founding-bylaws.js';
import { newId } from '../../src/shared/ids.js';

export const cooperativeSlug = 'bench-cooperative';
export const cooperativeId = '00000000-0000-7000-8000-000000000001';
export const classId = '00000000-0000-7000-8000-000000000002';
export const assemblyId = '00000000-0000-7000-8000-000000000003';

/** The session token of member n; the database keeps its hash, made there. */
export const tokenOf = (member: number): string => `bench-session-token-${String(member).padStart(9, '0')}`;

/** Identifiers are made of the member's number, so that both sides and plain SQL can name them. */
export const membershipIdOf = (member: number): string =>
  `00000000-0000-7000-a000-${member.toString(16).padStart(12, '0')}`;

export const idOf = (kind: string, number: string): string =>
  `('00000000-0000-7000-${kind}-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
const membership = idOf('a000', 'n');
const person = idOf('a001', 'n');
const party = idOf('a002', 'n');

/** A cooperative of that many members, each with a name, a class, a standing and a session: one statement a table. */
export async function seedCooperative(client: Client, members: number): Promise<void> {
  await client.query(
    `INSERT INTO cooperative (id, slug, name, kind, currency, locale, time_zone, next_member_number)
     VALUES ($1, $2, 'Bench cooperative', 'consumer', 'EUR', 'en', 'Europe/Madrid', $3)`,
    [cooperativeId, cooperativeSlug, members + 1],
  );
  await client.query(`INSERT INTO member_class VALUES ($1, $2, 'members', 'Members', true, 1000000)`, [
    cooperativeId,
    classId,
  ]);
  await client.query(
    `INSERT INTO body VALUES ($1, $2, 'general_assembly', 'general-assembly', 'General assembly')`,
    [cooperativeId, assemblyId],
  );
  for (const rule of foundingBylaws) {
    await client.query(
      `INSERT INTO bylaw_rule (cooperative_id, id, key, version, value, article, text, language, effective_at)
       VALUES ($1, $2, $3, 1, $4, $5, $6, 'en', '2020-01-01')`,
      [cooperativeId, newId(), rule.key, rule.value, rule.article, rule.text],
    );
  }
  for (const statement of membersOf(`generate_series(1, ${members}) AS n`)) await client.query(statement);
}

const membersOf = (numbers: string): string[] => [
  `INSERT INTO person (id) SELECT ${person} FROM ${numbers}`,
  `INSERT INTO session (id, person_id, token_hash, expires_at)
   SELECT gen_random_uuid(), ${person}, sha256(convert_to('bench-session-token-' || lpad(n::text, 9, '0'), 'UTF8')),
     '2099-01-01' FROM ${numbers}`,
  `INSERT INTO party (cooperative_id, id, kind, person_id)
   SELECT '${cooperativeId}', ${party}, 'person', ${person} FROM ${numbers}`,
  `INSERT INTO party_name (cooperative_id, id, party_id, usage, name, effective_on)
   SELECT '${cooperativeId}', gen_random_uuid(), ${party}, 'chosen', 'Member ' || n, '2020-01-01' FROM ${numbers}`,
  `INSERT INTO membership (cooperative_id, id, party_id, number, joined_on)
   SELECT '${cooperativeId}', ${membership}, ${party}, n, '2020-01-01' FROM ${numbers}`,
  `INSERT INTO membership_class_term (cooperative_id, id, membership_id, class_id, effective_on)
   SELECT '${cooperativeId}', gen_random_uuid(), ${membership}, '${classId}', '2020-01-01' FROM ${numbers}`,
  `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
   SELECT '${cooperativeId}', gen_random_uuid(), ${membership}, 'active', '2020-01-01' FROM ${numbers}`,
];
