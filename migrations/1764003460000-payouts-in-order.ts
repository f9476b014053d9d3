import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The table of a batch is read in pages, in the order in which it is printed. */
export class PayoutsInOrder1764003460000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`CREATE INDEX payout_in_order ON payout (cooperative_id, batch_id, key COLLATE "C", id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP INDEX payout_in_order');
  }
}
