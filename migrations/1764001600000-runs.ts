import type { MigrationInterface, QueryRunner } from 'typeorm';
import { distributionTables } from './1764000800000-surplus.js';
import { carriedOver } from './1764001600000-runs-carried-over.js';

/**
 * Distribution runs: a policy, a frozen snapshot and what the engine computed of them, before the vote. What the vote
 * binds is hashed from the stored rows by functions of the database itself, so that a check needs no code of the
 * product; from the vote on nothing of it can be changed, added or taken away.
 *
 * Distributions that were booked before become runs with the same identifiers, entries and lines. Going down brings the
 * old tables back without their rows.
 */
export class Runs1764001600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(tables);
    await db.query(hashes);
    await db.query(frozen);
    await db.query(carriedOver);
    await db.query(`DROP TABLE distribution_line, distribution`);
    await db.query(`
      CALL protect_tenant_table('distribution_run', 'SELECT, INSERT, UPDATE (name, state, policy, policy_key, policy_version,
        policy_hash, figures, snapshot, snapshot_hash, run_hash, result_minor, surplus_minor, waterfall, verdict, checks,
        computation, computed_at, review_until, proposal_id, decision_id, ledger_entry_id, reversal_entry_id, posted_on)');
      CALL protect_tenant_table('run_participant', 'SELECT, INSERT');
      CALL protect_tenant_table('run_line', 'SELECT, INSERT');
      CALL protect_tenant_table('run_line_form', 'SELECT, INSERT');
      CALL protect_tenant_table('run_computation', 'SELECT, INSERT');
      CALL protect_tenant_table('run_line_earlier', 'SELECT, INSERT');
      CALL protect_tenant_table('run_progress', 'SELECT, INSERT, UPDATE');
      CALL make_append_only('run_computation');
      CALL make_append_only('run_line_earlier');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION run_hash_of(uuid, uuid), run_lines_hash(uuid, uuid), run_snapshot_hash(uuid, uuid);
      DROP TABLE run_progress, run_line_earlier, run_computation, run_line_form, run_line, run_participant, distribution_run;
      DROP FUNCTION set_run_computation_aside(uuid), refuse_change_of_decided_run(), refuse_rows_of_decided_run(), canonical_json(jsonb), sha256_hex(text);
      ${distributionTables}
    `);
  }
}

