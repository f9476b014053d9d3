import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was consented to is a version of the text. So whoever has a ballot is asked again when it changes, but for those
 * who said with it that it stands; before, those were asked who wished it. A ballot of before says neither, and its
 * elector is asked.
 */
export class ConsentVersions1764003010000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ${tableOf('ask_again_waiver')}
      COMMENT ON TABLE ask_again_waiver IS 'Ballots that stand should the text change to meet an objection.';
      DROP TABLE ask_again_wish;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ${tableOf('ask_again_wish')}
      COMMENT ON TABLE ask_again_wish IS 'Ballots whose elector wants to be asked again should the text change.';
      DROP TABLE ask_again_waiver;
    `);
  }
}

const tableOf = (name: 'ask_again_waiver' | 'ask_again_wish'): string => `
  CREATE TABLE ${name} (
    cooperative_id uuid NOT NULL, poll_id uuid NOT NULL, membership_id uuid NOT NULL, revision integer NOT NULL,
    CONSTRAINT ${name}_goes_with_a_ballot PRIMARY KEY (cooperative_id, poll_id, membership_id, revision),
    FOREIGN KEY (cooperative_id, poll_id, membership_id, revision)
      REFERENCES ballot (cooperative_id, poll_id, membership_id, revision)
  );
  CALL protect_tenant_table('${name}', 'SELECT, INSERT');
  CALL make_append_only('${name}');`;
