import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Since when members have a run before them, when they last voted on it, and when it was last taken back from before
 * their vote: how long officers may keep it from a vote is counted from these.
 */
export class MembersTurn1764003410000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE distribution_run ADD COLUMN laid_open_at timestamptz, ADD COLUMN voted_at timestamptz,
        ADD COLUMN returned_at timestamptz;
      -- What was laid open before this was kept has the whole time from now on.
      UPDATE distribution_run SET laid_open_at = rochdale_now() WHERE state IN ('in_review', 'voting', 'adopted');
      GRANT UPDATE (laid_open_at, voted_at, returned_at) ON distribution_run TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `ALTER TABLE distribution_run DROP COLUMN laid_open_at, DROP COLUMN voted_at, DROP COLUMN returned_at`,
    );
  }
}
