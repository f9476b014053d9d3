import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Standing delegations. A delegation is a row with an end: what was said is never changed, an end is written once, and
 * of one principal there is one without an end in each scope. A confirmation is only ever added. Of a closed poll,
 * `delegation_lost_vote` keeps where every vote went that was delegated, or kept from it, and counted nowhere.
 */
export class Delegation1764001500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE delegation (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        principal_membership_id uuid NOT NULL,
        scope          text NOT NULL CONSTRAINT delegation_scope_is_known CHECK (scope IN ('poll', 'topic', 'circle', 'cooperative')),
        poll_id        uuid,
        topic          text CONSTRAINT delegation_topic_is_short CHECK (char_length(topic) BETWEEN 1 AND 60),
        body_id        uuid,
        holder_membership_id uuid,
        expires_on     date,
        granted_at     timestamptz NOT NULL,
        ended_at       timestamptz,
        ended_because  text CONSTRAINT delegation_end_is_known CHECK (ended_because IN ('replaced', 'revoked', 'declined')),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, principal_membership_id) REFERENCES membership (cooperative_id, id),
        FOREIGN KEY (cooperative_id, holder_membership_id) REFERENCES membership (cooperative_id, id),
        FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id),
        FOREIGN KEY (cooperative_id, body_id) REFERENCES body (cooperative_id, id),
        CONSTRAINT delegation_is_to_somebody_else CHECK (holder_membership_id <> principal_membership_id),
        CONSTRAINT delegation_names_what_its_scope_needs CHECK (
          (scope = 'poll') = (poll_id IS NOT NULL) AND (scope = 'topic') = (topic IS NOT NULL)
          AND (scope = 'circle') = (body_id IS NOT NULL)),
        CONSTRAINT delegation_ends_for_a_reason CHECK ((ended_at IS NULL) = (ended_because IS NULL)),
        CONSTRAINT delegation_ends_after_it_began CHECK (ended_at >= granted_at)
      );
      CREATE UNIQUE INDEX delegation_is_one_per_scope
        ON delegation (cooperative_id, principal_membership_id, scope, coalesce(poll_id::text, topic, body_id::text, ''))
        WHERE ended_at IS NULL;
      CREATE INDEX delegation_by_principal ON delegation (cooperative_id, principal_membership_id, granted_at DESC, id DESC);
      CREATE INDEX delegation_by_holder ON delegation (cooperative_id, holder_membership_id, granted_at DESC, id DESC)
        WHERE holder_membership_id IS NOT NULL;

      CREATE TABLE delegation_confirmation (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, delegation_id uuid NOT NULL,
        confirmed_at   timestamptz NOT NULL,
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, delegation_id) REFERENCES delegation (cooperative_id, id)
      );
      CREATE INDEX delegation_confirmation_latest ON delegation_confirmation (cooperative_id, delegation_id, confirmed_at DESC);

      -- Frozen at the closing, beside delegated_vote. at_membership_id is where a dead end lies; path as there.
      CREATE TABLE delegation_lost_vote (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL,
        because        text NOT NULL CONSTRAINT delegation_lost_vote_reason_is_known
                       CHECK (because IN ('cycle', 'dead_end', 'holder_cap', 'blocked')),
        dead_end       text CONSTRAINT delegation_lost_vote_dead_end_is_known
                       CHECK (dead_end IN ('no_ballot', 'nobody', 'not_elector', 'not_current', 'withdrawn')),
        at_membership_id uuid,
        in_circle      boolean NOT NULL,
        steps          integer NOT NULL CONSTRAINT delegation_lost_vote_was_passed_on CHECK ((steps = 0) = (because = 'blocked')),
        path           uuid[] NOT NULL,
        CONSTRAINT delegation_lost_vote_is_lost_once PRIMARY KEY (cooperative_id, poll_id, membership_id),
        FOREIGN KEY (cooperative_id, poll_id, membership_id) REFERENCES elector (cooperative_id, poll_id, membership_id),
        CONSTRAINT delegation_lost_vote_dead_end_has_a_cause CHECK ((because = 'dead_end') = (dead_end IS NOT NULL))
      );

      CREATE FUNCTION keep_delegation_end() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL THEN
          RAISE EXCEPTION 'a delegation ends once' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER delegation_ends_once BEFORE UPDATE ON delegation FOR EACH ROW EXECUTE FUNCTION keep_delegation_end();
      ALTER TABLE delegation ENABLE ALWAYS TRIGGER delegation_ends_once;

      CALL protect_tenant_table('delegation', 'SELECT, INSERT, UPDATE (ended_at, ended_because)');
      CALL protect_tenant_table('delegation_confirmation', 'SELECT, INSERT');
      CALL protect_tenant_table('delegation_lost_vote', 'SELECT, INSERT');
      CALL make_append_only('delegation_confirmation');
      CALL make_append_only('delegation_lost_vote');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE delegation_lost_vote, delegation_confirmation, delegation;
      DROP FUNCTION keep_delegation_end();
    `);
  }
}
