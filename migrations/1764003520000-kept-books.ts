import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the trial balance and the calendar of retained years ask of every line is kept: sums by family of accounts and
 * effective day, and how many parties hold something of a year. An entry waits until it has been added to them; what is
 * kept and what the waiting entries change are always the whole. Nobody who posts waits for a row that others change.
 */
export class KeptBooks1764003520000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(tables);
    await db.query(noticing);
    await db.query(views);
    await db.query(keeping);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION keep_books();
      DROP VIEW ledger_holders_now, ledger_family_sum_now, ledger_holders_waiting, ledger_family_sum_waiting;
      DROP FUNCTION ledgers_to_keep();
      DROP TRIGGER ledger_accounts_are_counted ON ledger_account;
      DROP TRIGGER ledger_entry_waits_to_be_kept ON ledger_entry;
      DROP FUNCTION count_accounts();
      DROP FUNCTION let_entries_wait();
      DROP TABLE ledger_family_accounts, ledger_holders, ledger_family_sum, ledger_entry_to_keep;
      DROP FUNCTION ledger_family(text);
    `);
  }
}

const tables = `
  CREATE FUNCTION ledger_family(path text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN split_part(path, ':', 1) || ':' || split_part(path, ':', 2);
  COMMENT ON FUNCTION ledger_family(text) IS 'Root and family of an account, such as equity:share-capital.';
  GRANT EXECUTE ON FUNCTION ledger_family(text) TO rochdale_app;

  CREATE TABLE ledger_entry_to_keep (
    cooperative_id uuid NOT NULL, entry_id uuid NOT NULL,
    PRIMARY KEY (cooperative_id, entry_id),
    FOREIGN KEY (cooperative_id, entry_id) REFERENCES ledger_entry (cooperative_id, id)
  );
  COMMENT ON TABLE ledger_entry_to_keep IS 'Entries that the kept sums do not contain yet.';
  CREATE TABLE ledger_family_sum (
    cooperative_id uuid NOT NULL REFERENCES cooperative (id),
    family         text NOT NULL,
    -- Of accounts that belong to a party: what was retained of which year.
    year           integer,
    currency       text NOT NULL,
    -- A reversal goes by the kind of what it undoes.
    kind           text NOT NULL,
    is_reversal    boolean NOT NULL,
    effective_on   date NOT NULL,
    debit_minor    numeric NOT NULL,
    credit_minor   numeric NOT NULL,
    CONSTRAINT ledger_family_sum_is_one UNIQUE NULLS NOT DISTINCT (cooperative_id, family, year, currency, kind, is_reversal, effective_on)
  );
  CREATE TABLE ledger_holders (
    cooperative_id uuid NOT NULL REFERENCES cooperative (id),
    family         text NOT NULL,
    year           integer NOT NULL,
    currency       text NOT NULL,
    effective_on   date NOT NULL,
    -- How many more parties hold something at the end of this day than at the end of the one before.
    more           bigint NOT NULL,
    CONSTRAINT ledger_holders_is_one UNIQUE (cooperative_id, family, year, currency, effective_on)
  );
  -- Rows of one family are summed; several become one when entries are kept.
  CREATE TABLE ledger_family_accounts (
    cooperative_id uuid NOT NULL REFERENCES cooperative (id),
    family         text NOT NULL,
    currency       text NOT NULL,
    accounts       bigint NOT NULL
  );
  CREATE INDEX ledger_family_accounts_by_cooperative ON ledger_family_accounts (cooperative_id);
  CALL protect_tenant_table('ledger_entry_to_keep', 'SELECT');
  CALL protect_tenant_table('ledger_family_sum', 'SELECT');
  CALL protect_tenant_table('ledger_holders', 'SELECT');
  CALL protect_tenant_table('ledger_family_accounts', 'SELECT');
`;

const noticing = `
  INSERT INTO ledger_entry_to_keep (cooperative_id, entry_id) SELECT cooperative_id, id FROM ledger_entry;
  CREATE FUNCTION let_entries_wait() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO ledger_entry_to_keep (cooperative_id, entry_id) SELECT n.cooperative_id, n.id FROM new_entries n;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ledger_entry_waits_to_be_kept AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION let_entries_wait();
  ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_waits_to_be_kept;

  INSERT INTO ledger_family_accounts (cooperative_id, family, currency, accounts)
    SELECT cooperative_id, ledger_family(path), currency, count(*) FROM ledger_account GROUP BY 1, 2, 3;
  CREATE FUNCTION count_accounts() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO ledger_family_accounts (cooperative_id, family, currency, accounts)
      SELECT n.cooperative_id, ledger_family(n.path), n.currency, count(*) FROM new_accounts n GROUP BY 1, 2, 3;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ledger_accounts_are_counted AFTER INSERT ON ledger_account
    REFERENCING NEW TABLE AS new_accounts FOR EACH STATEMENT EXECUTE FUNCTION count_accounts();
  ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_accounts_are_counted;

  CREATE FUNCTION ledgers_to_keep() RETURNS TABLE (cooperative_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
    AS 'SELECT DISTINCT q.cooperative_id FROM ledger_entry_to_keep q';
  COMMENT ON FUNCTION ledgers_to_keep() IS 'Cooperatives whose books have entries that wait to be kept.';
  REVOKE ALL ON FUNCTION ledgers_to_keep() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION ledgers_to_keep() TO rochdale_app;
`;

/** Lines of the waiting entries, entry by entry (OFFSET 0): a plan that takes the queue for long reads every line there is. */
const waitingLines = `ledger_entry_to_keep q CROSS JOIN LATERAL (SELECT * FROM ledger_movement m
  WHERE m.cooperative_id = q.cooperative_id AND m.entry_id = q.entry_id OFFSET 0) m`;

/** Each has one row for each key: what the waiting entries change. */
const views = `
  CREATE VIEW ledger_family_sum_waiting WITH (security_invoker = true) AS
    SELECT m.cooperative_id, ledger_family(m.path) AS family, CASE WHEN m.party_id IS NOT NULL THEN m.year END AS year, m.currency,
      m.kind, m.is_reversal, m.effective_on, coalesce(sum(m.amount_minor) FILTER (WHERE m.amount_minor > 0), 0) AS debit_minor,
      coalesce(-sum(m.amount_minor) FILTER (WHERE m.amount_minor < 0), 0) AS credit_minor
    FROM ${waitingLines} GROUP BY 1, 2, 3, 4, 5, 6, 7;

  -- Of each party whose year the waiting entries touch: by what its holding anything differs with them, day by day.
  CREATE VIEW ledger_holders_waiting WITH (security_invoker = true) AS
    SELECT c.cooperative_id, c.family, c.year, c.currency, c.effective_on, sum(c.more)::bigint AS more
    FROM (SELECT h.*, h.differs - coalesce(lag(h.differs) OVER (PARTITION BY h.cooperative_id, h.family, h.year, h.currency, h.party_id
            ORDER BY h.effective_on), 0) AS more
      FROM (SELECT d.*, (sum(d.amount) OVER days <> 0)::int - (sum(d.kept) OVER days <> 0)::int AS differs
        FROM (SELECT t.cooperative_id, t.family, t.year, t.currency, t.party_id, l.effective_on, sum(l.amount_minor) AS amount,
                coalesce(sum(l.amount_minor) FILTER (WHERE l.is_kept), 0) AS kept
              FROM (SELECT DISTINCT m.cooperative_id, ledger_family(m.path) AS family, m.party_id, m.year, m.currency
                    FROM ${waitingLines} WHERE m.party_id IS NOT NULL AND m.year IS NOT NULL) t
              CROSS JOIN LATERAL (SELECT e.effective_on, l.amount_minor, NOT EXISTS (SELECT FROM ledger_entry_to_keep q
                    WHERE q.cooperative_id = l.cooperative_id AND q.entry_id = l.entry_id) AS is_kept
                  FROM ledger_account a
                  JOIN ledger_line l ON l.cooperative_id = a.cooperative_id AND l.account_id = a.id
                  JOIN ledger_entry e ON e.cooperative_id = l.cooperative_id AND e.id = l.entry_id
                  WHERE a.cooperative_id = t.cooperative_id AND a.party_id = t.party_id AND a.year = t.year
                    AND a.currency = t.currency AND ledger_family(a.path) = t.family OFFSET 0) l
              GROUP BY 1, 2, 3, 4, 5, 6) d
        WINDOW days AS (PARTITION BY d.cooperative_id, d.family, d.year, d.currency, d.party_id ORDER BY d.effective_on)) h) c
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(c.more) <> 0;

  CREATE VIEW ledger_family_sum_now WITH (security_invoker = true) AS
    SELECT * FROM ledger_family_sum UNION ALL SELECT * FROM ledger_family_sum_waiting;
  COMMENT ON VIEW ledger_family_sum_now IS 'Debits and credits by family, year, kind of entry and effective day: to be summed.';
  CREATE VIEW ledger_holders_now WITH (security_invoker = true) AS
    SELECT * FROM ledger_holders UNION ALL SELECT * FROM ledger_holders_waiting;
  COMMENT ON VIEW ledger_holders_now IS 'By how much the number of parties that hold something of a year changes on each effective day: to be summed.';
  GRANT SELECT ON ledger_family_sum_waiting, ledger_holders_waiting, ledger_family_sum_now, ledger_holders_now TO rochdale_app;
`;

/** The app may call it and has no right of its own to what is kept. */
const keeping = `
  CREATE FUNCTION keep_books() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    -- Whoever comes second leaves it to the first.
    IF NOT pg_try_advisory_xact_lock(hashtextextended('keep books of ' || current_cooperative_id(), 0)) THEN RETURN; END IF;
    -- One statement: what it takes out of the queue and what it adds are of the same moment.
    WITH taken AS (DELETE FROM ledger_entry_to_keep WHERE cooperative_id = current_cooperative_id()),
    summed AS (
      INSERT INTO ledger_family_sum AS s SELECT * FROM ledger_family_sum_waiting WHERE cooperative_id = current_cooperative_id()
      ON CONFLICT ON CONSTRAINT ledger_family_sum_is_one DO UPDATE
        SET debit_minor = s.debit_minor + excluded.debit_minor, credit_minor = s.credit_minor + excluded.credit_minor),
    held AS (
      INSERT INTO ledger_holders AS s SELECT * FROM ledger_holders_waiting WHERE cooperative_id = current_cooperative_id()
      ON CONFLICT ON CONSTRAINT ledger_holders_is_one DO UPDATE SET more = s.more + excluded.more),
    opened AS (DELETE FROM ledger_family_accounts WHERE cooperative_id = current_cooperative_id() RETURNING *)
    INSERT INTO ledger_family_accounts
      SELECT cooperative_id, family, currency, sum(accounts) FROM opened GROUP BY 1, 2, 3;
  END $$;
  COMMENT ON FUNCTION keep_books() IS 'Adds the entries that wait to the kept sums of the books.';
  REVOKE ALL ON FUNCTION keep_books() FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION keep_books() TO rochdale_app;
`;
