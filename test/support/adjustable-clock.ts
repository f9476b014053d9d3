import type { Client } from 'pg';

/**
 * Replaces `rochdale_now()`, the one clock of all rules, by one that runs at the true pace from an adjustable
 * point: notice periods of weeks pass in milliseconds. Only ever done in the template database of the tests.
 */
export async function makeClockAdjustable(client: Client): Promise<void> {
  await client.query(`
    CREATE SCHEMA test_clock AUTHORIZATION rochdale_owner;
    CREATE TABLE test_clock.offset_from_true_time (by interval NOT NULL);
    INSERT INTO test_clock.offset_from_true_time VALUES ('0');
    ALTER TABLE test_clock.offset_from_true_time OWNER TO rochdale_owner;
    CREATE OR REPLACE FUNCTION public.rochdale_now() RETURNS timestamptz
      LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
      AS 'SELECT clock_timestamp() + by FROM test_clock.offset_from_true_time';
    ALTER FUNCTION public.rochdale_now() OWNER TO rochdale_owner;
    GRANT EXECUTE ON FUNCTION public.rochdale_now() TO rochdale_owner, rochdale_app, rochdale_worker;
  `);
}

/** Sets the clock to this instant, from which it runs on; null sets it back to the true time. */
export async function setClock(client: Client, instant: string | null): Promise<void> {
  await client.query(
    `UPDATE test_clock.offset_from_true_time
        SET by = COALESCE($1::timestamptz - clock_timestamp(), interval '0')`,
    [instant],
  );
}

/** Moves the clock by an interval in PostgreSQL's words, such as '3 weeks' or '-1 minute'. */
export async function advanceClock(client: Client, interval: string): Promise<void> {
  await client.query('UPDATE test_clock.offset_from_true_time SET by = by + $1::interval', [interval]);
}
