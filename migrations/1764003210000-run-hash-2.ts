import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The second way to hash a run: it binds whose each line is, what each line is a part of, and the run that is corrected.
 * Runs hashed the first way keep it and still verify; each says which way it was hashed. From the vote on, everything
 * that says what was voted on is final.
 */
export class RunHash21764003210000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE distribution_run ADD COLUMN hash_version smallint NOT NULL DEFAULT 1
        CONSTRAINT run_hash_version_is_known CHECK (hash_version IN (1, 2));
      GRANT UPDATE (hash_version) ON distribution_run TO rochdale_app;

      CREATE FUNCTION run_parties_hash(cooperative uuid, run uuid) RETURNS text LANGUAGE sql STABLE
        RETURN (SELECT sha256_hex(coalesce(string_agg(p.key || E'\\t' || p.party_id || E'\\n', '' ORDER BY p.key COLLATE "C"), ''))
          FROM run_participant p WHERE p.cooperative_id = cooperative AND p.run_id = run);
      COMMENT ON FUNCTION run_parties_hash IS 'Whose each account key is: in the second way, a line is its party’s by this.';

      CREATE FUNCTION run_lines_hash_2(cooperative uuid, run uuid) RETURNS text LANGUAGE sql STABLE
        RETURN (SELECT sha256_hex(coalesce(string_agg(concat_ws(E'\\t', l.pool, l.part, l.key, l.amount_minor, l.least_minor, coalesce(f.forms, '')) || E'\\n', ''
            ORDER BY l.pool COLLATE "C", l.key COLLATE "C"), ''))
          FROM run_line l JOIN run_participant p ON p.cooperative_id = l.cooperative_id AND p.run_id = l.run_id AND p.party_id = l.party_id AND p.key = l.key
          LEFT JOIN (
            SELECT pool, party_id, string_agg(concat_ws(':', form, coalesce(kind, ''), coalesce(year::text, ''), amount_minor, least_minor), ';' ORDER BY seq) AS forms
            FROM run_line_form WHERE cooperative_id = cooperative AND run_id = run GROUP BY pool, party_id) f ON f.pool = l.pool AND f.party_id = l.party_id
          WHERE l.cooperative_id = cooperative AND l.run_id = run);
      COMMENT ON FUNCTION run_lines_hash_2 IS 'Lines with what they are a part of; a line under another party’s key is none.';

      CREATE OR REPLACE FUNCTION run_hash_of(cooperative uuid, run uuid) RETURNS text LANGUAGE sql STABLE
        RETURN (SELECT sha256_hex(CASE WHEN r.hash_version = 1
            THEN concat_ws(E'\\n', 'period ' || r.period_id, 'policy ' || sha256_hex(canonical_json(r.policy)),
              'snapshot ' || run_snapshot_hash(cooperative, run), 'outcome ' || sha256_hex(canonical_json(r.waterfall)),
              'lines ' || run_lines_hash(cooperative, run))
            ELSE concat_ws(E'\\n', 'version 2', 'period ' || r.period_id, 'corrects ' || coalesce(r.corrects::text, ''),
              'policy ' || sha256_hex(canonical_json(r.policy)), 'snapshot ' || run_snapshot_hash(cooperative, run),
              'parties ' || run_parties_hash(cooperative, run), 'outcome ' || sha256_hex(canonical_json(r.waterfall)),
              'lines ' || run_lines_hash_2(cooperative, run)) END)
          FROM distribution_run r WHERE r.cooperative_id = cooperative AND r.id = run);
      GRANT EXECUTE ON FUNCTION run_parties_hash(uuid, uuid), run_lines_hash_2(uuid, uuid) TO rochdale_app;

      ${finalFrom(`, NEW.period_id, NEW.patronage_period_id, NEW.mode, NEW.name, NEW.currency, NEW.corrects, NEW.policy_key,
        NEW.policy_version, NEW.hash_version, NEW.computation, NEW.computed_at, NEW.figures_entered_by, NEW.figures_entered_at`)}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE OR REPLACE FUNCTION run_hash_of(cooperative uuid, run uuid) RETURNS text LANGUAGE sql STABLE
        RETURN (SELECT sha256_hex(concat_ws(E'\\n', 'period ' || r.period_id, 'policy ' || sha256_hex(canonical_json(r.policy)),
            'snapshot ' || run_snapshot_hash(cooperative, run), 'outcome ' || sha256_hex(canonical_json(r.waterfall)),
            'lines ' || run_lines_hash(cooperative, run)))
          FROM distribution_run r WHERE r.cooperative_id = cooperative AND r.id = run);
      ${finalFrom('')}
      DROP FUNCTION run_parties_hash(uuid, uuid), run_lines_hash_2(uuid, uuid);
      ALTER TABLE distribution_run DROP COLUMN hash_version;
    `);
  }
}

/** The trigger's function, over what is final since the first way and \`more\` besides. */
function finalFrom(more: string): string {
  const columns = `NEW.policy, NEW.policy_hash, NEW.figures, NEW.snapshot, NEW.snapshot_hash, NEW.run_hash, NEW.result_minor,
        NEW.surplus_minor, NEW.waterfall, NEW.verdict, NEW.checks${more}`;
  return `
      CREATE OR REPLACE FUNCTION refuse_change_of_decided_run() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.state NOT IN ('draft', 'computed', 'in_review') AND
          (${columns})
          IS DISTINCT FROM
          (${columns.replace(/NEW\./g, 'OLD.')}) THEN
          RAISE EXCEPTION 'the run is put to the vote: what the vote binds is final' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;`;
}
