import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether somebody consents to be taxed on what is retained for them, from which day, and where that stands. */
export class TaxConsent1764003230000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE tax_consent (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, party_id uuid NOT NULL,
        given          text NOT NULL CONSTRAINT tax_consent_kind_is_known CHECK (given IN ('written', 'bylaw', 'revoked')),
        effective_on   date NOT NULL,
        evidence       text NOT NULL CONSTRAINT tax_consent_names_its_evidence CHECK (char_length(evidence) BETWEEN 1 AND 500),
        recorded_by    uuid NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id),
        FOREIGN KEY (cooperative_id, recorded_by) REFERENCES membership (cooperative_id, id)
      );
      CREATE INDEX tax_consent_by_party ON tax_consent (cooperative_id, party_id, effective_on, recorded_at, id);
      CALL protect_tenant_table('tax_consent', 'SELECT, INSERT');
      CALL make_append_only('tax_consent');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE tax_consent`);
  }
}
