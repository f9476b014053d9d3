import { Refusal, type Verdict } from '../../shared/refusal.js';
import { withClient } from './database-roles.js';

export const databaseReasons = [
  'DATABASE_UNREACHABLE',
  'DATABASE_TOO_OLD',
  'DATABASE_ROLE_TOO_POWERFUL',
  'DATABASE_OWNER_URL_MISSING',
  'EMBEDDED_DATABASE_FAILED',
] as const;
export type DatabaseReason = (typeof databaseReasons)[number];

/** What a connection says about its server and its role; memberships count, since SET ROLE takes them up. */
export interface ConnectionFacts {
  readonly role: string;
  /** As PostgreSQL gives it: 150004 is 15.4. */
  readonly serverVersion: number;
  readonly isSuperuser: boolean;
  readonly bypassesRowSecurity: boolean;
  /** Some of the tables, outside the job queue's schema, that the role owns or may own by taking up another role. */
  readonly ownedTables: readonly string[];
}

const oldestServer = 150_000;

/**
 * Whether the server may run on this connection: PostgreSQL 15 or newer (`security_invoker` views), and a role
 * that row-level security binds. Superusers, BYPASSRLS roles and owners of tables would see every cooperative.
 */
export function judgeConnection(setting: string, facts: ConnectionFacts): Verdict<DatabaseReason> {
  if (facts.serverVersion < oldestServer) {
    const major = Math.floor(facts.serverVersion / 10_000);
    return new Refusal(
      'DATABASE_TOO_OLD',
      `${setting} leads to PostgreSQL ${major}. Use PostgreSQL 15 or newer.`,
    );
  }
  const power = facts.isSuperuser
    ? 'is a superuser'
    : facts.bypassesRowSecurity
      ? 'has BYPASSRLS'
      : facts.ownedTables.length > 0
        ? `owns tables (${facts.ownedTables.join(', ')})`
        : null;
  if (power === null) return true;
  return new Refusal(
    'DATABASE_ROLE_TOO_POWERFUL',
    `The role "${facts.role}" of ${setting} ${power}, so that nothing would separate one cooperative from another. ` +
      `Set ${setting} to a role without these rights, and keep the owner for rochdale migrate.`,
  );
}

/** Connects and judges; an unreachable server is a refusal too, without the password in its words. */
export async function checkConnection(setting: string, url: string): Promise<Verdict<DatabaseReason>> {
  const facts = await connectionFacts(setting, url);
  return facts instanceof Refusal ? facts : judgeConnection(setting, facts);
}

/** Whether the owner's connection can migrate: it must answer and be new enough, and may own everything. */
export async function checkOwnerConnection(setting: string, url: string): Promise<Verdict<DatabaseReason>> {
  const facts = await connectionFacts(setting, url);
  if (facts instanceof Refusal) return facts;
  return judgeConnection(setting, {
    ...facts,
    isSuperuser: false,
    bypassesRowSecurity: false,
    ownedTables: [],
  });
}

async function connectionFacts(
  setting: string,
  url: string,
): Promise<ConnectionFacts | Refusal<DatabaseReason>> {
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query<ConnectionFacts>(factsQuery);
      if (!rows[0]) throw new Error('PostgreSQL answered without a row');
      return rows[0];
    });
  } catch (error) {
    return new Refusal(
      'DATABASE_UNREACHABLE',
      `The database of ${setting} does not answer: ${whyOf(error)}.`,
    );
  }
}

const factsQuery = `
  SELECT current_user AS role,
         current_setting('server_version_num')::int AS "serverVersion",
         EXISTS (SELECT FROM pg_roles r WHERE r.rolsuper AND pg_has_role(r.oid, 'MEMBER')) AS "isSuperuser",
         EXISTS (SELECT FROM pg_roles r WHERE r.rolbypassrls AND pg_has_role(r.oid, 'MEMBER')) AS "bypassesRowSecurity",
         ARRAY(SELECT c.oid::regclass::text FROM pg_class c
                WHERE c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'MEMBER')
                  AND c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'graphile_worker')
                ORDER BY 1 LIMIT 3) AS "ownedTables"`;

function whyOf(error: unknown): string {
  if (error instanceof AggregateError) return whyOf(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
