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

      CREATE TABLE share_release (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, subscription_id uuid NOT NULL,
        amount_minor   bigint NOT NULL CONSTRAINT share_release_has_an_amount CHECK (amount_minor > 0),
        released_on    date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, subscription_id) REFERENCES share_subscription (cooperative_id, id)
      );
      CREATE INDEX share_release_by_subscription ON share_release (cooperative_id, subscription_id);
      CALL protect_tenant_table('share_release', 'SELECT, INSERT');
      CALL make_append_only('share_release');

      CREATE TABLE exit_settlement (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, membership_id uuid NOT NULL, party_id uuid NOT NULL,
        key            text NOT NULL,
        reason         text NOT NULL CONSTRAINT exit_reason_is_known CHECK (reason IN ('voluntary', 'unjustified', 'expulsion', 'death')),
        left_on        date NOT NULL,
        currency       text NOT NULL,
        state          text NOT NULL DEFAULT 'draft' CONSTRAINT exit_state_is_known CHECK (state IN ('draft', 'settled', 'withdrawn')),
        stopped        boolean NOT NULL DEFAULT false,
        policy_key     text,
        policy_version integer,
        request        text NOT NULL,
        calculation    text NOT NULL,
        calculation_hash text NOT NULL,
        balance_minor  bigint NOT NULL,
        losses_minor   bigint NOT NULL,
        deduction_minor bigint NOT NULL,
        discount_minor bigint NOT NULL,
        set_off_minor  bigint NOT NULL,
        payable_minor  bigint NOT NULL,
        owed_minor     bigint NOT NULL,
        interest_rate  text NOT NULL,
        interest_on    text NOT NULL CONSTRAINT exit_interest_runs_on_something CHECK (interest_on IN ('outstanding', 'instalment')),
        warnings       text[] NOT NULL,
        drafted_by     uuid NOT NULL,
        drafted_by_person uuid NOT NULL,
        drafted_at     timestamptz NOT NULL DEFAULT rochdale_now(),
        approved_by    uuid,
        approved_by_person uuid,
        settled_on     date,
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT exit_parts_sum_to_the_balance
          CHECK (balance_minor = losses_minor + deduction_minor + discount_minor + set_off_minor + payable_minor),
        CONSTRAINT exit_is_approved_by_a_second_person CHECK (approved_by_person <> drafted_by_person),
        CONSTRAINT exit_settled_was_approved CHECK ((state = 'settled') = (approved_by IS NOT NULL AND approved_by_person IS NOT NULL AND settled_on IS NOT NULL)),
        FOREIGN KEY (cooperative_id, membership_id) REFERENCES membership (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id),
        FOREIGN KEY (cooperative_id, drafted_by) REFERENCES membership (cooperative_id, id),
        FOREIGN KEY (cooperative_id, approved_by) REFERENCES membership (cooperative_id, id)
      );
      CREATE UNIQUE INDEX exit_draft_of_a_member_is_one ON exit_settlement (cooperative_id, membership_id) WHERE state = 'draft';
      CREATE INDEX exit_settlement_by_party ON exit_settlement (cooperative_id, party_id);
      CREATE TABLE exit_instalment (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, settlement_id uuid NOT NULL, party_id uuid NOT NULL,
        key            text NOT NULL,
        due_on         date NOT NULL,
        principal_minor bigint NOT NULL CONSTRAINT exit_instalment_pays_something CHECK (principal_minor > 0),
        interest_minor bigint NOT NULL CONSTRAINT exit_instalment_interest_is_not_negative CHECK (interest_minor >= 0),
        -- By another one, or by what was set aside: it is due no more.
        replaced       boolean NOT NULL DEFAULT false,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, settlement_id) REFERENCES exit_settlement (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id)
      );
      CREATE INDEX exit_instalment_by_settlement ON exit_instalment (cooperative_id, settlement_id);
      CREATE INDEX exit_instalment_due ON exit_instalment (cooperative_id, due_on) WHERE NOT replaced;
      ALTER TABLE payout ADD CONSTRAINT payout_instalment_is_in_its_cooperative
        FOREIGN KEY (cooperative_id, instalment_id) REFERENCES exit_instalment (cooperative_id, id);
      CREATE TABLE exit_change (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, settlement_id uuid NOT NULL,
        kind           text NOT NULL CONSTRAINT exit_change_is_known CHECK (kind IN ('accelerated', 'stopped', 'resumed')),
        reason         text NOT NULL CONSTRAINT exit_change_says_why CHECK (char_length(reason) BETWEEN 1 AND 500),
        recorded_by    uuid NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, settlement_id) REFERENCES exit_settlement (cooperative_id, id),
        FOREIGN KEY (cooperative_id, recorded_by) REFERENCES membership (cooperative_id, id)
      );
      CREATE TABLE unclaimed_claim (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, payout_id uuid NOT NULL, party_id uuid NOT NULL,
        key            text NOT NULL,
        amount_minor   bigint NOT NULL CONSTRAINT unclaimed_claim_has_an_amount CHECK (amount_minor > 0),
        currency       text NOT NULL,
        available_on   date NOT NULL,
        lapses_on      date NOT NULL,
        becomes        text NOT NULL CONSTRAINT unclaimed_becomes_something CHECK (becomes IN ('shares', 'reserve', 'donatedCapital')),
        fund           text,
        state          text NOT NULL DEFAULT 'open' CONSTRAINT unclaimed_state_is_known CHECK (state IN ('open', 'returned', 'forfeited')),
        set_aside_on   date NOT NULL,
        ended_on       date,
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT unclaimed_claim_of_a_payout_is_one UNIQUE (cooperative_id, payout_id),
        CONSTRAINT unclaimed_forfeits_after_its_last_day CHECK (state <> 'forfeited' OR ended_on > lapses_on),
        CONSTRAINT unclaimed_ends_once CHECK ((state = 'open') = (ended_on IS NULL)),
        FOREIGN KEY (cooperative_id, payout_id) REFERENCES payout (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id)
      );
      CALL protect_tenant_table('exit_settlement', 'SELECT, INSERT, UPDATE (state, stopped, approved_by, approved_by_person, settled_on)');
      CALL protect_tenant_table('exit_instalment', 'SELECT, INSERT, UPDATE (replaced)');
      CALL protect_tenant_table('exit_change', 'SELECT, INSERT');
      CALL protect_tenant_table('unclaimed_claim', 'SELECT, INSERT, UPDATE (state, ended_on)');
      CALL make_append_only('exit_change');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE unclaimed_claim, exit_change, payout_outcome, payout_file, payout, exit_instalment, exit_settlement, share_release, payout_batch, capital_transfer;
      DROP VIEW capital_lot_marked;
      DROP TABLE capital_lot_mark, capital_opening;
      DROP VIEW ledger_movement;
    `);
  }
}
