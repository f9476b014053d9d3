import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What may happen to a vote before its announced closing, where its rule says so: it ends as soon as nothing could
 * change its outcome, and options are taken out of it with a reason.
 */
export class BeforeTheClose1764003110000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE poll ADD ended_early_from timestamptz
        CONSTRAINT poll_ends_early_before_its_announced_close CHECK (ended_early_from IS NULL OR state = 'closed' AND ended_early_from > closes_at);
      COMMENT ON COLUMN poll.ended_early_from IS 'The closing that had been announced, of a poll that ended before it; null of all others.';
      GRANT UPDATE (ended_early_from) ON poll TO rochdale_app;
      CREATE INDEX poll_may_end_early ON poll (closes_at) WHERE state = 'open' AND rule ->> 'earlyDecision' = 'certain';

      CREATE FUNCTION polls_that_may_end_early() RETURNS TABLE (cooperative_id uuid, poll_id uuid)
        LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          SELECT p.cooperative_id, p.id FROM poll p
          WHERE p.state = 'open' AND p.rule ->> 'earlyDecision' = 'certain' AND p.closes_at > rochdale_now()
            AND p.opens_at + make_interval(hours => (p.rule ->> 'minimumDurationHours')::int) <= rochdale_now()
          ORDER BY p.closes_at LIMIT 1000;
        END;
      COMMENT ON FUNCTION polls_that_may_end_early IS 'Open polls of any cooperative that end once they are certain and have lasted as long as their rule asks; identifiers only.';
      REVOKE ALL ON FUNCTION polls_that_may_end_early() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION polls_that_may_end_early() TO rochdale_app;

      CREATE TABLE poll_exclusion (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL,
        position       integer NOT NULL,
        reason         text NOT NULL CONSTRAINT poll_exclusion_has_a_reason CHECK (char_length(reason) BETWEEN 1 AND 2000),
        excluded_by    uuid NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT poll_exclusion_is_one_per_option PRIMARY KEY (cooperative_id, poll_id, position),
        CONSTRAINT poll_exclusion_is_of_an_option FOREIGN KEY (cooperative_id, poll_id, position)
          REFERENCES poll_option (cooperative_id, poll_id, position),
        FOREIGN KEY (cooperative_id, excluded_by) REFERENCES membership (cooperative_id, id)
      );
      COMMENT ON TABLE poll_exclusion IS 'Options taken out of a vote while it was open; they are skipped on every ballot.';
      CALL protect_tenant_table('poll_exclusion', 'SELECT, INSERT');
      CALL make_append_only('poll_exclusion');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE poll_exclusion;
      DROP FUNCTION polls_that_may_end_early();
      DROP INDEX poll_may_end_early;
      ALTER TABLE poll DROP ended_early_from;
    `);
  }
}
