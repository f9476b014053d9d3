import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A run of very many participants is booked part by part, in one transaction, and tells how far it has come. Posting is
 * found and taken up again by the decision that waits for it; what is abandoned of computations is found as before.
 */
export class LargePostings1764003300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ${phases("'waiting', 'freezing', 'computing', 'writing', 'posting', 'done', 'refused'")}
      ${abandoned("'done', 'refused', 'posting'")}
      CREATE FUNCTION measure_ledger_tables() RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        ANALYZE ledger_account, ledger_line;
      END $$;
      COMMENT ON FUNCTION measure_ledger_tables IS 'While very many lines are written: plans made when a table was small read too much of it for each row.';
      REVOKE ALL ON FUNCTION measure_ledger_tables() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION measure_ledger_tables() TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION measure_ledger_tables();
      UPDATE run_progress SET phase = 'done' WHERE phase = 'posting';
      ${abandoned("'done', 'refused'")}
      ${phases("'waiting', 'freezing', 'computing', 'writing', 'done', 'refused'")}
    `);
  }
}

const phases = (known: string): string => `
  ALTER TABLE run_progress DROP CONSTRAINT run_progress_phase_is_known,
    ADD CONSTRAINT run_progress_phase_is_known CHECK (phase IN (${known}));`;

const abandoned = (notComputing: string): string => `
  CREATE OR REPLACE FUNCTION abandoned_run_computations() RETURNS TABLE (cooperative_id uuid, run_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.cooperative_id, g.run_id FROM run_progress g
    WHERE g.phase NOT IN (${notComputing}) AND g.changed_at < rochdale_now() - interval '20 seconds'
      AND NOT EXISTS (
        SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('compute run ' || g.run_id, 0))
    $$;`;
