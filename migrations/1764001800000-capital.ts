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

      CREATE TABLE payout_batch (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        name           text NOT NULL CONSTRAINT payout_batch_has_a_name CHECK (char_length(name) BETWEEN 1 AND 100),
        currency       text NOT NULL,
        period_id      uuid,
        due_on         date NOT NULL,
        cancelled      boolean NOT NULL DEFAULT false,
        prepared_by    uuid NOT NULL,
        prepared_by_person uuid NOT NULL,
        prepared_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT payout_batch_was_made_by_one UNIQUE (cooperative_id, id, prepared_by_person),
        FOREIGN KEY (cooperative_id, period_id) REFERENCES period (cooperative_id, id),
        FOREIGN KEY (cooperative_id, prepared_by) REFERENCES membership (cooperative_id, id)
      );
      CREATE TABLE payout (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, batch_id uuid NOT NULL,
        reference      text NOT NULL CONSTRAINT payout_reference_fits_a_bank_file CHECK (reference ~ '^[A-Za-z0-9-]{1,35}$'),
        party_id       uuid NOT NULL,
        key            text NOT NULL,
        source         text NOT NULL CONSTRAINT payout_source_is_known CHECK (source IN ('member-payable', 'redemption-payable')),
        period_id      uuid,
        instalment_id  uuid,
        principal_minor bigint NOT NULL CONSTRAINT payout_pays_a_debt CHECK (principal_minor > 0),
        interest_minor bigint NOT NULL CONSTRAINT payout_interest_is_not_negative CHECK (interest_minor >= 0),
        state          text NOT NULL DEFAULT 'prepared' CONSTRAINT payout_state_is_known CHECK (state IN ('prepared', 'paid', 'bounced', 'cancelled')),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT payout_reference_is_unique UNIQUE (cooperative_id, reference),
        CONSTRAINT payout_of_an_instalment_is_from_redemption CHECK ((source = 'redemption-payable') = (instalment_id IS NOT NULL)),
        FOREIGN KEY (cooperative_id, batch_id) REFERENCES payout_batch (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id),
        FOREIGN KEY (cooperative_id, period_id) REFERENCES period (cooperative_id, id)
      );
      CREATE INDEX payout_by_batch ON payout (cooperative_id, batch_id, id);
      CREATE INDEX payout_waiting ON payout (cooperative_id, party_id, period_id) WHERE state = 'prepared';
      CREATE UNIQUE INDEX payout_of_an_instalment_is_one ON payout (cooperative_id, instalment_id) WHERE state IN ('prepared', 'paid');
      -- The two persons are held apart by the database itself.
      CREATE TABLE payout_file (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, batch_id uuid NOT NULL,
        content_hash   text NOT NULL,
        lines          integer NOT NULL,
        prepared_by_person uuid NOT NULL,
        recorded_by    uuid NOT NULL,
        recorded_by_person uuid NOT NULL CONSTRAINT payout_file_is_recorded_by_a_second_person CHECK (recorded_by_person <> prepared_by_person),
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT payout_file_is_recorded_once UNIQUE (cooperative_id, batch_id, content_hash),
        FOREIGN KEY (cooperative_id, batch_id, prepared_by_person) REFERENCES payout_batch (cooperative_id, id, prepared_by_person),
        FOREIGN KEY (cooperative_id, recorded_by) REFERENCES membership (cooperative_id, id)
      );
      CREATE TABLE payout_outcome (
        cooperative_id uuid NOT NULL, payout_id uuid NOT NULL,
        outcome        text NOT NULL CONSTRAINT payout_outcome_is_known CHECK (outcome IN ('paid', 'bounced')),
        happened_on    date NOT NULL,
        file_id        uuid NOT NULL,
        ledger_entry_id uuid,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, payout_id, outcome),
        FOREIGN KEY (cooperative_id, payout_id) REFERENCES payout (cooperative_id, id),
        FOREIGN KEY (cooperative_id, file_id) REFERENCES payout_file (cooperative_id, id),
        FOREIGN KEY (cooperative_id, ledger_entry_id) REFERENCES ledger_entry (cooperative_id, id)
      );
      CALL protect_tenant_table('payout_batch', 'SELECT, INSERT, UPDATE (cancelled)');
      CALL protect_tenant_table('payout', 'SELECT, INSERT, UPDATE (state)');
      CALL protect_tenant_table('payout_file', 'SELECT, INSERT');
      CALL protect_tenant_table('payout_outcome', 'SELECT, INSERT');
      CALL make_append_only('payout_file');
      CALL make_append_only('payout_outcome');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE payout_outcome, payout_file, payout, payout_batch, capital_transfer;
      DROP VIEW capital_lot_marked;
      DROP TABLE capital_lot_mark, capital_opening;
      DROP VIEW ledger_movement;
    `);
  }
}
