import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Runs of very many participants are computed in batches: these are read by key in the order of code points, and their
 * patronage by party. A computation holds an advisory lock of its transaction; where the progress says that one is
 * under way and nobody holds the lock, the process has died.
 */
export class RunProgress1764002000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE INDEX run_participant_in_order ON run_participant (cooperative_id, run_id, key COLLATE "C");
      CREATE INDEX patronage_record_of_party ON patronage_record (cooperative_id, period_id, party_id)
        INCLUDE (basis, quantity_millionths);

      CREATE FUNCTION hold_run_computation(run uuid) RETURNS boolean LANGUAGE sql VOLATILE
        RETURN pg_try_advisory_xact_lock(hashtextextended('compute run ' || run, 0));
      COMMENT ON FUNCTION hold_run_computation IS 'Takes the lock of a computation until the transaction ends; false when another has it.';

      CREATE FUNCTION abandoned_run_computations() RETURNS TABLE (cooperative_id uuid, run_id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT g.cooperative_id, g.run_id FROM run_progress g
        WHERE g.phase NOT IN ('done', 'refused') AND g.changed_at < rochdale_now() - interval '20 seconds'
          AND NOT EXISTS (
            SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('compute run ' || g.run_id, 0))
        $$;

      CREATE FUNCTION measure_run_tables() RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        ANALYZE run_participant, run_line, run_line_form;
      END $$;
      COMMENT ON FUNCTION measure_run_tables IS 'While very many rows are written: plans made when a table was small read too much of it for each row.';

      REVOKE ALL ON FUNCTION hold_run_computation(uuid), abandoned_run_computations(), measure_run_tables() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION hold_run_computation(uuid), abandoned_run_computations(), measure_run_tables() TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION measure_run_tables(), abandoned_run_computations(), hold_run_computation(uuid);
      DROP INDEX patronage_record_of_party, run_participant_in_order;
    `);
  }
}
