import type { Client } from 'pg';
import { withClient } from '../../src/platform/database/database-roles.js';
import { findBroken, type BrokenInvariant, type Invariant } from '../../src/platform/invariants.js';
import { PgTransaction } from '../../src/platform/database/transaction.js';
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
  await withClient(test.database.superuserUrl, (client) => corruptOver(client, statement, values));
}

async function corruptOver(client: Client, statement: string, values: unknown[] = []): Promise<void> {
  for (const [, table] of statement.matchAll(tables)) {
    await client.query(`ALTER TABLE IF EXISTS ${table} DISABLE TRIGGER ALL`);
  }
  const { rowCount } = await client.query(statement, values);
  if (rowCount === 0) throw new Error('the corruption touched no row');
}

/**
 * The invariants that a corruption breaks, seen as the product sees them, and then undone: one story serves many
 * corruptions. `before` takes checks away that the database itself would hold against this one.
 */
export async function brokenBy(
  test: TestApplication,
  cooperativeId: string,
  invariants: readonly Invariant[],
  statement: string,
  before = '',
): Promise<BrokenInvariant[]> {
  return withClient(test.database.superuserUrl, async (client) => {
    await client.query('BEGIN');
    try {
      if (before) await client.query(before);
      await corruptOver(client, statement);
      await client.query('SET LOCAL ROLE rochdale_app');
      await client.query(`SELECT set_config('rochdale.cooperative_id', $1, true)`, [cooperativeId]);
      return await findBroken(new PgTransaction(client), invariants);
    } finally {
      await client.query('ROLLBACK');
    }
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