const tables = `
  CREATE TABLE distribution_run (
    cooperative_id uuid NOT NULL, id uuid NOT NULL, period_id uuid NOT NULL,
    -- Whose patronage is shared by: the period's own, or for a scenario of a period to come an earlier one's.
    patronage_period_id uuid NOT NULL,
    name           text NOT NULL CONSTRAINT run_has_a_name CHECK (char_length(name) BETWEEN 1 AND 100),
    mode           text NOT NULL CONSTRAINT run_mode_is_known CHECK (mode IN ('distribution', 'scenario')),
    state          text NOT NULL DEFAULT 'draft' CONSTRAINT run_state_is_known CHECK (state IN
                   ('draft', 'computed', 'in_review', 'voting', 'adopted', 'posted', 'paid', 'locked', 'withdrawn')),
    policy         jsonb NOT NULL,
    policy_key     text,
    policy_version integer,
    policy_hash    text NOT NULL,
    figures        jsonb NOT NULL,
    currency       text NOT NULL,
    snapshot       jsonb,
    snapshot_hash  text,
    run_hash       text,
    result_minor   bigint,
    surplus_minor  bigint,
    waterfall      jsonb,
    verdict        text CONSTRAINT run_verdict_is_known CHECK (verdict IN ('pass', 'warn', 'block')),
    checks         jsonb,
    computation    integer NOT NULL DEFAULT 0,
    computed_at    timestamptz,
    review_until   timestamptz,
    proposal_id    uuid,
    decision_id    uuid,
    ledger_entry_id uuid,
    reversal_entry_id uuid,
    posted_on      date,
    corrects       uuid,
    created_by     uuid,
    created_at     timestamptz NOT NULL DEFAULT rochdale_now(),
    PRIMARY KEY (cooperative_id, id),
    FOREIGN KEY (cooperative_id, period_id) REFERENCES period (cooperative_id, id),
    FOREIGN KEY (cooperative_id, patronage_period_id) REFERENCES period (cooperative_id, id),
    FOREIGN KEY (cooperative_id, proposal_id) REFERENCES proposal (cooperative_id, id),
    FOREIGN KEY (cooperative_id, decision_id) REFERENCES decision (cooperative_id, id),
    FOREIGN KEY (cooperative_id, ledger_entry_id) REFERENCES ledger_entry (cooperative_id, id),
    FOREIGN KEY (cooperative_id, reversal_entry_id) REFERENCES ledger_entry (cooperative_id, id),
    FOREIGN KEY (cooperative_id, corrects) REFERENCES distribution_run (cooperative_id, id),
    CONSTRAINT run_of_a_decision_is_one UNIQUE (cooperative_id, decision_id),
    CONSTRAINT run_policy_of_the_bylaws_has_a_version CHECK ((policy_key IS NULL) = (policy_version IS NULL)),
    CONSTRAINT run_beyond_a_draft_is_computed CHECK (state IN ('draft', 'withdrawn') OR
      (run_hash IS NOT NULL AND snapshot_hash IS NOT NULL AND waterfall IS NOT NULL AND checks IS NOT NULL AND verdict IS NOT NULL)),
    CONSTRAINT run_under_vote_has_a_proposal CHECK (state <> 'voting' OR proposal_id IS NOT NULL),
    CONSTRAINT run_posted_is_booked CHECK (state NOT IN ('posted', 'paid', 'locked') OR (decision_id IS NOT NULL AND posted_on IS NOT NULL)),
    CONSTRAINT run_scenario_is_never_decided CHECK (mode = 'distribution' OR state IN ('draft', 'computed', 'withdrawn')),
    CONSTRAINT run_shares_its_own_patronage CHECK (mode = 'scenario' OR patronage_period_id = period_id)
  );
  CREATE INDEX distribution_run_by_period ON distribution_run (cooperative_id, period_id);
  CREATE INDEX distribution_run_by_proposal ON distribution_run (cooperative_id, proposal_id) WHERE proposal_id IS NOT NULL;

  -- The frozen snapshot, one row for each participant; \`snapshot\` of the run holds the rest of it.
  CREATE TABLE run_participant (
    cooperative_id uuid NOT NULL, run_id uuid NOT NULL, party_id uuid NOT NULL,
    key            text NOT NULL,
    class          text,
    kind           text NOT NULL,
    facts          jsonb NOT NULL,
    capital        jsonb,
    PRIMARY KEY (cooperative_id, run_id, party_id),
    CONSTRAINT run_participant_key_is_one UNIQUE (cooperative_id, run_id, key),
    FOREIGN KEY (cooperative_id, run_id) REFERENCES distribution_run (cooperative_id, id),
    FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id)
  );
  CREATE TABLE run_line (
    cooperative_id uuid NOT NULL, run_id uuid NOT NULL,
    pool           text NOT NULL,
    party_id       uuid NOT NULL,
    part           text NOT NULL CONSTRAINT run_line_part_is_known CHECK (part IN ('pool', 'interest', 'loss')),
    key            text NOT NULL,
    share          text NOT NULL,
    weight         numeric NOT NULL,
    floor_minor    bigint NOT NULL,
    remainder      numeric NOT NULL,
    remainder_of   numeric NOT NULL,
    rounded_up     boolean NOT NULL,
    lot_decided    boolean NOT NULL,
    limit_kind     text CONSTRAINT run_line_limit_is_known CHECK (limit_kind IN ('cap', 'floor', 'minimum')),
    left_out       text,
    amount_minor   bigint NOT NULL CONSTRAINT run_line_is_not_negative CHECK (amount_minor >= 0),
    least_minor    bigint NOT NULL CONSTRAINT run_line_least_is_part_of_it CHECK (least_minor BETWEEN 0 AND amount_minor),
    inputs         jsonb NOT NULL,
    PRIMARY KEY (cooperative_id, run_id, pool, party_id),
    FOREIGN KEY (cooperative_id, run_id, party_id) REFERENCES run_participant (cooperative_id, run_id, party_id)
  );
  CREATE INDEX run_line_by_party ON run_line (cooperative_id, party_id, run_id);
  CREATE INDEX run_line_by_key ON run_line (cooperative_id, run_id, pool, key COLLATE "C");
  CREATE TABLE run_line_form (
    cooperative_id uuid NOT NULL, run_id uuid NOT NULL, pool text NOT NULL, party_id uuid NOT NULL,
    seq            smallint NOT NULL,
    form           text NOT NULL,
    kind           text,
    year           integer,
    amount_minor   bigint NOT NULL CONSTRAINT run_line_form_is_not_negative CHECK (amount_minor >= 0),
    least_minor    bigint NOT NULL CONSTRAINT run_line_form_least_is_not_negative CHECK (least_minor >= 0),
    PRIMARY KEY (cooperative_id, run_id, pool, party_id, seq),
    FOREIGN KEY (cooperative_id, run_id, pool, party_id) REFERENCES run_line (cooperative_id, run_id, pool, party_id)
  );

  -- What earlier computations of a run came to, so that a new one can say what changed for whom.
  CREATE TABLE run_computation (
    cooperative_id uuid NOT NULL, run_id uuid NOT NULL, number integer NOT NULL,
    policy_hash    text NOT NULL,
    snapshot_hash  text NOT NULL,
    run_hash       text NOT NULL,
    verdict        text NOT NULL,
    surplus_minor  bigint NOT NULL,
    entries        jsonb NOT NULL,
    computed_by    uuid,
    computed_at    timestamptz NOT NULL DEFAULT rochdale_now(),
    PRIMARY KEY (cooperative_id, run_id, number),
    FOREIGN KEY (cooperative_id, run_id) REFERENCES distribution_run (cooperative_id, id)
  );
  CREATE TABLE run_line_earlier (
    cooperative_id uuid NOT NULL, run_id uuid NOT NULL, computation integer NOT NULL,
    pool           text NOT NULL,
    party_id       uuid NOT NULL,
    amount_minor   bigint NOT NULL,
    PRIMARY KEY (cooperative_id, run_id, computation, pool, party_id),
    FOREIGN KEY (cooperative_id, run_id, computation) REFERENCES run_computation (cooperative_id, run_id, number)
  );
  -- How far a computation under way has come, or why it was refused.
  CREATE TABLE run_progress (
    cooperative_id uuid NOT NULL, run_id uuid NOT NULL,
    phase          text NOT NULL CONSTRAINT run_progress_phase_is_known CHECK (phase IN ('waiting', 'freezing', 'computing', 'writing', 'done', 'refused')),
    done           bigint NOT NULL DEFAULT 0,
    total          bigint NOT NULL DEFAULT 0,
    refusal_reason text,
    refusal_message text,
    refusal_details text[] NOT NULL DEFAULT '{}',
    changed_at     timestamptz NOT NULL DEFAULT rochdale_now(),
    PRIMARY KEY (cooperative_id, run_id),
    FOREIGN KEY (cooperative_id, run_id) REFERENCES distribution_run (cooperative_id, id)
  );
`;

