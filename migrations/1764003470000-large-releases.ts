import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the end of a dispute gives free of a run of very many is computed by a job and booked part by part, as the run
 * itself was. It is kept form by form, so that the next release knows what stands.
 */
export class LargeReleases1764003470000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE dispute_release_form (
        cooperative_id uuid NOT NULL, release_id uuid NOT NULL,
        pool           text NOT NULL,
        party_id       uuid NOT NULL,
        form           text NOT NULL,
        kind           text,
        year           integer,
        amount_minor   bigint NOT NULL CONSTRAINT dispute_release_form_is_positive CHECK (amount_minor > 0),
        -- Written before the release, which names the entry that is made of it.
        FOREIGN KEY (cooperative_id, release_id) REFERENCES dispute_release (cooperative_id, id) DEFERRABLE INITIALLY DEFERRED
      );
      CREATE INDEX dispute_release_form_of ON dispute_release_form (cooperative_id, release_id, pool, party_id);
      CALL protect_tenant_table('dispute_release_form', 'SELECT, INSERT');
      CALL make_append_only('dispute_release_form');
      ${phases("'waiting', 'freezing', 'computing', 'writing', 'publishing', 'checking', 'posting', 'releasing', 'done', 'refused'")}
      ${abandoned('abandoned_run_computations', `g.phase NOT IN ('done', 'refused', 'checking', 'posting', 'releasing')`, 'CREATE OR REPLACE')}
      ${abandoned('abandoned_run_releases', `g.phase = 'releasing'`, 'CREATE')}
      COMMENT ON FUNCTION abandoned_run_releases IS 'Runs of which something is to be released, and that no process is at: it has died.';
      REVOKE ALL ON FUNCTION abandoned_run_releases() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION abandoned_run_releases() TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION abandoned_run_releases();
      UPDATE run_progress SET phase = 'done' WHERE phase = 'releasing';
      ${abandoned('abandoned_run_computations', `g.phase NOT IN ('done', 'refused', 'checking', 'posting')`, 'CREATE OR REPLACE')}
      ${phases("'waiting', 'freezing', 'computing', 'writing', 'publishing', 'checking', 'posting', 'done', 'refused'")}
      DROP TABLE dispute_release_form;
    `);
  }
}

const phases = (known: string): string => `
  ALTER TABLE run_progress DROP CONSTRAINT run_progress_phase_is_known,
    ADD CONSTRAINT run_progress_phase_is_known CHECK (phase IN (${known}));`;

const abandoned = (name: string, which: string, create: string): string => `
  ${create} FUNCTION ${name}() RETURNS TABLE (cooperative_id uuid, run_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.cooperative_id, g.run_id FROM run_progress g
    WHERE ${which} AND g.changed_at < rochdale_now() - interval '20 seconds'
      AND NOT EXISTS (
        SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('compute run ' || g.run_id, 0))
    $$;`;
