import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a module lets the modules above read of it in a statement of their own, so that a page is one statement: a
 * member as shown beside what they wrote, a poll as shown beside its subject, the ballot that counts as things stand.
 * The views run with the rights of who asks: row-level security holds beneath them.
 */
export class Cards1764001200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE VIEW member_card WITH (security_invoker = true) AS
        SELECT m.cooperative_id, m.id AS membership_id, m.number,
          coalesce((SELECT n.name FROM party_name n
            WHERE n.cooperative_id = m.cooperative_id AND n.party_id = m.party_id AND n.usage = 'chosen'
            ORDER BY n.effective_on <= day.today DESC,
              CASE WHEN n.effective_on <= day.today THEN n.effective_on END DESC, n.effective_on, n.recorded_at DESC
            LIMIT 1), '#' || m.number) AS name
        FROM membership m
        JOIN cooperative c ON c.id = m.cooperative_id
        CROSS JOIN LATERAL (SELECT (rochdale_now() AT TIME ZONE c.time_zone)::date AS today) day;
      COMMENT ON VIEW member_card IS 'Members as shown beside what they wrote: number and the name of today.';

      CREATE VIEW poll_card WITH (security_invoker = true) AS
        SELECT p.cooperative_id, p.id AS poll_id, p.question, p.visibility, p.record_on, p.opens_at, p.closes_at,
          p.closed_at,
          CASE WHEN p.state = 'open' AND p.closes_at <= rochdale_now() THEN 'closing' ELSE p.state END AS state,
          p.eligible_people, p.eligible_weight_millionths,
          (SELECT coalesce(sum(t.people), 0)::bigint FROM poll_turnout t
            WHERE t.cooperative_id = p.cooperative_id AND t.poll_id = p.id) AS people
        FROM poll p;
      COMMENT ON VIEW poll_card IS 'Polls as shown beside their subject: window, state at this instant, turnout.';

      CREATE VIEW ballot_standing WITH (security_invoker = true) AS
        SELECT c.cooperative_id, c.poll_id, c.membership_id, b.marks ->> 'choice' AS choice, b.revision, b.cast_at,
          b.channel, b.check_code
        FROM ballot_current c
        JOIN ballot b ON b.cooperative_id = c.cooperative_id AND b.poll_id = c.poll_id
          AND b.membership_id = c.membership_id AND b.revision = c.revision;
      COMMENT ON VIEW ballot_standing IS 'The ballot of each elector that counts as things stand.';

      GRANT SELECT ON member_card, poll_card, ballot_standing TO rochdale_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP VIEW ballot_standing, poll_card, member_card;`);
  }
}
