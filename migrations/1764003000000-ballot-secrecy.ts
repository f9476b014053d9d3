import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a confidential count may show. A vote that was passed on has a code of its own in the list of ballots, so that
 * nobody finds by it the ballot it follows; votes counted before keep the code of their holder, under which they were
 * hashed. Where the count would tell how somebody voted, it is kept and not given out (`src/voting/README.md`).
 */
export class BallotSecrecy1764003000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE delegated_vote ADD check_code text
        CONSTRAINT delegated_vote_check_code_is_a_hash CHECK (check_code ~ '^[0-9a-f]{64}$');
      COMMENT ON COLUMN delegated_vote.check_code IS 'In confidential polls: drawn for this vote and known to nobody; null where it stands under its holder''s.';
      CREATE UNIQUE INDEX delegated_vote_check_code_is_one ON delegated_vote (cooperative_id, poll_id, check_code)
        WHERE check_code IS NOT NULL;
      ${countedBallot('coalesce(d.check_code, h.check_code)')}

      CREATE VIEW count_group WITH (security_invoker = true) AS
        SELECT g.cooperative_id, g.poll_id, g.counted_apart, g.weight_millionths,
          sum(g.ballots)::bigint AS ballots, sum(g.held)::bigint AS held
        -- The rule is looked into once a class, not once a ballot.
        FROM (SELECT b.cooperative_id, b.poll_id, b.weight_millionths, b.ballots, b.held, CASE WHEN
                (coalesce(p.rule -> 'classMajorities', '[]') || coalesce(p.rule -> 'classCaps', '[]'))
                  @> jsonb_build_array(jsonb_build_object('class', c.code)) THEN c.code END AS counted_apart
              FROM (SELECT cooperative_id, poll_id, class_id, weight_millionths,
                      count(*) FILTER (WHERE held_by IS NULL) AS ballots, count(*) FILTER (WHERE held_by IS NOT NULL) AS held
                    FROM counted_ballot GROUP BY cooperative_id, poll_id, class_id, weight_millionths) b
              JOIN poll p ON p.cooperative_id = b.cooperative_id AND p.id = b.poll_id
              JOIN member_class c ON c.cooperative_id = b.cooperative_id AND c.id = b.class_id) g
        GROUP BY g.cooperative_id, g.poll_id, g.counted_apart, g.weight_millionths;
      COMMENT ON VIEW count_group IS 'Votes that the count of a poll tells apart: by classes that its rule names, and by weight.';
      GRANT SELECT ON count_group TO rochdale_app;

      CREATE TABLE poll_count_withheld (
        cooperative_id uuid NOT NULL, poll_id uuid NOT NULL,
        because        text NOT NULL CONSTRAINT poll_count_withheld_for_a_reason CHECK (because IN ('few_ballots', 'held_votes')),
        recorded_at    timestamptz NOT NULL DEFAULT rochdale_now(),
        CONSTRAINT poll_count_withheld_is_said_once PRIMARY KEY (cooperative_id, poll_id),
        CONSTRAINT poll_count_withheld_is_of_a_poll FOREIGN KEY (cooperative_id, poll_id) REFERENCES poll (cooperative_id, id)
      );
      COMMENT ON TABLE poll_count_withheld IS 'Confidential polls whose count would tell how somebody voted: only their outcome is given out.';
      CALL protect_tenant_table('poll_count_withheld', 'SELECT, INSERT');
      CALL make_append_only('poll_count_withheld');
      INSERT INTO poll_count_withheld (cooperative_id, poll_id, because)
        SELECT p.cooperative_id, p.id, CASE WHEN v.held THEN 'held_votes' ELSE 'few_ballots' END
        FROM poll p
        CROSS JOIN LATERAL (SELECT count(*) AS groups, min(g.ballots) AS least FROM count_group g
          WHERE g.cooperative_id = p.cooperative_id AND g.poll_id = p.id) c
        CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM delegated_vote d
          WHERE d.cooperative_id = p.cooperative_id AND d.poll_id = p.id) AS held) v
        WHERE p.visibility = 'confidential' AND p.state = 'closed'
          AND (v.held OR c.least < CASE WHEN c.groups > 1 THEN 5 ELSE 3 END);

      GRANT UPDATE (visibility) ON poll TO rochdale_app;
      CREATE FUNCTION settle_visibility() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.visibility <> 'open' OR EXISTS (SELECT FROM audit_event a WHERE a.cooperative_id = OLD.cooperative_id
          AND a.subject_type = 'poll' AND a.subject_id = OLD.id AND a.act = 'openPoll') THEN
          RAISE EXCEPTION 'who can see how somebody voted is settled when a poll opens' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER poll_visibility_is_settled_at_the_opening BEFORE UPDATE OF visibility ON poll FOR EACH ROW
        WHEN (NEW.visibility IS DISTINCT FROM OLD.visibility) EXECUTE FUNCTION settle_visibility();
      ALTER TABLE poll ENABLE ALWAYS TRIGGER poll_visibility_is_settled_at_the_opening;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      DROP TRIGGER poll_visibility_is_settled_at_the_opening ON poll;
      DROP FUNCTION settle_visibility();
      REVOKE UPDATE (visibility) ON poll FROM rochdale_app;
      DROP TABLE poll_count_withheld;
      DROP VIEW count_group;
      ${countedBallot('h.check_code')}
      ALTER TABLE delegated_vote DROP check_code;
    `);
  }
}

/** As before but for the code under which a vote stands that was passed on. */
const countedBallot = (codeOfHeld: string): string => `
  CREATE OR REPLACE VIEW counted_ballot WITH (security_invoker = true) AS
    SELECT cooperative_id, poll_id, membership_id, class_id, weight_millionths, marks, check_code, NULL::uuid AS held_by
    FROM own_ballot
    UNION ALL
    SELECT d.cooperative_id, d.poll_id, d.membership_id, e.class_id, e.weight_millionths, h.marks, ${codeOfHeld},
      d.holder_membership_id
    FROM delegated_vote d
    JOIN elector e ON e.cooperative_id = d.cooperative_id AND e.poll_id = d.poll_id AND e.membership_id = d.membership_id
    JOIN own_ballot h ON h.cooperative_id = d.cooperative_id AND h.poll_id = d.poll_id
      AND h.membership_id = d.holder_membership_id
    WHERE NOT EXISTS (SELECT FROM own_ballot o
        WHERE o.cooperative_id = d.cooperative_id AND o.poll_id = d.poll_id AND o.membership_id = d.membership_id)
      AND NOT EXISTS (SELECT FROM poll_withdrawal w
        WHERE w.cooperative_id = d.cooperative_id AND w.poll_id = d.poll_id AND w.membership_id = d.membership_id);`;
