import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Polls of every method: options frozen before the seed that breaks ties is drawn, ballots of every form, results with
 * the engine's own count. `counted_ballot` is the one answer to which ballots count, and for whom.
 */
export class PollMethods1764001300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE poll
        ADD seats integer NOT NULL DEFAULT 1 CONSTRAINT poll_fills_seats CHECK (seats >= 1),
        ADD tie_seed text CONSTRAINT poll_tie_seed_cannot_be_guessed CHECK (char_length(tie_seed) >= 32),
        ADD topic text,
        ADD eligible_by_class jsonb,
        ADD text_version integer NOT NULL DEFAULT 1 CONSTRAINT poll_text_versions_start_at_one CHECK (text_version >= 1);
      COMMENT ON COLUMN poll.eligible_by_class IS 'People and weight of the electorate by class, as it was frozen; null in polls opened before it was kept.';
      GRANT UPDATE (tie_seed, text_version, eligible_by_class) ON poll TO rochdale_app;

      CREATE TABLE poll_option (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL,
        position       integer NOT NULL CONSTRAINT poll_option_positions_start_at_zero CHECK (position >= 0),
        label          text NOT NULL CONSTRAINT poll_option_has_a_label CHECK (char_length(label) BETWEEN 1 AND 200),
        description    text,
        CONSTRAINT poll_option_is_one_per_position PRIMARY KEY (cooperative_id, poll_id, position),
        CONSTRAINT poll_option_is_told_apart UNIQUE (cooperative_id, poll_id, label),
        FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id)
      );

      CREATE FUNCTION refuse_redrawing() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the seed that breaks ties is drawn once' USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER poll_tie_seed_is_drawn_once BEFORE UPDATE OF tie_seed ON poll FOR EACH ROW
        WHEN (OLD.tie_seed IS NOT NULL AND NEW.tie_seed IS DISTINCT FROM OLD.tie_seed)
        EXECUTE FUNCTION refuse_redrawing();

      CREATE FUNCTION refuse_late_option() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM poll p WHERE p.cooperative_id = NEW.cooperative_id AND p.id = NEW.poll_id AND p.tie_seed IS NOT NULL) THEN
          RAISE EXCEPTION 'the options of a poll are frozen before its seed is drawn' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER poll_option_precedes_the_seed BEFORE INSERT ON poll_option
        FOR EACH ROW EXECUTE FUNCTION refuse_late_option();

      ALTER TABLE ballot ADD text_version integer NOT NULL DEFAULT 1;

      CREATE TABLE poll_withdrawal (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL,
        reason         text NOT NULL,
        declared_by    uuid NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT poll_withdrawal_is_one_per_elector PRIMARY KEY (cooperative_id, poll_id, membership_id),
        CONSTRAINT poll_withdrawal_is_an_electors FOREIGN KEY (cooperative_id, poll_id, membership_id)
          REFERENCES elector (cooperative_id, poll_id, membership_id)
      );
      COMMENT ON TABLE poll_withdrawal IS 'Electors with a conflict of interest: out of the base and the quorum of this poll.';

      CREATE TABLE poll_asked_again (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL,
        text_version   integer NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, poll_id, membership_id, text_version),
        CONSTRAINT poll_asked_again_is_an_elector FOREIGN KEY (cooperative_id, poll_id, membership_id)
          REFERENCES elector (cooperative_id, poll_id, membership_id)
      );
      COMMENT ON TABLE poll_asked_again IS 'Electors whose ballot on an earlier text no longer counts.';

      CREATE TABLE delegated_vote (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL,
        holder_membership_id uuid NOT NULL,
        path           uuid[] NOT NULL,
        CONSTRAINT delegated_vote_is_one_per_elector PRIMARY KEY (cooperative_id, poll_id, membership_id),
        CONSTRAINT delegated_vote_is_an_electors FOREIGN KEY (cooperative_id, poll_id, membership_id)
          REFERENCES elector (cooperative_id, poll_id, membership_id),
        CONSTRAINT delegated_vote_is_held_by_an_elector FOREIGN KEY (cooperative_id, poll_id, holder_membership_id)
          REFERENCES elector (cooperative_id, poll_id, membership_id),
        CONSTRAINT delegated_vote_is_held_by_another CHECK (holder_membership_id <> membership_id)
      );
      COMMENT ON TABLE delegated_vote IS 'Frozen at the closing: whose ballot counted for whom.';

      ALTER TABLE poll_result
        ADD counting jsonb,
        ADD winners integer[] NOT NULL DEFAULT '{}',
        ADD electorate jsonb,
        ALTER arithmetic DROP NOT NULL,
        ADD CONSTRAINT poll_result_shows_its_count CHECK (arithmetic IS NOT NULL OR counting IS NOT NULL),
        DROP CONSTRAINT poll_outcome_is_known,
        ADD CONSTRAINT poll_outcome_is_known CHECK (outcome IN ('passed', 'failed', 'no_quorum', 'tie', 'decided'));

      CALL protect_tenant_table('poll_option', 'SELECT, INSERT');
      CALL protect_tenant_table('poll_withdrawal', 'SELECT, INSERT');
      CALL protect_tenant_table('poll_asked_again', 'SELECT, INSERT');
      CALL protect_tenant_table('delegated_vote', 'SELECT, INSERT');
      CALL make_append_only('poll_option');
      CALL make_append_only('poll_withdrawal');
      CALL make_append_only('poll_asked_again');
      CALL make_append_only('delegated_vote');

      CREATE FUNCTION canonical_marks(marks jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        RETURN CASE WHEN marks ? 'reason'
          THEN '{"choice":' || (marks -> 'choice')::text || ',"reason":' || (marks -> 'reason')::text || '}'
          ELSE replace(marks::text, ' ', '') END;
      COMMENT ON FUNCTION canonical_marks IS 'The one spelling of a ballot, as it is hashed: keys in order, no white space.';
      GRANT EXECUTE ON FUNCTION canonical_marks(jsonb) TO rochdale_app;

      CREATE VIEW own_ballot WITH (security_invoker = true) AS
        SELECT c.cooperative_id, c.poll_id, c.membership_id, e.class_id, e.weight_millionths, b.marks, b.check_code
        FROM ballot_current c
        JOIN ballot b ON b.cooperative_id = c.cooperative_id AND b.poll_id = c.poll_id
          AND b.membership_id = c.membership_id AND b.revision = c.revision
        JOIN elector e ON e.cooperative_id = c.cooperative_id AND e.poll_id = c.poll_id AND e.membership_id = c.membership_id
        WHERE NOT EXISTS (SELECT FROM poll_withdrawal w
            WHERE w.cooperative_id = c.cooperative_id AND w.poll_id = c.poll_id AND w.membership_id = c.membership_id)
          AND NOT EXISTS (SELECT FROM poll_asked_again a
            WHERE a.cooperative_id = c.cooperative_id AND a.poll_id = c.poll_id AND a.membership_id = c.membership_id
              AND a.text_version > b.text_version);
      COMMENT ON VIEW own_ballot IS 'Ballots that count for the elector who cast them.';

      CREATE VIEW counted_ballot WITH (security_invoker = true) AS
        SELECT cooperative_id, poll_id, membership_id, class_id, weight_millionths, marks, check_code, NULL::uuid AS held_by
        FROM own_ballot
        UNION ALL
        SELECT d.cooperative_id, d.poll_id, d.membership_id, e.class_id, e.weight_millionths, h.marks, h.check_code,
          d.holder_membership_id
        FROM delegated_vote d
        JOIN elector e ON e.cooperative_id = d.cooperative_id AND e.poll_id = d.poll_id AND e.membership_id = d.membership_id
        JOIN own_ballot h ON h.cooperative_id = d.cooperative_id AND h.poll_id = d.poll_id
          AND h.membership_id = d.holder_membership_id
        WHERE NOT EXISTS (SELECT FROM own_ballot o
            WHERE o.cooperative_id = d.cooperative_id AND o.poll_id = d.poll_id AND o.membership_id = d.membership_id)
          AND NOT EXISTS (SELECT FROM poll_withdrawal w
            WHERE w.cooperative_id = d.cooperative_id AND w.poll_id = d.poll_id AND w.membership_id = d.membership_id);
      COMMENT ON VIEW counted_ballot IS 'Every vote that counts: ballots of electors, and those of holders for who delegated to them.';

      DROP VIEW ballot_standing;
      CREATE VIEW ballot_standing WITH (security_invoker = true) AS
        SELECT c.cooperative_id, c.poll_id, c.membership_id, b.marks, b.revision, b.cast_at, b.channel, b.check_code
        FROM ballot_current c
        JOIN ballot b ON b.cooperative_id = c.cooperative_id AND b.poll_id = c.poll_id
          AND b.membership_id = c.membership_id AND b.revision = c.revision;
      COMMENT ON VIEW ballot_standing IS 'The ballot of each elector that counts as things stand.';

      GRANT SELECT ON own_ballot, counted_ballot, ballot_standing TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP VIEW ballot_standing, counted_ballot, own_ballot;
      DROP FUNCTION canonical_marks(jsonb);
      CREATE VIEW ballot_standing WITH (security_invoker = true) AS
        SELECT c.cooperative_id, c.poll_id, c.membership_id, b.marks ->> 'choice' AS choice, b.revision, b.cast_at,
          b.channel, b.check_code
        FROM ballot_current c
        JOIN ballot b ON b.cooperative_id = c.cooperative_id AND b.poll_id = c.poll_id
          AND b.membership_id = c.membership_id AND b.revision = c.revision;
      COMMENT ON VIEW ballot_standing IS 'The ballot of each elector that counts as things stand.';
      GRANT SELECT ON ballot_standing TO rochdale_app;
      ALTER TABLE poll_result DROP CONSTRAINT poll_outcome_is_known, DROP CONSTRAINT poll_result_shows_its_count,
        DROP counting, DROP winners, DROP electorate, ALTER arithmetic SET NOT NULL,
        ADD CONSTRAINT poll_outcome_is_known CHECK (outcome IN ('passed', 'failed', 'no_quorum', 'tie'));
      DROP TABLE delegated_vote, poll_asked_again, poll_withdrawal, poll_option;
      ALTER TABLE ballot DROP text_version;
      DROP TRIGGER poll_tie_seed_is_drawn_once ON poll;
      DROP FUNCTION refuse_late_option();
      DROP FUNCTION refuse_redrawing();
      ALTER TABLE poll DROP seats, DROP tie_seed, DROP topic, DROP eligible_by_class, DROP text_version;
    `);
  }
}
