import type { FastifyInstance } from 'fastify';
import type { Database } from '../database/pool.js';
import { missingMigrations } from '../database/schema-version.js';

/**
 * `/health/live`: the process answers. `/health/ready`: requests can be served, that is the database answers and its
 * schema is the one this program was written for; otherwise 503 and the reason.
 */
export function registerHealth(server: FastifyInstance, database: Database): void {
  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    const reason = await unreadiness(database);
    if (reason === null) return { status: 'ready' };
    return reply.code(503).header('retry-after', 5).send({ status: 'not ready', reason });
  });
}

async function unreadiness(database: Database): Promise<string | null> {
  try {
    const client = await database.connect();
    try {
      const missing = await missingMigrations(client);
      return missing.length === 0 ? null : 'The schema of the database is not up to date.';
    } finally {
      client.release();
    }
  } catch {
    return 'The database does not answer.';
  }
}
