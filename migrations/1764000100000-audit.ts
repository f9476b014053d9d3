import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The record of every act. Commands append plainly; a sealer later orders and chains what has surely committed.
 * Acts before any cooperative (sign-in) are recorded under the nil identifier, a scope of its own.
 * `data` holds identifiers, dates and amounts, never names or free text about a person.
 */
export class Audit1764000100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION audit_scope() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        RETURN coalesce(current_cooperative_id(), '00000000-0000-0000-0000-000000000000'::uuid);

      GRANT EXECUTE ON FUNCTION audit_scope() TO rochdale_app;

      CREATE TABLE audit_event (
        cooperative_id      uuid NOT NULL DEFAULT audit_scope(),
        id                  uuid NOT NULL,
        act                 text NOT NULL,
        actor_person_id     uuid,
        actor_membership_id uuid,
        subject_type        text NOT NULL,
        subject_id          uuid,
        data                jsonb NOT NULL,
        recorded_at         timestamptz NOT NULL DEFAULT rochdale_now(),
        transaction_id      xid8 NOT NULL DEFAULT pg_current_xact_id(),
        PRIMARY KEY (cooperative_id, id)
      );
      CREATE INDEX audit_event_by_subject ON audit_event (cooperative_id, subject_type, subject_id, recorded_at);
      CREATE INDEX audit_event_by_transaction ON audit_event (cooperative_id, transaction_id, id);

      CREATE TABLE audit_seal (
        cooperative_id uuid NOT NULL DEFAULT audit_scope(),
        position       bigint NOT NULL CONSTRAINT audit_seal_positions_start_at_one CHECK (position >= 1),
        event_id       uuid NOT NULL,
        event_hash     text NOT NULL,
        chain_hash     text NOT NULL,
        sealed_at      timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT audit_seal_has_one_chain PRIMARY KEY (cooperative_id, position),
        CONSTRAINT audit_seal_seals_an_event_once UNIQUE (cooperative_id, event_id),
        FOREIGN KEY (cooperative_id, event_id) REFERENCES audit_event (cooperative_id, id)
      );

      -- Every event of a transaction below this one has its seal, so that sealing looks at the newest only.
      CREATE TABLE audit_watermark (
        cooperative_id uuid PRIMARY KEY DEFAULT audit_scope(),
        sealed_below   xid8 NOT NULL
      );

      ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
      ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;
      ALTER TABLE audit_seal ENABLE ROW LEVEL SECURITY;
      ALTER TABLE audit_seal FORCE ROW LEVEL SECURITY;
      ALTER TABLE audit_watermark ENABLE ROW LEVEL SECURITY;
      ALTER TABLE audit_watermark FORCE ROW LEVEL SECURITY;
      CREATE POLICY own_cooperative ON audit_watermark TO rochdale_app
        USING (cooperative_id = audit_scope()) WITH CHECK (cooperative_id = audit_scope());
      CREATE POLICY owner_migrates ON audit_watermark TO rochdale_owner USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT, UPDATE (sealed_below) ON audit_watermark TO rochdale_app;
      CREATE POLICY own_cooperative ON audit_event TO rochdale_app
        USING (cooperative_id = audit_scope()) WITH CHECK (cooperative_id = audit_scope());
      CREATE POLICY own_cooperative ON audit_seal TO rochdale_app
        USING (cooperative_id = audit_scope()) WITH CHECK (cooperative_id = audit_scope());
      CREATE POLICY owner_migrates ON audit_event TO rochdale_owner USING (true) WITH CHECK (true);
      CREATE POLICY owner_migrates ON audit_seal TO rochdale_owner USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON audit_event, audit_seal TO rochdale_app;
      CALL make_append_only('audit_event');
      CALL make_append_only('audit_seal');

      CREATE FUNCTION audit_scopes_to_seal() RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          SELECT scope.id FROM (
            SELECT id FROM cooperative UNION ALL SELECT '00000000-0000-0000-0000-000000000000'::uuid
          ) AS scope
          LEFT JOIN audit_watermark w ON w.cooperative_id = scope.id
          WHERE EXISTS (SELECT FROM audit_event e
            WHERE e.cooperative_id = scope.id AND e.transaction_id >= coalesce(w.sealed_below, '0'::xid8)
              AND NOT EXISTS (SELECT FROM audit_seal s
                WHERE s.cooperative_id = e.cooperative_id AND s.event_id = e.id));
        END;
      REVOKE ALL ON FUNCTION audit_scopes_to_seal() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_scopes_to_seal() TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION audit_scopes_to_seal();
      DROP TABLE audit_watermark;
      DROP TABLE audit_seal;
      DROP TABLE audit_event;
      DROP FUNCTION audit_scope();
    `);
  }
}
