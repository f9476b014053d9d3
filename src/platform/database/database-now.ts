import type { Tx } from './transaction.js';

/** The instant it is now, by the database's clock: the only one that decides. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const row = await tx.one<{ now: Date }>(`SELECT rochdale_now() AS now`);
  if (!row) throw new Error('the database has no clock');
  return row.now;
}
