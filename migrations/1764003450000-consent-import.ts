import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Consents to be taxed on what is retained that came from a file: the same file is imported once. */
export class ConsentImport1764003450000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE tax_consent_import (
        cooperative_id uuid NOT NULL, id uuid NOT NULL,
        content_hash   text NOT NULL,
        lines          integer NOT NULL,
        recorded_by    uuid NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT tax_consent_import_of_a_file_is_one UNIQUE (cooperative_id, content_hash),
        FOREIGN KEY (cooperative_id, recorded_by) REFERENCES membership (cooperative_id, id)
      );
      CALL protect_tenant_table('tax_consent_import', 'SELECT, INSERT');
      CALL make_append_only('tax_consent_import');
      -- Null of what was recorded one by one.
      ALTER TABLE tax_consent ADD COLUMN import_id uuid,
        ADD FOREIGN KEY (cooperative_id, import_id) REFERENCES tax_consent_import (cooperative_id, id);
      CREATE INDEX tax_consent_by_import ON tax_consent (cooperative_id, import_id) WHERE import_id IS NOT NULL;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE tax_consent DROP COLUMN import_id; DROP TABLE tax_consent_import`);
  }
}
