import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A proposal may bring options, and a topic, with each version of its text; a decision names what was chosen, or that
 * those who were ahead are equal.
 */
export class ProposalOptions1764001310000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE proposal_version ADD COLUMN topic text
        CONSTRAINT proposal_topic_is_a_code CHECK (topic ~ '^[a-z0-9](-?[a-z0-9]){0,59}$');

      CREATE TABLE proposal_option (
        cooperative_id uuid NOT NULL, proposal_id uuid NOT NULL,
        version        integer NOT NULL,
        position       integer NOT NULL CONSTRAINT proposal_options_count_from_zero CHECK (position BETWEEN 0 AND 99),
        label          text NOT NULL CONSTRAINT proposal_option_label_is_one_line CHECK (label ~ '^[^\\r\\n]{1,200}$'),
        description    text CONSTRAINT proposal_option_description_is_bounded CHECK (char_length(description) BETWEEN 1 AND 10000),
        PRIMARY KEY (cooperative_id, proposal_id, version, position),
        CONSTRAINT proposal_option_labels_differ UNIQUE (cooperative_id, proposal_id, version, label),
        FOREIGN KEY (cooperative_id, proposal_id, version) REFERENCES proposal_version (cooperative_id, proposal_id, version)
      );
      CREATE FUNCTION refuse_frozen_option() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM proposal p WHERE p.cooperative_id = NEW.cooperative_id AND p.id = NEW.proposal_id
                   AND p.state NOT IN ('draft', 'deliberation')) THEN
          RAISE EXCEPTION 'the options of proposal % are frozen', NEW.proposal_id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER proposal_options_freeze BEFORE INSERT ON proposal_option
        FOR EACH ROW EXECUTE FUNCTION refuse_frozen_option();
      ALTER TABLE proposal_option ENABLE ALWAYS TRIGGER proposal_options_freeze;
      CALL protect_tenant_table('proposal_option', 'SELECT, INSERT');
      CALL make_append_only('proposal_option');

      ALTER TABLE decision
        DROP CONSTRAINT decision_outcome_is_known,
        ADD CONSTRAINT decision_outcome_is_known CHECK (outcome IN ('adopted', 'rejected', 'no_quorum', 'tied')),
        ADD COLUMN chosen jsonb NOT NULL DEFAULT '[]',
        ADD CONSTRAINT decision_chosen_was_adopted CHECK (jsonb_typeof(chosen) = 'array' AND (outcome = 'adopted' OR chosen = '[]'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE decision DROP COLUMN chosen,
        DROP CONSTRAINT decision_outcome_is_known,
        ADD CONSTRAINT decision_outcome_is_known CHECK (outcome IN ('adopted', 'rejected', 'no_quorum'));
      DROP TABLE proposal_option;
      DROP FUNCTION refuse_frozen_option();
      ALTER TABLE proposal_version DROP COLUMN topic;
    `);
  }
}