const hashes = `
  CREATE FUNCTION sha256_hex(content text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN encode(sha256(convert_to(content, 'UTF8')), 'hex');

  CREATE FUNCTION canonical_json(value jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
  BEGIN
    CASE jsonb_typeof(value)
      WHEN 'object' THEN RETURN '{' || coalesce((SELECT string_agg(to_jsonb(normalize(e.key))::text || ':' || canonical_json(e.value), ',' ORDER BY e.key COLLATE "C")
        FROM jsonb_each(value) e), '') || '}';
      WHEN 'array' THEN RETURN '[' || coalesce((SELECT string_agg(canonical_json(e.value), ',' ORDER BY e.ordinality)
        FROM jsonb_array_elements(value) WITH ORDINALITY e), '') || ']';
      WHEN 'string' THEN RETURN to_jsonb(normalize(value #>> '{}'))::text;
      ELSE RETURN value::text;
    END CASE;
  END $$;
  COMMENT ON FUNCTION canonical_json IS 'One spelling for one value: keys by code point, no white space, NFC. The same as the product writes.';

  CREATE FUNCTION run_snapshot_hash(cooperative uuid, run uuid) RETURNS text LANGUAGE sql STABLE
    RETURN (SELECT sha256_hex('{' || string_agg(to_jsonb(f.key)::text || ':' || f.content, ',' ORDER BY f.key COLLATE "C") || '}') FROM (
      SELECT e.key, canonical_json(e.value) AS content FROM distribution_run r, jsonb_each(r.snapshot) e
      WHERE r.cooperative_id = cooperative AND r.id = run
      UNION ALL
      SELECT 'participants', '[' || coalesce(string_agg(canonical_json(p.facts), ',' ORDER BY p.key COLLATE "C"), '') || ']'
      FROM run_participant p WHERE p.cooperative_id = cooperative AND p.run_id = run
      UNION ALL
      SELECT 'capital', '[' || string_agg(canonical_json(p.capital), ',' ORDER BY p.key COLLATE "C") || ']'
      FROM run_participant p WHERE p.cooperative_id = cooperative AND p.run_id = run AND p.capital IS NOT NULL HAVING count(*) > 0) f);

  CREATE FUNCTION run_lines_hash(cooperative uuid, run uuid) RETURNS text LANGUAGE sql STABLE
    RETURN (SELECT sha256_hex(coalesce(string_agg(concat_ws(E'\\t', l.pool, l.key, l.amount_minor, l.least_minor, coalesce(f.forms, '')) || E'\\n', ''
        ORDER BY l.pool COLLATE "C", l.key COLLATE "C"), ''))
      FROM run_line l LEFT JOIN (
        SELECT pool, party_id, string_agg(concat_ws(':', form, coalesce(kind, ''), coalesce(year::text, ''), amount_minor, least_minor), ';' ORDER BY seq) AS forms
        FROM run_line_form WHERE cooperative_id = cooperative AND run_id = run GROUP BY pool, party_id) f USING (pool, party_id)
      WHERE l.cooperative_id = cooperative AND l.run_id = run);

  CREATE FUNCTION run_hash_of(cooperative uuid, run uuid) RETURNS text LANGUAGE sql STABLE
    RETURN (SELECT sha256_hex(concat_ws(E'\\n', 'period ' || r.period_id, 'policy ' || sha256_hex(canonical_json(r.policy)),
        'snapshot ' || run_snapshot_hash(cooperative, run), 'outcome ' || sha256_hex(canonical_json(r.waterfall)),
        'lines ' || run_lines_hash(cooperative, run)))
      FROM distribution_run r WHERE r.cooperative_id = cooperative AND r.id = run);
  COMMENT ON FUNCTION run_hash_of IS 'The hash of a run as its stored rows give it; what the vote bound is kept beside.';
  GRANT EXECUTE ON FUNCTION sha256_hex(text), canonical_json(jsonb), run_snapshot_hash(uuid, uuid), run_lines_hash(uuid, uuid),
    run_hash_of(uuid, uuid) TO rochdale_app;
`;

