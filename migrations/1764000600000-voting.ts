import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Polls. The electorate is frozen at opening; a ballot is only ever added, and `ballot_current` says which one counts.
 * Casting takes the poll's row FOR SHARE and closing updates it, so a ballot is either before the close or refused.
 * Turnout is counted in sixteen rows per poll, so that simultaneous voters do not queue on one.
 */
export class Voting1764000600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE poll (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        subject_type   text NOT NULL,
        subject_id     uuid NOT NULL,
        body_id        uuid NOT NULL,
        question       text NOT NULL CONSTRAINT poll_question_is_written CHECK (char_length(question) BETWEEN 1 AND 300),
        method         text NOT NULL,
        method_version integer NOT NULL,
        rule           jsonb NOT NULL,
        rule_key       text NOT NULL,
        rule_version   integer NOT NULL,
        visibility     text NOT NULL CONSTRAINT poll_visibility_is_known CHECK (visibility IN ('open', 'confidential')),
        record_on      date NOT NULL,
        opens_at       timestamptz NOT NULL,
        closes_at      timestamptz NOT NULL,
        state          text NOT NULL DEFAULT 'open' CONSTRAINT poll_state_is_known CHECK (state IN ('open', 'closed', 'cancelled')),
        closed_at      timestamptz,
        eligible_people  bigint NOT NULL DEFAULT 0,
        eligible_weight_millionths bigint NOT NULL DEFAULT 0,
        opened_by      uuid,
        subject_told_at timestamptz,
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, body_id) REFERENCES body (cooperative_id, id),
        FOREIGN KEY (cooperative_id, rule_key, rule_version) REFERENCES bylaw_rule (cooperative_id, key, version),
        CONSTRAINT poll_closes_after_it_opens CHECK (closes_at > opens_at),
        CONSTRAINT poll_is_closed_at_an_instant CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
        CONSTRAINT poll_closes_no_earlier_than_announced CHECK (closed_at >= closes_at),
        CONSTRAINT poll_subject_is_told_after_the_close CHECK (subject_told_at >= closed_at)
      );
      CREATE UNIQUE INDEX poll_of_a_subject_is_one ON poll (cooperative_id, subject_type, subject_id)
        WHERE state <> 'cancelled';
      CREATE INDEX poll_by_opening ON poll (cooperative_id, opens_at DESC, id DESC);
      CREATE INDEX poll_due ON poll (closes_at) WHERE state = 'open';
      CREATE INDEX poll_untold ON poll (closed_at) WHERE state = 'closed' AND subject_told_at IS NULL;

      CREATE TABLE poll_extension (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, poll_id uuid NOT NULL,
        closed_before  timestamptz NOT NULL,
        closes_at      timestamptz NOT NULL,
        reason         text NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id),
        CONSTRAINT poll_extension_is_later CHECK (closes_at > closed_before)
      );

      CREATE TABLE elector (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL,
        class_id       uuid NOT NULL,
        weight_millionths bigint NOT NULL CONSTRAINT elector_weight_is_positive CHECK (weight_millionths > 0),
        CONSTRAINT elector_is_one_per_member PRIMARY KEY (cooperative_id, poll_id, membership_id),
        FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id),
        FOREIGN KEY (cooperative_id, membership_id) REFERENCES membership (cooperative_id, id),
        FOREIGN KEY (cooperative_id, class_id) REFERENCES member_class (cooperative_id, id)
      );

      CREATE TABLE ballot (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL,
        revision       integer NOT NULL CONSTRAINT ballot_revisions_start_at_one CHECK (revision >= 1),
        marks          jsonb NOT NULL,
        channel        text NOT NULL DEFAULT 'web',
        entered_by     uuid NOT NULL,
        check_code     text NOT NULL,
        cast_at        timestamptz NOT NULL,
        CONSTRAINT ballot_revision_is_one PRIMARY KEY (cooperative_id, poll_id, membership_id, revision),
        CONSTRAINT ballot_is_an_electors FOREIGN KEY (cooperative_id, poll_id, membership_id)
          REFERENCES elector (cooperative_id, poll_id, membership_id)
      );
      CREATE TABLE ballot_current (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL,
        revision       integer NOT NULL,
        CONSTRAINT ballot_current_is_one_per_elector PRIMARY KEY (cooperative_id, poll_id, membership_id),
        CONSTRAINT ballot_current_is_a_ballot FOREIGN KEY (cooperative_id, poll_id, membership_id, revision)
          REFERENCES ballot (cooperative_id, poll_id, membership_id, revision) DEFERRABLE INITIALLY DEFERRED
      ) WITH (fillfactor = 80);

      CREATE TABLE poll_turnout (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, shard smallint NOT NULL,
        people         bigint NOT NULL,
        PRIMARY KEY (cooperative_id, poll_id, shard),
        FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id)
      ) WITH (fillfactor = 50);

      CREATE TABLE poll_result (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL,
        outcome        text NOT NULL CONSTRAINT poll_outcome_is_known CHECK (outcome IN ('passed', 'failed', 'no_quorum', 'tie')),
        arithmetic     jsonb NOT NULL,
        ballots_hash   text NOT NULL,
        computed_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT poll_result_is_one_per_poll PRIMARY KEY (cooperative_id, poll_id),
        FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id)
      );

      CALL protect_tenant_table('poll', 'SELECT, INSERT, UPDATE (state, closed_at, closes_at, eligible_people, eligible_weight_millionths, subject_told_at)');
      CALL protect_tenant_table('poll_extension', 'SELECT, INSERT');
      CALL protect_tenant_table('elector', 'SELECT, INSERT');
      CALL protect_tenant_table('ballot', 'SELECT, INSERT');
      CALL protect_tenant_table('ballot_current', 'SELECT, INSERT, UPDATE (revision)');
      CALL protect_tenant_table('poll_turnout', 'SELECT, INSERT, UPDATE (people)');
      CALL protect_tenant_table('poll_result', 'SELECT, INSERT');
      CALL make_append_only('elector');
      CALL make_append_only('ballot');
      CALL make_append_only('poll_result');
      CALL make_append_only('poll_extension');

      CREATE FUNCTION polls_due() RETURNS TABLE (cooperative_id uuid, poll_id uuid)
        LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          SELECT p.cooperative_id, p.id FROM poll p WHERE p.state = 'open' AND p.closes_at <= rochdale_now()
          ORDER BY p.closes_at LIMIT 1000;
        END;
      COMMENT ON FUNCTION polls_due IS 'Polls of any cooperative whose closing instant has come; identifiers only.';
      REVOKE ALL ON FUNCTION polls_due() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION polls_due() TO rochdale_app;

      CREATE FUNCTION polls_untold() RETURNS TABLE (cooperative_id uuid, poll_id uuid)
        LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          SELECT p.cooperative_id, p.id FROM poll p WHERE p.state = 'closed' AND p.subject_told_at IS NULL
          ORDER BY p.closed_at LIMIT 1000;
        END;
      COMMENT ON FUNCTION polls_untold IS 'Closed polls whose subject has not taken up the result yet; identifiers only.';
      REVOKE ALL ON FUNCTION polls_untold() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION polls_untold() TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION polls_untold();
      DROP FUNCTION polls_due();
      DROP TABLE poll_result, poll_turnout, ballot_current, ballot, elector, poll_extension, poll;
    `);
  }
}
