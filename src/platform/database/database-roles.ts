import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** owner: migrates and owns every table. app: the server, rows only, under row-level security. worker: the job schema only. */
export const databaseRoles = ['rochdale_owner', 'rochdale_app', 'rochdale_worker'] as const;
export type DatabaseRole = (typeof databaseRoles)[number];
export type DatabasePasswords = Readonly<Record<DatabaseRole | 'postgres', string>>;

// Any number, the same in every process: simultaneous first starts prepare one after the other.
const preparingLock = 7_624_384_432;

/**
 * Creates the roles and the database, or brings them back to this state; safe to repeat and to run at once
 * in several processes. No table rights are granted here: each migration grants what it means to, to `rochdale_app`.
 */
export async function prepareDatabase(options: {
  superuserUrl: string;
  database: string;
  passwords: DatabasePasswords;
}): Promise<void> {
  const { superuserUrl, database, passwords } = options;
  await withClient(superuserUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [preparingLock]);
    for (const role of databaseRoles) await prepareRole(client, role, passwords[role]);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) {
      await client.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER rochdale_owner`);
    }
    await limitDatabaseAccess(client, database);
    await withClient(databaseUrl(superuserUrl, database), prepareSchemas);
  });
}

async function prepareRole(client: Client, role: DatabaseRole, password: string): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (found.rowCount === 0) await client.query(`CREATE ROLE ${role}`);
  await client.query(
    `ALTER ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD ${escapeLiteral(password)}`,
  );
}

/** Rights on a database itself; a clone of a template does not inherit them. */
export async function limitDatabaseAccess(client: Client, database: string): Promise<void> {
  const name = escapeIdentifier(database);
  await client.query(`ALTER DATABASE ${name} OWNER TO rochdale_owner`);
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO rochdale_app, rochdale_worker`);
}

async function prepareSchemas(client: Client): Promise<void> {
  await client.query('ALTER SCHEMA public OWNER TO rochdale_owner');
  await client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
  await client.query('GRANT USAGE ON SCHEMA public TO rochdale_app, rochdale_worker');
  await prepareJobSchema(client);
  // Every function is callable by everybody unless this is said, SECURITY DEFINER ones included.
  await client.query(
    'ALTER DEFAULT PRIVILEGES FOR ROLE rochdale_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
  );
  // Migrating includes the queue's tables, which the owner makes in the worker's name.
  await client.query('GRANT rochdale_worker TO rochdale_owner');
}

/**
 * The job queue would create its schema itself, for which it would need the right to create any schema here.
 * Finding its list of migrations, though empty, it goes on from there within what it owns.
 */
async function prepareJobSchema(client: Client): Promise<void> {
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS graphile_worker AUTHORIZATION rochdale_worker;
    CREATE TABLE IF NOT EXISTS graphile_worker.migrations (
      id int PRIMARY KEY,
      ts timestamptz NOT NULL DEFAULT now(),
      breaking boolean NOT NULL DEFAULT false
    );
    ALTER TABLE graphile_worker.migrations OWNER TO rochdale_worker;
  `);
}

/** The same connection to another database of the cluster. */
export function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.toString();
}

/** Runs work on one connection and always closes it. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that the server ends rejects its query; without a listener it would also end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
