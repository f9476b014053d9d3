import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Proposals and decisions. A proposal is written in versions and freezes when its vote opens. A decision is separate
 * from the poll it came from, and walks through stages of its own: adopted, effective, carried out or blocked.
 */
export class Proposals1764000700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE proposal (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        number         integer NOT NULL,
        decision_kind  text NOT NULL,
        author_membership_id uuid NOT NULL,
        state          text NOT NULL DEFAULT 'draft' CONSTRAINT proposal_state_is_known
                       CHECK (state IN ('draft', 'deliberation', 'voting', 'decided', 'withdrawn')),
        current_version integer NOT NULL,
        poll_id        uuid,
        created_at     timestamptz NOT NULL DEFAULT rochdale_now(),
        published_at   timestamptz,
        voting_at      timestamptz,
        ended_at       timestamptz,
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT proposal_number_is_unique UNIQUE (cooperative_id, number),
        FOREIGN KEY (cooperative_id, author_membership_id) REFERENCES membership (cooperative_id, id),
        FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id),
        CONSTRAINT proposal_in_a_vote_has_a_poll CHECK (state <> 'voting' OR poll_id IS NOT NULL)
      );
      CREATE INDEX proposal_by_time ON proposal (cooperative_id, created_at DESC, id DESC);
      CREATE TABLE proposal_version (
        cooperative_id uuid NOT NULL, proposal_id uuid NOT NULL,
        version        integer NOT NULL CONSTRAINT proposal_versions_start_at_one CHECK (version >= 1),
        title          text NOT NULL CONSTRAINT proposal_title_is_one_line CHECK (title ~ '^[^\\r\\n]{1,200}$'),
        body           text NOT NULL CONSTRAINT proposal_body_is_bounded CHECK (char_length(body) <= 50000),
        effect_kind    text,
        effect         jsonb,
        written_by     uuid NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT proposal_version_is_one PRIMARY KEY (cooperative_id, proposal_id, version),
        FOREIGN KEY (cooperative_id, proposal_id) REFERENCES proposal (cooperative_id, id),
        FOREIGN KEY (cooperative_id, written_by) REFERENCES membership (cooperative_id, id),
        CONSTRAINT proposal_effect_has_a_kind CHECK ((effect_kind IS NULL) = (effect IS NULL))
      );
      CREATE TABLE proposal_comment (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, proposal_id uuid NOT NULL,
        author_membership_id uuid NOT NULL,
        reply_to       uuid,
        body           text NOT NULL CONSTRAINT proposal_comment_is_bounded CHECK (char_length(body) BETWEEN 1 AND 10000),
        on_version     integer NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, proposal_id) REFERENCES proposal (cooperative_id, id),
        FOREIGN KEY (cooperative_id, author_membership_id) REFERENCES membership (cooperative_id, id),
        FOREIGN KEY (cooperative_id, reply_to) REFERENCES proposal_comment (cooperative_id, id)
      );
      CREATE INDEX proposal_comment_by_proposal ON proposal_comment (cooperative_id, proposal_id, recorded_at, id);

      CREATE TABLE decision (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        number         integer NOT NULL,
        proposal_id    uuid,
        poll_id        uuid,
        body_id        uuid NOT NULL,
        decision_kind  text NOT NULL,
        title          text NOT NULL,
        text           text NOT NULL,
        effect_kind    text,
        effect         jsonb,
        rule_key       text NOT NULL,
        rule_version   integer NOT NULL,
        outcome        text NOT NULL CONSTRAINT decision_outcome_is_known CHECK (outcome IN ('adopted', 'rejected', 'no_quorum')),
        decided_at     timestamptz NOT NULL,
        effective_at   timestamptz,
        stage          text NOT NULL CONSTRAINT decision_stage_is_known CHECK (stage IN
                       ('not_adopted', 'adopted', 'effective', 'carried_out', 'blocked', 'annulled', 'superseded')),
        blocked_reason text,
        blocked_message text,
        carried_out_at timestamptz,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT decision_number_is_unique UNIQUE (cooperative_id, number),
        CONSTRAINT decision_of_a_poll_is_one UNIQUE (cooperative_id, poll_id),
        FOREIGN KEY (cooperative_id, proposal_id) REFERENCES proposal (cooperative_id, id),
        FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id),
        FOREIGN KEY (cooperative_id, body_id) REFERENCES body (cooperative_id, id),
        CONSTRAINT decision_adopted_takes_effect CHECK ((outcome = 'adopted') = (effective_at IS NOT NULL)),
        CONSTRAINT decision_not_adopted_has_no_stage CHECK ((outcome = 'adopted') = (stage <> 'not_adopted')),
        CONSTRAINT decision_blocked_says_why CHECK ((stage = 'blocked') = (blocked_reason IS NOT NULL))
      );
      CREATE INDEX decision_due ON decision (effective_at) WHERE stage = 'adopted';
      CREATE TABLE decision_attempt (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, decision_id uuid NOT NULL,
        result         text NOT NULL CONSTRAINT decision_attempt_result_is_known CHECK (result IN ('carried_out', 'blocked')),
        reason         text,
        message        text,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, decision_id) REFERENCES decision (cooperative_id, id)
      );
      ALTER TABLE bylaw_rule ADD CONSTRAINT bylaw_rule_was_decided
        FOREIGN KEY (cooperative_id, decision_id) REFERENCES decision (cooperative_id, id);
      ALTER TABLE role_term ADD CONSTRAINT role_term_was_decided
        FOREIGN KEY (cooperative_id, decision_id) REFERENCES decision (cooperative_id, id);

      CREATE FUNCTION refuse_frozen_version() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM proposal p WHERE p.cooperative_id = NEW.cooperative_id AND p.id = NEW.proposal_id
                   AND p.state NOT IN ('draft', 'deliberation')) THEN
          RAISE EXCEPTION 'the text of proposal % is frozen', NEW.proposal_id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER proposal_text_freezes BEFORE INSERT ON proposal_version
        FOR EACH ROW EXECUTE FUNCTION refuse_frozen_version();
      ALTER TABLE proposal_version ENABLE ALWAYS TRIGGER proposal_text_freezes;

      CALL protect_tenant_table('proposal', 'SELECT, INSERT, UPDATE (state, current_version, poll_id, published_at, voting_at, ended_at)');
      CALL protect_tenant_table('proposal_version', 'SELECT, INSERT');
      CALL protect_tenant_table('proposal_comment', 'SELECT, INSERT');
      CALL protect_tenant_table('decision', 'SELECT, INSERT, UPDATE (stage, blocked_reason, blocked_message, carried_out_at)');
      CALL protect_tenant_table('decision_attempt', 'SELECT, INSERT');
      CALL make_append_only('proposal_version');
      CALL make_append_only('proposal_comment');
      CALL make_append_only('decision_attempt');

      CREATE FUNCTION decisions_due() RETURNS TABLE (cooperative_id uuid, decision_id uuid)
        LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          SELECT d.cooperative_id, d.id FROM decision d
          WHERE d.stage = 'adopted' AND d.effective_at <= rochdale_now()
          ORDER BY d.effective_at LIMIT 1000;
        END;
      COMMENT ON FUNCTION decisions_due IS 'Adopted decisions of any cooperative that take force now; identifiers only.';
      REVOKE ALL ON FUNCTION decisions_due() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION decisions_due() TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION decisions_due();
      ALTER TABLE role_term DROP CONSTRAINT role_term_was_decided;
      ALTER TABLE bylaw_rule DROP CONSTRAINT bylaw_rule_was_decided;
      DROP TABLE decision_attempt, decision, proposal_comment, proposal_version, proposal;
      DROP FUNCTION refuse_frozen_version();
    `);
  }
}
