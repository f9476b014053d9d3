import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What those who run the house need: the server reads which migrations have run, to say whether it is ready; and the
 * commands that go through every cooperative (`verify`, `check`) find them by id.
 */
export class Operation1764001100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      GRANT SELECT ON schema_migration TO rochdale_app;

      CREATE FUNCTION every_cooperative() RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          SELECT c.id FROM cooperative c ORDER BY c.founded_at, c.id;
        END;
      COMMENT ON FUNCTION every_cooperative() IS 'All cooperatives, for work that goes through them one by one; identifiers only.';
      REVOKE ALL ON FUNCTION every_cooperative() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION every_cooperative() TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION every_cooperative();
      REVOKE SELECT ON schema_migration FROM rochdale_app;
    `);
  }
}
