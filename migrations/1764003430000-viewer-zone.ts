import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who asks is told in which time zone their cooperative lives: a deadline is said as its clocks show it. */
export class ViewerZone1764003430000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(requestViewer(true));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(requestViewer(false));
  }
}

const requestViewer = (zone: boolean): string => `
      DROP FUNCTION request_viewer(bytea, text);
      CREATE FUNCTION request_viewer(token bytea, cooperative_reference text)
        RETURNS TABLE (session_id uuid, person_id uuid, cooperative_id uuid, party_id uuid, membership_id uuid,
                       standing text, roles text[]${zone ? ', time_zone text' : ''})
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
            SELECT p.id, m.id, standing_on(coop.id, m.id, today), roles_on(coop.id, m.id, today)${zone ? ', coop.time_zone' : ''}
              INTO party_id, membership_id, standing, roles${zone ? ', time_zone' : ''}
              FROM party p JOIN membership m ON m.cooperative_id = p.cooperative_id AND m.party_id = p.id
              WHERE p.cooperative_id = coop.id AND p.person_id = request_viewer.person_id;
          END IF;
        END IF;
        RETURN NEXT;
      END $$;
      COMMENT ON FUNCTION request_viewer IS 'Who asks, in which cooperative, with what rights now; identifiers only.';
      REVOKE ALL ON FUNCTION request_viewer(bytea, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION request_viewer(bytea, text) TO rochdale_app;`;
