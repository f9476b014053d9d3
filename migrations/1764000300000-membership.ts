import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who belongs. A party (person, household, organisation), its names and contacts, its membership, class, standing,
 * roles and seats are separate. Everything that changes has two times: the date it is *effective* and the instant it
 * was *recorded*; rows are only added, and a question names the date and, where it matters, "as known at".
 */
export class Membership1764000300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE party (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id),
        id             uuid NOT NULL,
        kind           text NOT NULL CONSTRAINT party_kind_is_known CHECK (kind IN ('person', 'household', 'organisation')),
        person_id      uuid REFERENCES person (id),
        external_ref   text,
        created_at     timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT party_is_one_persons_in_a_cooperative UNIQUE (cooperative_id, person_id),
        CONSTRAINT party_external_ref_is_unique UNIQUE (cooperative_id, external_ref)
      );
      CREATE INDEX party_by_person ON party (person_id) WHERE person_id IS NOT NULL;

      -- Personal data lives here and nowhere else, so that erasing it changes one place.
      CREATE TABLE party_name (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, party_id uuid NOT NULL,
        usage          text NOT NULL CONSTRAINT party_name_usage_is_known CHECK (usage IN ('chosen', 'legal')),
        name           text NOT NULL CONSTRAINT party_name_is_written CHECK (char_length(name) BETWEEN 1 AND 200),
        effective_on   date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id)
      );
      CREATE INDEX party_name_by_party ON party_name (cooperative_id, party_id, usage, effective_on);
      CREATE TABLE party_contact (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, party_id uuid NOT NULL,
        channel        text NOT NULL CONSTRAINT party_contact_channel_is_known CHECK (channel IN ('email', 'telephone', 'post', 'in_person')),
        value          text NOT NULL CONSTRAINT party_contact_is_short CHECK (char_length(value) <= 400),
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id)
      );
      CREATE INDEX party_contact_by_party ON party_contact (cooperative_id, party_id, channel, recorded_at);

      CREATE TABLE party_relation (
        cooperative_id  uuid NOT NULL, id uuid NOT NULL,
        party_id        uuid NOT NULL,
        related_party_id uuid NOT NULL,
        kind            text NOT NULL CONSTRAINT party_relation_kind_is_known
                        CHECK (kind IN ('joint_holder', 'representative', 'guardian', 'executor', 'heir')),
        effective_from  date NOT NULL,
        effective_until date,
        recorded_at     timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id),
        FOREIGN KEY (cooperative_id, related_party_id) REFERENCES party (cooperative_id, id),
        CONSTRAINT party_relation_is_between_two CHECK (party_id <> related_party_id)
      );

      CREATE TABLE member_class (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        code           text NOT NULL CONSTRAINT member_class_code_is_short CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
        name           text NOT NULL,
        may_vote       boolean NOT NULL,
        vote_weight_millionths bigint NOT NULL CONSTRAINT member_class_weight_is_not_negative CHECK (vote_weight_millionths >= 0),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT member_class_code_is_unique UNIQUE (cooperative_id, code)
      );

      CREATE TABLE membership (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        party_id       uuid NOT NULL,
        number         integer NOT NULL CONSTRAINT membership_number_is_positive CHECK (number > 0),
        joined_on      date NOT NULL,
        created_at     timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id),
        CONSTRAINT membership_number_is_never_reused UNIQUE (cooperative_id, number),
        CONSTRAINT membership_is_one_per_party UNIQUE (cooperative_id, party_id)
      );
      CREATE TABLE membership_class_term (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, membership_id uuid NOT NULL, class_id uuid NOT NULL,
        effective_on   date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, membership_id) REFERENCES membership (cooperative_id, id),
        FOREIGN KEY (cooperative_id, class_id) REFERENCES member_class (cooperative_id, id)
      );
      CREATE INDEX membership_class_term_by_membership
        ON membership_class_term (cooperative_id, membership_id, effective_on DESC, recorded_at DESC) INCLUDE (class_id);
      CREATE TABLE membership_standing (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, membership_id uuid NOT NULL,
        standing       text NOT NULL CONSTRAINT membership_standing_is_known CHECK (standing IN
                       ('applied', 'invited', 'probation', 'active', 'suspended', 'leaving', 'left', 'expelled', 'deceased')),
        effective_on   date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, membership_id) REFERENCES membership (cooperative_id, id)
      );
      CREATE INDEX membership_standing_by_membership
        ON membership_standing (cooperative_id, membership_id, effective_on DESC, recorded_at DESC) INCLUDE (standing);

      CREATE TABLE body (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        kind           text NOT NULL CONSTRAINT body_kind_is_known CHECK (kind IN
                       ('general_assembly', 'delegates_assembly', 'board', 'committee', 'circle', 'officer')),
        code           text NOT NULL,
        name           text NOT NULL,
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT body_code_is_unique UNIQUE (cooperative_id, code)
      );
      CREATE UNIQUE INDEX body_general_assembly_is_one ON body (cooperative_id) WHERE kind = 'general_assembly';
      CREATE TABLE seat (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, body_id uuid NOT NULL, membership_id uuid NOT NULL,
        title          text NOT NULL DEFAULT '',
        effective_from date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, body_id) REFERENCES body (cooperative_id, id),
        FOREIGN KEY (cooperative_id, membership_id) REFERENCES membership (cooperative_id, id)
      );
      CREATE TABLE seat_end (
        cooperative_id uuid NOT NULL, seat_id uuid NOT NULL,
        effective_until date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT seat_ends_once PRIMARY KEY (cooperative_id, seat_id),
        FOREIGN KEY (cooperative_id, seat_id) REFERENCES seat (cooperative_id, id)
      );
      CREATE TABLE role_term (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, membership_id uuid NOT NULL,
        role           text NOT NULL CONSTRAINT role_term_role_is_known CHECK (role IN
                       ('steward', 'treasurer', 'secretary', 'facilitator', 'auditor')),
        effective_from date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        decision_id    uuid,
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, membership_id) REFERENCES membership (cooperative_id, id)
      );
      CREATE INDEX role_term_by_membership ON role_term (cooperative_id, membership_id);
      CREATE TABLE role_term_end (
        cooperative_id uuid NOT NULL, role_term_id uuid NOT NULL,
        effective_until date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT role_term_ends_once PRIMARY KEY (cooperative_id, role_term_id),
        FOREIGN KEY (cooperative_id, role_term_id) REFERENCES role_term (cooperative_id, id)
      );

      CREATE TABLE invitation (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, membership_id uuid NOT NULL,
        token_hash     bytea NOT NULL UNIQUE,
        address_hash   bytea NOT NULL,
        created_at     timestamptz NOT NULL DEFAULT rochdale_now(),
        expires_at     timestamptz NOT NULL,
        accepted_at    timestamptz,
        revoked_at     timestamptz,
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, membership_id) REFERENCES membership (cooperative_id, id)
      );
      CREATE INDEX invitation_by_address ON invitation (address_hash) WHERE accepted_at IS NULL AND revoked_at IS NULL;

      -- The bylaws: each rule in versions; the one in force is the latest whose effective instant has come.
      CREATE TABLE bylaw_rule (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        key            text NOT NULL CONSTRAINT bylaw_rule_key_is_a_path CHECK (key ~ '^[a-z0-9-]+(/[a-z0-9-]+)*$'),
        version        integer NOT NULL CONSTRAINT bylaw_rule_versions_start_at_one CHECK (version >= 1),
        value          jsonb NOT NULL,
        article        text NOT NULL,
        text           text NOT NULL,
        language       text NOT NULL,
        effective_at   timestamptz NOT NULL,
        decision_id    uuid,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT bylaw_rule_version_is_one UNIQUE (cooperative_id, key, version)
      );

      CREATE TABLE member_import (
        cooperative_id uuid NOT NULL, id uuid NOT NULL,
        content_hash   text NOT NULL,
        lines          integer NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        recorded_by    uuid,
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT member_import_of_a_file_is_one UNIQUE (cooperative_id, content_hash),
        FOREIGN KEY (cooperative_id) REFERENCES cooperative (id)
      );

      CALL protect_tenant_table('party', 'SELECT, INSERT, UPDATE (person_id)');
      CALL protect_tenant_table('party_name', 'SELECT, INSERT');
      CALL protect_tenant_table('party_contact', 'SELECT, INSERT');
      CALL protect_tenant_table('party_relation', 'SELECT, INSERT, UPDATE (effective_until)');
      CALL protect_tenant_table('member_class', 'SELECT, INSERT');
      CALL protect_tenant_table('membership', 'SELECT, INSERT');
      CALL protect_tenant_table('membership_class_term', 'SELECT, INSERT');
      CALL protect_tenant_table('membership_standing', 'SELECT, INSERT');
      CALL protect_tenant_table('body', 'SELECT, INSERT');
      CALL protect_tenant_table('seat', 'SELECT, INSERT');
      CALL protect_tenant_table('seat_end', 'SELECT, INSERT');
      CALL protect_tenant_table('role_term', 'SELECT, INSERT');
      CALL protect_tenant_table('role_term_end', 'SELECT, INSERT');
      CALL protect_tenant_table('invitation', 'SELECT, INSERT, UPDATE (accepted_at, revoked_at)');
      CALL protect_tenant_table('bylaw_rule', 'SELECT, INSERT');
      CALL protect_tenant_table('member_import', 'SELECT, INSERT');
      CALL make_append_only('membership_class_term');
      CALL make_append_only('membership_standing');
      CALL make_append_only('bylaw_rule');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE member_import, bylaw_rule, invitation, role_term_end, role_term, seat_end, seat, body,
        membership_standing, membership_class_term, membership, member_class, party_relation, party_contact,
        party_name, party;
    `);
  }
}
