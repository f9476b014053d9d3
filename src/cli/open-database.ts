import { Database } from '../platform/database/pool.js';
import { resolveDatabase, type ResolvedDatabase } from '../platform/database/resolve-database.js';
import { missingMigrations } from '../platform/database/schema-version.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Settings } from '../platform/config/settings.js';
import { isRefusal, Refusal } from '../shared/refusal.js';

/** The longest that one statement of the product's own work may run; what a request may is REQUEST_TIMEOUT_MS. */
const ownStatementMs = 600_000;

export const openPool = (settings: Settings, { appUrl }: ResolvedDatabase): Database =>
  new Database({ connectionString: appUrl, size: settings.poolSize, statementTimeoutMs: ownStatementMs });

/** Whether the schema is the one this program was written for, or how to make it so. */
export async function judgeSchema(database: Database): Promise<true | Refusal<'SCHEMA_BEHIND'>> {
  const client = await database.connect();
  try {
    const missing = await missingMigrations(client);
    if (missing.length === 0) return true;
    return new Refusal(
      'SCHEMA_BEHIND',
      `The schema of the database is behind by ${missing.length} of its migrations. ` +
        'Run rochdale migrate, with DATABASE_OWNER_URL where the database is external.',
    );
  } finally {
    client.release();
  }
}

/** Work of a command on the database as it is, started if need be and then stopped again. Migrates nothing. */
export async function withUnitOfWork(
  settings: Settings,
  work: (unit: UnitOfWork) => Promise<void | Refusal>,
): Promise<void | Refusal> {
  const resolved = await resolveDatabase(settings, (line) => console.error(line));
  if (isRefusal(resolved)) return resolved;
  const database = openPool(settings, resolved);
  try {
    const verdict = await judgeSchema(database);
    return isRefusal(verdict) ? verdict : await work(new UnitOfWork(database));
  } finally {
    await database.close();
    if (resolved.cluster?.startedHere) await resolved.cluster.stop();
  }
}
