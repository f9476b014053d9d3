import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far the count of a large poll is, while its closing waits for it. Written in transactions of their own, so that
 * others see it; the closing says itself that it is done, so that both are seen at once.
 */
export class CountingProgress1764002100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE counting_progress (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL,
        phase          text NOT NULL CONSTRAINT counting_progress_phase_is_known CHECK (phase IN ('reading', 'counting', 'done')),
        -- Ballots taken in, of all that count.
        done           bigint NOT NULL,
        total          bigint NOT NULL,
        changed_at     timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT counting_progress_is_one_per_poll PRIMARY KEY (cooperative_id, poll_id),
        CONSTRAINT counting_progress_is_of_a_poll FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id),
        CONSTRAINT counting_progress_is_within_bounds CHECK (done BETWEEN 0 AND total)
      );
      CALL protect_tenant_table('counting_progress', 'SELECT, INSERT, UPDATE');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE counting_progress');
  }
}
