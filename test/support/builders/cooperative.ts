import { foundingBylaws } from '../../../src/membership/domain/founding-bylaws.js';
import { tokenHash } from '../../../src/platform/request/resolve-viewer.js';
import type { MemberRole } from '../../../src/platform/request/viewer.js';
import { withClient } from '../../../src/platform/database/database-roles.js';
import { newId, newSecret } from '../../../src/shared/ids.js';
import type { Caller } from '../application.js';
import type { TestDatabase } from '../database.js';

export interface BuiltMember {
  readonly membershipId: string;
  readonly partyId: string;
  readonly personId: string;
  readonly number: number;
  /** Signed in, in this cooperative. */
  readonly caller: Required<Pick<Caller, 'session' | 'cooperative'>>;
}
export interface BuiltCooperative {
  readonly id: string;
  readonly slug: string;
  readonly classId: string;
  readonly assemblyId: string;
  readonly boardId: string;
  readonly members: readonly BuiltMember[];
}
export interface CooperativePlan {
  readonly slug?: string;
  readonly members?: number;
  /** Roles by the member's place in the list: `{ 0: ['steward'], 1: ['treasurer'] }`. */
  readonly roles?: Readonly<Record<number, readonly MemberRole[]>>;
  readonly joinedOn?: string;
}

/**
 * A cooperative that already lives: founding bylaws, an assembly, a board, members in one class with their sessions.
 * Written straight into the tables, so that a spec of one module needs no other module.
 */
export async function buildCooperative(
  database: TestDatabase,
  plan: CooperativePlan = {},
): Promise<BuiltCooperative> {
  const id = newId();
  const slug = plan.slug ?? `coop-${id.slice(-12)}`;
  const [classId, assemblyId, boardId] = [newId(), newId(), newId()];
  const joinedOn = plan.joinedOn ?? '2020-01-01';
  const members = Array.from({ length: plan.members ?? 3 }, (_, index) => ({
    membershipId: newId(),
    partyId: newId(),
    personId: newId(),
    number: index + 1,
    caller: { session: newSecret(), cooperative: slug },
  }));
  await withClient(database.ownerUrl, async (client) => {
    const run = (sql: string, values: unknown[]): Promise<unknown> => client.query(sql, values);
    await run(
      `INSERT INTO cooperative (id, slug, name, kind, currency, locale, time_zone, next_member_number)
       VALUES ($1, $2, $3, 'consumer', 'EUR', 'en', 'Europe/Madrid', $4)`,
      [id, slug, `Cooperative ${slug}`, members.length + 1],
    );
    await run(`INSERT INTO member_class VALUES ($1, $2, 'members', 'Members', true, 1000000)`, [id, classId]);
    await run(
      `INSERT INTO body VALUES ($1, $2, 'general_assembly', 'general-assembly', 'General assembly'),
                               ($1, $3, 'board', 'board', 'Board')`,
      [id, assemblyId, boardId],
    );
    for (const rule of foundingBylaws) {
      await run(
        `INSERT INTO bylaw_rule (cooperative_id, id, key, version, value, article, text, language, effective_at)
         VALUES ($1, $2, $3, 1, $4, $5, $6, 'en', '2020-01-01')`,
        [id, newId(), rule.key, rule.value, rule.article, rule.text],
      );
    }
    const rows = JSON.stringify(
      members.map((member) => ({
        ...member,
        token: tokenHash(member.caller.session).toString('hex'),
        ids: [newId(), newId(), newId(), newId()],
      })),
    );
    const source = `FROM jsonb_to_recordset($2::jsonb) AS m("membershipId" uuid, "partyId" uuid, "personId" uuid, number int, token text, ids uuid[])`;
    const each = (sql: string): Promise<unknown> =>
      run(`${sql} ${source} WHERE $1::uuid IS NOT NULL`, [id, rows]);
    await each(`INSERT INTO person (id) SELECT "personId"`);
    await each(
      `INSERT INTO person_email (person_id, address) SELECT "personId", "personId" || '@example.org'`,
    );
    await each(
      `INSERT INTO session (id, person_id, token_hash, expires_at) SELECT ids[1], "personId", decode(token, 'hex'), '2099-01-01'`,
    );
    await each(
      `INSERT INTO party (cooperative_id, id, kind, person_id) SELECT $1, "partyId", 'person', "personId"`,
    );
    await each(
      `INSERT INTO party_name (cooperative_id, id, party_id, usage, name, effective_on)
       SELECT $1, ids[2], "partyId", 'chosen', 'Member ' || number, '2020-01-01'`,
    );
    await each(
      `INSERT INTO membership (cooperative_id, id, party_id, number, joined_on)
       SELECT $1, "membershipId", "partyId", number, '${joinedOn}'`,
    );
    await each(
      `INSERT INTO membership_class_term (cooperative_id, id, membership_id, class_id, effective_on)
       SELECT $1, ids[3], "membershipId", '${classId}', '${joinedOn}'`,
    );
    await each(
      `INSERT INTO membership_standing (cooperative_id, id, membership_id, standing, effective_on)
       SELECT $1, ids[4], "membershipId", 'active', '${joinedOn}'`,
    );
    for (const [place, roles] of Object.entries(plan.roles ?? {})) {
      for (const role of roles) {
        await run(
          `INSERT INTO role_term (cooperative_id, id, membership_id, role, effective_from) VALUES ($1, $2, $3, $4, '2020-01-01')`,
          [id, newId(), members[Number(place)]!.membershipId, role],
        );
      }
    }
  });
  return { id, slug, classId, assemblyId, boardId, members };
}
