import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The ground: the database's clock, the cooperative as tenant, and the two fences that every later table uses.
 *
 * - `protect_tenant_table` forces row-level security: the app sees rows of the cooperative bound to its
 *   transaction and no others; the owner (migrations) has a policy of its own, since FORCE would make an owner's
 *   back-fill touch nothing in silence.
 * - `make_append_only` takes UPDATE and DELETE away twice: no grant, and triggers ENABLE ALWAYS, which also fire
 *   under `session_replication_role = replica`.
 */
export class Tenancy1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION rochdale_now() RETURNS timestamptz LANGUAGE sql VOLATILE
        RETURN clock_timestamp();
      COMMENT ON FUNCTION rochdale_now() IS 'The clock that every rule asks.';

      CREATE FUNCTION current_cooperative_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        RETURN NULLIF(current_setting('rochdale.cooperative_id', true), '')::uuid;
      CREATE FUNCTION current_person_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        RETURN NULLIF(current_setting('rochdale.person_id', true), '')::uuid;

      GRANT EXECUTE ON FUNCTION rochdale_now(), current_cooperative_id(), current_person_id() TO rochdale_app, rochdale_worker;

      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is append-only: what is recorded is corrected by a new record', TG_TABLE_NAME
          USING ERRCODE = 'restrict_violation';
      END $$;

      CREATE PROCEDURE protect_tenant_table(target regclass, app_may text) LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
        EXECUTE format('CREATE POLICY own_cooperative ON %s TO rochdale_app
          USING (cooperative_id = current_cooperative_id()) WITH CHECK (cooperative_id = current_cooperative_id())', target);
        EXECUTE format('CREATE POLICY owner_migrates ON %s TO rochdale_owner USING (true) WITH CHECK (true)', target);
        EXECUTE format('GRANT %s ON %s TO rochdale_app', app_may, target);
      END $$;

      CREATE PROCEDURE make_append_only(target regclass) LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %s
          FOR EACH ROW EXECUTE FUNCTION refuse_change()', target);
        EXECUTE format('CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %s
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', target);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only_rows', target);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only_table', target);
      END $$;

      CREATE TABLE cooperative (
        id          uuid PRIMARY KEY,
        slug        text NOT NULL CONSTRAINT cooperative_slug_is_unique UNIQUE
                    CONSTRAINT cooperative_slug_is_a_short_name CHECK (slug ~ '^[a-z0-9](-?[a-z0-9]){1,48}$'),
        name        text NOT NULL CONSTRAINT cooperative_has_a_name CHECK (char_length(name) BETWEEN 1 AND 200),
        kind        text NOT NULL,
        currency    text NOT NULL CONSTRAINT cooperative_currency_is_iso_4217 CHECK (currency ~ '^[A-Z]{3}$'),
        locale      text NOT NULL,
        time_zone   text NOT NULL,
        founded_at  timestamptz NOT NULL DEFAULT rochdale_now(),
        next_member_number integer NOT NULL DEFAULT 1
      );
      ALTER TABLE cooperative ENABLE ROW LEVEL SECURITY;
      ALTER TABLE cooperative FORCE ROW LEVEL SECURITY;
      CREATE POLICY own_cooperative ON cooperative TO rochdale_app
        USING (id = current_cooperative_id()) WITH CHECK (id = current_cooperative_id());
      CREATE POLICY owner_migrates ON cooperative TO rochdale_owner USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT, UPDATE (next_member_number) ON cooperative TO rochdale_app;

      CREATE FUNCTION cooperative_named(reference text) RETURNS uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        RETURN (SELECT id FROM cooperative WHERE slug = reference OR id::text = lower(reference));
      COMMENT ON FUNCTION cooperative_named(text) IS 'Finds a cooperative across tenants; returns its id only.';
      REVOKE ALL ON FUNCTION cooperative_named(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION cooperative_named(text) TO rochdale_app;

      CREATE TABLE idempotency_key (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id),
        person_id      uuid NOT NULL,
        key            text NOT NULL,
        act            text NOT NULL,
        request_hash   text NOT NULL,
        answer         jsonb,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT idempotency_key_stands_for_one_request PRIMARY KEY (cooperative_id, person_id, key)
      );
      CALL protect_tenant_table('idempotency_key', 'SELECT, INSERT, UPDATE (answer)');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE idempotency_key;
      DROP FUNCTION cooperative_named(text);
      DROP TABLE cooperative;
      DROP PROCEDURE make_append_only(regclass);
      DROP PROCEDURE protect_tenant_table(regclass, text);
      DROP FUNCTION refuse_change();
      DROP FUNCTION current_person_id();
      DROP FUNCTION current_cooperative_id();
      DROP FUNCTION rochdale_now();
    `);
  }
}
