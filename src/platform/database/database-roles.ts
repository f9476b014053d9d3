import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** owner: migrates and owns every table. app: the server, rows only, under row-level security. worker: the job schema only. */
export const databaseRoles = ['rochdale_owner', 'rochdale_app', 'rochdale_worker'] as const;
export type DatabaseRole = (typeof databaseRoles)[number];
export type DatabasePasswords = Readonly<Record<DatabaseRole | 'postgres', string>>;

// Any number, the same in every process: simultaneous first starts prepare one after the other.
const preparingLock = 7_624_384_432;

/** What prepares a database, in this order; every statement is safe to repeat. */
export interface Preparation {
  /** As a superuser, anywhere in the cluster; passwords are set apart. */
  readonly roles: readonly string[];
  /** Only where the database does not exist: CREATE DATABASE cannot ask for itself. */
  readonly database: string;
  readonly access: readonly string[];
  /** As a superuser, inside the database. */
  readonly schemas: readonly string[];
}

/**
 * The roles, the database and its schemas as statements: run here for the embedded database, printed by
 * `rochdale db roles` for an external one. No table rights are granted: each migration grants what it means to, to
 * `rochdale_app`.
 */
export const preparationOf = (database: string): Preparation => ({
  roles: databaseRoles.flatMap(roleStatements),
  database: `CREATE DATABASE ${escapeIdentifier(database)} OWNER rochdale_owner`,
  access: accessStatements(database),
  schemas: schemaStatements,
});

/**
 * Creates the roles and the database, or brings them back to this state; safe to repeat and to run at once
 * in several processes.
 */
export async function prepareDatabase(options: {
  superuserUrl: string;
  database: string;
  passwords: DatabasePasswords;
}): Promise<void> {
  const { superuserUrl, database, passwords } = options;
  const preparation = preparationOf(database);
  await withClient(superuserUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [preparingLock]);
    await runAll(client, preparation.roles);
    for (const role of databaseRoles)
      await client.query(`ALTER ROLE ${role} PASSWORD ${escapeLiteral(passwords[role])}`);
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(preparation.database);
    await runAll(client, preparation.access);
    await withClient(databaseUrl(superuserUrl, database), (inside) => runAll(inside, preparation.schemas));
  });
}

async function runAll(client: Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}

const roleStatements = (role: DatabaseRole): string[] => [
  `DO $$ BEGIN CREATE ROLE ${role}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  `ALTER ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION`,
];

/** Rights on a database itself; a clone of a template does not inherit them. */
export const limitDatabaseAccess = (client: Client, database: string): Promise<void> =>
  runAll(client, accessStatements(database));

function accessStatements(database: string): string[] {
  const name = escapeIdentifier(database);
  return [
    `ALTER DATABASE ${name} OWNER TO rochdale_owner`,
    `REVOKE ALL ON DATABASE ${name} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${name} TO rochdale_app, rochdale_worker`,
  ];
}

const schemaStatements: readonly string[] = [
  'ALTER SCHEMA public OWNER TO rochdale_owner',
  'REVOKE ALL ON SCHEMA public FROM PUBLIC',
  'GRANT USAGE ON SCHEMA public TO rochdale_app, rochdale_worker',
  // The job queue would create its schema itself, for which it would need the right to create any schema here.
  // Finding its list of migrations, though empty, it goes on from there within what it owns.
  'CREATE SCHEMA IF NOT EXISTS graphile_worker AUTHORIZATION rochdale_worker',
  `CREATE TABLE IF NOT EXISTS graphile_worker.migrations (
  id int PRIMARY KEY,
  ts timestamptz NOT NULL DEFAULT now(),
  breaking boolean NOT NULL DEFAULT false
)`,
  'ALTER TABLE graphile_worker.migrations OWNER TO rochdale_worker',
  // Every function is callable by everybody unless this is said, SECURITY DEFINER ones included.
  'ALTER DEFAULT PRIVILEGES FOR ROLE rochdale_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
  // Migrating includes the queue's tables, which the owner makes in the worker's name.
  'GRANT rochdale_worker TO rochdale_owner',
];

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
