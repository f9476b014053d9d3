import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * People and how they sign in, across cooperatives. A person sees only their own rows; what must be found before
 * anybody is known (an address, a session) goes through SECURITY DEFINER functions that return identifiers only.
 * Secrets are kept as hashes.
 */
export class Identity1764000200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE person (
        id         uuid PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT rochdale_now()
      );
      CREATE TABLE person_email (
        person_id   uuid NOT NULL REFERENCES person (id),
        address     text NOT NULL CONSTRAINT person_email_is_one_persons UNIQUE,
        verified_at timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (person_id, address)
      );
      CREATE TABLE session (
        id           uuid PRIMARY KEY,
        person_id    uuid NOT NULL REFERENCES person (id),
        token_hash   bytea NOT NULL UNIQUE,
        device       text NOT NULL DEFAULT '',
        created_at   timestamptz NOT NULL DEFAULT rochdale_now(),
        expires_at   timestamptz NOT NULL,
        revoked_at   timestamptz
      );
      CREATE INDEX session_by_person ON session (person_id, created_at);

      -- One-time codes, by hashes alone. The code's hash covers the binding, a secret of 256 bits that only the
      -- asking browser holds: whoever reads this table cannot find the few digits by trying them all.
      CREATE TABLE sign_in_code (
        id           uuid PRIMARY KEY,
        code_hash    bytea NOT NULL,
        binding_hash bytea NOT NULL CONSTRAINT sign_in_code_has_a_binding_of_its_own UNIQUE,
        created_at   timestamptz NOT NULL DEFAULT rochdale_now(),
        expires_at   timestamptz NOT NULL,
        attempts     integer NOT NULL DEFAULT 0
                     CONSTRAINT sign_in_code_is_tried_wrongly_at_most_five_times CHECK (attempts BETWEEN 0 AND 5),
        spent_at     timestamptz,
        CONSTRAINT sign_in_code_lives_at_most_ten_minutes CHECK (expires_at <= created_at + interval '10 minutes')
      );
      CREATE INDEX sign_in_code_by_end ON sign_in_code (expires_at);

      -- Counters of attempts by hashed key (account, network address) and window.
      CREATE TABLE rate_limit (
        key_hash   bytea NOT NULL,
        window_starts_at timestamptz NOT NULL,
        used       integer NOT NULL,
        PRIMARY KEY (key_hash, window_starts_at)
      );
      CREATE INDEX rate_limit_by_window ON rate_limit (window_starts_at);

      ALTER TABLE person ENABLE ROW LEVEL SECURITY;       ALTER TABLE person FORCE ROW LEVEL SECURITY;
      ALTER TABLE person_email ENABLE ROW LEVEL SECURITY; ALTER TABLE person_email FORCE ROW LEVEL SECURITY;
      ALTER TABLE session ENABLE ROW LEVEL SECURITY;      ALTER TABLE session FORCE ROW LEVEL SECURITY;
      CREATE POLICY own_person ON person TO rochdale_app USING (id = current_person_id()) WITH CHECK (id = current_person_id());
      CREATE POLICY own_person ON person_email TO rochdale_app
        USING (person_id = current_person_id()) WITH CHECK (person_id = current_person_id());
      CREATE POLICY own_person ON session TO rochdale_app
        USING (person_id = current_person_id()) WITH CHECK (person_id = current_person_id());
      CREATE POLICY owner_migrates ON person TO rochdale_owner USING (true) WITH CHECK (true);
      CREATE POLICY owner_migrates ON person_email TO rochdale_owner USING (true) WITH CHECK (true);
      CREATE POLICY owner_migrates ON session TO rochdale_owner USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON person, person_email TO rochdale_app;
      GRANT SELECT, INSERT, UPDATE (revoked_at, device) ON session TO rochdale_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_code, rate_limit TO rochdale_app;

      CREATE FUNCTION person_with_address(wanted text) RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        RETURN (SELECT person_id FROM person_email WHERE address = wanted);
      REVOKE ALL ON FUNCTION person_with_address(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION person_with_address(text) TO rochdale_app;

      CREATE FUNCTION person_for_address(wanted text, new_person uuid) RETURNS uuid
        LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        found uuid := person_with_address(wanted);
      BEGIN
        IF found IS NOT NULL THEN RETURN found; END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('person with address ' || wanted, 0));
        found := person_with_address(wanted);
        IF found IS NOT NULL THEN RETURN found; END IF;
        INSERT INTO person (id) VALUES (new_person);
        INSERT INTO person_email (person_id, address) VALUES (new_person, wanted);
        RETURN new_person;
      END $$;
      COMMENT ON FUNCTION person_for_address IS 'The person with the address, made when there is none; returns the id only.';
      REVOKE ALL ON FUNCTION person_for_address(text, uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION person_for_address(text, uuid) TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION person_for_address(text, uuid);
      DROP FUNCTION person_with_address(text);
      DROP TABLE rate_limit; DROP TABLE sign_in_code; DROP TABLE session; DROP TABLE person_email; DROP TABLE person;
    `);
  }
}
