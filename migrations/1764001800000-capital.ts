import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Capital accounts: what the books alone do not say of a lot (its marks), and the acts that open and move lots. Lots
 * themselves are accounts of the ledger; `ledger_movement` is what the books promise to the modules above them.
 */
export class Capital1764001800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE VIEW ledger_movement WITH (security_invoker = true) AS
        SELECT l.cooperative_id, l.entry_id, l.seq, l.account_id, a.path, a.party_id, a.year, l.currency,
          l.amount_minor, l.period_id, e.effective_on, e.recorded_at, e.reverses IS NOT NULL AS is_reversal,
          coalesce(o.kind, e.kind) AS kind, coalesce(o.source_type, e.source_type) AS source_type,
          coalesce(o.source_id, e.source_id) AS source_id
        FROM ledger_line l
        JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
        JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
        LEFT JOIN ledger_entry o ON o.cooperative_id = e.cooperative_id AND o.id = e.reverses;
      COMMENT ON VIEW ledger_movement IS
        'Every line of the books with its account; a reversal goes by the kind and source of what it undoes.';
      GRANT SELECT ON ledger_movement TO rochdale_app;

      CREATE TABLE capital_opening (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, party_id uuid NOT NULL,
        path           text NOT NULL,
        amount_minor   bigint NOT NULL CONSTRAINT capital_opening_has_an_amount CHECK (amount_minor > 0),
        as_of          date NOT NULL,
        evidence       text NOT NULL CONSTRAINT capital_opening_names_its_evidence CHECK (char_length(evidence) BETWEEN 1 AND 500),
        recorded_by    uuid NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id),
        FOREIGN KEY (cooperative_id, recorded_by) REFERENCES membership (cooperative_id, id)
      );

      -- The latest mark of a lot stands; a lot without one goes by the defaults of its kind.
      CREATE TABLE capital_lot_mark (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, account_id uuid NOT NULL,
        qualified      boolean,
        mandatory      boolean NOT NULL,
        pledged_to     text CONSTRAINT capital_lot_pledge_is_named CHECK (char_length(pledged_to) BETWEEN 1 AND 200),
        requested_on   date,
        reason         text NOT NULL CONSTRAINT capital_lot_mark_says_why CHECK (char_length(reason) BETWEEN 1 AND 500),
        recorded_by    uuid,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, account_id) REFERENCES ledger_account (cooperative_id, id),
        FOREIGN KEY (cooperative_id, recorded_by) REFERENCES membership (cooperative_id, id)
      );
      CREATE INDEX capital_lot_mark_by_lot ON capital_lot_mark (cooperative_id, account_id, recorded_at, id);
      CREATE VIEW capital_lot_marked WITH (security_invoker = true) AS
        SELECT DISTINCT ON (cooperative_id, account_id) cooperative_id, account_id, qualified, mandatory, pledged_to, requested_on
        FROM capital_lot_mark ORDER BY cooperative_id, account_id, recorded_at DESC, id DESC;
      COMMENT ON VIEW capital_lot_marked IS 'The mark of each lot that stands.';
      GRANT SELECT ON capital_lot_marked TO rochdale_app;

      CREATE TABLE capital_transfer (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, from_party_id uuid NOT NULL, to_party_id uuid NOT NULL,
        from_path      text NOT NULL,
        to_path        text NOT NULL,
        amount_minor   bigint NOT NULL CONSTRAINT capital_transfer_has_an_amount CHECK (amount_minor > 0),
        evidence       text NOT NULL CONSTRAINT capital_transfer_names_its_evidence CHECK (char_length(evidence) BETWEEN 1 AND 500),
        recorded_by    uuid NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT capital_transfer_is_between_two CHECK (from_party_id <> to_party_id),
        FOREIGN KEY (cooperative_id, from_party_id) REFERENCES party (cooperative_id, id),
        FOREIGN KEY (cooperative_id, to_party_id) REFERENCES party (cooperative_id, id),
        FOREIGN KEY (cooperative_id, recorded_by) REFERENCES membership (cooperative_id, id)
      );
      CALL protect_tenant_table('capital_opening', 'SELECT, INSERT');
      CALL protect_tenant_table('capital_lot_mark', 'SELECT, INSERT');
      CALL protect_tenant_table('capital_transfer', 'SELECT, INSERT');
      CALL make_append_only('capital_opening');
      CALL make_append_only('capital_lot_mark');
      CALL make_append_only('capital_transfer');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE capital_transfer;
      DROP VIEW capital_lot_marked;
      DROP TABLE capital_lot_mark, capital_opening;
      DROP VIEW ledger_movement;
    `);
  }
}
