import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each form of a line came to before it was computed again is kept as well, so that a review tells every amount that changed. */
export class ReviewAgain1764003220000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Null of what was set aside before this was kept.
      ALTER TABLE run_line_earlier ADD COLUMN least_minor bigint;
      CREATE TABLE run_line_form_earlier (
        cooperative_id uuid NOT NULL, run_id uuid NOT NULL, computation integer NOT NULL,
        pool           text NOT NULL,
        party_id       uuid NOT NULL,
        seq            smallint NOT NULL,
        form           text NOT NULL,
        kind           text,
        year           integer,
        amount_minor   bigint NOT NULL,
        least_minor    bigint NOT NULL,
        PRIMARY KEY (cooperative_id, run_id, computation, pool, party_id, seq),
        FOREIGN KEY (cooperative_id, run_id, computation) REFERENCES run_computation (cooperative_id, run_id, number)
      );
      CALL protect_tenant_table('run_line_form_earlier', 'SELECT, INSERT');
      CALL make_append_only('run_line_form_earlier');
      ${settingAside(
        ', least_minor',
        ', l.least_minor',
        `
        INSERT INTO run_line_form_earlier (cooperative_id, run_id, computation, pool, party_id, seq, form, kind, year, amount_minor, least_minor)
          SELECT f.cooperative_id, f.run_id, r.computation, f.pool, f.party_id, f.seq, f.form, f.kind, f.year, f.amount_minor, f.least_minor
          FROM run_line_form f JOIN distribution_run r ON r.cooperative_id = f.cooperative_id AND r.id = f.run_id
          WHERE f.cooperative_id = coop AND f.run_id = run;`,
      )}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ${settingAside('', '', '')}
      DROP TABLE run_line_form_earlier;
      ALTER TABLE run_line_earlier DROP COLUMN least_minor;
    `);
  }
}

const settingAside = (columns: string, values: string, forms: string): string => `
      CREATE OR REPLACE FUNCTION set_run_computation_aside(run uuid) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        coop uuid := current_cooperative_id();
      BEGIN
        INSERT INTO run_line_earlier (cooperative_id, run_id, computation, pool, party_id, amount_minor${columns})
          SELECT l.cooperative_id, l.run_id, r.computation, l.pool, l.party_id, l.amount_minor${values}
          FROM run_line l JOIN distribution_run r ON r.cooperative_id = l.cooperative_id AND r.id = l.run_id
          WHERE l.cooperative_id = coop AND l.run_id = run;${forms}
        DELETE FROM run_line_form WHERE cooperative_id = coop AND run_id = run;
        DELETE FROM run_line WHERE cooperative_id = coop AND run_id = run;
        DELETE FROM run_participant WHERE cooperative_id = coop AND run_id = run;
      END $$;`;