const frozen = `
  -- The only way in which rows of a run go: a new computation takes their place, and what each line came to is kept.
  CREATE FUNCTION set_run_computation_aside(run uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    coop uuid := current_cooperative_id();
  BEGIN
    INSERT INTO run_line_earlier (cooperative_id, run_id, computation, pool, party_id, amount_minor)
      SELECT l.cooperative_id, l.run_id, r.computation, l.pool, l.party_id, l.amount_minor
      FROM run_line l JOIN distribution_run r ON r.cooperative_id = l.cooperative_id AND r.id = l.run_id
      WHERE l.cooperative_id = coop AND l.run_id = run;
    DELETE FROM run_line_form WHERE cooperative_id = coop AND run_id = run;
    DELETE FROM run_line WHERE cooperative_id = coop AND run_id = run;
    DELETE FROM run_participant WHERE cooperative_id = coop AND run_id = run;
  END $$;
  REVOKE ALL ON FUNCTION set_run_computation_aside(uuid) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION set_run_computation_aside(uuid) TO rochdale_app;

  CREATE FUNCTION refuse_change_of_decided_run() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.state NOT IN ('draft', 'computed', 'in_review') AND
      (NEW.policy, NEW.policy_hash, NEW.figures, NEW.snapshot, NEW.snapshot_hash, NEW.run_hash, NEW.result_minor, NEW.surplus_minor, NEW.waterfall, NEW.verdict, NEW.checks)
      IS DISTINCT FROM
      (OLD.policy, OLD.policy_hash, OLD.figures, OLD.snapshot, OLD.snapshot_hash, OLD.run_hash, OLD.result_minor, OLD.surplus_minor, OLD.waterfall, OLD.verdict, OLD.checks) THEN
      RAISE EXCEPTION 'the run is put to the vote: what the vote binds is final' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER run_is_final_when_put_to_the_vote BEFORE UPDATE ON distribution_run
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_decided_run();
  ALTER TABLE distribution_run ENABLE ALWAYS TRIGGER run_is_final_when_put_to_the_vote;

  CREATE FUNCTION refuse_rows_of_decided_run() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT cooperative_id, run_id FROM changed) c
               JOIN distribution_run r ON r.cooperative_id = c.cooperative_id AND r.id = c.run_id
               WHERE r.state NOT IN ('draft', 'computed', 'in_review')) THEN
      RAISE EXCEPTION 'the run is put to the vote: what the vote binds is final' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
  END $$;
  ${['run_participant', 'run_line', 'run_line_form']
    .map(
      (table) => `
  CREATE TRIGGER ${table}_is_final_against_additions AFTER INSERT ON ${table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_rows_of_decided_run();
  CREATE TRIGGER ${table}_is_final_against_removals AFTER DELETE ON ${table}
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_rows_of_decided_run();
  CREATE TRIGGER ${table}_is_replaced_and_never_changed BEFORE UPDATE OR TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_is_final_against_additions;
  ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_is_final_against_removals;
  ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${table}_is_replaced_and_never_changed;`,
    )
    .join('\n')}
`;
