import { runMigrations as installQueue } from 'graphile-worker';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { silentLogger } from './queue-logger.js';
import { migrations } from '../../../migrations/migrations.js';

/** The migrations of the product as a TypeORM data source, for the owner's role only. */
export function migrationSource(ownerUrl: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'all',
    applicationName: 'rochdale migrate',
  });
}

/**
 * Brings a database to the present schema, as its owner; one at a time however many ask. All of the product's
 * migrations commit together or not at all. The job queue's own schema belongs to the worker role, of which the owner
 * is a member. Returns the names of the migrations that ran.
 */
export async function migrateDatabase(ownerUrl: string): Promise<string[]> {
  const guard = new pg.Client({ connectionString: ownerUrl });
  await guard.connect();
  try {
    await guard.query(`SELECT pg_advisory_lock(hashtext('rochdale migrate'))`);
    const source = await migrationSource(ownerUrl).initialize();
    try {
      const done = await source.runMigrations();
      await installJobQueue(ownerUrl);
      return done.map((migration) => migration.name);
    } finally {
      await source.destroy();
    }
  } finally {
    await guard.end();
  }
}

/** The queue's tables, and the one door through which the app puts work into it. */
async function installJobQueue(ownerUrl: string): Promise<void> {
  const asWorker = new URL(ownerUrl);
  asWorker.searchParams.set('options', '-c role=rochdale_worker');
  await installQueue({ connectionString: asWorker.toString(), logger: silentLogger });
  const worker = new pg.Client({ connectionString: asWorker.toString() });
  await worker.connect();
  try {
    await worker.query(`
      CREATE OR REPLACE FUNCTION graphile_worker.enqueue(task text, payload json, job_key text) RETURNS void
        LANGUAGE sql SECURITY DEFINER SET search_path = graphile_worker, pg_temp
        AS $$ SELECT graphile_worker.add_job(task, payload, job_key => job_key) $$;
      REVOKE ALL ON FUNCTION graphile_worker.enqueue(text, json, text) FROM PUBLIC;
      GRANT USAGE ON SCHEMA graphile_worker TO rochdale_app;
      GRANT EXECUTE ON FUNCTION graphile_worker.enqueue(text, json, text) TO rochdale_app;
    `);
  } finally {
    await worker.end();
  }
}
