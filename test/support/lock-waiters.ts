import { setTimeout as pause } from 'node:timers/promises';

/** A connection that may see what others do: a superuser's. */
interface Onlooker {
  query(text: string): Promise<{ rowCount: number | null }>;
}

/** Other specs run in the same cluster, so only this database's own count. */
const waiting = `FROM pg_stat_activity
  WHERE datname = current_database() AND backend_type = 'client backend' AND wait_event_type = 'Lock'`;

/**
 * Within a transaction PostgreSQL shows the connections that there were at the first look: one that was opened after
 * it would never be seen to wait. So each look begins anew.
 */
async function look(onlooker: Onlooker, statement: string, enough: number): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(10)) {
    await onlooker.query('SELECT pg_stat_clear_snapshot()');
    if (((await onlooker.query(statement)).rowCount ?? 0) >= enough) return;
  }
  throw new Error('nobody came to wait for a lock');
}

/** Returns when so many connections of the onlooker's database wait for a lock; fails when they do not come to wait. */
export const untilWaiting = (onlooker: Onlooker, count = 1): Promise<void> =>
  look(onlooker, `SELECT ${waiting}`, count);

/** Ends the first connection that comes to wait for a lock with this word in its statement, as a killed process would. */
export const cutOffWaiting = (onlooker: Onlooker, word = ''): Promise<void> =>
  look(onlooker, `SELECT pg_terminate_backend(pid) ${waiting} AND query LIKE '%${word}%'`, 1);
