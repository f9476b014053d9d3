import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is stored of a run is held against its hash before its vote opens, once for each proposal that puts it to the
 * vote. Of very many rows that takes longer than a request may, so what was found is kept.
 */
export class RunChecks1764003400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE run_check (
        cooperative_id uuid NOT NULL, proposal_id uuid NOT NULL,
        run_id         uuid NOT NULL,
        run_hash       text NOT NULL,
        -- Whether the rows were what the hash says.
        as_hashed      boolean NOT NULL,
        checked_at     timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, proposal_id),
        FOREIGN KEY (cooperative_id, proposal_id) REFERENCES proposal (cooperative_id, id),
        FOREIGN KEY (cooperative_id, run_id) REFERENCES distribution_run (cooperative_id, id)
      );
      -- Those that were put to the vote before were held against their hash by the act itself.
      INSERT INTO run_check (cooperative_id, proposal_id, run_id, run_hash, as_hashed)
        SELECT cooperative_id, proposal_id, id, run_hash, true FROM distribution_run
        WHERE proposal_id IS NOT NULL AND (state IN ('voting', 'adopted', 'posted', 'paid', 'locked') OR reversal_entry_id IS NOT NULL);
      CALL protect_tenant_table('run_check', 'SELECT, INSERT');
      CALL make_append_only('run_check');
      ${phases("'waiting', 'freezing', 'computing', 'writing', 'publishing', 'checking', 'posting', 'done', 'refused'")}
      ${abandoned("'done', 'refused', 'checking', 'posting'")}
      CREATE FUNCTION abandoned_run_checks() RETURNS TABLE (cooperative_id uuid, run_id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT r.cooperative_id, r.id FROM distribution_run r
        JOIN run_progress g ON g.cooperative_id = r.cooperative_id AND g.run_id = r.id
        WHERE r.state = 'voting' AND g.phase = 'checking' AND ${quietFor20Seconds}
          AND NOT EXISTS (SELECT FROM run_check c WHERE c.cooperative_id = r.cooperative_id AND c.proposal_id = r.proposal_id)
        $$;
      COMMENT ON FUNCTION abandoned_run_checks IS 'Runs under vote whose check was begun, and that no process is at: it has died.';
      REVOKE ALL ON FUNCTION abandoned_run_checks() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION abandoned_run_checks() TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION abandoned_run_checks();
      UPDATE run_progress SET phase = 'done' WHERE phase IN ('publishing', 'checking');
      ${abandoned("'done', 'refused', 'posting'")}
      ${phases("'waiting', 'freezing', 'computing', 'writing', 'posting', 'done', 'refused'")}
      DROP TABLE run_check;
    `);
  }
}

const quietFor20Seconds = `g.changed_at < rochdale_now() - interval '20 seconds'
      AND NOT EXISTS (
        SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('compute run ' || g.run_id, 0))`;

const phases = (known: string): string => `
  ALTER TABLE run_progress DROP CONSTRAINT run_progress_phase_is_known,
    ADD CONSTRAINT run_progress_phase_is_known CHECK (phase IN (${known}));`;

const abandoned = (notComputing: string): string => `
  CREATE OR REPLACE FUNCTION abandoned_run_computations() RETURNS TABLE (cooperative_id uuid, run_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.cooperative_id, g.run_id FROM run_progress g
    WHERE g.phase NOT IN (${notComputing}) AND ${quietFor20Seconds}
    $$;`;
