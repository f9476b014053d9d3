import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans for paying members' capital back, with their lines; what is decided of one is its hash. */
export class Redemptions1764001810000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE redemption (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        name           text NOT NULL CONSTRAINT redemption_has_a_name CHECK (char_length(name) BETWEEN 1 AND 100),
        method         text NOT NULL CONSTRAINT redemption_method_is_known CHECK (method IN ('revolving', 'byRequest', 'baseCapitalPlan')),
        currency       text NOT NULL,
        policy_key     text,
        policy_version integer,
        calculation    text NOT NULL,
        hash           text NOT NULL,
        paid_minor     bigint NOT NULL CONSTRAINT redemption_pays_something CHECK (paid_minor > 0),
        capital_after_minor bigint NOT NULL,
        called_minor   bigint NOT NULL,
        equity_after_minor bigint NOT NULL,
        evidence       text NOT NULL CONSTRAINT redemption_names_its_evidence CHECK (char_length(evidence) BETWEEN 1 AND 500),
        warnings       text[] NOT NULL,
        planned_by     uuid NOT NULL,
        planned_at     timestamptz NOT NULL DEFAULT rochdale_now(),
        decision_id    uuid,
        ledger_entry_id uuid,
        posted_on      date,
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT redemption_of_a_decision_is_one UNIQUE (cooperative_id, decision_id),
        CONSTRAINT redemption_posted_was_decided CHECK ((decision_id IS NULL) = (posted_on IS NULL) AND (decision_id IS NULL) = (ledger_entry_id IS NULL)),
        FOREIGN KEY (cooperative_id, planned_by) REFERENCES membership (cooperative_id, id),
        FOREIGN KEY (cooperative_id, decision_id) REFERENCES decision (cooperative_id, id),
        FOREIGN KEY (cooperative_id, ledger_entry_id) REFERENCES ledger_entry (cooperative_id, id)
      );
      CREATE TABLE redemption_line (
        cooperative_id uuid NOT NULL, redemption_id uuid NOT NULL,
        account_id     uuid NOT NULL,
        path           text NOT NULL,
        party_id       uuid NOT NULL,
        key            text NOT NULL,
        year           integer,
        qualified      boolean,
        balance_minor  bigint NOT NULL,
        paid_minor     bigint NOT NULL CONSTRAINT redemption_line_pays_something CHECK (paid_minor > 0),
        lot_decided    boolean NOT NULL,
        PRIMARY KEY (cooperative_id, redemption_id, path),
        CONSTRAINT redemption_line_is_within_its_lot CHECK (paid_minor <= balance_minor),
        FOREIGN KEY (cooperative_id, redemption_id) REFERENCES redemption (cooperative_id, id),
        FOREIGN KEY (cooperative_id, account_id) REFERENCES ledger_account (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id)
      );
      CREATE INDEX redemption_line_by_party ON redemption_line (cooperative_id, party_id);
      CALL protect_tenant_table('redemption', 'SELECT, INSERT, UPDATE (decision_id, ledger_entry_id, posted_on)');
      CALL protect_tenant_table('redemption_line', 'SELECT, INSERT');
      CALL make_append_only('redemption_line');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE redemption_line, redemption;`);
  }
}
