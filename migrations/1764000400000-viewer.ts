import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Standing, class and roles as of a date, and who is asking: one statement at the start of a request turns a session
 * token and the name of a cooperative into identifiers and present rights.
 */
export class Viewer1764000400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION standing_on(cooperative uuid, membership uuid, day date, known_at timestamptz DEFAULT 'infinity')
        RETURNS text LANGUAGE sql STABLE
        RETURN (SELECT s.standing FROM membership_standing s
          WHERE s.cooperative_id = cooperative AND s.membership_id = membership
            AND s.effective_on <= day AND s.recorded_at <= known_at
          ORDER BY s.effective_on DESC, s.recorded_at DESC, s.id DESC LIMIT 1);
      COMMENT ON FUNCTION standing_on IS 'The standing on a day, as known at an instant.';

      CREATE FUNCTION class_on(cooperative uuid, membership uuid, day date, known_at timestamptz DEFAULT 'infinity')
        RETURNS uuid LANGUAGE sql STABLE
        RETURN (SELECT t.class_id FROM membership_class_term t
          WHERE t.cooperative_id = cooperative AND t.membership_id = membership
            AND t.effective_on <= day AND t.recorded_at <= known_at
          ORDER BY t.effective_on DESC, t.recorded_at DESC, t.id DESC LIMIT 1);

      CREATE FUNCTION roles_on(cooperative uuid, membership uuid, day date)
        RETURNS text[] LANGUAGE sql STABLE
        RETURN (SELECT coalesce(array_agg(DISTINCT r.role ORDER BY r.role), '{}') FROM role_term r
          LEFT JOIN role_term_end e ON e.cooperative_id = r.cooperative_id AND e.role_term_id = r.id
          WHERE r.cooperative_id = cooperative AND r.membership_id = membership AND r.effective_from <= day
            AND (e.effective_until IS NULL OR day < e.effective_until));

      CREATE FUNCTION today_in(cooperative uuid) RETURNS date LANGUAGE sql VOLATILE
        RETURN (SELECT (rochdale_now() AT TIME ZONE c.time_zone)::date FROM cooperative c WHERE c.id = cooperative);
      COMMENT ON FUNCTION today_in IS 'The date it is now in the cooperative''s time zone.';

      GRANT EXECUTE ON FUNCTION standing_on(uuid, uuid, date, timestamptz), class_on(uuid, uuid, date, timestamptz),
        roles_on(uuid, uuid, date), today_in(uuid) TO rochdale_app;

      CREATE FUNCTION request_viewer(token bytea, cooperative_reference text)
        RETURNS TABLE (session_id uuid, person_id uuid, cooperative_id uuid, party_id uuid, membership_id uuid,
                       standing text, roles text[])
        LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      #variable_conflict use_column
      DECLARE
        coop cooperative;
        today date;
      BEGIN
        SELECT s.id, s.person_id INTO session_id, person_id FROM session s
          WHERE s.token_hash = token AND s.revoked_at IS NULL AND s.expires_at > rochdale_now();
        IF cooperative_reference IS NOT NULL THEN
          SELECT * INTO coop FROM cooperative c WHERE c.slug = cooperative_reference;
          IF NOT FOUND AND cooperative_reference ~ '^[0-9a-fA-F-]{36}$' THEN
            SELECT * INTO coop FROM cooperative c WHERE c.id::text = lower(cooperative_reference);
          END IF;
          cooperative_id := coop.id;
          IF coop.id IS NOT NULL AND person_id IS NOT NULL THEN
            today := (rochdale_now() AT TIME ZONE coop.time_zone)::date;
            SELECT p.id, m.id, standing_on(coop.id, m.id, today), roles_on(coop.id, m.id, today)
              INTO party_id, membership_id, standing, roles
              FROM party p JOIN membership m ON m.cooperative_id = p.cooperative_id AND m.party_id = p.id
              WHERE p.cooperative_id = coop.id AND p.person_id = request_viewer.person_id;
          END IF;
        END IF;
        RETURN NEXT;
      END $$;
      COMMENT ON FUNCTION request_viewer IS 'Who asks, in which cooperative, with what rights now; identifiers only.';
      REVOKE ALL ON FUNCTION request_viewer(bytea, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION request_viewer(bytea, text) TO rochdale_app;

      CREATE FUNCTION cooperatives_of_person() RETURNS TABLE (cooperative_id uuid, membership_id uuid, slug text, name text)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          SELECT p.cooperative_id, m.id, c.slug, c.name FROM party p
          JOIN membership m ON m.cooperative_id = p.cooperative_id AND m.party_id = p.id
          JOIN cooperative c ON c.id = p.cooperative_id
          WHERE p.person_id = current_person_id();
        END;
      COMMENT ON FUNCTION cooperatives_of_person IS 'Where the person of this transaction has a membership, and what it is called.';
      REVOKE ALL ON FUNCTION cooperatives_of_person() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION cooperatives_of_person() TO rochdale_app;

      CREATE FUNCTION invitation_with_token(token bytea) RETURNS TABLE (cooperative_id uuid, invitation_id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
        BEGIN ATOMIC
          SELECT i.cooperative_id, i.id FROM invitation i WHERE i.token_hash = token;
        END;
      REVOKE ALL ON FUNCTION invitation_with_token(bytea) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION invitation_with_token(bytea) TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP FUNCTION invitation_with_token(bytea);
      DROP FUNCTION cooperatives_of_person();
      DROP FUNCTION request_viewer(bytea, text);
      DROP FUNCTION today_in(uuid);
      DROP FUNCTION roles_on(uuid, uuid, date);
      DROP FUNCTION class_on(uuid, uuid, date, timestamptz);
      DROP FUNCTION standing_on(uuid, uuid, date, timestamptz);
    `);
  }
}
