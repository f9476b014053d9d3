import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who typed in the figures of a run, and when: what goes over register and books is known by name. */
export class FiguresEntered1764003200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE distribution_run ADD COLUMN figures_entered_by uuid, ADD COLUMN figures_entered_at timestamptz,
        ADD FOREIGN KEY (cooperative_id, figures_entered_by) REFERENCES party (cooperative_id, id);
      GRANT UPDATE (figures_entered_by, figures_entered_at) ON distribution_run TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `ALTER TABLE distribution_run DROP COLUMN figures_entered_by, DROP COLUMN figures_entered_at`,
    );
  }
}
