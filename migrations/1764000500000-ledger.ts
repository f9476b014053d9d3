import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The books: double entry, append-only. An entry is sealed at commit: at least two lines, each currency sums to zero,
 * and every line was written in the entry's own transaction, so that not even a balanced later line can join it.
 *
 * The check is a deferred trigger on the entry, re-queued by one *statement* trigger on the lines: checking per line
 * would sum an entry as many times as it has lines.
 */
export class Ledger1764000500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE ledger_account (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        path           text NOT NULL CONSTRAINT ledger_account_path_is_a_chart_path
                       CHECK (path ~ '^(assets|liabilities|equity|income|expenses)(:[a-z0-9][a-z0-9-]*)+$'),
        currency       text NOT NULL,
        party_id       uuid,
        year           integer,
        divisible      boolean NOT NULL DEFAULT true,
        opened_at      timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT ledger_account_path_is_unique UNIQUE (cooperative_id, path),
        CONSTRAINT ledger_account_of_a_party_is_in_its_cooperative
          FOREIGN KEY (cooperative_id, party_id) REFERENCES party (cooperative_id, id)
      );
      CREATE INDEX ledger_account_by_party ON ledger_account (cooperative_id, party_id) WHERE party_id IS NOT NULL;

      CREATE TABLE ledger_entry (
        cooperative_id uuid NOT NULL REFERENCES cooperative (id), id uuid NOT NULL,
        kind           text NOT NULL,
        narration      text NOT NULL CONSTRAINT ledger_entry_narration_is_one_line CHECK (char_length(narration) BETWEEN 1 AND 300 AND narration !~ '[\\r\\n]'),
        effective_on   date NOT NULL,
        source_type    text NOT NULL,
        source_id      uuid NOT NULL,
        draft_hash     text NOT NULL,
        reverses       uuid,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
        PRIMARY KEY (cooperative_id, id),
        CONSTRAINT ledger_entry_of_a_source_is_one_per_kind UNIQUE (cooperative_id, source_type, source_id, kind),
        CONSTRAINT ledger_entry_is_reversed_once UNIQUE (cooperative_id, reverses),
        CONSTRAINT ledger_entry_reverses_an_entry_of_its_cooperative
          FOREIGN KEY (cooperative_id, reverses) REFERENCES ledger_entry (cooperative_id, id)
      );
      CREATE INDEX ledger_entry_by_date ON ledger_entry (cooperative_id, effective_on, id);

      CREATE TABLE ledger_line (
        cooperative_id uuid NOT NULL, entry_id uuid NOT NULL,
        seq            integer NOT NULL,
        account_id     uuid NOT NULL,
        currency       text NOT NULL,
        amount_minor   bigint NOT NULL CONSTRAINT ledger_line_moves_something CHECK (amount_minor <> 0),
        party_id       uuid,
        period_id      uuid,
        fund           text,
        restriction    text,
        site           text,
        project        text,
        transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
        PRIMARY KEY (cooperative_id, entry_id, seq),
        FOREIGN KEY (cooperative_id, entry_id) REFERENCES ledger_entry (cooperative_id, id),
        FOREIGN KEY (cooperative_id, account_id) REFERENCES ledger_account (cooperative_id, id)
      );
      CREATE INDEX ledger_line_by_account ON ledger_line (cooperative_id, account_id) INCLUDE (entry_id, amount_minor);

      -- One row per entry and transaction that wrote lines to it; its deferred trigger checks the entry at commit.
      CREATE TABLE ledger_entry_to_check (
        cooperative_id uuid NOT NULL, entry_id uuid NOT NULL,
        PRIMARY KEY (cooperative_id, entry_id)
      );

      -- Planned for every entry anew: a plan kept from entries of two lines is quadratic for one of 200,000.
      CREATE FUNCTION check_ledger_entry(coop uuid, entry uuid) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
      DECLARE
        header ledger_entry;
        unbalanced text;
        lines bigint;
        strangers bigint;
      BEGIN
        SELECT * INTO header FROM ledger_entry e WHERE e.cooperative_id = coop AND e.id = entry;
        IF header.transaction_id <> pg_current_xact_id() THEN
          RAISE EXCEPTION 'ledger entry % is sealed: nothing can be added to it', entry USING ERRCODE = 'check_violation';
        END IF;
        SELECT count(*), count(*) FILTER (WHERE l.transaction_id <> header.transaction_id OR a.currency IS DISTINCT FROM l.currency)
          INTO lines, strangers
          FROM ledger_line l LEFT JOIN ledger_account a ON a.cooperative_id = l.cooperative_id AND a.id = l.account_id
          WHERE l.cooperative_id = coop AND l.entry_id = entry;
        IF lines < 2 OR strangers > 0 THEN
          RAISE EXCEPTION 'ledger entry % has % lines of its own currency and transaction', entry, lines - strangers
            USING ERRCODE = 'check_violation';
        END IF;
        SELECT string_agg(s.currency || ' ' || s.total, ', ') INTO unbalanced FROM (
          SELECT l.currency, sum(l.amount_minor) AS total FROM ledger_line l
          WHERE l.cooperative_id = coop AND l.entry_id = entry GROUP BY l.currency HAVING sum(l.amount_minor) <> 0) s;
        IF unbalanced IS NOT NULL THEN
          RAISE EXCEPTION 'ledger entry % does not balance: %', entry, unbalanced USING ERRCODE = 'check_violation';
        END IF;
      END $$;
      REVOKE ALL ON FUNCTION check_ledger_entry(uuid, uuid) FROM PUBLIC;

      CREATE FUNCTION check_entry_at_commit() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM check_ledger_entry(NEW.cooperative_id, NEW.id);
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_entry_at_commit();

      -- Lines that come after SET CONSTRAINTS ALL IMMEDIATE, or in a later transaction, queue their entry again.
      CREATE FUNCTION queue_entries_of_lines() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO ledger_entry_to_check (cooperative_id, entry_id)
          SELECT DISTINCT n.cooperative_id, n.entry_id FROM new_lines n ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
      CREATE FUNCTION check_queued_entry() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM ledger_entry_to_check q WHERE q.cooperative_id = NEW.cooperative_id AND q.entry_id = NEW.entry_id;
        PERFORM check_ledger_entry(NEW.cooperative_id, NEW.entry_id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER ledger_lines_queue_their_entry AFTER INSERT ON ledger_line
        REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION queue_entries_of_lines();
      CREATE CONSTRAINT TRIGGER queued_entry_balances AFTER INSERT ON ledger_entry_to_check
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_queued_entry();
      ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_balances;
      ALTER TABLE ledger_line ENABLE ALWAYS TRIGGER ledger_lines_queue_their_entry;
      ALTER TABLE ledger_entry_to_check ENABLE ALWAYS TRIGGER queued_entry_balances;

      CALL protect_tenant_table('ledger_account', 'SELECT, INSERT');
      CALL protect_tenant_table('ledger_entry', 'SELECT, INSERT');
      CALL protect_tenant_table('ledger_line', 'SELECT, INSERT');
      CALL protect_tenant_table('ledger_entry_to_check', 'SELECT');
      CALL make_append_only('ledger_account');
      CALL make_append_only('ledger_entry');
      CALL make_append_only('ledger_line');

      CREATE TABLE share_subscription (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, membership_id uuid NOT NULL,
        shares         integer NOT NULL CONSTRAINT share_subscription_is_of_whole_shares CHECK (shares > 0),
        amount_minor   bigint NOT NULL CONSTRAINT share_subscription_has_an_amount CHECK (amount_minor > 0),
        subscribed_on  date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, membership_id) REFERENCES membership (cooperative_id, id)
      );
      CREATE TABLE share_payment (
        cooperative_id uuid NOT NULL, id uuid NOT NULL, subscription_id uuid NOT NULL,
        amount_minor   bigint NOT NULL CONSTRAINT share_payment_has_an_amount CHECK (amount_minor > 0),
        paid_on        date NOT NULL,
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        PRIMARY KEY (cooperative_id, id),
        FOREIGN KEY (cooperative_id, subscription_id) REFERENCES share_subscription (cooperative_id, id)
      );
      CREATE INDEX share_payment_by_subscription ON share_payment (cooperative_id, subscription_id);
      CALL protect_tenant_table('share_subscription', 'SELECT, INSERT');
      CALL protect_tenant_table('share_payment', 'SELECT, INSERT');
      CALL make_append_only('share_subscription');
      CALL make_append_only('share_payment');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TABLE share_payment, share_subscription, ledger_entry_to_check, ledger_line, ledger_entry, ledger_account;
      DROP FUNCTION check_queued_entry();
      DROP FUNCTION queue_entries_of_lines();
      DROP FUNCTION check_entry_at_commit();
      DROP FUNCTION check_ledger_entry(uuid, uuid);
    `);
  }
}
