import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A vote for several seats may choose some for certain and leave others equal: the result keeps both, and so does the
 * decision that comes of it. Ties recorded before name nobody. A rule may add an option to those that are proposed.
 */
export class CertainAndTied1764003100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE poll_option ADD is_added boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN poll_option.is_added IS 'Whether the rule added it to those that were proposed, as “none of these”.';
      ALTER TABLE poll_result ADD tied integer[] NOT NULL DEFAULT '{}',
        ADD CONSTRAINT poll_result_ties_are_of_a_tie CHECK (outcome = 'tie' OR tied = '{}');
      ALTER TABLE decision ADD tied jsonb NOT NULL DEFAULT '[]',
        DROP CONSTRAINT decision_chosen_was_adopted,
        ADD CONSTRAINT decision_chosen_was_adopted CHECK (jsonb_typeof(chosen) = 'array' AND (outcome IN ('adopted', 'tied') OR chosen = '[]')),
        ADD CONSTRAINT decision_tied_are_of_a_tie CHECK (jsonb_typeof(tied) = 'array' AND (outcome = 'tied' OR tied = '[]'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE decision DROP CONSTRAINT decision_tied_are_of_a_tie, DROP CONSTRAINT decision_chosen_was_adopted, DROP tied;
      UPDATE decision SET chosen = '[]' WHERE outcome = 'tied';
      ALTER TABLE decision ADD CONSTRAINT decision_chosen_was_adopted
        CHECK (jsonb_typeof(chosen) = 'array' AND (outcome = 'adopted' OR chosen = '[]'));
      ALTER TABLE poll_result DROP CONSTRAINT poll_result_ties_are_of_a_tie, DROP tied;
      ALTER TABLE poll_option DROP is_added;
    `);
  }
}
