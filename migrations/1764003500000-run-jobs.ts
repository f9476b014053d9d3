import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which job a run waits for stands with its progress until the job has ended, so that one question finds every job whose
 * process has died, whatever it was at.
 */
export class RunJobs1764003500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE run_progress
        -- The job that is asked for and has not ended, and since when.
        ADD COLUMN task text, ADD COLUMN task_since timestamptz,
        ADD CONSTRAINT run_progress_task_has_its_time CHECK ((task IS NULL) = (task_since IS NULL));
      UPDATE run_progress g SET task_since = g.changed_at, task = CASE g.phase
          WHEN 'checking' THEN 'check-run' WHEN 'releasing' THEN 'release-disputes' ELSE 'compute-run' END
        FROM distribution_run r WHERE r.cooperative_id = g.cooperative_id AND r.id = g.run_id
          AND g.phase NOT IN ('done', 'refused', 'posting') AND (g.phase <> 'checking' OR r.state = 'voting');
      DROP FUNCTION abandoned_run_computations(), abandoned_run_checks(), abandoned_run_releases();
      ${abandoned('abandoned_run_jobs', `g.task`, `g.task IS NOT NULL AND g.phase <> 'refused'`)}
      COMMENT ON FUNCTION abandoned_run_jobs IS 'Jobs of runs that were asked for and that no process is at: it has died. What a fault stopped the queue tries again itself.';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION abandoned_run_jobs();
      ALTER TABLE run_progress DROP COLUMN task, DROP COLUMN task_since;
      ${abandoned('abandoned_run_computations', null, `g.phase NOT IN ('done', 'refused', 'checking', 'posting', 'releasing')`)}
      ${abandoned('abandoned_run_releases', null, `g.phase = 'releasing'`)}
      ${abandoned(
        'abandoned_run_checks',
        null,
        `g.phase = 'checking' AND EXISTS (SELECT FROM distribution_run r WHERE r.cooperative_id = g.cooperative_id AND r.id = g.run_id
           AND r.state = 'voting' AND NOT EXISTS (SELECT FROM run_check c WHERE c.cooperative_id = r.cooperative_id AND c.proposal_id = r.proposal_id))`,
      )}
    `);
  }
}

const abandoned = (name: string, task: string | null, which: string): string => `
  CREATE FUNCTION ${name}() RETURNS TABLE (cooperative_id uuid, run_id uuid${task === null ? '' : ', task text'})
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT g.cooperative_id, g.run_id${task === null ? '' : `, ${task}`} FROM run_progress g
    WHERE ${which} AND g.changed_at < rochdale_now() - interval '20 seconds'
      AND NOT EXISTS (
        SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended('compute run ' || g.run_id, 0))
    $$;
  REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION ${name}() TO rochdale_app;`;
