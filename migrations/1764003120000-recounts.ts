import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recounts that electors ask for after the close, and what counting again found. */
export class Recounts1764003120000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE poll_recount_request (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL,
        reason         text NOT NULL CONSTRAINT poll_recount_request_has_a_reason CHECK (char_length(reason) BETWEEN 1 AND 2000),
        -- The recount that this one asks for, with all others of its number.
        number         integer NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT poll_recount_request_is_one_per_recount PRIMARY KEY (cooperative_id, poll_id, number, membership_id),
        CONSTRAINT poll_recount_request_is_an_electors FOREIGN KEY (cooperative_id, poll_id, membership_id)
          REFERENCES elector (cooperative_id, poll_id, membership_id)
      );
      CREATE TABLE poll_recount_order (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, number integer NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, poll_id, number),
        FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll_result (cooperative_id, poll_id)
      );
      COMMENT ON TABLE poll_recount_order IS 'Recounts that enough electors have asked for; each is carried out once.';
      CREATE TABLE poll_recount (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, number integer NOT NULL,
        verdict        text NOT NULL CONSTRAINT poll_recount_verdict_is_known CHECK (verdict IN ('identical', 'differs')),
        difference     text,
        ballots_hash   text NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT poll_recount_was_asked_for PRIMARY KEY (cooperative_id, poll_id, number),
        FOREIGN KEY (cooperative_id, poll_id, number) REFERENCES poll_recount_order (cooperative_id, poll_id, number),
        CONSTRAINT poll_recount_names_what_differs CHECK ((verdict = 'differs') = (difference IS NOT NULL))
      );
      CALL protect_tenant_table('poll_recount_request', 'SELECT, INSERT');
      CALL protect_tenant_table('poll_recount_order', 'SELECT, INSERT');
      CALL protect_tenant_table('poll_recount', 'SELECT, INSERT');
      CALL make_append_only('poll_recount_request');
      CALL make_append_only('poll_recount_order');
      CALL make_append_only('poll_recount');

      CREATE FUNCTION recounts_due() RETURNS TABLE (cooperative_id uuid, poll_id uuid)
        LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          SELECT o.cooperative_id, o.poll_id FROM poll_recount_order o
          WHERE NOT EXISTS (SELECT FROM poll_recount r
            WHERE r.cooperative_id = o.cooperative_id AND r.poll_id = o.poll_id AND r.number = o.number)
          ORDER BY o.recorded_at LIMIT 100;
        END;
      COMMENT ON FUNCTION recounts_due IS 'The poll of each recount, in any cooperative, that is asked for and not carried out yet; identifiers only.';
      REVOKE ALL ON FUNCTION recounts_due() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION recounts_due() TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION recounts_due();
      DROP TABLE poll_recount, poll_recount_order, poll_recount_request;
    `);
  }
}
