import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Distributions as they were booked before there were runs; the migration of runs carries them over. */
export const distributionTables = `
      CREATE TABLE distribution (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, period_id uuid NOT NULL,
        basis          text NOT NULL,
        amount_minor   bigint NOT NULL CONSTRAINT distribution_shares_something CHECK (amount_minor > 0),
        currency       text NOT NULL,
        cash_basis_points integer NOT NULL CONSTRAINT distribution_cash_part_is_a_share CHECK (cash_basis_points BETWEEN 0 AND 10000),
        decision_id    uuid NOT NULL,
        ledger_entry_id uuid NOT NULL,
        total_weight_millionths numeric NOT NULL,
        inputs_hash    text NOT NULL,
        posted_on      date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT distribution_of_a_decision_is_one UNIQUE (cooperative_id, decision_id),
        FOREIGN KEY (cooperative_id, period_id) REFERENCES period (cooperative_id, id),
        FOREIGN KEY (cooperative_id, decision_id) REFERENCES decision (cooperative_id, id),
        FOREIGN KEY (cooperative_id, ledger_entry_id) REFERENCES ledger_entry (cooperative_id, id)
      );
      CREATE TABLE distribution_line (
        cooperative_id uuid NOT NULL, distribution_id uuid NOT NULL, party_id uuid NOT NULL,
        weight_millionths bigint NOT NULL CONSTRAINT distribution_line_weight_is_not_negative CHECK (weight_millionths >= 0),
        floor_minor    bigint NOT NULL,
        remainder      numeric NOT NULL,
        rounded_up     boolean NOT NULL,
        amount_minor   bigint NOT NULL CONSTRAINT distribution_line_is_not_negative CHECK (amount_minor >= 0),
        cash_minor     bigint NOT NULL,
        retained_minor bigint NOT NULL,
        PRIMARY KEY (cooperative_id, distribution_id, party_id),
        FOREIGN KEY (cooperative_id, distribution_id) REFERENCES distribution (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id),
        CONSTRAINT distribution_line_forms_sum_to_its_amount CHECK (cash_minor + retained_minor = amount_minor),
        CONSTRAINT distribution_line_is_floor_or_one_more CHECK (amount_minor = floor_minor + rounded_up::int)
      );
      CREATE INDEX distribution_line_by_party ON distribution_line (cooperative_id, party_id);
      CALL protect_tenant_table('distribution', 'SELECT, INSERT');
      CALL protect_tenant_table('distribution_line', 'SELECT, INSERT');
      CALL make_append_only('distribution');
      CALL make_append_only('distribution_line');`;

/**
 * Periods, patronage and distributions. Patronage is corrected by counter-records only, and not after the period has
 * closed; closing draws the period's seed, once, before any run. A distribution keeps its line for every party.
 */
export class Surplus1764000800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE period (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        name           text NOT NULL CONSTRAINT period_has_a_name CHECK (char_length(name) BETWEEN 1 AND 100),
        business_line  text NOT NULL DEFAULT 'all',
        starts_on      date NOT NULL,
        ends_on        date NOT NULL,
        state          text NOT NULL DEFAULT 'open' CONSTRAINT period_state_is_known CHECK (state IN ('open', 'closed')),
        seed           text,
        closed_at      timestamptz,
        result_minor   bigint,
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT period_name_is_unique UNIQUE (cooperative_id, name),
        CONSTRAINT period_ends_after_it_starts CHECK (ends_on >= starts_on),
        CONSTRAINT period_closed_has_a_seed CHECK ((state = 'closed') = (seed IS NOT NULL) AND (state = 'closed') = (closed_at IS NOT NULL))
      );
      ALTER TABLE ledger_line ADD CONSTRAINT ledger_line_period_is_in_its_cooperative
        FOREIGN KEY (cooperative_id, period_id) REFERENCES period (cooperative_id, id);

      CREATE TABLE patronage_record (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, period_id uuid NOT NULL, party_id uuid NOT NULL,
        basis          text NOT NULL CONSTRAINT patronage_basis_is_a_short_name CHECK (basis ~ '^[a-z][a-z0-9-]{0,39}$'),
        quantity_millionths bigint NOT NULL CONSTRAINT patronage_record_says_something CHECK (quantity_millionths <> 0),
        source_ref     text NOT NULL CONSTRAINT patronage_source_is_named CHECK (char_length(source_ref) BETWEEN 1 AND 200),
        corrects       uuid,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT patronage_source_is_recorded_once UNIQUE (cooperative_id, period_id, source_ref),
        FOREIGN KEY (cooperative_id, period_id) REFERENCES period (cooperative_id, id),
        FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id),
        FOREIGN KEY (cooperative_id, corrects) REFERENCES patronage_record (cooperative_id, id),
        CONSTRAINT patronage_counter_record_is_one_per_record UNIQUE (cooperative_id, corrects)
      );
      CREATE INDEX patronage_record_by_party ON patronage_record (cooperative_id, period_id, basis, party_id) INCLUDE (quantity_millionths);

      CREATE TABLE patronage_import (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, period_id uuid NOT NULL,
        content_hash   text NOT NULL,
        lines          integer NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        recorded_by    uuid,
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT patronage_import_of_a_file_is_one UNIQUE (cooperative_id, period_id, content_hash),
        FOREIGN KEY (cooperative_id, period_id) REFERENCES period (cooperative_id, id)
      );

      CREATE FUNCTION refuse_record_of_closed_period() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM new_records n JOIN period p ON p.cooperative_id = n.cooperative_id AND p.id = n.period_id
                   WHERE p.state <> 'open') THEN
          RAISE EXCEPTION 'the period is closed: its records are final' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER patronage_is_final_when_the_period_closes AFTER INSERT ON patronage_record
        REFERENCING NEW TABLE AS new_records FOR EACH STATEMENT EXECUTE FUNCTION refuse_record_of_closed_period();
      ALTER TABLE patronage_record ENABLE ALWAYS TRIGGER patronage_is_final_when_the_period_closes;

      ${distributionTables}
      CALL protect_tenant_table('period', 'SELECT, INSERT, UPDATE (state, seed, closed_at, result_minor)');
      CALL protect_tenant_table('patronage_record', 'SELECT, INSERT');
      CALL protect_tenant_table('patronage_import', 'SELECT, INSERT');
      CALL make_append_only('patronage_record');
      CALL make_append_only('patronage_import');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE ledger_line DROP CONSTRAINT ledger_line_period_is_in_its_cooperative;
      DROP TABLE distribution_line, distribution, patronage_import, patronage_record, period;
      DROP FUNCTION refuse_record_of_closed_period();
    `);
  }
}
