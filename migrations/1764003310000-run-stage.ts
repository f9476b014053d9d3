import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where a long computation keeps what it has done, batch by batch, until all of it is there: readers of the run see
 * nothing of it, and a process that takes it up again goes on where it stands. Unlogged: should the database itself fail,
 * all of these are empty together, and the computation begins again.
 */
export class RunStage1764003310000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE UNLOGGED TABLE run_stage (
        cooperative_id uuid NOT NULL, run_id uuid NOT NULL,
        -- A hash of everything that is computed: of anything else this is no beginning.
        basis          text NOT NULL,
        phase          text NOT NULL DEFAULT 'freezing' CONSTRAINT run_stage_phase_is_known CHECK (phase IN ('freezing', 'computing', 'writing')),
        pass           integer NOT NULL DEFAULT 0,
        after          text,
        done           bigint NOT NULL DEFAULT 0,
        total          bigint NOT NULL DEFAULT 0,
        seen           text,
        PRIMARY KEY (cooperative_id, run_id)
      );
      CREATE UNLOGGED TABLE run_stage_pass (
        cooperative_id uuid NOT NULL, run_id uuid NOT NULL, pass integer NOT NULL,
        seen           text NOT NULL,
        PRIMARY KEY (cooperative_id, run_id, pass)
      );
      CREATE UNLOGGED TABLE run_stage_participant (
        LIKE run_participant INCLUDING DEFAULTS,
        PRIMARY KEY (cooperative_id, run_id, party_id)
      );
      CREATE INDEX run_stage_participant_in_order ON run_stage_participant (cooperative_id, run_id, key COLLATE "C");
      -- Lines are read once, from the first to the last: an index of them would cost more than it is worth.
      CREATE UNLOGGED TABLE run_stage_line (LIKE run_line INCLUDING DEFAULTS);
      CREATE UNLOGGED TABLE run_stage_line_form (LIKE run_line_form INCLUDING DEFAULTS);
      CALL protect_tenant_table('run_stage', 'SELECT, INSERT, UPDATE (phase, pass, after, done, total, seen)');
      CALL protect_tenant_table('run_stage_pass', 'SELECT, INSERT');
      CALL protect_tenant_table('run_stage_participant', 'SELECT, INSERT');
      CALL protect_tenant_table('run_stage_line', 'SELECT, INSERT');
      CALL protect_tenant_table('run_stage_line_form', 'SELECT, INSERT');

      CREATE FUNCTION clear_run_stage(run uuid) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        coop uuid := current_cooperative_id();
      BEGIN
        DELETE FROM run_stage_line_form WHERE cooperative_id = coop AND run_id = run;
        DELETE FROM run_stage_line WHERE cooperative_id = coop AND run_id = run;
        DELETE FROM run_stage_participant WHERE cooperative_id = coop AND run_id = run;
        DELETE FROM run_stage_pass WHERE cooperative_id = coop AND run_id = run;
        DELETE FROM run_stage WHERE cooperative_id = coop AND run_id = run;
      END $$;
      COMMENT ON FUNCTION clear_run_stage IS 'The only way in which what is kept of a computation goes: the run has it all, or it is no beginning of what is asked for now.';
      REVOKE ALL ON FUNCTION clear_run_stage(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION clear_run_stage(uuid) TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `DROP FUNCTION clear_run_stage(uuid);
       DROP TABLE run_stage_line_form, run_stage_line, run_stage_participant, run_stage_pass, run_stage`,
    );
  }
}
