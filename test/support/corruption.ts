import type { Client } from 'pg';
import { withClient } from '../../src/platform/database/database-roles.js';
import { findBroken, type BrokenInvariant, type Invariant } from '../../src/platform/invariants.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { systemIn } from '../../src/platform/request/viewer.js';
import type { TestApplication } from './application.js';

const tables = /(?:UPDATE|INTO|FROM)\s+([a-z_]+)/g;

/**
 * What no role of the product can do: a superuser switches every trigger of the tables off, checks included, and writes
 * what he likes. The invariants must see it.
 */
export async function corrupt(
  test: TestApplication,
  statement: string,
  values: unknown[] = [],
): Promise<void> {
  await withClient(test.database.superuserUrl, async (client: Client) => {
    for (const [, table] of statement.matchAll(tables)) {
      await client.query(`ALTER TABLE IF EXISTS ${table} DISABLE TRIGGER ALL`);
    }
    const { rowCount } = await client.query(statement, values);
    if (rowCount === 0) throw new Error('the corruption touched no row');
  });
}

/** The names of broken invariants of a cooperative, with their first exception. */
export async function brokenIn(
  test: TestApplication,
  cooperativeId: string,
  invariants: readonly Invariant[],
): Promise<BrokenInvariant[]> {
  return test.app.get(UnitOfWork).inTransaction(systemIn(cooperativeId), (tx) => findBroken(tx, invariants));
}
