import type { ClientBase } from 'pg';
import { migrations } from '../../../migrations/migrations.js';

/**
 * The migrations of this program that the database has not seen, in their order; none means that the schema is up to
 * date. A database that is further than this program (another instance is newer) is up to date as well.
 */
export async function missingMigrations(client: Pick<ClientBase, 'query'>): Promise<string[]> {
  const done = new Set(await migrationsDone(client));
  return migrations.map(({ name }) => name).filter((name) => !done.has(name));
}

async function migrationsDone(client: Pick<ClientBase, 'query'>): Promise<string[]> {
  try {
    const { rows } = await client.query<{ name: string }>('SELECT name FROM public.schema_migration');
    return rows.map(({ name }) => name);
  } catch (error) {
    // No such table, or one from before the app might read it: an empty or a very early database.
    if (['42P01', '42501', '3F000'].includes((error as { code?: string }).code ?? '')) return [];
    throw error;
  }
}
